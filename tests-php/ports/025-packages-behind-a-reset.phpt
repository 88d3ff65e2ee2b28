--TEST--
What a client has sent to a port before its reset is told to that port, also where dispatch_mode lets its end overtake it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([1, 3] as $mode) {
    $server = TestServer::script("\$mode = $mode;" . <<<'PHP'
        $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
        $server->set(['worker_num' => 2, 'dispatch_mode' => $mode, 'enable_unsafe_event' => true]);
        $server->on('start', ready(...));
        $server->on('receive', function ($server, $fd, $reactor, $data) { echo "the first port\n"; });
        $server->on('close', function () { echo "closed\n"; });
        $lines = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        $lines->set(['open_eof_split' => true, 'package_eof' => "\n"]);
        $lines->on('receive', function ($server, $fd, $reactor, $data) {
            echo "its port\n";
            usleep($server->worker_id === 0 ? 50000 : 0);
        });
        $server->start();
        PHP);
    $client = new Connection($server->ports[1]);
    $client->raw(str_repeat("line\n", 20));
    $server->waitForOutput('its port');
    $client->reset();
    waitUntil(fn () => substr_count($server->output(), "port\n") === 20, 'the end of the last package');
    echo "mode $mode: ", str_contains($server->output(), 'the first port') ? 'the wrong port' : 'each to its port', "\n", $server->log();
}
?>
--EXPECT--
mode 1: each to its port
mode 3: each to its port
