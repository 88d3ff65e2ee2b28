--TEST--
A Swoole\Process may have a loop of its own: it stays until nothing is left, also if it was started in a callback
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$work = <<<'PHP'
    $wait = fn () => Swoole\Process::wait()['code'];
    $start = fn () => (new class (function (Swoole\Process $process) {
        // Nothing of the parent's runs here.
        Swoole\Event::add($process->pipe, function ($pipe) use ($process) {
            $word = $process->read();
            if ($word === '') {
                Swoole\Event::del($pipe);
                Swoole\Event::defer(fn () => print("child: the parent has ended the pipe\n"));
                return;
            }
            Swoole\Timer::after(1, fn () => Swoole\Event::write($pipe, strtoupper($word)));
        });
    }) extends Swoole\Process {});
    $talk = function (Swoole\Process $process) {
        $process->start();
        Swoole\Event::add($process, function (Swoole\Process $process) {
            echo 'parent: ', $process->read(), "\n";
            Swoole\Event::del($process);
            $process->close();
            echo "parent: child ended with {$GLOBALS['wait']()}\n";
        });
        Swoole\Event::write($process, 'hello');
    };
    PHP;
foreach (['$talk($start());', 'Swoole\Timer::after(1, fn () => $talk($start()));'] as $begin) {
    $program = Program::run("$work Swoole\\Timer::after(1, fn () => null); $begin");
    echo $program->exitCode(), "\n", $program->output(), $program->log();
}
?>
--EXPECT--
0
parent: HELLO
child: the parent has ended the pipe
parent: child ended with 0
0
parent: HELLO
child: the parent has ended the pipe
parent: child ended with 0
