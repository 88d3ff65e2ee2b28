--TEST--
Clients that use up the descriptors leave the server's processes what they need to talk to each other
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    // Long data goes from process to process in a memory file, which costs a descriptor on both sides.
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data . $server->taskwait($frame->data)));
        $server->on('task', fn ($server, $task, $source, $data) => strrev($data));
        PHP, 'posix_setrlimit(POSIX_RLIMIT_NOFILE, 256, 256);');
    $clients = [];
    try {
        while (count($clients) < 1000) {
            $clients[] = new WebSocketClient($server->port);
        }
    } catch (RuntimeException $exception) {
        echo count($clients) > 100 ? 'many' : count($clients), ', then ', strtok($exception->getMessage(), ":\n"), "\n";
    }
    $data = str_repeat('0123456789', 10000);
    foreach ([0, count($clients) - 1] as $number) {
        $answer = $clients[$number]->text($data)->receive()->payload;
        echo $answer === $data . strrev($data) ? 'answered' : 'answered ' . strlen($answer) . ' bytes', "\n";
    }
    array_pop($clients);
    waitUntil(function () use ($server) {
        try {
            return new WebSocketClient($server->port);
        } catch (RuntimeException) {
            return null;
        }
    }, 'a place');
    echo 'exit code ', $server->stop(), "\n", $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
many, then the handshake was refused
answered
answered
exit code 0
SWOOLE_PROCESS
many, then the handshake was refused
answered
answered
exit code 0
