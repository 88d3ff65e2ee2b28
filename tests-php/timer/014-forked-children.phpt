--TEST--
A child that a program forks has none of its parent's timers, and may have its own
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$fork = <<<'PHP'
    if ($child = pcntl_fork()) {
        pcntl_waitpid($child, $status);
        echo 'parent: child ended with ', pcntl_wexitstatus($status), ', timers: ', implode(',', iterator_to_array(Swoole\Timer::list())), "\n";
        Swoole\Timer::clearAll();
    } else {
        echo 'child: ', Swoole\Timer::stats()['num'], ', first: ', swoole_timer_after(5, function () { echo "child's own\n"; exit(6); }), "\n";
    }
    PHP;

// Before the loop, in a timer's callback, and in a server's.
$program = Program::run("Swoole\Timer::after(1, fn () => print(\"parent's\\n\")); Swoole\Timer::tick(1, fn () => print('never')); $fork");
echo $program->exitCode(), "\n", $program->output();
$program = Program::run("Swoole\Timer::tick(1, fn () => print('never')); Swoole\Timer::clear(1); Swoole\Timer::after(1, function () { $fork }); Swoole\Timer::tick(2, fn () => print('never')); usleep(5000);");
echo $program->exitCode(), "\n", $program->output();

$server = TestServer::run(<<<PHP
    \$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    \$server->on('message', function (\$server, \$frame) {
        Swoole\Timer::tick(10000, fn () => print('never'));
        $fork
        \$server->push(\$frame->fd, 'done');
    });
    PHP);
echo (new WebSocketClient($server->port))->text('go')->receive(), "\n", $server->stop(), "\n", preg_replace('/\n.*Warning.*\n/', '', $server->output());
?>
--EXPECT--
0
child: 0, first: 1
child's own
parent: child ended with 6, timers: 1,2
0
child: 0, first: 1
child's own
parent: child ended with 6, timers: 2,3
text: done
0
child: 0, first: 1
child's own
parent: child ended with 6, timers: 1
