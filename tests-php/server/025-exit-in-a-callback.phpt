--TEST--
exit(3) in a callback ends the process with exit code 3, after the shutdown functions
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['open', 'message', 'request', 'close'] as $event) {
    $server = TestServer::run(<<<PHP
        register_shutdown_function(fn () => print("shutdown function\n"));
        class Guard { public function __destruct() { echo "destructor\n"; } }
        \$guard = new Guard;
        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        \$server->on('message', fn () => null);
        \$server->on('$event', function () {
            try {
                exit(3);
            } finally {
                echo "never reached\n";
            }
        });
        PHP);
    match ($event) {
        'open' => (new WebSocketClient($server->port))->isClosedByServer(),
        'message' => (new WebSocketClient($server->port))->text('go')->isClosedByServer(),
        'request' => (new HttpClient($server->port))->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n")->isClosedByServer(),
        'close' => (new WebSocketClient($server->port))->drop(),
    };
    echo "$event: exit code ", $server->wait(), "\n", $server->output();
}
?>
--EXPECT--
open: exit code 3
shutdown function
destructor
message: exit code 3
shutdown function
destructor
request: exit code 3
shutdown function
destructor
close: exit code 3
shutdown function
destructor
