--TEST--
wait() runs the loop where it stands, exit() ends it with all that is left, and dispatch() is one round
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['Swoole\Event::', 'swoole_event_'] as $prefix) {
    $program = Program::run(<<<PHP
        Swoole\Timer::after(1, fn () => print("timer\\n"));
        {$prefix}wait();
        echo "behind wait()\\n";
        // What is left when the loop is left never comes; what comes later does, at the end of the script.
        [\$here, \$there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        {$prefix}add(\$here, fn () => print("never\\n"));
        Swoole\Timer::after(1, function () {
            echo "exit\\n";
            {$prefix}exit();
            {$prefix}defer(fn () => print("never\\n"));
        });
        Swoole\Timer::after(60000, fn () => print("never\\n"));
        {$prefix}wait();
        fwrite(\$there, 'x');
        var_dump({$prefix}isset(\$here), count(Swoole\Timer::list()));
        {$prefix}defer(fn () => print("one\\n"));
        Swoole\Timer::after(1, fn () => print("two\\n"));
        while ({$prefix}dispatch()) {
            echo "a round\\n";
        }
        // No loop runs that this could end.
        {$prefix}exit();
        Swoole\Timer::after(1, function () {
            {$prefix}wait();
            var_dump({$prefix}dispatch());
            {$prefix}exit();
        });
        Swoole\Timer::tick(1000, fn () => print("never\\n"));
        {$prefix}rshutdown();
        Swoole\Timer::after(1, {$prefix}exit(...));
        Swoole\Timer::after(60000, fn () => print("never\\n"));
        echo "end\\n";
        PHP);
    echo $program->exitCode(), "\n", preg_replace('/\n.*Warning: (.*) in program.php on line \d+/', 'Warning: $1', $program->output());
}
?>
--EXPECT--
0
timer
behind wait()
exit
bool(false)
int(0)
one
a round
two
a round
Warning: Swoole\Event::wait(): can't wait: the event loop is running already, this is one of its callbacks
Warning: Swoole\Event::dispatch(): can't dispatch: the event loop is running already, this is one of its callbacks
bool(false)
end
0
timer
behind wait()
exit
bool(false)
int(0)
one
a round
two
a round
Warning: swoole_event_wait(): can't wait: the event loop is running already, this is one of its callbacks
Warning: swoole_event_dispatch(): can't dispatch: the event loop is running already, this is one of its callbacks
bool(false)
end
