--TEST--
Processes of the program's, the master and the manager of a server watch descriptors too, and end with the server
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1], <<<'PHP'
        $process = new Swoole\Process(function ($process) use ($server) {
            Swoole\Event::add($process->pipe, function ($pipe) use ($process, $server) {
                $words = $process->read();
                $words === 'end' ? Swoole\Event::del($pipe) : $process->write(strtoupper($words));
            });
        });
        $server->addProcess($process);
        $server->on('message', function ($server, $frame) use ($process) {
            $process->write($frame->data);
            $frame->data === 'end' || $server->push($frame->fd, $process->read());
        });
        $watch = function (string $who) {
            [$here, $GLOBALS['there']] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            Swoole\Event::add($here, fn ($here) => print("$who: " . fgets($here)));
            fwrite($GLOBALS['there'], "before it sleeps\n");
            Swoole\Timer::after(5, fn () => Swoole\Timer::after(5, fn () => fwrite($GLOBALS['there'], "in its sleep\n")));
        };
        $server->on('start', function ($server) use ($watch) {
            $watch('start');
            ready($server);
        });
        $server->on('managerStart', fn () => $watch('manager'));
        PHP);
    $client = new WebSocketClient($server->port);
    echo "$mode: ", $client->text('hello')->receive(), ', ', $client->text('again')->receive(), "\n";
    foreach (['start', 'manager'] as $who) {
        $server->waitForOutput("$who: before it sleeps");
        $server->waitForOutput("$who: in its sleep");
    }
    $client->text('end');
    unset($client);
    $all = family($server);
    echo $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: text: HELLO, text: AGAIN
0, left: nothing
SWOOLE_PROCESS: text: HELLO, text: AGAIN
0, left: nothing
