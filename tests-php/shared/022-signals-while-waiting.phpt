--TEST--
Signal handlers run while a process waits for an atomic or a lock, and what they throw ends the wait
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

pcntl_async_signals(true);
$held = new Swoole\Lock();
$file = tempnam(sys_get_temp_dir(), 'lock');
$held_file = new Swoole\Lock(SWOOLE_FILELOCK, $file);
$ready = new Swoole\Atomic();
$holder = child(function () use ($held, $held_file, $ready) {
    $held->lock();
    $held_file->lock();
    $ready->wakeup();
    (new Swoole\Atomic())->wait(60);
});
var_dump($ready->wait(60));

$waits = [
    'atomic' => fn () => (new Swoole\Atomic())->wait(-1),
    'lock' => fn () => $held->lock(),
    'file' => fn () => $held_file->lock(),
];
foreach ($waits as $name => $wait) {
    $calls = 0;
    pcntl_signal(SIGUSR1, function () use (&$calls, $name) {
        if (++$calls === 2) {
            throw new Exception("$name: the second signal");
        }
    });
    $parent = getmypid();
    $sender = child(function () use ($parent) {
        // Until it ends: signals that come together count as one.
        for ($number = 0; $number < 5000 && posix_getppid() === $parent; $number++) {
            posix_kill($parent, SIGUSR1);
            usleep(1000);
        }
    });
    catching($wait);
    pcntl_signal(SIGUSR1, SIG_IGN);
    posix_kill($sender, SIGKILL);
    echo ended($sender), "\n";
}
posix_kill($holder, SIGKILL);
echo ended($holder), "\n";
var_dump($held->lock(), $held->unlock());
unlink($file);

// exit() does as well.
echo Program::run('pcntl_async_signals(true); pcntl_signal(SIGALRM, fn () => exit("exit\n")); pcntl_alarm(1); $lock = new Swoole\Lock(SWOOLE_SEM); $lock->lock(); $lock->lock(); echo "not reached";')->output();
?>
--EXPECT--
bool(true)
Exception(0): atomic: the second signal
signal 9
Exception(0): lock: the second signal
signal 9
Exception(0): file: the second signal
signal 9
signal 9
bool(true)
bool(true)
exit
