--TEST--
The dashboard: all workers count the same number, slow work holds nobody up, and a reload loses neither pages nor numbers
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

/** The next message of this type, whatever comes before it. */
function next_of(WebSocketClient $page, string $type, ?callable $accepts = null): array
{
    return waitUntil(function () use ($page, $type, $accepts) {
        $news = json_decode(substr((string) $page->receive(), strlen('text: ')), true);
        return $news['type'] === $type && (!$accepts || $accepts($news)) ? $news : null;
    }, "a message of type $type");
}

$file = var_export(dirname(__DIR__, 2) . '/examples/dashboard/server.php', true);
foreach (['process', 'base'] as $mode) {
    $server = Program::start("\$argv = ['', '127.0.0.1', '0', '$mode']; require $file;");
    $server->waitForOutput('/, its process is ' . $server->pid);
    preg_match('~http://127\.0\.0\.1:(\d+)/~', $server->output(), $match);
    $port = (int) $match[1];

    $page = (new HttpClient($port))->get('/');
    echo "$mode: $page->status ", $page->header('Content-Type'), "\n";
    $pages = array_map(fn () => new WebSocketClient($port), range(1, 8));
    $hellos = array_map(fn ($page) => next_of($page, 'hello'), $pages);
    echo 'several workers: ', var_export(count(array_unique(array_column($hellos, 'pid'))) > 1, true), "\n";

    // Each is counted by its own worker, and everybody hears of it.
    foreach ($pages as $number => $page) {
        $page->text('{"type":"count"}');
        foreach ($pages as $other) {
            next_of($other, 'count', fn ($news) => $news['count'] === $number + 1);
        }
    }

    // While a task worker works for the first page, the worker of that page serves it.
    $pages[0]->text('{"type":"work"}')->text('{"type":"count"}');
    echo 'count: ', next_of($pages[0], 'count')['count'], "\n";
    $report = next_of($pages[0], 'work', fn ($news) => $news['percent'] === 100);
    echo "task {$report['task']}: ", var_export($report['worker'] >= 4 && $report['primes'] > 1000, true), "\n";

    // Other processes, the same connections.
    $before = array_column(next_of($pages[0], 'stats')['workers'], 'pid');
    $server->signal(SIGUSR1);
    $areAllNew = fn ($news) => !array_intersect(array_column($news['workers'], 'pid'), $before);
    foreach ($pages as $page) {
        $stats = next_of($page, 'stats', $areAllNew);
    }
    echo count($stats['workers']), " new workers, {$stats['pages']} pages, count: {$stats['count']}, at the most {$stats['busiest']}\n";
    foreach ($pages as $page) {
        $page->text('{"type":"count"}');
    }
    next_of($pages[7], 'count', fn ($news) => $news['count'] === 17);

    $pages[7]->text('nonsense');
    waitUntil(fn () => ($last = $pages[7]->receive()) && str_starts_with($last, 'close') && print("$last\n"), 'the end');
    next_of($pages[0], 'stats', fn ($news) => $news['pages'] === 7);
    echo 'exit code ', $server->stop(), "\n";
    waitUntil(fn () => ($last = $pages[0]->receive()) && str_starts_with($last, 'close') && print("$last\n"), 'the end');
    echo $server->log();
}
?>
--EXPECTF--
process: 200 text/html; charset=utf-8
several workers: true
count: 9
task %d.0: true
6 new workers, 8 pages, count: 9, at the most 2
close: 1008 not a message of this dashboard
exit code 0
close: 1001 server is going away
base: 200 text/html; charset=utf-8
several workers: true
count: 9
task %d.0: true
6 new workers, 8 pages, count: 9, at the most 2
close: 1008 not a message of this dashboard
exit code 0
close: 1001 server is going away
