--TEST--
A process ends as a PHP program does, however its callback ends
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([
    'return' => 'return 5;',
    'exit' => 'exit(6);',
    'exit of a text' => 'exit("last words\n");',
    'exit of the process' => '$process->exit(7); echo "never printed\n";',
    'exit in a handler' => 'set_exception_handler(fn () => exit(8)); throw new Exception("unseen");',
    'exit code out of range' => '$process->exit(256);',
    'exception' => 'throw new LogicException("nobody catches this");',
    'exception with a handler' => 'set_exception_handler(fn ($e) => print("handler: {$e->getMessage()}\n")); throw new Exception("seen");',
    'fatal error' => '@trigger_error("enough", E_USER_ERROR);',
    'signal' => 'Swoole\Process::kill(getmypid(), SIGKILL);',
] as $name => $code) {
    echo "-- $name\n", Program::run(<<<PHP
        final class Kept { function __destruct() { echo "destroyed\n"; } }
        register_shutdown_function(fn () => print("shutdown function of before\n"));
        \$process = new Swoole\Process(function (\$process) {
            \$kept = new Kept;
            register_shutdown_function(fn () => print("shutdown function\n"));
            $code
        });
        \$process->start();
        \$ended = Swoole\Process::wait();
        echo "code \$ended[code], signal \$ended[signal]\n";
        // What this process has to say at its end is not what is looked at.
        Swoole\Process::kill(getmypid(), SIGKILL);
        PHP)->output();
}
?>
--EXPECTF--
-- return
destroyed
shutdown function of before
shutdown function
code 0, signal 0
-- exit
destroyed
shutdown function of before
shutdown function
code 6, signal 0
-- exit of a text
last words
destroyed
shutdown function of before
shutdown function
code 0, signal 0
-- exit of the process
destroyed
shutdown function of before
shutdown function
code 7, signal 0
-- exit in a handler
destroyed
shutdown function of before
shutdown function
code 8, signal 0
-- exit code out of range

Warning: Swoole\Process::exit(): exit code [256] is out of range, 0 to 255: it is 1 instead in program.php on line %d
destroyed
shutdown function of before
shutdown function
code 1, signal 0
-- exception
destroyed

Fatal error: Uncaught LogicException: nobody catches this in program.php:%d
Stack trace:
#0 [internal function]: {closure%S}(Object(Swoole\Process))
#1 program.php(%d): Swoole\Process->start()
#2 {main}
  thrown in program.php on line %d
shutdown function of before
shutdown function
code 255, signal 0
-- exception with a handler
destroyed
handler: seen
shutdown function of before
shutdown function
code 255, signal 0
-- fatal error

Fatal error: enough in program.php on line %d
shutdown function of before
shutdown function
code 255, signal 0
-- signal
code 0, signal 9
