--TEST--
dispatch_mode 1 gives messages to one worker after the other, 3 to whoever is idle, whosever connection they came on
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

$server = severalProcesses('SWOOLE_PROCESS', ['worker_num' => 4, 'dispatch_mode' => 1], <<<'PHP'
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "$server->worker_id"));
    PHP);
$client = new WebSocketClient($server->port);
$workers = [];
foreach (range(1, 40) as $number) {
    $workers[] = $client->text((string) $number)->receive()->payload;
}
$counts = array_count_values($workers);
ksort($counts);
echo json_encode($counts), ' ', array_slice($workers, 0, 4) === array_slice($workers, 4, 4) ? 'by turns' : json_encode($workers), "\n";

// One worker is busy until it is told to go on: nobody waits for it.
$server = severalProcesses('SWOOLE_PROCESS', ['worker_num' => 2, 'dispatch_mode' => 3], <<<'PHP'
    $server->on('message', function ($server, $frame) use ($go) {
        if ($frame->data === 'be busy') {
            $server->push($frame->fd, "busy");
            $go->wait(10);
        }
        if ($frame->data === 'go') {
            $go->wakeup();
        }
        $server->push($frame->fd, "$server->worker_id");
    });
    PHP, '$go = new Swoole\Atomic;');
$busy = new WebSocketClient($server->port);
$busy->text('be busy')->receive();
$client = new WebSocketClient($server->port);
$workers = [];
foreach (range(1, 20) as $number) {
    $workers[] = $client->text((string) $number)->receive()->payload;
}
$idle = array_unique($workers);
echo count($idle), ' worker did all: ';
$client->text('go');
echo $busy->receive()->payload !== $idle[0] ? 'the other one' : 'the busy one', "\n";
?>
--EXPECT--
[10,10,10,10] by turns
1 worker did all: the other one
