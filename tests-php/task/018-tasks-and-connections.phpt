--TEST--
onTask, onFinish and added processes push to users of all workers; a task given in onOpen and onRequest is answered
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $all = function ($server, $text) {
            foreach ($server->connections as $fd) {
                $server->push($fd, $text);
            }
        };
        $server->on('open', fn ($server, $request) => $server->task("open $request->fd"));
        $server->on('request', function ($request, $response) use ($server) {
            $response->end($server->taskwait('request', 5) . ' ' . $server->task('later'));
        });
        $server->on('task', function ($server, $id, $from, $what) use ($all) {
            if ($what === 'later') {
                $all($server, 'from onTask');
            }
            return $what;
        });
        $server->on('finish', function ($server, $id, $what) use ($all) {
            if (str_starts_with($what, 'open')) {
                $server->push((int) substr($what, 5), 'welcome');
            } else {
                $all($server, 'from onFinish');
            }
        });
        PHP);
    $clients = array_map(fn () => new WebSocketClient($server->port), range(1, 6));
    foreach ($clients as $client) {
        echo $client->receive()->payload, ' ';
    }
    echo "\n", preg_replace('/ \d+$/', ' and a number', (new HttpClient($server->port))->get()->body), "\n";
    foreach ($clients as $client) {
        echo $client->receive()->payload, ', ', $client->receive()->payload, "\n";
    }
});
?>
--EXPECT--
SWOOLE_BASE
welcome welcome welcome welcome welcome welcome 
request and a number
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
SWOOLE_PROCESS
welcome welcome welcome welcome welcome welcome 
request and a number
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
from onTask, from onFinish
