--TEST--
A lock of any kind lets one process in at a time
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$file = tempnam(sys_get_temp_dir(), 'lock');
foreach (['MUTEX', 'RWLOCK', 'SPINLOCK', 'SEM', 'FILELOCK'] as $kind) {
    $lock = new Swoole\Lock(constant("SWOOLE_$kind"), $file);
    $number = new Swoole\Atomic\Long();
    $children = [];
    for ($process = 0; $process < 4; $process++) {
        $children[] = child(function () use ($lock, $number) {
            for ($turn = 0; $turn < 200; $turn++) {
                if (!$lock->lock()) {
                    return 1;
                }
                // In two steps, of which another process must not get in between.
                $number->set($number->get() + 1);
                if (!$lock->unlock()) {
                    return 2;
                }
            }
        });
    }
    echo $kind, ' ', constant("swoole_lock::$kind") === constant("SWOOLE_$kind") ? '' : 'not the same ';
    foreach ($children as $child) {
        echo ended($child, 60), ' ';
    }
    echo $number->get(), "\n";
}
unlink($file);
?>
--EXPECT--
MUTEX 0 0 0 0 800
RWLOCK 0 0 0 0 800
SPINLOCK 0 0 0 0 800
SEM 0 0 0 0 800
FILELOCK 0 0 0 0 800
