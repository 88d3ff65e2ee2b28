--TEST--
push() makes "Array" of an array, as PHP does, with PHP's warning
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        var_dump($server->push($frame->fd, ['a', 'b']));
        // What no string can be made of is an error of the program's, and the server goes on.
        try {
            $server->push($frame->fd, new stdClass);
        } catch (Error $error) {
            $server->push($frame->fd, $error->getMessage());
        }
    });
    PHP);

$client = new WebSocketClient($server->port);
echo $client->text('go')->receive(), "\n", $client->receive(), "\n", $server->output();
?>
--EXPECT--
text: Array
text: Object of class stdClass could not be converted to string
Array to string conversion
bool(true)
