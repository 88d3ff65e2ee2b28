--TEST--
A SEM is given back by any process, a lock of another kind by its holder, or with its object
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

foreach (['MUTEX', 'RWLOCK', 'SPINLOCK', 'SEM'] as $kind) {
    $lock = new Swoole\Lock(constant("SWOOLE_$kind"));
    $lock->lock();
    echo $kind, ' ', ended(child(fn () => (int) $lock->unlock())), "\n";
}
// With a SEM one process waits for another.
$lock = new Swoole\Lock(SWOOLE_SEM);
$lock->lock();
$child = child(fn () => (int) $lock->unlock());
var_dump($lock->lock(LOCK_EX, 60));
echo ended($child), "\n";

$lock = new Swoole\Lock();
$waiter = child(fn () => $lock->lock(LOCK_EX, 60) ? 0 : 1);
// A child that ends holds nothing of its parent's, and takes nothing of it along.
$lock->lock(LOCK_EX, 60);
echo ended(child(fn () => 0)), ' ', ended(child(fn () => (int) $lock->trylock())), "\n";
unset($lock);
echo ended($waiter), "\n";
?>
--EXPECT--
MUTEX 0
RWLOCK 0
SPINLOCK 0
SEM 1
bool(true)
1
0 0
0
