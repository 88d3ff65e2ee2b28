--TEST--
A process has none of the signal handlers of the one that started it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    use Swoole\Process;

    foreach ([SIGTERM, SIGUSR1, SIGINT] as $signal) {
        Process::signal($signal, fn () => print("never printed\n"));
        $process = new Process(fn ($process) => $process->read());
        $process->start();
        // It may come before the callback has begun.
        Process::kill($process->pid, $signal);
        var_dump(Process::wait()['signal'] === $signal);
    }
    $process = new Process(function ($process) {
        Process::signal(SIGTERM, fn () => $process->exit(3));
        $process->write('ready');
        while (true) {
            $process->read();
        }
    });
    $process->start();
    $process->read();
    Process::kill($process->pid);
    var_dump(Process::wait()['code']);
    PHP)->output();
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
int(3)
