--TEST--
Without a server exit, an uncaught exception and a fatal error in a timer end the program as anywhere in PHP
--SKIPIF--
<?php if (!function_exists('pcntl_signal')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$ends = [
    'exit' => 'exit(3);',
    'exception' => 'throw new RuntimeException("left");',
    'handled' => 'set_exception_handler(fn ($exception) => print("handler: {$exception->getMessage()}\n")); throw new RuntimeException("left");',
    'fatal' => '@trigger_error("fatal", E_USER_ERROR);',
    'signal' => 'pcntl_async_signals(true); pcntl_signal(SIGUSR1, fn () => exit(4)); posix_kill(getmypid(), SIGUSR1); time(); echo "not reached\n";',
];
foreach ($ends as $name => $code) {
    $program = Program::run(<<<PHP
        \$tick = Swoole\Timer::tick(1, function () {
            echo "called\\n";
            $code
        });
        Swoole\Timer::tick(1, fn () => usleep(100) || print("later\\n"));
        register_shutdown_function(fn () => print("shutdown function\\n"));
        usleep(5000);
        PHP);
    echo "$name: ", $program->exitCode(), "\n", preg_replace('/\n*(PHP )?Fatal error: +(Uncaught \w+: )?(\w+).*? on line \d+\n/s', "\nFatal error: $3\n", $program->output()), str_contains($program->output(), 'shutdown') ? '' : "no shutdown function\n";
}
// Nor does anything run on behind a fatal error of the script itself.
foreach (['throw new RuntimeException("left");', 'no_such_function();'] as $code) {
    $program = Program::run("Swoole\Timer::tick(1, fn () => print('never')); $code");
    echo $program->exitCode(), str_contains($program->output(), 'never') ? ' went on' : ' and no timer', "\n";
}
?>
--EXPECT--
exit: 3
called
shutdown function
exception: 255
called
Fatal error: left
shutdown function
handled: 255
called
handler: left
shutdown function
fatal: 255
called
Fatal error: fatal
no shutdown function
signal: 4
called
shutdown function
255 and no timer
255 and no timer
