--TEST--
A child's copy of a client ends without a word; the parent goes on with the connection
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

use Swoxide\WebSocket\Client;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "$frame->fd: $frame->data"));
    PHP);
$client = new Client("ws://127.0.0.1:$server->port/");
$kept = new Client("ws://127.0.0.1:$server->port/", ['persistent' => true]);
unset($kept);
echo ended(child(function () use (&$client, $server) {
    $client = null;
    // One that the parent has kept is the parent's.
    $own = new Client("ws://127.0.0.1:$server->port/", ['persistent' => true]);
    $own->send('child');
    echo $own->receive()->data, $own->isReused() ? ', reused' : ', new', "\n";
    // Without the end of PHP, which would end the test's server.
    unset($own);
    posix_kill(getmypid(), SIGKILL);
})), "\n";
$client->send('parent');
echo $client->receive()->data, "\n";
$kept = new Client("ws://127.0.0.1:$server->port/", ['persistent' => true]);
$kept->send('parent');
echo $kept->receive()->data, $kept->isReused() ? ', reused' : ', new', "\n";
?>
--EXPECT--
3: child, new
signal 9
1: parent
2: parent, reused
