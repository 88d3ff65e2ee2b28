--TEST--
listen() and addListener() give another port, an object with what it is
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
$path = socketPath();
$ports = [
    $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP),
    $server->addListener('0.0.0.0', 0, SWOOLE_SOCK_UDP),
    $server->addlistener('::1', 0, SWOOLE_SOCK_TCP6),
    $server->listen('::1', 0, SWOOLE_SOCK_UDP6),
    $server->listen($path, 9, SWOOLE_SOCK_UNIX_STREAM),
    $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP | SWOOLE_SSL),
];
foreach ($ports as $number => $port) {
    printf("%s %s %s %d %s %s\n", get_class($port), $port->host === $path ? 'path' : $port->host,
        $port->port > 0 ? 'bound' : $port->port, $port->type, var_export($port->ssl, true),
        var_export($port === $server->ports[$number + 1] && $port->sock > 2, true));
}
echo count($server->ports), ' ', count(array_unique(array_column($server->ports, 'sock'))), "\n";
?>
--EXPECT--
Swoole\Server\Port 127.0.0.1 bound 1 false true
Swoole\Server\Port 0.0.0.0 bound 2 false true
Swoole\Server\Port ::1 bound 3 false true
Swoole\Server\Port ::1 bound 4 false true
Swoole\Server\Port path 0 5 false true
Swoole\Server\Port 127.0.0.1 bound 513 true true
7 7
