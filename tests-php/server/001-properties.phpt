--TEST--
What a server's properties say before and while it runs
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP);
    function show($server, $when) {
        echo "$when: ", json_encode([
            'host' => $server->host,
            'port' => $server->port > 0 ? 'a port' : $server->port,
            'type' => $server->type,
            'ssl' => $server->ssl,
            'mode' => $server->mode,
            'master_pid' => $server->master_pid === getmypid() ? 'own' : $server->master_pid,
            'manager_pid' => $server->manager_pid,
            'worker_id' => $server->worker_id,
            'worker_pid' => $server->worker_pid === getmypid() ? 'own' : $server->worker_pid,
            'taskworker' => $server->taskworker,
        ]), "\n";
    }
    show($server, 'new');
    var_dump($server->setting, count($server->ports), get_class($server->ports[0]), get_class($server->connections));
    var_dump($server->ports[0]->host, $server->ports[0]->port === $server->port, $server->ports[0]->type);
    $server->on('workerStart', fn ($server) => show($server, 'running'));
    $server->on('message', function ($server) {
        var_dump($server->getMasterPid() === getmypid(), $server->getManagerPid(), $server->getWorkerId(), $server->getWorkerPid() === getmypid());
        $server->shutdown();
    });
    $server->on('start', ready(...));
    $server->start();
    PHP);

(new WebSocketClient($server->port))->text('go');
$server->wait();
echo $server->output();
?>
--EXPECT--
new: {"host":"127.0.0.1","port":"a port","type":1,"ssl":false,"mode":1,"master_pid":0,"manager_pid":0,"worker_id":-1,"worker_pid":0,"taskworker":false}
NULL
int(1)
string(18) "Swoole\Server\Port"
string(26) "Swoole\Connection\Iterator"
string(9) "127.0.0.1"
bool(true)
int(1)
running: {"host":"127.0.0.1","port":"a port","type":1,"ssl":false,"mode":1,"master_pid":"own","manager_pid":0,"worker_id":0,"worker_pid":"own","taskworker":false}
bool(true)
int(0)
int(0)
bool(true)
