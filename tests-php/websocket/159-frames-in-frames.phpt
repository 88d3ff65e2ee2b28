--TEST--
A frame whose data is a frame is an Error; finish counts as a bool, whatever its type; a push of an opcode above 10 sets the last error
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Server;

$frame = new Frame;
$frame->data = 'hi';
foreach ([true, 1, '1', false, 0, '', null] as $finish) {
    $frame->finish = $finish;
    $packed = [];
    foreach ([0, 1] as $frame->flags) {
        $packed[] = bin2hex(Server::pack($frame));
        $packed[] = bin2hex((string) $frame);
    }
    echo 'finish ', json_encode($finish), ': ', implode(' ', $packed), "\n";
}

$frame->data = $frame;
catching(fn () => (string) $frame);
catching(fn () => Server::pack($frame));
$close = new CloseFrame;
$close->reason = $close;
catching(fn () => (string) $close);

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'hello') {
            $server->push($frame->fd, 'hello');
            return;
        }
        $inner = $frame->data === 'itself' ? $frame : clone $frame;
        $frame->data = $inner;
        foreach ([fn () => $server->push($inner->fd, $frame), fn () => (string) $frame] as $use) {
            try {
                echo json_encode($use()), "\n";
            } catch (Error $error) {
                echo get_class($error), ': ', $error->getMessage(), "\n";
            }
        }
        var_dump(@$server->push($frame->fd, 'x', 11), swoole_last_error());
    });
    PHP);

$client = new WebSocketClient($server->port);
echo $client->text('itself')->text('another')->text('hello')->receive(), "\n", $server->output(), $server->log();
?>
--EXPECT--
finish true: 81026869 81026869 81026869 81026869
finish 1: 81026869 81026869 81026869 81026869
finish "1": 81026869 81026869 81026869 81026869
finish false: 01026869 01026869 01026869 01026869
finish 0: 01026869 01026869 01026869 01026869
finish "": 01026869 01026869 01026869 01026869
finish null: 01026869 01026869 81026869 81026869
Error(0): the data of a frame must be a string, frame given
Error(0): the data of a frame must be a string, frame given
Error(0): the data of a frame must be a string, frame given
text: hello
Error: the data of a frame must be a string, frame given
Error: the data of a frame must be a string, frame given
bool(false)
int(8505)
Error: the data of a frame must be a string, frame given
Error: the data of a frame must be a string, frame given
bool(false)
int(8505)
