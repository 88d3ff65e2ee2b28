--TEST--
A child that onClose or onDisconnect forks may exit or come back: whoever connects afterwards is served, and the server stops at once
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = <<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['max_wait_time' => 8]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "for $frame->data"));
    $server->on('request', fn ($request, $response) => $response->end('page'));
    $server->on($event, function ($server, $fd) use ($exits) {
        if ($child = pcntl_fork()) {
            pcntl_waitpid($child, $status);
            echo "$fd: child ended with ", pcntl_wexitstatus($status), "\n";
        } elseif ($exits) {
            exit(3);
        }
    });
    $server->on('start', ready(...));
    $parent = getmypid();
    $clean = $server->start();
    if (getmypid() !== $parent) {
        exit($clean ? 1 : 4);
    }
    PHP;
foreach (['close', 'disconnect'] as $event) {
    foreach ([true, false] as $exits) {
        echo "$event, the child ", $exits ? 'exits' : 'comes back', "\n";
        $server = TestServer::script("\$event = '$event'; \$exits = " . var_export($exits, true) . ";$program");
        // Two places in the table that could be given away twice.
        for ($fd = 1; $fd <= 2; $fd++) {
            $event === 'close' ? (new WebSocketClient($server->port))->leave() : (new HttpClient($server->port))->get('/', ['Connection: close']);
            $server->waitForOutput("$fd: child ended");
        }
        $clients = [];
        foreach (['one', 'two', 'three'] as $name) {
            $clients[$name] = new WebSocketClient($server->port);
        }
        foreach ($clients as $name => $client) {
            $client->text($name);
        }
        foreach ($clients as $client) {
            echo $client->receive(), "\n";
        }
        foreach ($clients as $client) {
            $client->leave();
        }
        $begin = microtime(true);
        echo $server->stop(), microtime(true) - $begin < 4 ? ', at once' : ', after max_wait_time', "\n";
        echo strtok($server->output(), "\n"), "\n", $server->log();
    }
}
?>
--EXPECT--
close, the child exits
text: for one
text: for two
text: for three
0, at once
1: child ended with 3
close, the child comes back
text: for one
text: for two
text: for three
0, at once
1: child ended with 4
disconnect, the child exits
text: for one
text: for two
text: for three
0, at once
1: child ended with 3
disconnect, the child comes back
text: for one
text: for two
text: for three
0, at once
1: child ended with 4
