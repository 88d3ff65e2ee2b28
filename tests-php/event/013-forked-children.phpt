--TEST--
A forked child has none of its parent's watches, and may have its own; the parent's go on
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$fork = <<<'PHP'
    $child = pcntl_fork();
    if ($child === 0) {
        echo 'child: ', json_encode([Swoole\Event::isset($here), @Swoole\Event::del($here)]), "\n";
        [$mine, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        Swoole\Event::add($mine, function ($mine) {
            echo 'child: ', fgets($mine);
            exit(6);
        });
        fwrite($other, "its own\n");
        return;
    }
    pcntl_waitpid($child, $status);
    echo 'parent: child ended with ', pcntl_wexitstatus($status), "\n";
    PHP;
$begin = <<<'PHP'
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    Swoole\Event::cycle(function () { static $rounds = 0; if (++$rounds === 100) { echo "it spins\n"; exit(1); } });
    PHP;

// Before the loop, in a callback, and in one of wait().
$program = Program::run($begin . <<<PHP
    Swoole\Event::add(\$here, function (\$here) { echo 'parent: ', fgets(\$here); Swoole\Event::del(\$here); });
    Swoole\Event::write(\$here, 'x');
    fwrite(\$there, "to the parent\\n");
    $fork
    PHP);
echo $program->exitCode(), "\n", $program->output();
// A child that goes on with the loop may leave it.
$program = Program::run(<<<'PHP'
    Swoole\Timer::after(1, function () {
        if ($child = pcntl_fork()) {
            pcntl_waitpid($child, $status);
            echo 'parent: child ended with ', pcntl_wexitstatus($status), "\n";
            return;
        }
        Swoole\Timer::after(60000, fn () => print("never\n"));
        Swoole\Timer::after(1, Swoole\Event::exit(...));
    });
    PHP);
echo $program->exitCode(), "\n", $program->output();
foreach (['', 'Swoole\Event::wait(); echo "behind wait()\n";'] as $wait) {
    $program = Program::run($begin . <<<PHP
        Swoole\Event::add(\$here, function (\$here) {
            echo getmypid() === \$GLOBALS['first'] ? 'parent: ' : 'child: ', fgets(\$here);
            Swoole\Event::del(\$here);
            $fork
            Swoole\Event::add(\$here, function (\$here) { echo 'parent: ', fgets(\$here); Swoole\Event::del(\$here); });
            fwrite(\$GLOBALS['there'], "and once more\\n");
        });
        \$first = getmypid();
        fwrite(\$there, "to the parent\\n");
        $wait
        PHP);
    echo $program->exitCode(), "\n", $program->output();
}
?>
--EXPECT--
0
child: [false,false]
child: its own
parent: child ended with 6
parent: to the parent
0
parent: child ended with 0
0
parent: to the parent
child: [false,false]
child: its own
parent: child ended with 6
parent: and once more
0
parent: to the parent
child: [false,false]
child: its own
parent: child ended with 6
parent: and once more
behind wait()
