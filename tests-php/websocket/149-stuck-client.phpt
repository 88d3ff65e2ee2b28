--TEST--
A client that neither reads nor sends is gone after heartbeat_idle_time or max_idle_time, with what waited for it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$servers = $clients = [];
foreach (['heartbeat_idle_time', 'max_idle_time'] as $number => $setting) {
    $servers[] = $server = TestServer::run('$name = ' . var_export(SERVER_NAMES[$number], true) . "; \$setting = '$setting';" . <<<'PHP'
        $server = new $name('127.0.0.1', 0);
        $server->set([$setting => 1]);
        $server->on('message', function ($server, $frame) {
            for ($number = 0; $number < 10_000 && $server->push($frame->fd, str_pad($number, 10_000, '.')); $number++);
            echo "pushed\n";
        });
        $server->on('close', function ($server, $fd, $reactor) {
            $says = json_encode([$server->exist($fd), @$server->push($fd, 'too late')]);
            echo "closed $fd, " . reactor($reactor) . ": $says\n";
        });
        PHP);
    $clients[] = (new WebSocketClient($server->port))->text('go');
}
foreach ($servers as $server) {
    $server->waitForOutput('closed');
    echo $server->output();
}
?>
--EXPECT--
pushed
closed 1, 0: [false,false]
pushed
closed 1, 0: [false,false]
