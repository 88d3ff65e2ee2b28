--TEST--
$port->connections are those of one port, $server->connections the WebSocket users of all; whichever worker asks
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $server = severalProcesses($mode, ['worker_num' => 2], <<<'PHP'
        $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        $plain = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        $plain->on('receive', function ($server, $fd) {
            $lists = [$server->connections, ...array_column($server->ports, 'connections')];
            $say = fn ($list) => implode(',', iterator_to_array($list)) . ' ' . count($list)
                . (isset($list[$fd]) ? ' with ' . $list[$fd]['socket_type'] : '');
            $server->send($fd, implode('; ', array_map($say, $lists)) . "\n");
        });
        PHP);
    $clients = [new WebSocketClient($server->port), new WebSocketClient($server->ports[1]), new HttpClient($server->port)];
    $plain = new Connection($server->ports[2]);
    echo $plain->ask("x\n"), "\n";
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
1,2 2; 1 1; 2 1; 4 1 with 1
SWOOLE_PROCESS
1,2 2; 1 1; 2 1; 4 1 with 1
