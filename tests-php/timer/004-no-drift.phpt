--TEST--
tick does not drift: it is due at multiples of its interval, and what a slow callback missed is left out
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

const INTERVAL = 20;

$calls = 0;
$blocked = Swoole\Timer::tick(INTERVAL, function ($id) use (&$calls, &$due) {
    $due[] = Swoole\Timer::info($id)['exec_msec'];
    // The first lets at least five go by.
    $begin = hrtime(true);
    $calls++;
    while ($calls === 1 && hrtime(true) - $begin < 5.5 * INTERVAL * 1e6) {
        usleep(1000);
    }
    if ($calls >= 20) {
        Swoole\Timer::clear($id);
    }
});
$first = Swoole\Timer::info($blocked)['exec_msec'];
register_shutdown_function(function () use (&$due, $first) {
    // Whatever the machine does: each time it was due is a whole number of intervals after the first, and none came twice.
    $steps = array_map(fn ($time) => ($time - $first) / INTERVAL, $due);
    echo $steps[0] === 0 ? 'from the first on' : "first $steps[0]", "\n";
    echo array_filter($steps, fn ($step) => !is_int($step)) ? 'drifted: ' . implode(' ', $steps) : 'on the grid', "\n";
    echo count(array_unique($steps)), " different\n";
    // One that comes late, at once, and not five that are replayed.
    echo $steps[2] - $steps[1] >= 5 ? 'missed ones left out' : 'replayed: ' . implode(' ', $steps), "\n";
});
?>
--EXPECT--
from the first on
on the grid
20 different
missed ones left out
