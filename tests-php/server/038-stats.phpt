--TEST--
stats() counts connections and what went through them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $stats = $server->stats();
        foreach (['connection_num', 'accept_count', 'close_count', 'worker_num', 'task_worker_num'] as $name) {
            echo "$name {$stats[$name]}\n";
        }
        echo json_encode([
            abs($stats['start_time'] - time()) <= 60,
            $stats['request_count'] > 0,
            $stats['total_recv_bytes'] > 100,
            $stats['total_send_bytes'] > 100,
            array_unique(array_map('get_debug_type', $stats)) === ['start_time' => 'int'],
        ]), "\n";
        $server->push($frame->fd, 'done');
    });
    $server->on('close', function () { echo "closed\n"; });
    PHP);

(new WebSocketClient($server->port))->leave();
$server->waitForOutput('closed');
$clients = array_map(fn () => new WebSocketClient($server->port), range(1, 3));
echo $clients[0]->text('go')->receive(), "\n", $server->output();
?>
--EXPECT--
text: done
closed
connection_num 3
accept_count 4
close_count 1
worker_num 1
task_worker_num 0
[true,true,true,true,true]
