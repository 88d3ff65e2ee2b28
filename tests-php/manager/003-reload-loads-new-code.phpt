--TEST--
What onWorkerStart includes is the program as it is at the reload
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$file = tempnam(sys_get_temp_dir(), 'swoxide-code-');
register_shutdown_function('unlink', $file);
foreach (MODES as $mode) {
    file_put_contents($file, '<?php return fn ($text) => "old $text";');
    $server = cluster($mode, text: '$file = ' . var_export($file, true) . ";\n" . <<<'PHP'
        $server->on('workerStart', function ($server, $id) use ($file, &$answer) {
            $answer = include $file;
            echo "workerStart $id #" . getmypid() . "\n";
        });
        $server->on('message', function ($server, $frame) use (&$answer) { $server->push($frame->fd, $answer($frame->data)); });
        PHP);
    $pids = [pidOf($server, 0), pidOf($server, 1)];
    $clients = [new WebSocketClient($server->port), new WebSocketClient($server->port)];
    echo $clients[0]->text('hello')->receive(), ', ', $clients[1]->text('hello')->receive(), "\n";
    file_put_contents($file, '<?php return fn ($text) => "new $text";');
    $server->signal(SIGUSR1);
    // Until both are replaced, either may answer.
    pidOf($server, 1, $pids);
    waitUntil(fn () => !array_filter($pids, isAlive(...)), 'the end of the old workers');
    echo $clients[0]->text('hello')->receive(), ', ', $clients[1]->text('hello')->receive(), "\n";
}
?>
--EXPECT--
text: old hello, text: old hello
text: new hello, text: new hello
text: old hello, text: old hello
text: new hello, text: new hello
