--TEST--
start() without the callback it needs is a fatal error that names it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([
    'new Swoole\WebSocket\Server("127.0.0.1", 0)' => 'open',
    'new swoole_websocket_server("127.0.0.1", 0)' => 'request',
    'new Swoole\Http\Server("127.0.0.1", 0)' => 'close',
] as $server => $event) {
    $program = Program::run(<<<PHP
        register_shutdown_function(fn () => print("shutdown function\n"));
        \$server = $server;
        \$server->on('$event', fn () => null);
        \$server->start();
        echo "never reached\n";
        PHP);
    echo $program->output(), 'exit code ', $program->exitCode(), "\n\n";
}
?>
--EXPECTF--

Fatal error: Swoole\Server::start(): require onMessage callback in %s on line %d
shutdown function
exit code 255


Fatal error: Swoole\Server::start(): require onMessage callback in %s on line %d
shutdown function
exit code 255


Fatal error: Swoole\Server::start(): require onRequest callback in %s on line %d
shutdown function
exit code 255
