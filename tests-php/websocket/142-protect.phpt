--TEST--
protect() exempts a connection from heartbeat_idle_time and max_idle_time, until it is taken back
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['heartbeat_idle_time', 'max_idle_time'] as $number => $setting) {
    $server = TestServer::run('$name = ' . var_export(SERVER_NAMES[$number], true) . "; \$setting = '$setting';" . <<<'PHP'
        $server = new $name('127.0.0.1', 0);
        $server->set([$setting => 1]);
        $server->on('open', function ($server, $request) {
            if ($request->fd === 1) {
                var_dump($server->protect($request->fd));
            }
        });
        $server->on('request', function ($request, $response) use ($server) {
            var_dump($server->exist(1), $server->protect(1, false), $server->protect(9999));
            $response->end();
        });
        $server->on('message', fn () => null);
        $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
        PHP);

    $protected = new WebSocketClient($server->port);
    $other = new WebSocketClient($server->port);
    // The protected one has been silent for longer.
    echo $other->receiveAll(), "\n";
    $server->waitForOutput('closed 2');
    $http = new HttpClient($server->port);
    $http->get();
    echo $protected->receiveAll(), "\n";
    $server->waitForOutput('closed 1');
    echo preg_replace('/^closed 3\n/m', '', $server->output());
}
?>
--EXPECT--
close: 1001 idle for too long
end
close: 1001 idle for too long
end
bool(true)
closed 2
bool(true)
bool(true)
bool(false)
closed 1
close: 1001 idle for too long
end
close: 1001 idle for too long
end
bool(true)
closed 2
bool(true)
bool(true)
bool(false)
closed 1
