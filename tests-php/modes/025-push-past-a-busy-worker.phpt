--TEST--
A push to a connection of a worker that is in a callback comes at once, and so does the connection's end
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 2], <<<'PHP'
        $server->on('open', fn ($server, $request) => $server->push($request->fd, "$server->worker_id"));
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'be busy') {
                echo "busy\n";
                waitForSign();
                echo "done\n";
                return;
            }
            [$what, $fd] = explode(' ', $frame->data);
            $done = match ($what) {
                'push' => $server->push((int) $fd, 'from the other worker'),
                'end' => $server->disconnect((int) $fd, 4000, 'the end'),
            };
            $server->push($frame->fd, json_encode($done));
        });
        $server->on('close', fn ($server, $fd) => print("closed $fd\n"));
        PHP, withSign($sign));
    // By their workers.
    $clients = [];
    for ($fd = 1; count($clients) < 2; $fd++) {
        $client = new WebSocketClient($server->port);
        $clients[$client->receive()->payload] ??= [$client, $fd];
    }
    [[$busy, $fd], [$other]] = [$clients[0], $clients[1]];
    $busy->text('be busy');
    $server->waitForOutput('busy');
    echo $other->text("push $fd")->receive(), ' ', $busy->receive(), "\n";
    echo $busy->ping('are you there')->receive(), "\n";
    echo $other->text("end $fd")->receive(), ' ', str_replace("\n", ' ', $busy->receiveAll()), "\n";
    echo $server->output();
    giveSign($sign);
    $server->waitForOutput("closed $fd");
    echo "-\n", str_replace((string) $fd, 'it', $server->output());
});
?>
--EXPECT--
SWOOLE_BASE
text: true text: from the other worker
pong: are you there
text: true close: 4000 the end end
busy
-
busy
done
closed it
SWOOLE_PROCESS
text: true text: from the other worker
pong: are you there
text: true close: 4000 the end end
busy
-
busy
done
closed it
