--TEST--
A fatal error in a callback ends the process as PHP ends it: reported, shutdown functions, 255
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([
    '@trigger_error("a fatal matter", E_USER_ERROR)',
    'str_repeat("x", 1 << 40)',
    'eval("class Broken implements Iterator {}")',
] as $fatal) {
    $server = TestServer::run(<<<PHP
        error_reporting(E_ALL & ~E_DEPRECATED);
        register_shutdown_function(fn () => print("shutdown function\n"));
        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        \$server->on('message', function () {
            $fatal;
            echo "never reached\n";
        });
        PHP);
    $client = new WebSocketClient($server->port);
    $client->text('go')->isClosedByServer();
    echo 'exit code ', $server->wait(), $server->output(), Network::isListening($server->port) ? 'listening' : 'nothing listens', "\n";
}
?>
--EXPECTF--
exit code 255
Fatal error: a fatal matter in %s on line %d
shutdown function
nothing listens
exit code 255
Fatal error: Allowed memory size of %d bytes exhausted%s in %s on line %d
shutdown function
nothing listens
exit code 255
Fatal error: Class Broken contains 5 abstract methods %a in %s on line %d
shutdown function
nothing listens
