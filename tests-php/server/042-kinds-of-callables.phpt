--TEST--
Callbacks may be anything callable, and may take fewer arguments than they get
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    class Handlers
    {
        public static function open($server) { echo "static method\n"; }
        public function message($server, $frame) { $server->push($frame->fd, 'method'); }
        public function __invoke() { echo "object, without arguments\n"; }
    }
    function workerStarted() { echo "function, without arguments\n"; }

    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('workerStart', 'workerStarted');
    $server->on('connect', fn () => print("arrow function, without arguments\n"));
    $server->on('open', 'Handlers::open');
    $server->on('message', [new Handlers, 'message']);
    $server->on('close', new Handlers);
    PHP);

$client = new WebSocketClient($server->port);
echo $client->text('go')->receive(), "\n";
$client->leave();
$server->waitForOutput('object');
echo $server->output();
?>
--EXPECT--
text: method
function, without arguments
arrow function, without arguments
static method
object, without arguments
