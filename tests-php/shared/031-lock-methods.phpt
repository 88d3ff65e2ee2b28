--TEST--
trylock(), lockwait(), and lock() with LOCK_NB or a time limit give up, and errCode says why
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$lock = new swoole_lock(SWOOLE_MUTEX);
var_dump($lock->errCode, $lock->unlock(), $lock->errCode === SOCKET_EPERM);
var_dump($lock->lock());
echo ended(child(function () use ($lock) {
    foreach ([
        'trylock' => fn () => $lock->trylock(),
        'LOCK_NB' => fn () => $lock->lock(LOCK_EX | LOCK_NB),
        'lockwait' => fn () => $lock->lockwait(0.05),
        'timeout' => fn () => $lock->lock(LOCK_EX, 0.05),
        'unlock' => fn () => $lock->unlock(),
    ] as $name => $try) {
        $lock->errCode = 0;
        $before = microtime(true);
        printf("%s %s %s %s\n", $name, json_encode($try()), socket_strerror($lock->errCode), microtime(true) - $before >= 0.05 ? 'waited' : 'at once');
    }
})), "\n";
// Waiting for oneself would be for ever.
var_dump($lock->lock(), socket_strerror($lock->errCode), $lock->trylock(), $lock->unlock(), $lock->trylock());
var_dump($lock->lock(LOCK_UN));
var_dump($lock->destroy());
catching(fn () => $lock->lock());
?>
--EXPECTF--
int(0)
bool(false)
bool(true)
bool(true)
trylock false Device or resource busy at once
LOCK_NB false Device or resource busy at once
lockwait false Connection timed out waited
timeout false Connection timed out waited
unlock false Operation not permitted at once
0
bool(false)
string(25) "Resource deadlock avoided"
bool(false)
bool(true)
bool(true)

Warning: Swoole\Lock::lock(): operation 3 is unknown: use LOCK_EX or LOCK_SH, either with LOCK_NB in %s on line %d
bool(false)
bool(true)
Error(0): the lock has been destroyed, or parent::__construct() was not called
