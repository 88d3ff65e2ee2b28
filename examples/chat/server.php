<?php

/*
 * A chat room in one file:   php server.php [host] [port]
 *
 * One server does both halves. A browser that asks for the page gets it over HTTP (onRequest); the page then opens
 * a WebSocket to the same port (onOpen, onMessage, onClose). Everybody who has the page open reads along; who gives
 * a name may write. All of it is kept in this one process: a restart forgets the talk, and the pages come back.
 *
 * Each WebSocket message is one JSON object:
 *
 *     from the page    {type: "join", name, key}                 key: a secret of the page, see ChatRoom::join()
 *                      {type: "say", text}
 *     to the page      {type: "welcome", people, history}        at the start: who takes part, and what was said
 *                      {type: "accepted", name}                  the answers to "join"
 *                      {type: "refused", reason}
 *                      {type: "joined" or "left", name, people, at}
 *                      {type: "said", name, text, at}            at: milliseconds since 1970
 */

declare(strict_types=1);

use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Server;

final class ChatRoom
{
    public const NAME_LIMIT = 24;
    public const TEXT_LIMIT = 1000;
    private const HISTORY_LIMIT = 50;

    /** @var array<int, string> the names of those who take part, by connection */
    private array $users = [];

    /** @var array<int, string> the secrets of their pages, by connection */
    private array $keys = [];

    /** @var list<array{type: string, name: string, text: string, at: int}> the last messages, oldest first */
    private array $history = [];

    private int $lastTime = 0;

    public function __construct(private readonly Server $server)
    {
    }

    public function welcome(int $fd): void
    {
        $this->push([$fd], ['type' => 'welcome', 'people' => $this->people(), 'history' => $this->history]);
    }

    /**
     * Lets a connection take part under a name, unless somebody else has it.
     *
     * A phone that changes networks is back before anyone notices that its old connection is dead. It proves by its
     * key that the name is its own, and goes on where it was: nobody sees it leave and join.
     */
    public function join(int $fd, string $name, string $key): void
    {
        $name = trim(preg_replace('/[\s\p{Z}\p{Cc}]+/u', ' ', $name));
        $holder = array_search(strtolower($name), array_map(strtolower(...), $this->users), true);
        if (!self::fits($name, self::NAME_LIMIT) || !preg_match('/[\p{L}\p{N}]/u', $name)) {
            $reason = 'A name has 1 to ' . self::NAME_LIMIT . ' characters, and a letter or a digit among them.';
            $this->push([$fd], ['type' => 'refused', 'reason' => $reason]);
        } elseif ($holder !== false && !hash_equals($this->keys[$holder], $key)) {
            $reason = "Somebody here is called “{$name}” already. Please choose another name.";
            $this->push([$fd], ['type' => 'refused', 'reason' => $reason]);
        } elseif (!isset($this->users[$fd])) {
            $this->users[$fd] = $name;
            $this->keys[$fd] = $key;
            $this->push([$fd], ['type' => 'accepted', 'name' => $name]);
            if ($holder === false) {
                $this->announce('joined', $name);
            } else {
                unset($this->users[$holder], $this->keys[$holder]);
                $this->server->disconnect($holder, SWOOLE_WEBSOCKET_CLOSE_NORMAL, 'continued on another connection');
            }
        }
    }

    /** The page keeps to the rules by itself; what breaks them is dropped. */
    public function say(int $fd, string $text): void
    {
        $text = trim($text);
        if (isset($this->users[$fd]) && self::fits($text, self::TEXT_LIMIT)) {
            $text = preg_replace('/(\h*\R){3,}/u', "\n\n", $text);
            $message = ['type' => 'said', 'name' => $this->users[$fd], 'text' => $text, 'at' => $this->now()];
            $this->history = array_slice([...$this->history, $message], -self::HISTORY_LIMIT);
            $this->push($this->server->connections, $message);
        }
    }

    /** Called for every connection that ends, also for those that never joined. */
    public function leave(int $fd): void
    {
        if (isset($this->users[$fd])) {
            $name = $this->users[$fd];
            unset($this->users[$fd], $this->keys[$fd]);
            $this->announce('left', $name);
        }
    }

    /** @return list<string> */
    public function people(): array
    {
        return array_values($this->users);
    }

    private function announce(string $type, string $name): void
    {
        $news = ['type' => $type, 'name' => $name, 'people' => $this->people(), 'at' => $this->now()];
        $this->push($this->server->connections, $news);
    }

    /** Makes one string however many get it; the server then builds one frame for all of them. */
    private function push(iterable $fds, array $message): void
    {
        $json = json_encode($message, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
        foreach ($fds as $fd) {
            if ($this->server->isEstablished($fd)) {
                $this->server->push($fd, $json);
            }
        }
    }

    /** Never the same twice: by the time of the last message, a page that comes back knows which ones it missed. */
    private function now(): int
    {
        return $this->lastTime = max($this->lastTime + 1, (int) (microtime(true) * 1000));
    }

    /** Counts characters, not bytes, and needs no mbstring for it. */
    private static function fits(string $text, int $limit): bool
    {
        return preg_match("/\\A.{1,{$limit}}\\z/us", $text) === 1;
    }
}

try {
    $server = new Server($argv[1] ?? '127.0.0.1', (int) ($argv[2] ?? 9501));
} catch (Swoole\Exception $exception) {
    fwrite(STDERR, "The chat cannot start: {$exception->getMessage()}\n");
    exit(1);
}
$server->set(['package_max_length' => 64 * 1024]);
$room = new ChatRoom($server);

$server->on('start', function (Server $server): void {
    echo "The chat is open at http://{$server->host}:{$server->port}/\n";
});

$server->on('open', fn (Server $server, Request $request) => $room->welcome($request->fd));

$server->on('message', function (Server $server, Frame $frame) use ($room): void {
    $message = json_decode($frame->data, true);
    $field = fn (string $name): string => is_string($message[$name] ?? null) ? $message[$name] : '';
    match ($field('type')) {
        'join' => $room->join($frame->fd, $field('name'), $field('key')),
        'say' => $room->say($frame->fd, $field('text')),
        default => $server->disconnect($frame->fd, SWOOLE_WEBSOCKET_CLOSE_POLICY_ERROR, 'not a message of this chat'),
    };
});

$server->on('close', fn (Server $server, int $fd) => $room->leave($fd));

$server->on('request', function (Request $request, Response $response) use ($server, $room): void {
    $response->header('X-Content-Type-Options', 'nosniff');
    switch ($request->server['request_uri']) {
        case '/':
            // The page may run only its own script and style, and talk only to this server.
            $nonce = base64_encode(random_bytes(16));
            $response->header('Content-Security-Policy', "default-src 'none'; connect-src 'self'; img-src data:; "
                . "script-src 'nonce-{$nonce}'; style-src 'nonce-{$nonce}'; base-uri 'none'; frame-ancestors 'none'");
            $response->header('Content-Type', 'text/html; charset=utf-8');
            $response->header('Cache-Control', 'no-store');
            $limits = ['{name-limit}' => ChatRoom::NAME_LIMIT, '{text-limit}' => ChatRoom::TEXT_LIMIT];
            $response->end(strtr(page(), ['{nonce}' => $nonce] + $limits));
            break;
        case '/health':
            $response->header('Content-Type', 'application/json');
            $counts = ['people' => count($room->people()), 'connections' => count($server->connections)];
            $response->end(json_encode(['status' => 'ok', 'since' => $server->stats()['start_time']] + $counts));
            break;
        default:
            $response->status(404);
            $response->header('Content-Type', 'text/plain; charset=utf-8');
            $response->end("Not found. The chat is at /\n");
    }
});

$server->start();

function page(): string
{
    return <<<'HTML'
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>Swoxide chat</title>
<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><circle r='50%25' cx='50%25' cy='50%25' fill='%23b3471d'/></svg>">
<style nonce="{nonce}">
:root {
  --page: light-dark(#eee5db, #0f0c0a); --surface: light-dark(#fffdfa, #1a1613); --field: light-dark(#fff, #120f0d);
  --bubble: light-dark(#f4ece3, #2b251f); --line: light-dark(#e8ddd1, #352d27); --edge: light-dark(#988779, #776a5f);
  --ink: light-dark(#2b211a, #f1e9e1); --muted: light-dark(#74655a, #a99a8d); --rust: light-dark(#b3471d, #94421d);
  --focus: light-dark(#b3471d, #ec9267); --good: light-dark(#2f8a4c, #5fc47f); --bad: light-dark(#b3261e, #f5917f);
  color-scheme: light dark; background: var(--page); overflow: hidden;
}
*, ::before { box-sizing: border-box; margin: 0 }
[hidden] { display: none !important }
.unseen, .next .author, .mine .author bdi { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
body {
  font: 1rem/1.5 "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere;
  display: grid; grid: auto auto 1fr auto / minmax(0, 1fr) auto; height: 100dvh; overflow: hidden; background: var(--surface); color: var(--ink);
}
button, input, textarea { font: inherit; color: inherit; min-height: 2.75rem; padding: .5625rem .875rem; border: 1px solid #0000; border-radius: 1.375rem }
button { min-width: 2.75rem; cursor: pointer; background: var(--surface) }
button.main { background: var(--rust); color: #fff; font-weight: 600 }
button[aria-label] { padding: 0; font-size: 1.25rem; line-height: 1 }
button:hover { filter: brightness(.9) }
button:disabled { opacity: .45; cursor: default }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; column-gap: .875rem; padding: .5rem .5rem .5rem 1.25rem }
h1 { font-size: 1.125rem; letter-spacing: -.01em; display: flex; align-items: center; gap: .5rem }
h1::before { content: ""; width: 1.5rem; height: 1.375rem; border-radius: 50% 50% 50% .125rem; background: light-dark(#b3471d, #d9693a) }
h2, small, label, #state, #refusal { font-size: .875rem; color: var(--muted) }
#state { display: flex; align-items: center; gap: .5rem; margin-right: auto }
#state::before { content: ""; width: .5rem; height: .5rem; border-radius: 50%; background: #d9902b }
.connected #state::before { background: var(--good) }
.offline #state, #refusal { color: var(--bad) }
.offline #state::before { background: currentColor }
aside { grid-area: 2 / 2 / 5; width: 15rem; padding: 1rem 1.25rem; overflow: auto; border: solid var(--line); border-width: 1px 0 0 1px }
ul { display: grid; gap: .625rem; margin-top: .75rem; padding: 0; list-style: none }
li { display: flex; align-items: center; gap: .5rem; line-height: 1.25 }
.avatar { display: grid; place-items: center; flex: none; width: 2.25rem; height: 2.25rem; grid-row: span 2; border-radius: 50%; font-weight: 600;
  color: #fff; background: light-dark(oklch(.54 .12 var(--hue)), oklch(.48 .1 var(--hue))) }
li .avatar { width: 1.75rem; height: 1.75rem; font-size: .8125rem }
/* A reversed column stays at its newest end by itself, also when a phone's keyboard takes half the screen. */
#log { grid-area: 3 / 1; display: flex; flex-direction: column-reverse; padding: 0 1rem 1rem; overflow: auto; overscroll-behavior: contain;
  border-top: 1px solid var(--line); outline-offset: -3px; scrollbar-width: thin; scrollbar-color: var(--line) #0000 }
#messages { margin-bottom: auto }
#messages:empty { margin: auto; color: var(--muted) }
#messages:empty::before { content: "Nothing said yet. Be the first!" }
.note { margin-top: 1rem; text-align: center; font-size: .8125rem; color: var(--muted) }
.note + .note { margin-top: .375rem }
.message { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); gap: .1875rem .625rem; justify-items: start; margin-top: 1rem }
.author { padding: 0 .25rem; font-size: .8125rem; font-weight: 600; color: light-dark(oklch(.47 .12 var(--hue)), oklch(.8 .09 var(--hue))) }
time { margin-left: .125rem; color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums }
.text { grid-column: 2; max-width: min(34rem, 90%); padding: .5rem .875rem; border-radius: .3125rem 1.125rem 1.125rem; background: var(--bubble);
  white-space: pre-wrap; text-wrap: pretty }
.mine { justify-items: end }
.mine .text { border-radius: 1.125rem .3125rem 1.125rem 1.125rem; background: var(--rust); color: #fff }
.message.next { margin-top: .1875rem }
.next .text { border-radius: 1.125rem }
.next .avatar, .mine .avatar { visibility: hidden; height: 0 }
footer { grid-area: 4 / 1; padding: .75rem 1rem max(.75rem, env(safe-area-inset-bottom)); border-top: 1px solid var(--line) }
form { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem }
label { flex-basis: 100% }
input, textarea { flex: 1; min-width: 0; border-color: var(--edge); background: var(--field); outline-offset: -2px !important }
textarea { display: block; resize: none; field-sizing: content; max-height: 9.5rem }
::placeholder { color: var(--muted); opacity: 1 }
@media (width >= 48rem) {
  body { width: min(66rem, 100% - 3rem); height: min(100dvh - 3rem, 54rem); margin: max(1.5rem, 50dvh - 27rem) auto; border-radius: 1.25rem;
    box-shadow: 0 0 0 1px var(--line), 0 1.5rem 4rem light-dark(#5a3a2026, #0008) }
}
@media (width < 48rem) {
  body:not(.connected) #state { order: 1; flex-basis: 100%; padding-bottom: .25rem }
  aside, ul { grid-area: 2 / 1; width: auto; margin: 0; display: flex; align-items: center; gap: 1rem }
  aside { padding: .5rem 1.25rem; border-left: 0; white-space: nowrap; scrollbar-width: none }
  #themeButton { margin-left: auto }
}
@keyframes arrive { from { opacity: 0; translate: 0 .375rem } }
@media (prefers-reduced-motion: no-preference) { .message, .note { animation: arrive .2s ease-out } }
</style>
<body>
<header>
  <h1>Swoxide chat</h1>
  <p id="state" role="status"></p>
  <button id="themeButton" aria-label="Dark theme">◐</button>
</header>
<section id="log" role="log" tabindex="0" aria-label="Messages"><div id="messages"></div></section>
<footer>
  <p id="refusal" role="alert"></p>
  <form id="joinForm">
    <label for="nameInput">Choose a name to take part</label>
    <input id="nameInput" maxlength="{name-limit}" required autofocus autocomplete="nickname" enterkeyhint="go" aria-describedby="refusal">
    <button class="main">Join</button>
  </form>
  <form id="sayForm" hidden>
    <label for="sayInput" class="unseen">Your message</label>
    <textarea id="sayInput" rows="1" maxlength="{text-limit}" placeholder="Write a message" enterkeyhint="send"></textarea>
    <button class="main" aria-label="Send">↑</button>
  </form>
</footer>
<aside tabindex="0" aria-labelledby="peopleHeading">
  <h2 id="peopleHeading">Online: <span id="peopleCount">0</span></h2>
  <ul id="peopleList"></ul>
</aside>
<script nonce="{nonce}">
'use strict';
const { state, themeButton, log, messages, refusal, joinForm, nameInput, sayForm, sayInput, peopleCount, peopleList } =
  Object.fromEntries([...document.querySelectorAll('[id]')].map(node => [node.id, node]));
const stored = (() => { try { return localStorage; } catch { return {}; } })();
const key = crypto.getRandomValues(new Uint32Array(4)).join('-');
let socket, retry, failures = 0, ownName = '', lastSeen = 0;

// Strings become text nodes here, never markup: nobody can send HTML into the page.
function element(tag, className, ...content) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...content);
  return node;
}

function personal(tag, className, name, ...content) {
  const initial = Object.assign(element('span', 'avatar', [...name][0].toUpperCase()), { ariaHidden: 'true' });
  const node = element(tag, className, initial, ...content);
  node.style.setProperty('--hue', [...name].reduce((hue, letter) => (hue * 31 + letter.codePointAt()) % 360, 7));
  return node;
}

function clock(at) {
  const date = new Date(at), today = date.toDateString() === new Date().toDateString();
  const words = date.toLocaleString([], today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
  return Object.assign(element('time', '', words), { dateTime: date.toISOString(), title: date.toLocaleString() });
}

function add(node, name = '', at = 0) {
  const before = messages.lastElementChild?.dataset;
  node.classList.toggle('next', name !== '' && name === before?.name && at - before.at < 300_000);
  Object.assign(node.dataset, { name, at });
  messages.append(node);
  if (messages.childElementCount > 500) messages.firstElementChild.remove();
  if (node.matches('.mine')) log.scrollTop = 0;
}

function showPeople(names) {
  peopleCount.textContent = names.length;
  peopleList.replaceChildren(...names.toSorted((one, other) => one.localeCompare(other)).map(name =>
    personal('li', '', name, element('bdi', '', name), name === ownName ? element('small', '', 'you') : '')));
}

function showForm(form) {
  joinForm.hidden = form !== joinForm;
  sayForm.hidden = form !== sayForm;
  form.elements[0].focus();
}

const cameOrWent = verb => ({ name, people, at }) => {
  showPeople(people);
  add(element('p', 'note', element('bdi', '', name), ` ${verb} `, clock(at)));
};

const receive = {
  welcome({ people, history }) {
    failures = 0;
    log.ariaBusy = 'true'; // a screen reader need not read the whole history aloud
    showPeople(people);
    history.filter(({ at }) => at > lastSeen).forEach(receive.said);
    log.ariaBusy = 'false';
  },
  accepted({ name }) {
    ownName = stored.chatName = name;
    for (const node of messages.children) node.classList.toggle('mine', node.dataset.name === name);
    if (sayForm.hidden) showForm(sayForm);
  },
  refused({ reason }) {
    ownName = '';
    showForm(joinForm);
    refusal.textContent = reason;
  },
  said({ name, text, at }) {
    lastSeen = at;
    const author = element('p', 'author', element('bdi', '', name), ' ', clock(at));
    const words = Object.assign(element('p', 'text', text), { dir: 'auto' });
    add(personal('article', name === ownName ? 'message mine' : 'message', name, author, words), name, at);
  },
  joined: cameOrWent('joined'),
  left: cameOrWent('left'),
};

function showState(name, words) {
  document.body.className = name;
  state.textContent = words;
  document.querySelectorAll('button.main').forEach(button => { button.disabled = name !== 'connected'; });
}

function transmit(message) {
  const open = socket.readyState === WebSocket.OPEN;
  if (open) socket.send(JSON.stringify(message));
  return open;
}

function connect() {
  clearTimeout(retry);
  showState('connecting', 'Connecting…');
  socket = new WebSocket(location.origin.replace('http', 'ws'));
  socket.onopen = () => {
    showState('connected', 'Connected');
    if (ownName) transmit({ type: 'join', name: ownName, key });
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    receive[message.type](message);
  };
  socket.onclose = () => {
    // Twice as long after each failure, and not all pages at the same moment.
    const seconds = Math.min(15, 2 ** failures++ / 2) * (0.75 + Math.random() / 2);
    showState('offline', `Connection lost. Trying again in ${Math.ceil(seconds)} s`);
    retry = setTimeout(connect, seconds * 1000);
  };
}

joinForm.onsubmit = event => {
  event.preventDefault();
  refusal.textContent = '';
  transmit({ type: 'join', name: nameInput.value, key });
};
sayForm.onsubmit = event => {
  event.preventDefault();
  if (sayInput.value.trim() && transmit({ type: 'say', text: sayInput.value })) sayInput.value = '';
};
sayInput.onkeydown = event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return; // Enter also ends the input of a Chinese word
  event.preventDefault();
  sayForm.requestSubmit();
};

const systemTheme = matchMedia('(prefers-color-scheme: dark)');
const showTheme = systemTheme.onchange = () => {
  const theme = stored.chatTheme ?? (systemTheme.matches ? 'dark' : 'light');
  document.documentElement.style.colorScheme = theme;
  themeButton.ariaPressed = String(theme === 'dark');
};
themeButton.onclick = () => {
  stored.chatTheme = themeButton.ariaPressed === 'true' ? 'light' : 'dark';
  showTheme();
};
showTheme();

// Somebody looks at the page again, or the network is back: why wait?
const hurry = () => { if (!document.hidden && socket.readyState === WebSocket.CLOSED) connect(); };
addEventListener('online', hurry);
addEventListener('visibilitychange', hurry);
nameInput.value = stored.chatName ?? '';
connect();
</script>
HTML;
}
