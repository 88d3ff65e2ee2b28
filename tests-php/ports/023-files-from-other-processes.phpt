--TEST--
sendfile() in any process: the file that was opened is sent, also one that is deleted at once, and what finds no room is refused
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

foreach (['SWOOLE_BASE', 'SWOOLE_PROCESS'] as $mode) {
    $server = TestServer::script(<<<PHP
        \$server = new Swoole\\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2, 'task_worker_num' => 1]);
        \$server->on('start', ready(...));
        PHP . <<<'PHP'

        function sendMany($server, $fd, $count) {
            $sent = [];
            for ($number = 1; $number <= $count; $number++) {
                $file = tempnam(sys_get_temp_dir(), 'swoxide');
                file_put_contents($file, "<file $number>");
                if ($server->sendfile($fd, $file)) {
                    $sent[] = $number;
                }
                unlink($file);
            }
            $server->send($fd, "end\n");
            echo count($sent) >= min($count, 50) ? 'most' : 'too few', ' of ', $count, ' sent: ', md5(implode(',', $sent)), "\n";
        }
        $server->on('task', fn ($server, $id, $worker, $task) => sendMany($server, ...$task));
        $server->on('receive', function ($server, $fd, $reactor, $data) {
            [$where, $count] = explode(' ', trim($data));
            $where === 'task' ? $server->task([$fd, (int) $count]) : sendMany($server, $fd, (int) $count);
        });
        $server->start();
        PHP);
    foreach (['here 3', 'task 3', 'here 200', 'task 200'] as $what) {
        $client = new Connection($server->port);
        $came = $client->raw("$what\n")->readThrough("end\n");
        preg_match_all('/<file (\d+)>/', $came, $files);
        $isWhole = preg_match('/^(<file \d+>)*end$/', trim($came)) === 1;
        $server->waitForOutput('sent: ' . md5(implode(',', $files[1])));
        echo "$mode, $what: ", $isWhole ? 'what was said to be sent came, in order' : 'not whole', "\n";
    }
    echo str_contains($server->output(), 'too few') ? $server->output() : '', $server->log();
}
?>
--EXPECT--
SWOOLE_BASE, here 3: what was said to be sent came, in order
SWOOLE_BASE, task 3: what was said to be sent came, in order
SWOOLE_BASE, here 200: what was said to be sent came, in order
SWOOLE_BASE, task 200: what was said to be sent came, in order
SWOOLE_PROCESS, here 3: what was said to be sent came, in order
SWOOLE_PROCESS, task 3: what was said to be sent came, in order
SWOOLE_PROCESS, here 200: what was said to be sent came, in order
SWOOLE_PROCESS, task 200: what was said to be sent came, in order
