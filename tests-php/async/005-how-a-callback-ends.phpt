--TEST--
Exceptions, exit and Event::exit() in a callback; a forked child has none of its parent's errands; nothing leaks
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['file' => 'content']);
foreach (['throw new RuntimeException("thrown")', 'exit(7)', 'Swoole\Event::exit()'] as $end) {
    $program = Program::run("Swoole\\Async::readFile('$folder/file', function () { echo \"called\\n\"; $end; });
        Swoole\\Timer::after(60000, fn () => print('never'));");
    echo "$end: ", $program->exitCode(), ' ', strtok($program->output(), '#'), "\n";
}
// Out of wait(), which goes on with the others then.
foreach (['wait', 'dispatch'] as $method) {
    $program = Program::run(<<<PHP
        foreach ([1, 2, 3] as \$number) {
            Swoole\Async::readFile('$folder/file', fn () => throw new RuntimeException(\$number));
        }
        // All are done before the first is told: files are done one after the other.
        Swoole\Async::writeFile('$folder/$method', 'behind them');
        while (file_get_contents('$folder/$method') !== 'behind them') {
            usleep(1000);
        }
        for (\$caught = []; count(\$caught) < 3;) {
            try {
                Swoole\Event::$method();
            } catch (RuntimeException \$exception) {
                \$caught[] = \$exception->getMessage();
            }
        }
        echo implode(', ', \$caught), "\n";
        PHP);
    echo "$method: ", $program->exitCode(), ' ', $program->output();
}
$program = Program::run(<<<PHP
    Swoole\Async::readFile('$folder/file', fn () => print("parent: read\\n"));
    if (\$child = pcntl_fork()) {
        pcntl_waitpid(\$child, \$status);
        echo 'parent: child ended with ', pcntl_wexitstatus(\$status), "\\n";
        return;
    }
    Swoole\Async::readFile('$folder/file', function (\$name, \$content) { echo "child: \$content\\n"; exit(4); });
    PHP);
echo $program->exitCode(), "\n", $program->output();

$round = function () use ($folder) {
    Swoole\Async::readFile("$folder/file", fn () => null);
    Swoole\Async::read("$folder/file", fn () => true, 3);
    Swoole\Async::writeFile("$folder/other", 'content', fn () => null);
    Swoole\Event::wait();
};
$memory = $open = array_fill(0, 2, 0);
foreach ([10, 300] as $number => $rounds) {
    for ($i = 0; $i < $rounds; $i++) {
        $round();
    }
    $open[$number] = count(scandir('/proc/self/fd'));
    $memory[$number] = memory_get_usage();
}
echo $open[0] === $open[1] ? 'as many descriptors' : json_encode($open), "\n";
echo $memory[0] === $memory[1] ? 'as much memory' : json_encode($memory), "\n";
?>
--EXPECT--
throw new RuntimeException("thrown"): 255 called

Fatal error: Uncaught RuntimeException: thrown in program.php:1
Stack trace:

exit(7): 7 called

Swoole\Event::exit(): 0 called

wait: 0 1, 2, 3
dispatch: 0 1, 2, 3
0
child: content
parent: child ended with 4
parent: read
as many descriptors
as much memory
