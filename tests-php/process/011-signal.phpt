--TEST--
Handlers of signals run in a program with a loop of its own
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    use Swoole\Process;

    var_dump(Process::signal(SIGUSR1, function (...$arguments) use (&$done) {
        echo json_encode($arguments) === json_encode([SIGUSR1]) ? 'handled' : 'odd', "\n";
        $done = true;
    }));
    $parent = getmypid();
    $helper = new Process(fn () => Process::kill($parent, SIGUSR1), false, 0);
    $helper->start();
    while (!$done);
    Process::wait();

    // In the middle of what waits.
    $helper = new Process(function ($process) use ($parent) {
        $process->read();
        Process::kill($parent, SIGUSR1);
        $process->write('after the signal');
        $process->read();
    });
    $helper->start();
    $helper->write('go');
    $done = false;
    echo $helper->read(), $done ? ', which was handled' : '', "\n";
    $helper->write('end');
    Process::wait();

    // What a handler throws comes out where the program waits.
    Process::signal(SIGUSR1, fn () => throw new Exception('of the handler'));
    $helper = new Process(function ($process) use ($parent) {
        Process::kill($parent, SIGUSR1);
        $process->read();
    });
    $helper->start();
    try {
        while (true) {
            $helper->read();
        }
    } catch (Exception $exception) {
        echo $exception->getMessage(), "\n";
    }
    $helper->write('end');
    var_dump(Process::wait()['code']);

    // One that is set in another, and several at once.
    $order = [];
    Process::signal(SIGUSR1, function () use (&$order) {
        Process::signal(SIGUSR2, function () use (&$order) { $order[] = 'second'; });
        Process::kill(getmypid(), SIGUSR2);
        $order[] = 'first';
    });
    Process::kill(getmypid(), SIGUSR1);
    echo implode(', ', $order), "\n";

    // SIG_IGN, and back to what it was: the end.
    Process::signal(SIGUSR1, SIG_IGN);
    Process::kill(getmypid(), SIGUSR1);
    echo "ignored\n";
    foreach ([0, SIGKILL, SIGSTOP, 65, -1] as $number) {
        Process::signal($number, fn () => null);
    }
    catching(fn () => Process::signal(SIGUSR1, 'no function'));
    function catching($action) { try { $action(); } catch (TypeError $error) { echo $error->getMessage(), "\n"; } }
    Process::signal(SIGUSR1, null);
    register_shutdown_function(fn () => print("never printed\n"));
    Process::kill(getmypid(), SIGUSR1);
    PHP)->output();
?>
--EXPECTF--
bool(true)
handled
handled
after the signal, which was handled
of the handler
int(0)
first, second
ignored

Warning: Swoole\Process::signal(): can't set a handler for signal [0]: there is no such signal in program.php on line %d

Warning: Swoole\Process::signal(): can't set a handler for signal [9]: SIGKILL and SIGSTOP can't be caught or ignored in program.php on line %d

Warning: Swoole\Process::signal(): can't set a handler for signal [19]: SIGKILL and SIGSTOP can't be caught or ignored in program.php on line %d

Warning: Swoole\Process::signal(): can't set a handler for signal [65]: there is no such signal in program.php on line %d

Warning: Swoole\Process::signal(): can't set a handler for signal [-1]: there is no such signal in program.php on line %d
Swoole\Process::signal(): Argument #2 ($callback) must be a valid callback, null, SIG_DFL or SIG_IGN; 'no function' is not callable
