--TEST--
exists(), info(), list(), stats() and clearAll() tell of the timers that there are
--FILE--
<?php
var_dump(Swoole\Timer::stats() === ['initialized' => false, 'num' => 0, 'round' => 0], swoole_timer_clear_all());
$once = Swoole\Timer::after(5, function () use (&$once, &$tick) {
    // It is there until it has returned, and may be cleared until then.
    var_dump(Swoole\Timer::exists($once), Swoole\Timer::info($once)['exec_count'], Swoole\Timer::clear($once), Swoole\Timer::exists($once), swoole_timer_clear($once));
    Swoole\Timer::after(1, function () use ($tick) {
        var_dump(Swoole\Timer::stats() === ['initialized' => true, 'num' => 2, 'round' => 2], Swoole\Timer::clearAll());
        var_dump(Swoole\Timer::exists($tick), Swoole\Timer::stats()['num']);
    });
});
$tick = Swoole\Timer::tick(60000, fn () => null);
$info = swoole_timer_info($tick);
echo implode(' ', array_keys($info)), "\n";
var_dump($info['interval'], $info['exec_count'], $info['round'], $info['removed'], $info['exec_msec'] >= 60000, Swoole\Timer::info($once)['interval']);
var_dump(Swoole\Timer::info(77), swoole_timer_info(0), Swoole\Timer::exists(77), Swoole\Timer::clear(77), swoole_timer_clear(-1));
$list = Swoole\Timer::list();
echo get_class($list), ' ', count($list), ': ', implode(',', iterator_to_array($list)), '; ', implode(',', iterator_to_array(swoole_timer_list())), "\n";
var_dump(Swoole\Timer::stats() === ['initialized' => true, 'num' => 2, 'round' => 0]);
?>
--EXPECT--
bool(true)
bool(false)
exec_msec exec_count interval round removed
int(60000)
int(0)
int(0)
bool(false)
bool(true)
int(0)
NULL
NULL
bool(false)
bool(false)
bool(false)
Swoole\Timer\Iterator 2: 1,2; 1,2
bool(true)
bool(true)
int(1)
bool(true)
bool(false)
bool(false)
bool(true)
bool(true)
bool(false)
int(0)
