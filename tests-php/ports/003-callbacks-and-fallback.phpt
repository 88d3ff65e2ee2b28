--TEST--
A port has callbacks of its own, and those of the first port for what it has none for, in every process
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $server = severalProcesses($mode, ['worker_num' => 2], <<<'PHP'
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "first $frame->data"));
        $server->on('close', fn ($server, $fd) => print("first\n"));
        $server->on('request', fn ($request, $response) => $response->end("first\n"));
        $own = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        $own->on('message', fn ($server, $frame) => $server->push($frame->fd, "own $frame->data"));
        $own->on('close', fn ($server, $fd) => print("own\n"));
        $none = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        $plain = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        $plain->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, "plain $data"));
        // It belongs to the server alone.
        var_dump(@$own->on('workerStart', fn () => null), $own->getCallback('request'), is_callable($none->getCallback('message')));
        PHP);
    foreach (array_slice($server->ports, 0, 3) as $port) {
        $client = new WebSocketClient($port);
        echo $client->text('hello')->receive(), ', ', (new HttpClient($port))->get()->body;
        $client->close()->receive();
        $client->isClosedByServer();
    }
    echo (new Connection($server->ports[3]))->ask("hello\n"), "\n";
    waitUntil(fn () => substr_count($server->output(), "first\n") >= 5, 'five ends by the callback of the first port: '
        . $server->output());
    echo sorted($server->output());
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
text: first hello, first
text: own hello, first
text: first hello, first
plain hello
NULL
bool(false)
bool(false)
first
first
first
first
first
own
own
SWOOLE_PROCESS
text: first hello, first
text: own hello, first
text: first hello, first
plain hello
NULL
bool(false)
bool(false)
first
first
first
first
first
own
own
