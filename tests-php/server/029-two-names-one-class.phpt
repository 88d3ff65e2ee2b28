--TEST--
Each class has its old name and its namespaced one, and they are the same class
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([
    'swoole_server' => 'Swoole\Server',
    'swoole_http_server' => 'Swoole\Http\Server',
    'swoole_websocket_server' => 'Swoole\WebSocket\Server',
    'swoole_http_request' => 'Swoole\Http\Request',
    'swoole_http_response' => 'Swoole\Http\Response',
    'swoole_websocket_frame' => 'Swoole\WebSocket\Frame',
    'swoole_websocket_closeframe' => 'Swoole\WebSocket\CloseFrame',
    'swoole_connection_iterator' => 'Swoole\Connection\Iterator',
    'swoole_server_port' => 'Swoole\Server\Port',
    'swoole_exception' => 'Swoole\Exception',
] as $old => $new) {
    $class = new ReflectionClass($old);
    echo $old, $class->getName() === $new && class_exists($new) ? ' = ' : ' is not ', $new,
        $class->getParentClass() ? ' extends ' . $class->getParentClass()->getName() : '', "\n";
}

class Old extends swoole_websocket_server {}
class New_ extends Swoole\WebSocket\Server {}
function takesOld(swoole_http_server $server): string { return 'taken'; }
function takesNew(Swoole\Server $server): string { return 'taken'; }

$server = new Old('127.0.0.1', 0);
echo takesOld($server), ' ', takesNew($server), "\n";
var_dump($server instanceof Swoole\WebSocket\Server, $server instanceof swoole_server, is_subclass_of('New_', 'swoole_http_server'));
try {
    throw new swoole_exception('old');
} catch (Swoole\Exception $exception) {
    echo get_class($exception), "\n";
}
?>
--EXPECT--
swoole_server = Swoole\Server
swoole_http_server = Swoole\Http\Server extends Swoole\Server
swoole_websocket_server = Swoole\WebSocket\Server extends Swoole\Http\Server
swoole_http_request = Swoole\Http\Request
swoole_http_response = Swoole\Http\Response
swoole_websocket_frame = Swoole\WebSocket\Frame
swoole_websocket_closeframe = Swoole\WebSocket\CloseFrame extends Swoole\WebSocket\Frame
swoole_connection_iterator = Swoole\Connection\Iterator
swoole_server_port = Swoole\Server\Port
swoole_exception = Swoole\Exception extends Exception
taken taken
bool(true)
bool(true)
bool(true)
Swoole\Exception
