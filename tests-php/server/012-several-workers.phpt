--TEST--
worker_num above 1 says in one warning that it is not there yet
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['worker_num' => 4]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, getmypid() === $server->master_pid ? 'one process' : 'several'));
    PHP);

echo (new WebSocketClient($server->port))->text('who are you')->receive(), "\n";
$server->stop();
$said = $server->output() . $server->log();
echo substr_count($said, 'worker_num'), ' line: ', strtok(strstr($said, 'worker_num'), "\n"), "\n";
?>
--EXPECTF--
text: one process
1 line: worker_num%s
