--TEST--
The gateway's process ends if it can't begin, and does not go on with the program behind start()
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    echo 'skip only root can give up rights';
}
?>
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

// The directory goes between the check of the settings and the fork.
$program = Program::run(<<<'PHP'
    $root = sys_get_temp_dir() . '/swoxide-root-' . bin2hex(random_bytes(8));
    mkdir($root);
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'chroot' => $root]);
    rmdir($root);
    $server->on('message', fn () => null);
    $main = getmypid();
    try {
        var_dump($server->start());
    } catch (Throwable $throwable) {
        echo $throwable->getMessage(), "\n";
    }
    echo getmypid() === $main ? "the first process\n" : "a child\n";
    PHP);
echo 'exit code ', $program->exitCode(), "\n", implode(preg_grep('/process$|child$|^bool/m', explode("\n", $program->output()))), "\n";
echo str_contains($program->output(), 'failed to change to chroot') ? 'says why' : $program->output(), "\n";
echo str_contains($program->log(), 'the gateway could not begin') ? 'in the log' : $program->log(), "\n";
?>
--EXPECT--
exit code 0
bool(false)the first process
says why
in the log
