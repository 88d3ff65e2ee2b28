--TEST--
What is put off runs behind callbacks and timers, and what cycle() is given in every round, which keeps nothing going
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::run(<<<'PHP'
    $order = [];
    $note = function (string $word) use (&$order) { $order[] = $word; };
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    var_dump(Swoole\Event::cycle(fn () => $note('cycle')), Swoole\Event::cycle(fn () => $note('before'), true));
    var_dump(Swoole\Event::cycle(fn () => $note('last')));
    Swoole\Event::defer(function () use ($note) {
        $note('deferred');
        Swoole\Event::defer(fn () => $note('deferred again'));
    });
    Swoole\Timer::after(1, fn () => $note('timer'));
    usleep(2000);
    fwrite($there, 'x');
    Swoole\Event::add($here, function ($here) use ($note) {
        Swoole\Event::del($here);
        Swoole\Event::defer(fn () => $note('deferred by the event'));
        $note('event');
    });
    Swoole\Event::wait();
    echo implode(', ', $order), "\n";
    var_dump(Swoole\Event::cycle(null), Swoole\Event::cycle(null), Swoole\Event::cycle(null, true));

    // From the first round on, before it sleeps; a callback may end itself.
    $order = [];
    Swoole\Event::cycle(function () use ($note) {
        $note('once');
        Swoole\Event::cycle(null, true);
        Swoole\Event::defer(fn () => $note('deferred'));
    }, true);
    Swoole\Timer::after(5, fn () => $note('timer'));
    Swoole\Event::wait();
    echo implode(', ', $order), "\n";
    Swoole\Event::cycle(fn () => print("never\n"));
    PHP);
echo $program->exitCode(), "\n", $program->output(), $program->log();
?>
--EXPECT--
0
bool(true)
bool(true)
bool(true)
before, event, timer, deferred, deferred by the event, last, before, deferred again, last
bool(true)
bool(false)
bool(true)
once, deferred, timer
