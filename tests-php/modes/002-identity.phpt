--TEST--
Each process of a server knows who it is, and who the others are
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $who = fn ($event) => function ($server) use ($event) {
            $place = match (getmypid()) {
                $server->getMasterPid() => 'master',
                $server->getManagerPid() => 'manager',
                default => posix_getppid() === $server->getManagerPid() ? 'child of the manager' : 'somebody',
            };
            echo "$event: $place, " . json_encode([
                'worker_id' => $server->worker_id,
                'getWorkerId' => $server->getWorkerId(),
                'taskworker' => $server->taskworker,
                'worker_pid' => $server->worker_pid === getmypid() ? 'own' : $server->worker_pid,
                'getWorkerPid' => $server->getWorkerPid() === getmypid() ? 'own' : $server->getWorkerPid(),
                'same' => $server->master_pid === $server->getMasterPid() && $server->manager_pid === $server->getManagerPid(),
            ]) . "\n";
        };
        foreach (['start', 'managerStart', 'workerStart'] as $event) {
            $server->on($event, $who($event));
        }
        $server->on('task', fn () => null);
        $server->on('message', function ($server, $frame) {
            $pids = array_map($server->getWorkerPid(...), [0, 1, 2]);
            $server->push($frame->fd, json_encode([
                'other processes' => count(array_unique($pids)) === 3 && !in_array(false, $pids),
                'there is no' => array_map($server->getWorkerPid(...), [3, -2]),
                'the manager\'s' => array_unique(array_map(fn ($pid) => (int) explode(' ', file_get_contents("/proc/$pid/stat"))[3], $pids)) === [$server->manager_pid],
            ]));
        });
        PHP);
    waitForLines($server, 5);
    echo sorted($server->output());
    echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n";
    echo $server->stop(), $server->log(), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
managerStart: master, {"worker_id":-1,"getWorkerId":false,"taskworker":false,"worker_pid":0,"getWorkerPid":false,"same":true}
start: child of the manager, {"worker_id":0,"getWorkerId":0,"taskworker":false,"worker_pid":"own","getWorkerPid":"own","same":true}
workerStart: child of the manager, {"worker_id":0,"getWorkerId":0,"taskworker":false,"worker_pid":"own","getWorkerPid":"own","same":true}
workerStart: child of the manager, {"worker_id":1,"getWorkerId":1,"taskworker":false,"worker_pid":"own","getWorkerPid":"own","same":true}
workerStart: child of the manager, {"worker_id":2,"getWorkerId":2,"taskworker":true,"worker_pid":"own","getWorkerPid":"own","same":true}
text: {"other processes":true,"there is no":[false,false],"the manager's":true}
0
SWOOLE_PROCESS
managerStart: manager, {"worker_id":-1,"getWorkerId":false,"taskworker":false,"worker_pid":0,"getWorkerPid":false,"same":true}
start: master, {"worker_id":-1,"getWorkerId":false,"taskworker":false,"worker_pid":0,"getWorkerPid":false,"same":true}
workerStart: child of the manager, {"worker_id":0,"getWorkerId":0,"taskworker":false,"worker_pid":"own","getWorkerPid":"own","same":true}
workerStart: child of the manager, {"worker_id":1,"getWorkerId":1,"taskworker":false,"worker_pid":"own","getWorkerPid":"own","same":true}
workerStart: child of the manager, {"worker_id":2,"getWorkerId":2,"taskworker":true,"worker_pid":"own","getWorkerPid":"own","same":true}
text: {"other processes":true,"there is no":[false,false],"the manager's":true}
0
