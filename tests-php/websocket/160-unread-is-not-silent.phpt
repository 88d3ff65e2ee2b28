--TEST--
A client that is not read during a long callback, because its message was big, is neither idle nor without a pong
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$go = tempnam(sys_get_temp_dir(), 'swoxide-go-');
unlink($go);
register_shutdown_function(fn () => @unlink($go));
$limits = [
    'pings' => ['websocket_ping_interval' => 0.5, 'websocket_pong_timeout' => 0.5],
    'heartbeat' => ['heartbeat_idle_time' => 1],
    'idle time' => ['max_idle_time' => 1],
];
$servers = $clients = [];
foreach ($limits as $name => $settings) {
    $servers[$name] = TestServer::run('const GO = ' . var_export($go, true) . '; $settings = ' . var_export($settings, true) . <<<'PHP'
        ;
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('message', function ($server, $frame) {
            echo "working\n";
            while (!file_exists(GO)) {
                usleep(1000);
                clearstatcache();
            }
            echo json_encode($server->push($frame->fd, 'done')), "\n";
        });
        $server->on('close', function () { echo "closed\n"; });
        PHP);
    $clients[$name] = (new WebSocketClient($servers[$name]->port))->binary(str_repeat('x', 300_000));
}
foreach ($servers as $server) {
    $server->waitForOutput('working');
}

// Longer than each limit; the client says all the time that it is there.
for ($end = microtime(true) + 2.5; microtime(true) < $end;) {
    foreach ($clients as $name => $client) {
        $client->send('here I am', 10);
        if (!$client->isQuiet(0.05) && ($frame = $client->receive())->opcode !== 9) {
            echo "$name: $frame, too early\n";
            unset($clients[$name]);
        }
    }
}
touch($go);
foreach ($clients as $name => $client) {
    while (($frame = $client->receive())->opcode === 9) {
        $client->send($frame->payload, 10);
    }
    echo "$name: $frame\n", $servers[$name]->output();
}
?>
--EXPECT--
pings: text: done
working
true
heartbeat: text: done
working
true
idle time: text: done
working
true
