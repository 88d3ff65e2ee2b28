--TEST--
The file of a dead server's Unix socket is replaced, that of a living one is not, and each server removes only its own
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([SWOOLE_SOCK_UNIX_STREAM, SWOOLE_SOCK_UNIX_DGRAM] as $type) {
    $path = socketPath();
    $text = "\$server = new Swoole\Server('127.0.0.1', 0); \$server->listen('$path', 0, $type);"
        . "\$server->on('receive', fn () => null); \$server->on('packet', fn () => null);";
    $first = TestServer::run($text);
    $second = Program::run($text . ' echo count($server->ports);');
    echo preg_match('/Address already in use\[98\]/', $second->output()), substr($second->output(), -1), ' ',
        file_exists($path) ? 'there' : 'gone', "\n";
    $first->stop(SIGKILL);
    echo file_exists($path) ? 'left' : 'gone', ', ';
    $third = TestServer::run($text);
    echo count($third->ports), ' ports, ';
    // Somebody else's now.
    unlink($path);
    touch($path);
    echo $third->stop(), ' ', file_exists($path) ? 'there' : 'gone', "\n";
    // One that never starts leaves nothing either.
    unlink($path);
    Program::run($text);
    echo file_exists($path) ? 'left' : 'gone', "\n";
}
?>
--EXPECT--
11 there
left, 2 ports, 0 there
gone
11 there
left, 2 ports, 0 there
gone
