--TEST--
An exception, exit and a fatal error in a callback end the program as anywhere in PHP; out of wait() an exception may be caught
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$begin = <<<'PHP'
    register_shutdown_function(fn () => print("shutdown function\n"));
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    fwrite($there, 'x');
    Swoole\Timer::after(60000, fn () => print("never\n"));
    PHP;
$ends = [
    'exception' => 'throw new RuntimeException("thrown")',
    'exit' => 'exit(7)',
    'fatal error' => '@trigger_error("fatal", E_USER_ERROR)',
];
foreach ($ends as $name => $end) {
    $program = Program::run("$begin Swoole\\Event::add(\$here, function () { $end; });");
    echo "$name: ", $program->exitCode(), "\n", strtok($program->output(), '#'), "\n";
}
$program = Program::run("$begin set_exception_handler(function (\$thrown) { echo 'handled: ', \$thrown->getMessage(), \"\\n\"; });
    Swoole\\Event::add(\$here, function () { throw new RuntimeException('thrown'); });");
echo 'exception handler: ', $program->exitCode(), "\n", $program->output();

// Out of wait() and dispatch(): what is left goes on.
foreach (['wait', 'dispatch'] as $method) {
    $program = Program::run("$begin " . <<<PHP
        Swoole\Event::add(\$here, function (\$here) {
            fgets(\$here);
            throw new RuntimeException('thrown');
        });
        try {
            Swoole\Event::$method();
        } catch (RuntimeException \$exception) {
            echo 'caught: ', \$exception->getMessage(), "\\n";
        }
        fwrite(\$there, 'y');
        Swoole\Event::set(\$here, function (\$here) {
            echo fgets(\$here), "\\n";
            Swoole\Event::exit();
        });
        Swoole\Event::wait();
        Swoole\Timer::after(1, fn () => exit(3));
        Swoole\Event::$method();
        echo "never\\n";
        PHP);
    echo "$method: ", $program->exitCode(), "\n", $program->output();
}
$program = Program::run("$begin Swoole\\Event::defer(fn () => throw new LogicException('nobody catches')); Swoole\\Event::wait(); echo 'never';");
echo 'uncaught: ', $program->exitCode(), "\n", strtok($program->output(), '#'), "\n";
?>
--EXPECT--
exception: 255
shutdown function

Fatal error: Uncaught RuntimeException: thrown in program.php:4
Stack trace:

exit: 7
shutdown function

fatal error: 255
shutdown function

Fatal error: fatal in program.php on line 4

exception handler: 255
shutdown function
handled: thrown
wait: 3
caught: thrown
y
shutdown function
dispatch: 3
caught: thrown
y
shutdown function
uncaught: 255

Fatal error: Uncaught LogicException: nobody catches in program.php:4
Stack trace:

