--TEST--
A callback is kept alive by the server, also one that was given with a reference, as the oldest programs do
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    class Handler
    {
        private string $greeting = 'hello';
        public function answer($server, $frame) { $server->push($frame->fd, "$this->greeting $frame->data"); }
    }
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $handler = new Handler;
    $server->on('message', [&$handler, 'answer']);
    $handler = null;
    $other = array_map(fn ($number) => new ArrayObject([$number]), range(1, 100));
    PHP);
$client = new WebSocketClient($server->port);
echo $client->text('one')->receive(), "\n", $client->text('two')->receive(), "\n", $server->stop(), "\n";
?>
--EXPECT--
text: hello one
text: hello two
0
