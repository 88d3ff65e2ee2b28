--TEST--
start() wants the callback of each port: onReceive, onPacket, onMessage, onRequest
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$port = fn (int $type, string $more = '') => "\$server->listen('127.0.0.1', 0, $type)$more;";
foreach ([
    ['Swoole\Server', '', ''],
    ['swoole_server', '', "\$server->on('packet', fn () => null);"],
    ['Swoole\Server', ', SWOOLE_BASE, SWOOLE_SOCK_UDP', "\$server->on('receive', fn () => null);"],
    ['Swoole\Server', '', "\$server->on('receive', fn () => null);" . $port(2)],
    ['Swoole\WebSocket\Server', '', "\$server->on('message', fn () => null);" . $port(1, '->set([])')],
    ['Swoole\WebSocket\Server', '', "\$server->on('message', fn () => null);" . $port(1, "->set(['open_http_protocol' => true])")],
    ['Swoole\Http\Server', '', "\$server->on('request', fn () => null);" . $port(1, "->set(['open_websocket_protocol' => true])")],
] as [$class, $arguments, $text]) {
    $program = Program::run("\$server = new $class('127.0.0.1', 0$arguments); $text \$server->start();");
    preg_match('/require \w+ callback/', $program->output(), $match);
    echo $program->exitCode(), ' ', $match[0] ?? $program->output(), "\n";
}
?>
--EXPECT--
255 require onReceive callback
255 require onReceive callback
255 require onPacket callback
255 require onPacket callback
255 require onReceive callback
255 require onRequest callback
255 require onMessage callback
