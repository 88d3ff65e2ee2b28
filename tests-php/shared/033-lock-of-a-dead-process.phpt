--TEST--
What a process held that was killed goes to the next, also to one that waits already
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$file = tempnam(sys_get_temp_dir(), 'lock');
foreach (['MUTEX', 'RWLOCK', 'SPINLOCK', 'SEM', 'FILELOCK'] as $kind) {
    foreach (['lock', 'lock_read'] as $method) {
        $lock = new Swoole\Lock(constant("SWOOLE_$kind"), $file);
        $ready = new Swoole\Atomic();
        $holder = child(function () use ($lock, $method, $ready) {
            $lock->$method();
            $ready->wakeup();
            (new Swoole\Atomic())->wait(60);
        });
        $ready->wait(60);
        $waiter = child(fn () => $ready->wakeup() && $lock->lock(LOCK_EX, 60) ? 0 : 1);
        $ready->wait(60);
        posix_kill($holder, SIGKILL);
        // Nobody has asked yet how the holder ended: it is there as a zombie.
        echo $kind, ' ', $method, ': ', ended($waiter), ' ', json_encode($lock->trylock()), ' ', ended($holder), "\n";
    }
}
unlink($file);
?>
--EXPECT--
MUTEX lock: 0 true signal 9
MUTEX lock_read: 0 true signal 9
RWLOCK lock: 0 true signal 9
RWLOCK lock_read: 0 true signal 9
SPINLOCK lock: 0 true signal 9
SPINLOCK lock_read: 0 true signal 9
SEM lock: 0 true signal 9
SEM lock_read: 0 true signal 9
FILELOCK lock: 0 true signal 9
FILELOCK lock_read: 0 true signal 9
