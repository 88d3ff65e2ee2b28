--TEST--
Descriptors are watched in workers and task workers between their other callbacks, in every mode
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

/** A server in which worker $at listens on a side port of its own, and tells all WebSocket clients what comes there. */
function sideDoor(string $mode, array $settings, int $at): TestServer
{
    return severalProcesses($mode, $settings, "\$at = $at;" . <<<'PHP'
        $server->on('task', fn () => null);
        $server->on('workerStart', function ($server, $id) use ($at) {
            if ($id !== $at) {
                return;
            }
            $listener = stream_socket_server('tcp://127.0.0.1:0');
            echo 'side door: ', stream_socket_get_name($listener, false), "\n";
            Swoole\Event::add($listener, function ($listener) use ($server) {
                $client = stream_socket_accept($listener);
                Swoole\Event::add($client, function ($client) use ($server) {
                    $line = fgets($client);
                    if ($line === false) {
                        Swoole\Event::del($client);
                        return;
                    }
                    foreach ($server->getClientList() ?: [] as $fd) {
                        $server->push($fd, rtrim($line));
                    }
                    Swoole\Event::write($client, "told: $line");
                });
            });
        });
        PHP);
}

$kinds = [
    'alone' => ['SWOOLE_BASE', ['worker_num' => 1], 0],
    'two workers' => ['SWOOLE_BASE', ['worker_num' => 2], 1],
    'a gateway of its own' => ['SWOOLE_PROCESS', ['worker_num' => 2], 1],
    'a task worker' => ['SWOOLE_BASE', ['worker_num' => 1, 'task_worker_num' => 1], 1],
    'a task worker beside a gateway' => ['SWOOLE_PROCESS', ['worker_num' => 1, 'task_worker_num' => 1], 1],
];
foreach ($kinds as $name => [$mode, $settings, $at]) {
    $server = sideDoor($mode, $settings, $at);
    $server->waitForOutput('side door');
    preg_match('/side door: (.*)/', $server->output(), $match);
    $listener = new WebSocketClient($server->port);
    $side = stream_socket_client("tcp://$match[1]");
    stream_set_timeout($side, (int) TIME_LIMIT);
    // Several in one segment, then one that finds the worker asleep.
    fwrite($side, "one\ntwo\n");
    echo "$name: ", $listener->receive(), ', ', $listener->receive(), ', ', rtrim(fgets($side)), ', ', rtrim(fgets($side));
    fwrite($side, "three\n");
    echo ', ', $listener->receive(), ', ', fgets($side);
    unset($listener);
    echo 'exit code ', $server->stop(), $server->log(), "\n";
}
?>
--EXPECT--
alone: text: one, text: two, told: one, told: two, text: three, told: three
exit code 0
two workers: text: one, text: two, told: one, told: two, text: three, told: three
exit code 0
a gateway of its own: text: one, text: two, told: one, told: two, text: three, told: three
exit code 0
a task worker: text: one, text: two, told: one, told: two, text: three, told: three
exit code 0
a task worker beside a gateway: text: one, text: two, told: one, told: two, text: three, told: three
exit code 0
