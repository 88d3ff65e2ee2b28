--TEST--
20,000 rounds of open, message and close leave memory as it was
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

/** Growth that 15,000 rounds may show, in KiB: less than 150 bytes for each of them. What leaks shows more. */
const BOUND = 2048;

$server = TestServer::run(<<<'PHP'
    $closed = new Swoole\Atomic;
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', fn ($server, $request) => $server->push($request->fd, "welcome {$request->header['host']}"));
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    $server->on('close', function ($server, $fd) use ($closed) {
        $closed->add();
    });
    $server->on('request', function ($request, $response) use ($closed) {
        $response->end((string) $closed->get());
    });
    PHP);

$message = str_repeat('leak? ', 100);
$rounds = function (int $count) use ($server, $message) {
    for ($round = 0; $round < $count; $round++) {
        $client = new WebSocketClient($server->port);
        $client->receive();
        $client->text($message)->receive();
        $client->leave();
        $client->drop();
    }
};
$allClosed = function (int $count) use ($server) {
    $http = new HttpClient($server->port);
    waitUntil(fn () => (int) $http->get()->body >= $count, "$count connections to be closed");
};

$rounds(5000);
$allClosed(5000);
$before = $server->memory();
$rounds(15000);
$allClosed(20000);
$growth = $server->memory() - $before;
echo $growth <= BOUND ? 'flat' : "grown by $growth KiB from $before KiB", "\n";
?>
--EXPECT--
flat
