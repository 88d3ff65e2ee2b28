--TEST--
Neither messages nor descriptors that are always ready keep each other waiting, and a worker with nothing to do sleeps
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

foreach ([['SWOOLE_BASE', 1], ['SWOOLE_PROCESS', 2]] as [$mode, $workers]) {
    $server = severalProcesses($mode, ['worker_num' => $workers, 'dispatch_mode' => 2], <<<'PHP'
        $server->on('message', function ($server, $frame) use (&$pairs, &$calls) {
            switch ($frame->data) {
                case 'begin':
                    [$here, $there] = $pairs[] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
                    Swoole\Event::add($here, null, function () use (&$calls) { $calls++; }, SWOOLE_EVENT_WRITE);
                    break;
                case 'count':
                    $server->push($frame->fd, $calls > 10 ? 'many' : "only $calls");
                    return;
                case 'end':
                    // From now on for what never comes.
                    Swoole\Event::set($pairs[0][0], fn () => print("never\n"), null, SWOOLE_EVENT_READ);
                    // Closed here only: a child has it open, and it is readable.
                    [$here, $there] = $pairs[] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
                    Swoole\Event::add($here, fn () => print("never\n"));
                    $child = $GLOBALS['child'] = proc_open(['sleep', '60'], [7 => $here], $pipes);
                    fclose($here);
                    fwrite($there, 'for nobody');
                    break;
                case 'leave':
                    proc_terminate($GLOBALS['child']);
                    proc_close($GLOBALS['child']);
            }
            $server->push($frame->fd, getmypid());
        });
        PHP);
    $client = new WebSocketClient($server->port);
    $pid = (int) $client->text('begin')->receive()->payload;
    for ($i = 0; $i < 100; $i++) {
        $client->text('ping')->receive();
    }
    // Without a message, too.
    usleep(20000);
    echo "$mode: ", $client->text('count')->receive(), "\n";
    $client->text('end')->receive();
    $ticks = function () use ($pid): int {
        [, $fields] = explode(') ', file_get_contents("/proc/$pid/stat"));
        return array_sum(array_slice(explode(' ', $fields), 11, 2));
    };
    // In hundredths of a second, of 30 that it would have.
    $before = $ticks();
    usleep(300000);
    $used = $ticks() - $before;
    echo $used < 10 ? 'it sleeps' : "it takes $used ticks", "\n";
    $client->text('leave')->receive();
    unset($client);
    echo $server->stop(), "\n", $server->output(), $server->log();
}
?>
--EXPECT--
SWOOLE_BASE: text: many
it sleeps
0
SWOOLE_PROCESS: text: many
it sleeps
0
