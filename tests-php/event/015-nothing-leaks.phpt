--TEST--
Nothing is left of a watch, a deferred call or a cycle: no memory, no descriptor, and destructors run in time
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

class Noisy
{
    public ?Noisy $self = null;
    public function __construct(private string $name) {}
    public function __destruct() { echo "the end of $this->name\n"; }
    public function call() {}
}
$descriptors = fn () => count(scandir('/proc/self/fd'));
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

$round = function () use ($here, $there) {
    Swoole\Event::add($here, function ($here) {
        fread($here, 100);
        Swoole\Event::del($here);
    }, fn () => null);
    Swoole\Event::set($here, null, fn () => null);
    Swoole\Event::defer(fn () => null);
    Swoole\Event::cycle(fn () => null);
    Swoole\Event::write($there, 'some bytes');
    Swoole\Event::wait();
};
$memory = $open = array_fill(0, 2, 0);
foreach ([10, 1000] as $number => $rounds) {
    for ($i = 0; $i < $rounds; $i++) {
        $round();
    }
    $open[$number] = $descriptors();
    $memory[$number] = memory_get_usage();
}
echo $open[0] === $open[1] ? 'as many descriptors' : json_encode($open), "\n";
echo $memory[0] === $memory[1] ? 'as much memory' : json_encode($memory), "\n";

Swoole\Event::add($here, [new Noisy('a read callback'), 'call'], [new Noisy('a write callback'), 'call']);
Swoole\Event::set($here, fn () => null);
Swoole\Event::del($here);
Swoole\Event::cycle([new Noisy('a cycle'), 'call']);
Swoole\Event::cycle(null);
echo "ended by hand\n";

// What is left at the end, of a loop that is left, or of a script that fails, goes all the same, cycles included.
foreach (['exit' => 'Swoole\Event::defer(Swoole\Event::exit(...));', 'exception' => 'throw new Exception("thrown");'] as $name => $end) {
    $program = Program::run(<<<PHP
        class Noisy
        {
            public ?Noisy \$self = null;
            public function __construct(private string \$name) {}
            public function __destruct() { echo "the end of \$this->name\\n"; }
            public function call() {}
        }
        [\$here, \$there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        \$noisy = new Noisy('an object in a circle');
        \$noisy->self = \$noisy;
        Swoole\Event::add(\$here, function () use (\$noisy) {});
        Swoole\Event::cycle(function () use (&\$noisy) {});
        Swoole\Event::write(\$there, str_repeat('x', 10_000_000));
        \$GLOBALS['everything'] = \$GLOBALS;
        $end
        PHP, ['report_memleaks=1']);
    echo "$name: ", $program->exitCode(), ', ', preg_match('/the end of .*/', $program->output(), $match) ? $match[0] : $program->output(), "\n";
}
?>
--EXPECT--
as many descriptors
as much memory
the end of a read callback
the end of a write callback
the end of a cycle
ended by hand
exit: 0, the end of an object in a circle
exception: 255, the end of an object in a circle
