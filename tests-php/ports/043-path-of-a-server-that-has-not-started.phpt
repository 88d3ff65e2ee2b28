--TEST--
The path of a Unix socket that another server has, or another port, is in use from the moment that it is bound
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$path = socketPath();
$first = Program::start('$path = ' . var_export($path, true) . ';' . <<<'PHP'
    $server = new Swoole\Server($path, 0, SWOOLE_BASE, SWOOLE_SOCK_UNIX_STREAM);
    echo var_export(@$server->listen($path, 0, SWOOLE_SOCK_UNIX_STREAM), true), "\n";
    pcntl_sigprocmask(SIG_BLOCK, [SIGTERM]);
    pcntl_sigwaitinfo([SIGTERM]);
    PHP);
$first->waitForOutput('false');
$second = Program::run('$path = ' . var_export($path, true) . ';' . <<<'PHP'
    try {
        new Swoole\Server($path, 0, SWOOLE_BASE, SWOOLE_SOCK_UNIX_STREAM);
    } catch (Swoole\Exception $exception) {
        echo $exception->getCode(), "\n";
    }
    PHP);
echo $second->output(), file_exists($path) ? 'still there' : 'gone', "\n", $first->output();
?>
--EXPECT--
98
still there
false
