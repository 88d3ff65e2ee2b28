--TEST--
wait() sleeps until another process calls wakeup(), or the time is over
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$atomic = new Swoole\Atomic();
$before = microtime(true);
var_dump($atomic->wait(0.2), microtime(true) - $before >= 0.2);

// A signal that is there already is taken at once; other numbers are none.
$atomic->wakeup();
var_dump($atomic->get(), $atomic->wait(-1), $atomic->get());
$atomic->set(2);
var_dump($atomic->wait(-1), $atomic->get());

// Three processes, each waiting for the one before.
$links = [new Swoole\Atomic(), new Swoole\Atomic(), new Swoole\Atomic(), new Swoole\Atomic()];
$children = [];
for ($number = 0; $number < 3; $number++) {
    $children[] = child(fn () => $links[$number]->wait(60) && $links[$number + 1]->wakeup() ? 0 : 1);
}
$links[0]->wakeup();
var_dump($links[3]->wait(60));
foreach ($children as $child) {
    echo ended($child), "\n";
}
// A sender that was killed leaves a wait that ends by itself.
$atomic->set(0);
$child = child(fn () => posix_kill(getmypid(), SIGKILL));
echo ended($child), "\n";
var_dump($atomic->wait(0.01));
?>
--EXPECT--
bool(false)
bool(true)
int(1)
bool(true)
int(0)
bool(false)
int(2)
bool(true)
0
0
0
signal 9
bool(false)
