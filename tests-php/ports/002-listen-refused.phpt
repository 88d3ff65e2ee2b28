--TEST--
A port that can't be had is a warning and false, and the server goes on without it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$taken = stream_socket_server('tcp://127.0.0.1:0');
$number = (int) substr(strrchr(stream_socket_get_name($taken, false), ':'), 1);
$file = __FILE__;
$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
set_error_handler(function ($level, $text) use ($number) {
    echo str_replace([(string) $number, __DIR__, str_repeat('x', 200)], ['PORT', 'DIR', 'LONG'], $text), "\n";
    return true;
});
foreach ([
    ['127.0.0.1', $number, SWOOLE_SOCK_TCP],
    ['192.0.2.1', 0, SWOOLE_SOCK_TCP],
    ['192.0.2.1', 0, SWOOLE_SOCK_UDP],
    ['nowhere', 0, SWOOLE_SOCK_TCP],
    ['127.0.0.1', 0, SWOOLE_SOCK_TCP6],
    ['127.0.0.1', 70000, SWOOLE_SOCK_TCP],
    ['127.0.0.1', 0, SWOOLE_SOCK_UDP | SWOOLE_SSL],
    ['127.0.0.1', 0, 99],
    // Something lies there that is no socket.
    [$file, 0, SWOOLE_SOCK_UNIX_STREAM],
    ['/tmp/' . str_repeat('x', 200), 0, SWOOLE_SOCK_UNIX_STREAM],
] as $arguments) {
    var_dump($server->listen(...$arguments));
}
echo count($server->ports), ' ', is_file($file) ? 'the file is there' : 'the file is gone', "\n";

$running = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd,
        var_export(@$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP), true) . ' ' . error_get_last()['message']));
    PHP);
echo (new WebSocketClient($running->port))->text('listen')->receive(), "\n";
?>
--EXPECT--
Swoole\Server::listen(): failed to listen server port[127.0.0.1:PORT], Error: Address already in use[98]
bool(false)
Swoole\Server::listen(): failed to listen server port[192.0.2.1:0], Error: Cannot assign requested address[99]
bool(false)
Swoole\Server::listen(): failed to listen server port[192.0.2.1:0], Error: Cannot assign requested address[99]
bool(false)
Swoole\Server::listen(): failed to listen server port[nowhere:0], Error: Invalid IPv4 address 'nowhere'[0]
bool(false)
Swoole\Server::listen(): failed to listen server port[127.0.0.1:0], Error: Invalid IPv6 address '127.0.0.1'[0]
bool(false)
Swoole\Server::listen(): failed to listen server port[127.0.0.1:70000], Error: Server invalid listen port[9004]
bool(false)
Swoole\Server::listen(): failed to listen server port[127.0.0.1:0], Error: SWOOLE_SSL is not spoken over datagrams[9004]
bool(false)
Swoole\Server::listen(): failed to listen server port[127.0.0.1:0], Error: socket type 99 is not supported: SWOOLE_SOCK_TCP (1), _UDP (2), _TCP6 (3), _UDP6 (4), _UNIX_STREAM (5) and _UNIX_DGRAM (6) are[9004]
bool(false)
Swoole\Server::listen(): failed to listen server port[DIR/002-listen-refused.php:0], Error: Address already in use[98]
bool(false)
Swoole\Server::listen(): failed to listen server port[/tmp/LONG:0], Error: path must be shorter than SUN_LEN[0]
bool(false)
1 the file is there
text: false Swoole\Server::listen(): server is running, can't add listener
