--TEST--
Readers share an RWLOCK and a FILELOCK; writers share neither
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$file = tempnam(sys_get_temp_dir(), 'lock');
foreach ([SWOOLE_RWLOCK, SWOOLE_FILELOCK] as $kind) {
    $lock = new Swoole\Lock($kind, $file);
    $tries = function () use ($lock) {
        echo ended(child(fn () => ($lock->trylock_read() ? 1 : 0) + ($lock->unlock() ? 0 : 0) + ($lock->trylock() ? 2 : 0))), ' ';
    };
    $lock->lock_read();
    $tries();
    $lock->unlock();
    $tries();
    $lock->lock(LOCK_SH);
    $tries();
    $lock->unlock();
    $lock->lock();
    $tries();
    $lock->unlock();
    $tries();
    echo "\n";
}
// Kinds without readers take a lock for reading alone.
$lock = new Swoole\Lock();
var_dump($lock->lock_read());
echo ended(child(fn () => (int) $lock->trylock_read())), "\n";
unlink($file);
?>
--EXPECT--
1 3 1 0 3 
1 3 1 0 3 
bool(true)
0
