<?php

/*
 * A live dashboard of its own server, in one file:   php server.php [host] [port] [process|base]
 *
 * Four workers and two task workers. Every page sees once a second what each of them is doing, and may
 *
 *     count    a number in shared memory, which whichever worker is asked adds to
 *     work     two seconds of hard work, in a task worker: everybody else is served meanwhile
 *     reload   new workers in place of the old ones, as `kill -USR1 <pid>` does: the process ids change, no page
 *              loses its connection, and no number is lost
 *
 * Each WebSocket message is one JSON object:
 *
 *     from the page    {type: "count"}, {type: "work"}, {type: "reload"}
 *     to the page      {type: "hello", fd, worker, pid}                       at the start
 *                      {type: "stats", time, since, mode, pages, ...}         every second, see Dashboard::stats()
 *                      {type: "count", count}                                 when anybody has counted
 *                      {type: "work", task, worker, percent, primes}          the progress of the page's own work
 */

declare(strict_types=1);

use Swoole\Atomic;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\Table;
use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Server;

/** What all processes of the server share. It is made before the start, so that each of them has the same. */
final class Dashboard
{
    /** A row for each worker, by its number. */
    private readonly Table $workers;

    /** A row for each page, by its connection. */
    private readonly Table $pages;

    private readonly Atomic $count;

    public function __construct(private readonly Server $server, int $workers, int $pages)
    {
        $this->workers = new Table($workers);
        $this->workers->column('pid', Table::TYPE_INT);
        $this->workers->column('since', Table::TYPE_INT);
        $this->workers->column('handled', Table::TYPE_INT);
        $this->workers->column('memory', Table::TYPE_INT);
        $this->workers->create();

        $this->pages = new Table($pages);
        $this->pages->column('since', Table::TYPE_INT);
        $this->pages->column('counted', Table::TYPE_INT);
        $this->pages->create();

        $this->count = new Atomic();
    }

    /** A worker begins: a new one, or one that replaces another. */
    public function register(int $worker): void
    {
        $row = ['pid' => getmypid(), 'since' => time(), 'handled' => 0, 'memory' => memory_get_usage()];
        $this->workers->set((string) $worker, $row);
        // One of them tells everybody. Its timers end with it; its replacement makes them anew.
        if ($worker === 0) {
            $this->server->tick(1000, function (): void {
                $this->sweep();
                $this->broadcast($this->stats());
            });
        }
        $this->server->tick(1000, fn () => $this->workers->set((string) $worker, ['memory' => memory_get_usage()]));
    }

    public function handled(): void
    {
        $this->workers->incr((string) $this->server->worker_id, 'handled');
    }

    public function welcome(int $fd): void
    {
        $this->pages->set((string) $fd, ['since' => time()]);
        $this->push($fd, ['type' => 'hello', 'fd' => $fd, 'worker' => $this->server->worker_id, 'pid' => getmypid()]);
        $this->push($fd, $this->stats());
    }

    public function leave(int $fd): void
    {
        $this->pages->del((string) $fd);
    }

    /** A worker of SWOOLE_BASE that dies takes its connections along, and nobody is told of their end. */
    private function sweep(): void
    {
        foreach ($this->pages as $fd => $page) {
            if (!$this->server->exists((int) $fd)) {
                $this->pages->del($fd);
            }
        }
    }

    public function count(int $fd): void
    {
        $this->pages->incr((string) $fd, 'counted');
        $this->broadcast(['type' => 'count', 'count' => $this->count->add()]);
    }

    /** @return array<string, mixed> */
    public function stats(): array
    {
        $stats = $this->server->stats();
        $busiest = 0;
        foreach ($this->pages as $page) {
            $busiest = max($busiest, $page['counted']);
        }
        $workers = [];
        foreach ($this->workers as $number => $worker) {
            $number = (int) $number;
            // Whoever asks is busy asking.
            $isBusy = $number !== $this->server->worker_id && $this->server->getWorkerStatus($number) === 1;
            $workers[$number] = $worker + ['number' => $number, 'tasks' => $number >= $stats['worker_num'], 'busy' => $isBusy];
        }
        ksort($workers);

        return [
            'type' => 'stats',
            'time' => microtime(true),
            'since' => $stats['start_time'],
            'mode' => $this->server->mode === SWOOLE_PROCESS ? 'SWOOLE_PROCESS' : 'SWOOLE_BASE',
            'pid' => $this->server->master_pid,
            'pages' => count($this->pages),
            'handled' => $stats['request_count'],
            'waiting' => $stats['tasking_num'],
            'count' => $this->count->get(),
            'busiest' => $busiest,
            'workers' => array_values($workers),
        ];
    }

    public function push(int $fd, array $message): void
    {
        // The page may have gone while a task was done for it.
        if ($this->server->isEstablished($fd)) {
            $this->server->push($fd, json_encode($message, JSON_THROW_ON_ERROR));
        }
    }

    /** Reaches the pages of all workers. One string however many get it: the server builds one frame for all of them. */
    private function broadcast(array $message): void
    {
        $json = json_encode($message, JSON_THROW_ON_ERROR);
        foreach ($this->server->connections as $fd) {
            $this->server->push($fd, $json);
        }
    }
}

$mode = ($argv[3] ?? 'process') === 'base' ? SWOOLE_BASE : SWOOLE_PROCESS;
try {
    $server = new Server($argv[1] ?? '127.0.0.1', (int) ($argv[2] ?? 9501), $mode);
} catch (Swoole\Exception $exception) {
    fwrite(STDERR, "The dashboard cannot start: {$exception->getMessage()}\n");
    exit(1);
}
$server->set([
    'worker_num' => 4,
    'task_worker_num' => 2,
    'max_connection' => 10_000,
    'package_max_length' => 64 * 1024,
    'max_wait_time' => 10,   // a task that has begun may end before its worker does
]);
$dashboard = new Dashboard($server, workers: 6, pages: 10_000);

$server->on('start', function (Server $server): void {
    echo "The dashboard is at http://{$server->host}:{$server->port}/, its process is {$server->master_pid}\n";
});

$server->on('workerStart', fn (Server $server, int $worker) => $dashboard->register($worker));

$server->on('open', function (Server $server, Request $request) use ($dashboard): void {
    $dashboard->handled();
    $dashboard->welcome($request->fd);
});

$server->on('message', function (Server $server, Frame $frame) use ($dashboard): void {
    $dashboard->handled();
    $message = json_decode($frame->data, true);
    match (is_array($message) ? $message['type'] ?? '' : '') {
        'count' => $dashboard->count($frame->fd),
        'work' => $server->task(['fd' => $frame->fd, 'seconds' => 2.0]),
        'reload' => $server->reload(),
        default => $server->disconnect($frame->fd, SWOOLE_WEBSOCKET_CLOSE_POLICY_ERROR, 'not a message of this dashboard'),
    };
});

$server->on('close', fn (Server $server, int $fd) => $dashboard->leave($fd));

/* In a task worker: looks for primes for a while, and says now and then how far it is. */
$server->on('task', function (Server $server, int $task, int $worker, array $data) use ($dashboard): array {
    $dashboard->handled();
    $begin = microtime(true);
    $report = ['fd' => $data['fd'], 'task' => "{$worker}.{$task}", 'worker' => $server->worker_id];
    $primes = $tenths = 0;
    for ($number = 2; ($part = (microtime(true) - $begin) / $data['seconds']) < 1; $number++) {
        for ($divisor = 2; $divisor * $divisor <= $number && $number % $divisor; $divisor++);
        $primes += $divisor * $divisor > $number ? 1 : 0;
        if ($part * 10 >= $tenths + 1) {
            $server->finish($report + ['percent' => ++$tenths * 10, 'primes' => $primes]);
        }
    }

    return $report + ['percent' => 100, 'primes' => $primes];
});

/* In the worker that gave the task, for each report and for what it returned at the end. */
$server->on('finish', function (Server $server, int $task, array $report) use ($dashboard): void {
    $dashboard->push($report['fd'], ['type' => 'work'] + array_diff_key($report, ['fd' => 0]));
});

$server->on('request', function (Request $request, Response $response) use ($dashboard): void {
    $dashboard->handled();
    $response->header('X-Content-Type-Options', 'nosniff');
    switch ($request->server['request_uri']) {
        case '/':
            // The page may run only its own script and style, and talk only to this server.
            $nonce = base64_encode(random_bytes(16));
            $response->header('Content-Security-Policy', "default-src 'none'; connect-src 'self'; img-src data:; "
                . "script-src 'nonce-{$nonce}'; style-src 'nonce-{$nonce}'; base-uri 'none'; frame-ancestors 'none'");
            $response->header('Content-Type', 'text/html; charset=utf-8');
            $response->header('Cache-Control', 'no-store');
            $response->end(str_replace('{nonce}', $nonce, page()));
            break;
        case '/stats':
            $response->header('Content-Type', 'application/json');
            $response->end(json_encode($dashboard->stats()));
            break;
        default:
            $response->status(404);
            $response->header('Content-Type', 'text/plain; charset=utf-8');
            $response->end("Not found. The dashboard is at /\n");
    }
});

$server->start();

function page(): string
{
    return <<<'HTML'
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Swoxide dashboard</title>
<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><rect width='100%25' height='100%25' rx='25%25' fill='%23b3471d'/></svg>">
<style nonce="{nonce}">
:root {
  --page: light-dark(#eee5db, #0f0c0a); --surface: light-dark(#fffdfa, #1a1613); --line: light-dark(#e8ddd1, #352d27);
  --ink: light-dark(#2b211a, #f1e9e1); --muted: light-dark(#74655a, #a99a8d); --rust: light-dark(#b3471d, #94421d);
  --good: light-dark(#2f8a4c, #5fc47f); --busy: #d9902b; --bad: light-dark(#b3261e, #f5917f);
  color-scheme: light dark; background: var(--page);
}
* { box-sizing: border-box; margin: 0 }
body { max-width: 60rem; margin: 0 auto; padding: 1.25rem; display: grid; gap: 1rem; color: var(--ink);
  font: 1rem/1.5 "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif }
header, nav { display: flex; flex-wrap: wrap; align-items: baseline; gap: .5rem 1rem }
h1 { font-size: 1.25rem }
h2 { font-size: .875rem; font-weight: 600; color: var(--muted) }
section { padding: 1rem 1.25rem; border-radius: 1rem; background: var(--surface); overflow-x: auto }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem; padding: 0 }
dl div { padding: .75rem 1.25rem; border-radius: 1rem; background: var(--surface) }
dt, #state { font-size: .875rem; color: var(--muted) }
dd { margin: 0; font-size: 1.75rem; font-variant-numeric: tabular-nums; line-height: 1.25 }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.25rem; border: 0; border-radius: 1.375rem;
  background: var(--rust); color: #fff; cursor: pointer }
button:hover { filter: brightness(.9) }
button:disabled { opacity: .45; cursor: default }
.offline #state { color: var(--bad) }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .375rem .5rem; text-align: right; border-top: 1px solid var(--line) }
th { font-size: .8125rem; font-weight: 600; color: var(--muted); border: 0 }
:is(th, td):first-child { text-align: left; padding-left: 0 }
td:first-child::before { content: ""; display: inline-block; width: .625rem; height: .625rem; margin-right: .5rem; border-radius: 50%; background: var(--good) }
tr.busy td:first-child::before { background: var(--busy) }
tr.new { animation: arrive 3s }
@keyframes arrive { from { background: color-mix(in srgb, var(--good) 35%, transparent) } }
svg { display: block; width: 100%; height: 4rem; margin-top: .5rem; overflow: visible }
polyline { fill: none; stroke: var(--rust); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round }
ul { list-style: none; padding: 0; display: grid; gap: .5rem }
li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem }
progress { grid-column: 1 / -1; width: 100%; accent-color: var(--rust) }
</style>
<body>
<header>
  <h1>Swoxide dashboard</h1>
  <p id="state" role="status">Connecting …</p>
</header>
<dl>
  <div><dt>Pages open</dt><dd id="pages">–</dd></div>
  <div><dt>Messages a second</dt><dd id="rate">–</dd></div>
  <div><dt>Tasks under way</dt><dd id="waiting">–</dd></div>
  <div><dt>The number</dt><dd id="count">–</dd></div>
  <div><dt>Busiest page counted</dt><dd id="busiest">–</dd></div>
</dl>
<nav>
  <button data-type="count" disabled>Count</button>
  <button data-type="work" disabled>Work for two seconds</button>
  <button data-type="reload" disabled>Reload the workers</button>
</nav>
<section><h2>Messages a second, the last minute</h2><svg viewBox="0 0 60 1" preserveAspectRatio="none"><polyline id="line"/></svg></section>
<section>
  <table>
    <thead><tr><th>Worker<th>Process<th>Up for<th>Handled<th>Memory</thead>
    <tbody id="workers"></tbody>
  </table>
</section>
<section><h2>Work for this page</h2><ul id="work"></ul></section>
<script nonce="{nonce}">
const $ = id => document.getElementById(id);
const buttons = [...document.querySelectorAll('button')];
const show = (id, text) => { $(id).textContent = text; };
let socket, last, connectedAt, rates = [], pids = new Map();

function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  return s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
}

const take = {
  hello(news) {
    connectedAt = Date.now();
    $('state').dataset.through = `Connection ${news.fd}`;
  },

  stats(news) {
    if (last && news.time > last.time + .5) {
      rates = [...rates, (news.handled - last.handled) / (news.time - last.time)].slice(-61);
      show('rate', Math.max(0, rates.at(-1)).toFixed(1));
      const top = Math.max(1, ...rates);
      $('line').setAttribute('points', rates.map((rate, at) => `${60 - rates.length + 1 + at},${1 - rate / top}`).join(' '));
    }
    if (!last || news.time > last.time + .5) last = news;
    for (const id of ['pages', 'waiting', 'count', 'busiest']) show(id, news[id]);
    show('state', `${news.mode}, process ${news.pid}. ${$('state').dataset.through}, kept for ${duration((Date.now() - connectedAt) / 1000)}`);
    $('workers').replaceChildren(...news.workers.map(worker => {
      const row = document.createElement('tr');
      row.classList.toggle('busy', worker.busy);
      row.classList.toggle('new', pids.has(worker.number) && pids.get(worker.number) !== worker.pid);
      pids.set(worker.number, worker.pid);
      const name = `${worker.tasks ? 'Task worker' : 'Worker'} ${worker.number}`;
      const memory = `${(worker.memory / 1048576).toFixed(1)} MiB`;
      for (const text of [name, worker.pid, duration(news.time - worker.since), worker.handled, memory]) row.insertCell().textContent = text;
      return row;
    }));
  },

  count(news) {
    show('count', news.count);
  },

  work(news) {
    let item = document.querySelector(`[data-task="${news.task}"]`);
    if (!item) {
      item = document.createElement('li');
      item.dataset.task = news.task;
      item.append(document.createElement('span'), document.createElement('span'), document.createElement('progress'));
      $('work').prepend(item);
      while ($('work').children.length > 5) $('work').lastChild.remove();
    }
    const [title, state, bar] = item.children;
    title.textContent = `Task ${news.task} in task worker ${news.worker}`;
    state.textContent = `${news.primes.toLocaleString()} primes found`;
    bar.max = 100;
    bar.value = news.percent;
  },
};

function connect() {
  socket = new WebSocket(location.origin.replace('http', 'ws'));
  socket.onopen = () => {
    document.body.className = '';
    buttons.forEach(button => { button.disabled = false; });
  };
  socket.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    take[news.type]?.(news);
  };
  socket.onclose = () => {
    document.body.className = 'offline';
    show('state', 'Connection lost, trying again …');
    buttons.forEach(button => { button.disabled = true; });
    last = undefined;
    setTimeout(connect, 1000);
  };
}

for (const button of buttons) button.onclick = () => socket.send(JSON.stringify({ type: button.dataset.type }));
connect();
</script>
</body>
</html>
HTML;
}
