--TEST--
What is made before a server starts is the same in its callbacks and in the processes that these fork
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$server = TestServer::run(<<<'PHP'
    $table = new swoole_table(64);
    $table->column('count', swoole_table::TYPE_INT);
    $table->create();
    $atomic = new swoole_atomic(5);
    $lock = new swoole_lock();
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) use ($table, $atomic, $lock) {
        $lock->lock();
        if ($child = pcntl_fork()) {
            $table->incr($frame->data, 'count');
            pcntl_waitpid($child, $status);
            $server->push($frame->fd, json_encode([$table->get($frame->data, 'count'), $atomic->get(), $lock->unlock()]));
        } else {
            $table->incr($frame->data, 'count', 10);
            $atomic->add($lock->trylock() ? 1000 : 1);
            exit;
        }
    });
    PHP);
$client = new WebSocketClient($server->port);
echo $client->text('a')->receive(), "\n", $client->text('a')->receive(), "\n", $client->text('b')->receive(), "\n";
echo $server->stop(), "\n";
?>
--EXPECT--
text: [11,6,true]
text: [22,7,true]
text: [11,8,true]
0
