--TEST--
connections yields the WebSocket users: foreach, count(), isset and []
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, 'here'));
    $server->on('request', function ($request, $response) use ($server) {
        $connections = $server->connections;
        $fds = iterator_to_array($connections);
        sort($fds);
        $nested = 0;
        foreach ($connections as $outer) {
            foreach ($connections as $inner) {
                $nested++;
            }
        }
        $response->end(json_encode([
            'class' => get_class($connections),
            'fds' => $fds,
            'count' => count($connections),
            'nested' => $nested,
            'isset' => [isset($connections[2]), isset($connections['2']), isset($connections[9999])],
            'get' => $connections[2]['websocket_status'] ?? null,
        ]));
    });
    PHP);

$http = new HttpClient($server->port);
echo $http->get()->body, "\n";
$clients = [];
foreach (range(1, 3) as $number) {
    $clients[] = $client = new WebSocketClient($server->port);
    $client->text('who is here')->receive();
}
echo $http->get()->body, "\n";
$clients[0]->leave();
waitUntil(fn () => str_contains($http->get()->body, '"count":2'), 'the first user to be gone');
echo $http->get()->body, "\n";
?>
--EXPECT--
{"class":"Swoole\\Connection\\Iterator","fds":[],"count":0,"nested":0,"isset":[false,false,false],"get":null}
{"class":"Swoole\\Connection\\Iterator","fds":[2,3,4],"count":3,"nested":9,"isset":[true,true,false],"get":3}
{"class":"Swoole\\Connection\\Iterator","fds":[3,4],"count":2,"nested":4,"isset":[false,false,false],"get":null}
