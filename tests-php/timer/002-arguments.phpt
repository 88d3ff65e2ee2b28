--TEST--
What is no time or no callable is refused as in Swoole, and timers are no objects
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([0, -5] as $ms) {
    var_dump(Swoole\Timer::tick($ms, fn () => null), swoole_timer_after($ms, fn () => null));
}
catching(fn () => Swoole\Timer::after(1, 'no_such_function'));
catching(fn () => swoole_timer_tick(1, [new stdClass, 'method']));
catching(fn () => Swoole\Timer::tick(1));
catching(fn () => new Swoole\Timer);
catching(fn () => new swoole_timer);
var_dump(Swoole\Timer::stats()['num']);
// As far away as can be said.
var_dump(Swoole\Timer::after(PHP_INT_MAX, fn () => null), Swoole\Timer::tick(PHP_INT_MAX, fn () => null), Swoole\Timer::clearAll());
?>
--EXPECTF--
Warning: Swoole\Timer::tick(): Timer must be greater than or equal to 1 in %s on line %d

Warning: swoole_timer_after(): Timer must be greater than or equal to 1 in %s on line %d
bool(false)
bool(false)

Warning: Swoole\Timer::tick(): Timer must be greater than or equal to 1 in %s on line %d

Warning: swoole_timer_after(): Timer must be greater than or equal to 1 in %s on line %d
bool(false)
bool(false)
TypeError(0): Swoole\Timer::after(): Argument #2 ($callback) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError(0): swoole_timer_tick(): Argument #2 ($callback) must be a valid callback, class stdClass does not have a method "method"
ArgumentCountError(0): Swoole\Timer::tick() expects at least 2 arguments, 1 given
Error(0): The object of Swoole\Timer can not be created for security reasons
Error(0): The object of Swoole\Timer can not be created for security reasons
int(0)
int(1)
int(2)
bool(true)
