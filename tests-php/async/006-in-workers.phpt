--TEST--
Workers and task workers read and write files between their callbacks, and are not held up by them
--FILE--
<?php
require __DIR__ . '/../include/modes.php';
require __DIR__ . '/../include/files.php';

inEachMode(function (string $mode) {
    $folder = folder(['file' => 'content']);
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], "\$folder = '$folder';" . <<<'PHP'
        $server->on('message', function ($server, $frame) use ($folder) {
            Swoole\Async::writeFile("$folder/$frame->data", "of the worker", function ($name) use ($server, $frame) {
                Swoole\Async::readFile($name, function ($name, $content) use ($server, $frame) {
                    $server->push($frame->fd, basename($name) . " $content");
                    $server->task([$frame->fd, $name]);
                });
            });
        });
        $server->on('task', function ($server, $id, $from, $data) {
            Swoole\Async::readFile($data[1], fn ($name, $content) => $server->push($data[0], "task: $content"));
        });
        PHP);
    $client = new WebSocketClient($server->port);
    echo $client->text('one')->receive(), ', ', $client->receive(), "\n";
    unset($client);
    echo $server->stop(), $server->output(), $server->log(), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
text: one of the worker, text: task: of the worker
0
SWOOLE_PROCESS
text: one of the worker, text: task: of the worker
0
