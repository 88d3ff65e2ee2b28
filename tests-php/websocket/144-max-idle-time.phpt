--TEST--
max_idle_time closes who has neither sent nor been sent anything; one that is pushed to stays
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['max_idle_time' => 1.5]);
        $server->on('request', fn ($request, $response) => $response->end());
        $server->on('message', function ($server, $frame) {
            $server->push(1, 'news');
            $server->push($frame->fd, 'pushed');
        });
        $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
        PHP);

    $begin = microtime(true);
    $listener = new WebSocketClient($server->port);
    $silent = new WebSocketClient($server->port);
    $http = new HttpClient($server->port);
    $http->get();
    $speaker = new WebSocketClient($server->port);
    waitUntil(function () use ($server, $speaker) {
        $speaker->text('push')->receive();
        return substr_count($server->output(), 'closed') === 2;
    }, 'the two that are silent to be closed');
    echo microtime(true) - $begin >= 1.5 ? "in time\n" : "too early\n";
    echo $silent->receiveAll(), "\n", json_encode($http->readAll()), "\n", $listener->receive(), "\n";
    // Which of the two is first, is chance.
    $closed = explode("\n", trim($server->output()));
    sort($closed);
    echo implode("\n", $closed), "\n";
}
?>
--EXPECT--
in time
close: 1001 idle for too long
end
""
text: news
closed 2, 0
closed 3, 0
in time
close: 1001 idle for too long
end
""
text: news
closed 2, 0
closed 3, 0
