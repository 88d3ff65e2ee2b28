--TEST--
socket_buffer_total_size bounds what waits for all clients together; a client that reads is served all the same
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// The limit is on the memory of a process: in SWOOLE_BASE every worker has outboxes of its own.
Combination::isProcess() || Combination::oneWorker();
$server = TestServer::run(<<<'PHP'
    const TOTAL = 1_200_000;
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->set(['socket_buffer_size' => 1_000_000, 'socket_buffer_total_size' => TOTAL]);
    $queued = fn ($fd) => $server->getClientInfo($fd)['send_queued_bytes'];
    $server->on('message', function ($server, $frame) use ($queued) {
        if ($frame->data === 'well?') {
            $server->push($frame->fd, 'well');
            return;
        }
        foreach ([1, 2] as $fd) {
            for ($number = 0; $number < 10_000 && $server->push($fd, str_pad($number, 10_000, '.')); $number++);
            echo 'error ', swoole_last_error(), "\n";
            $GLOBALS['pushed'][$fd] = $number;
        }
        // Each could have 1,000,000 bytes, both together cannot.
        [$first, $second] = [$queued(1), $queued(2)];
        echo $first > 500_000 && $second < 900_000 && $first + $second <= TOTAL ? 'within the limit' : "$first and $second bytes wait", "\n";
        $server->push($frame->fd, json_encode($GLOBALS['pushed']));
    });
    PHP);

$clients = [1 => new WebSocketClient($server->port), 2 => new WebSocketClient($server->port)];
$other = new WebSocketClient($server->port);
foreach ([1, 2] as $round) {
    $pushed = json_decode($other->text('push')->receive()->payload, true);
    echo $other->text('well?')->receive(), "\n";
    // What they read makes room for the next round.
    foreach ($clients as $fd => $client) {
        for ($number = 0; $number < $pushed[$fd] && $client->receive()->payload === str_pad($number, 10_000, '.'); $number++);
        echo $number === $pushed[$fd] && $number > 0 ? 'all came' : "$number of $pushed[$fd]", "\n";
    }
}
echo $server->output();
?>
--EXPECT--
text: well
all came
all came
text: well
all came
all came
error 1009
error 1009
within the limit
error 1009
error 1009
within the limit
