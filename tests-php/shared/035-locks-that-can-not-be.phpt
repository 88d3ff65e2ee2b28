--TEST--
Locks that can not be made are exceptions with a reason
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

catching(fn () => new Swoole\Lock(9));
catching(fn () => new Swoole\Lock(SWOOLE_FILELOCK));
catching(fn () => new Swoole\Lock(SWOOLE_FILELOCK, '/nowhere/lock'));
catching(fn () => (new class extends Swoole\Lock { public function __construct() {} })->lock());
?>
--EXPECT--
Swoole\Exception(505): lock[type=9] does not exist: the types are SWOOLE_MUTEX, SWOOLE_RWLOCK, SWOOLE_SPINLOCK, SWOOLE_SEM and SWOOLE_FILELOCK
Swoole\Exception(505): a lock of type SWOOLE_FILELOCK needs the name of its file as the second argument
Swoole\Exception(2): failed to open the lock file /nowhere/lock, Error: No such file or directory[2]
Error(0): the lock has been destroyed, or parent::__construct() was not called
