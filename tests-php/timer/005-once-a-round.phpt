--TEST--
A timer runs once in a round, however late it is, and a round has no timers that are made in it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$order = [];
$tick = Swoole\Timer::tick(1, function ($id) use (&$order) {
    $order[] = 'tick ' . Swoole\Timer::stats()['round'];
    if (count($order) >= 6) {
        Swoole\Timer::clearAll();
    }
});
Swoole\Timer::tick(1, function () use (&$order) {
    $order[] = 'tock ' . Swoole\Timer::stats()['round'];
    Swoole\Timer::after(1, fn () => null);
    usleep(5000);
});
usleep(20000);
register_shutdown_function(function () use (&$order) {
    // "tick 1" and "tock 1" once each: no round comes twice in the list.
    echo count($order) >= 6 && count(array_unique($order)) === count($order) ? 'once' : implode(', ', $order), "\n", $order[0], ', ', $order[1], "\n";
});
?>
--EXPECT--
once
tick 1, tock 1
