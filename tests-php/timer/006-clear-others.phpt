--TEST--
A callback may clear timers that are due in the same round, its own, and all
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

class Guard
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        echo "$this->name let go\n";
        Swoole\Timer::after(1, fn () => print("made in the destructor of $this->name\n"));
    }
}

$guard = new Guard('callback');
Swoole\Timer::after(1, function () use (&$second) {
    echo "first\n";
    var_dump(Swoole\Timer::clear($second));
});
$second = Swoole\Timer::after(1, fn () => print("second\n"));
Swoole\Timer::tick(2, function ($id) use ($guard) {
    var_dump(Swoole\Timer::clear($id));
    // What it is made of lives until it has returned.
    echo get_class($guard), "\n";
});
unset($guard);
usleep(10000);
Swoole\Timer::after(200, function () {
    $guard = new Guard('argument');
    Swoole\Timer::after(10000, fn () => print("never\n"), $guard);
    unset($guard);
    echo 'all: ';
    Swoole\Timer::clearAll();
});
?>
--EXPECT--
first
bool(true)
bool(true)
Guard
callback let go
made in the destructor of callback
all: argument let go
made in the destructor of argument
