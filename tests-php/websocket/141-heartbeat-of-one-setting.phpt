--TEST--
Of heartbeat_idle_time and heartbeat_check_interval one is enough: the interval is half the time, the time twice the interval
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$runs = [];
foreach ([['heartbeat_idle_time' => 1], ['heartbeat_check_interval' => 1]] as $number => $settings) {
    $server = TestServer::run('$name = ' . var_export(SERVER_NAMES[$number], true) . '; $settings = ' . var_export($settings, true) . ';' . <<<'PHP'
        $server = new $name('127.0.0.1', 0);
        $server->set($settings);
        $server->on('message', fn () => null);
        PHP);
    $runs[key($settings)] = [$server, microtime(true), new WebSocketClient($server->port)];
}
foreach ($runs as $setting => [$server, $begin, $client]) {
    echo $client->receive(), "\n";
    $seconds = microtime(true) - $begin;
    $least = $setting === 'heartbeat_idle_time' ? 1 : 2;
    echo "$setting: ", $seconds >= $least ? "after $least s" : "already after $seconds s", "\n";
}
?>
--EXPECT--
close: 1001 idle for too long
heartbeat_idle_time: after 1 s
close: 1001 idle for too long
heartbeat_check_interval: after 2 s
