--TEST--
A host, port or mode that cannot be had is an exception that says why
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$taken = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($taken, false), ':'), 1);
ob_start(fn ($output) => str_replace($port, 'PORT', $output));

catching(fn () => new Swoole\WebSocket\Server('127.0.0.1', $port));
catching(fn () => new Swoole\WebSocket\Server('192.0.2.1', 0));
catching(fn () => new Swoole\WebSocket\Server('not an address', 0));
catching(fn () => new Swoole\WebSocket\Server('127.0.0.1', 70000));
catching(fn () => new Swoole\WebSocket\Server('127.0.0.1', -1));
catching(fn () => new Swoole\WebSocket\Server('127.0.0.1', 0, 9));
catching(fn () => new Swoole\WebSocket\Server());

echo is_subclass_of(new Swoole\Exception, 'Exception') ? 'Swoole\Exception is an Exception' : '', "\n";
ob_end_flush();

// A failed one does not stand in the way of the next.
fclose($taken);
$server = new Swoole\WebSocket\Server('127.0.0.1', $port);
var_dump($server->port === $port);
?>
--EXPECTF--
Swoole\Exception(98): failed to listen server port[127.0.0.1:PORT], Error: Address already in use[98]
Swoole\Exception(99): failed to listen server port[192.0.2.1:0], Error: Cannot assign requested address[99]
%ASwoole\Exception(0): failed to listen server port[not an address:0], Error: %s
%ASwoole\Exception(9004): failed to listen server port[127.0.0.1:70000], Error: Server invalid listen port[9004]
%ASwoole\Exception(9004): failed to listen server port[127.0.0.1:-1], Error: Server invalid listen port[9004]
Error(0): invalid $mode parameters 9
ArgumentCountError(0): Swoole\Server::__construct() expects at least 1 argument, 0 given
Swoole\Exception is an Exception
bool(true)
