--TEST--
What a destructor throws behind a callback belongs to that callback, and costs the next event nothing
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    class Bomb { public function __destruct() { throw new RuntimeException('from the destructor'); } }
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, "got $frame->data");
        if ($frame->data === 'argument') {
            $frame->bomb = new Bomb;
        }
        if ($frame->data === 'result') {
            return new Bomb;
        }
    });
    $server->on('request', function ($request, $response) {
        $response->end('answered');
        $response->bomb = new Bomb;
    });
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    PHP);

$client = new WebSocketClient($server->port);
foreach (['argument', 'next', 'result', 'last'] as $message) {
    echo $client->text($message)->receive(), "\n";
}
$http = new HttpClient($server->port);
echo $http->get()->body, ', ', $http->get()->body, "\n";
$client->text('argument')->leave();
$server->waitForOutput('closed 1');
echo $server->stop(), ', ', preg_match_all('/^Fatal error: Uncaught RuntimeException: from the destructor/m', $server->output()),
    " reported\n";
?>
--EXPECT--
text: got argument
text: got next
text: got result
text: got last
answered, answered
0, 5 reported
