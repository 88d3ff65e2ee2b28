--TEST--
exec() runs commands side by side, and the callback gets what they have printed and how they have ended
--SKIPIF--
<?php if (!function_exists('pcntl_signal')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['pipe.txt' => '']);
posix_mkfifo("$folder/pipe", 0600);
$ended = [];
$run = function (string $name, string $command) use (&$ended) {
    $pid = Swoole\Async::exec($command, function (string $output, array $status) use ($name, &$ended) {
        $ended[$name] = [strlen($output) > 100 ? strlen($output) . ' bytes' : $output, $status];
    });
    return is_int($pid) && $pid > 0 && $pid !== getmypid();
};
// The first waits for what the second says: they run at the same time.
var_dump($run('reader', "cat $folder/pipe"), $run('writer', "echo hello > $folder/pipe"));
$run('code', 'printf "no newline"; exit 7');
$run('signal', 'kill -KILL $$');
$run('large', 'head -c 1000000 /dev/zero');
$run('no command', 'no-such-command 2>/dev/null');
$run('quiet', '');
Swoole\Event::wait();
ksort($ended);
foreach ($ended as $name => $how) {
    echo "$name: ", json_encode($how), "\n";
}
// No process is left, and where nobody is told of ends there is no code.
var_dump(Swoole\Process::wait(false));
pcntl_signal(SIGCHLD, SIG_IGN);
Swoole\Async::exec('echo printed', fn (string $output, array $status) => print(json_encode([$output, $status]) . "\n"));
Swoole\Event::wait();
?>
--EXPECT--
bool(true)
bool(true)
code: ["no newline",{"code":7,"signal":0}]
large: ["1000000 bytes",{"code":0,"signal":0}]
no command: ["",{"code":127,"signal":0}]
quiet: ["",{"code":0,"signal":0}]
reader: ["hello\n",{"code":0,"signal":0}]
signal: ["",{"code":0,"signal":9}]
writer: ["",{"code":0,"signal":0}]
bool(false)
["printed\n",{"code":-1,"signal":0}]
