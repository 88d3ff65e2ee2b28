--TEST--
exit and a fatal error in a timer of a server end the process, its other timers with it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['exit(3)' => 'exit', '@trigger_error("over", E_USER_ERROR)' => 'fatal error'] as $code => $name) {
    $server = TestServer::run(<<<PHP
        register_shutdown_function(fn () => print("shutdown function\\n"));
        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        \$server->on('message', function (\$server, \$frame) {
            \$server->push(\$frame->fd, 'before');
            Swoole\Timer::after(1, fn () => $code);
            Swoole\Timer::tick(10000, fn () => print("never\\n"));
        });
        PHP);
    $client = new WebSocketClient($server->port);
    echo $client->text('go')->receive(), "\n", "$name: ", $server->wait(), "\n";
    echo preg_replace('/\n(PHP )?Fatal error.*\n/', '', $server->output());
}
?>
--EXPECT--
text: before
exit: 3
shutdown function
text: before
fatal error: 255
shutdown function
