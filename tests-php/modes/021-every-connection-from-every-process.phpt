--TEST--
Workers, task workers and added processes see all connections of the server and reach each of them
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        // Does what there is to do, and says what came of it.
        $look = function ($server, $who) {
            $fds = iterator_to_array($server->connections, false);
            sort($fds);
            $said = ['connections' => $fds, 'count' => count($server->connections), 'list' => $server->getClientList()];
            foreach ($fds as $fd) {
                $info = $server->getClientInfo($fd);
                $said['known'][] = $server->exist($fd) && $server->isEstablished($fd) && isset($server->connections[$fd])
                    && $info['websocket_status'] === 3 && $info['remote_ip'] === '127.0.0.1' && $info['remote_port'] > 0;
                $said['pushed'][] = $server->push($fd, "from $who");
                $said['sent'][] = $server->send($fd, "\x81\4sent");
            }
            $said['nobody'] = [$server->exist(99), $server->getClientInfo(99), @$server->push(99, ''), $server->close(99), @$server->disconnect(99)];
            return $said;
        };
        // Ends the first two connections that there are.
        $end = function ($server) {
            [$first, $second] = $server->getClientList();
            $said = [$server->disconnect($first, 4001, 'bye'), @$server->disconnect($first), $server->exist($first), $server->isEstablished($first)];
            return [...$said, $server->close($second), $server->close($second), $server->exist($second), @$server->push($second, '')];
        };
        $server->on('close', fn ($server, $fd, $reactor) => print("closed $fd, " . ($reactor < 0 ? 'by this side' : 'by the other') . "\n"));
        $server->on('message', function ($server, $frame) use ($look, $end, $asked, $answer) {
            [$what, $who] = explode(' ', $frame->data, 2);
            $text = match ($who) {
                'a worker' => json_encode($what === 'look' ? $look($server, $who) : $end($server)),
                'a task worker' => $server->taskwait([$what, $who], 5),
                'an added process' => (function () use ($what, $asked, $answer) {
                    file_put_contents($GLOBALS['file'], $what);
                    $asked->wakeup();
                    $answer->wait(5);
                    return rtrim(file_get_contents($GLOBALS['file']));
                })(),
            };
            echo "$what: $text\n";
        });
        $server->on('task', fn ($server, $id, $from, $data) => json_encode($data[0] === 'look' ? $look($server, $data[1]) : $end($server)));
        $server->addProcess(new Swoole\Process(function () use ($server, $look, $end, $asked, $answer) {
            while (true) {
                if ($asked->wait(20)) {
                    $what = file_get_contents($GLOBALS['file']);
                    file_put_contents($GLOBALS['file'], json_encode($what === 'look' ? $look($server, 'an added process') : $end($server)));
                    $answer->wakeup();
                }
            }
        }));
        PHP, '$asked = new Swoole\Atomic; $answer = new Swoole\Atomic; $file = __DIR__ . "/answer";');

    $clients = array_map(fn () => new WebSocketClient($server->port), range(1, 8));
    $asking = $clients[7];
    $first = 0;
    foreach (['a worker', 'a task worker', 'an added process'] as $who) {
        $asking->text("look $who");
        foreach (array_slice($clients, $first) as $client) {
            foreach (["text: from $who", 'text: sent'] as $expected) {
                $frame = (string) $client->receive();
                echo $frame === $expected ? '' : "$frame instead of $expected\n";
            }
        }
        $asking->text("end $who");
        echo str_replace("\n", ' ', $clients[$first]->receiveAll()), ', ', $clients[$first + 1]->receiveAll(), "\n";
        $first += 2;
        waitUntil(fn () => substr_count($server->output(), 'closed') === $first && substr_count($server->output(), 'end:') === $first / 2, 'onClose of both');
    }
    echo sorted($server->output()), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
close: 4001 bye end, end
close: 4001 bye end, end
close: 4001 bye end, end
closed 1, by this side
closed 2, by this side
closed 3, by this side
closed 4, by this side
closed 5, by this side
closed 6, by this side
end: [true,false,false,false,true,false,false,false]
end: [true,false,false,false,true,false,false,false]
end: [true,false,false,false,true,false,false,false]
look: {"connections":[1,2,3,4,5,6,7,8],"count":8,"list":[1,2,3,4,5,6,7,8],"known":[true,true,true,true,true,true,true,true],"pushed":[true,true,true,true,true,true,true,true],"sent":[true,true,true,true,true,true,true,true],"nobody":[false,false,false,false,false]}
look: {"connections":[3,4,5,6,7,8],"count":6,"list":[3,4,5,6,7,8],"known":[true,true,true,true,true,true],"pushed":[true,true,true,true,true,true],"sent":[true,true,true,true,true,true],"nobody":[false,false,false,false,false]}
look: {"connections":[5,6,7,8],"count":4,"list":[5,6,7,8],"known":[true,true,true,true],"pushed":[true,true,true,true],"sent":[true,true,true,true],"nobody":[false,false,false,false,false]}
SWOOLE_PROCESS
close: 4001 bye end, end
close: 4001 bye end, end
close: 4001 bye end, end
closed 1, by this side
closed 2, by this side
closed 3, by this side
closed 4, by this side
closed 5, by this side
closed 6, by this side
end: [true,false,false,false,true,false,false,false]
end: [true,false,false,false,true,false,false,false]
end: [true,false,false,false,true,false,false,false]
look: {"connections":[1,2,3,4,5,6,7,8],"count":8,"list":[1,2,3,4,5,6,7,8],"known":[true,true,true,true,true,true,true,true],"pushed":[true,true,true,true,true,true,true,true],"sent":[true,true,true,true,true,true,true,true],"nobody":[false,false,false,false,false]}
look: {"connections":[3,4,5,6,7,8],"count":6,"list":[3,4,5,6,7,8],"known":[true,true,true,true,true,true],"pushed":[true,true,true,true,true,true],"sent":[true,true,true,true,true,true],"nobody":[false,false,false,false,false]}
look: {"connections":[5,6,7,8],"count":4,"list":[5,6,7,8],"known":[true,true,true,true],"pushed":[true,true,true,true],"sent":[true,true,true,true],"nobody":[false,false,false,false,false]}
