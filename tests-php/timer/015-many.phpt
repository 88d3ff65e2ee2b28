--TEST--
100,000 timers: making, clearing and running them takes time in proportion, and nothing is left of them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

/** The processor time of this process, in ns: what others do at the same time counts no time here. */
function processorTime(): float
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e9 + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) * 1e3;
}

/** What making and clearing one of so many costs, at best: caches are cold for some. */
function best(int $count): array
{
    $tries = [measure($count), measure($count), measure($count)];
    return [min(array_column($tries, 0)), min(array_column($tries, 1))];
}

function measure(int $count): array
{
    $called = fn () => $GLOBALS['ran']++;
    $time = processorTime();
    for ($number = 0; $number < $count; $number++) {
        $timers[] = Swoole\Timer::after(60000 + $number % 1000, $called);
    }
    $made = processorTime() - $time;
    $time = processorTime();
    shuffle($timers);
    foreach ($timers as $id) {
        Swoole\Timer::clear($id);
    }
    return [$made / $count, (processorTime() - $time) / $count];
}

$ran = 0;
measure(1000);
[$few, $many] = [best(10000), best(100000)];
foreach (['making', 'clearing'] as $number => $what) {
    // A table that is searched from end to end would take ten times as much for each.
    echo $what, $many[$number] < 5 * $few[$number] && $many[$number] < 50000 ? ' is linear' : " costs $few[$number] and $many[$number] ns", "\n";
}
var_dump(Swoole\Timer::stats()['num']);

// Timers that are made and cleared again and again take no memory.
preg_match('/VmRSS:\s+(\d+)/', file_get_contents('/proc/self/status'), $before);
for ($round = 0; $round < 5; $round++) {
    measure(20000);
}
preg_match('/VmRSS:\s+(\d+)/', file_get_contents('/proc/self/status'), $after);
echo $after[1] - $before[1] < 10000 ? 'no memory is left behind' : "$before[1] KiB became $after[1] KiB", "\n";

for ($number = 0; $number < 100000; $number++) {
    Swoole\Timer::after(1 + $number % 7, fn () => $GLOBALS['ran']++);
}
Swoole\Timer::after(100, fn () => register_shutdown_function(fn () => printf("%d have run\n", $GLOBALS['ran'])));
?>
--EXPECT--
making is linear
clearing is linear
int(0)
no memory is left behind
100000 have run
