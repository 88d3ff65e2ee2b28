--TEST--
getClientList() pages through the connections
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        // The idiom of the manual.
        $last = 0;
        $pages = [];
        while ($list = $server->getClientList($last, 10)) {
            $last = end($list);
            $pages[] = count($list);
        }
        echo implode(' + ', $pages), ", the last is $last\n";
        echo json_encode([$server->getClientList(0, 3), $server->connection_list(3, 2), $server->getClientList()]), "\n";
        echo json_encode([$server->getClientList(0, 0), $server->getClientList(9999), count($server->getClientList(0, 100))]), "\n";
        var_dump($server->getClientList(0, 101));
        $server->push($frame->fd, 'done');
    });
    PHP);

$clients = array_map(fn () => new WebSocketClient($server->port), range(1, 25));
echo $clients[0]->text('go')->receive(), "\n", $server->output();
?>
--EXPECTF--
text: done
10 + 10 + 5, the last is 25
[[1,2,3],[4,5],[1,2,3,4,5,6,7,8,9,10]]
[[],false,25]

Warning: Swoole\Server::%s(): swoole connection list max_find_count=100 in %s on line %d
bool(false)
