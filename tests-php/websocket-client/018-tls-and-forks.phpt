--TEST--
An encrypted connection is its process's: a child can't use it, and does not end it
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/tls.php';
require __DIR__ . '/../include/processes.php';

use Swoxide\WebSocket\Client;

$folder = certificateFolder();
$authority = makeAuthority($folder);
$server = tlsServer(makeCertificate($folder, 'server', ['127.0.0.1'], $authority));
$client = new Client("wss://127.0.0.1:$server->port/", ['ssl_cafile' => $authority->file, 'timeout' => TIME_LIMIT]);
echo ended(child(function () use (&$client) {
    catching(fn () => $client->send('of the child'));
    catching(fn () => $client->receive(0));
    catching(fn () => var_dump($client->isConnected()));
    $client = null;
    // Without the end of PHP, which would end the test's server.
    posix_kill(getmypid(), SIGKILL);
})), "\n";
$client->send('of the parent');
echo $client->receive()->data, "\n";
?>
--EXPECT--
Error(0): the connection is encrypted and its parent process's: a child has to make a client of its own
Error(0): the connection is encrypted and its parent process's: a child has to make a client of its own
Error(0): the connection is encrypted and its parent process's: a child has to make a client of its own
signal 9
of the parent
