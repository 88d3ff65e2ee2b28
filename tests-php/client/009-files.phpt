--TEST--
sendfile() sends a file or a part of it, in order with what is sent before and behind
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/files.php';

$file = tempnam(sys_get_temp_dir(), 'swoxide-client-');
register_shutdown_function(fn () => unlink($file));
file_put_contents($file, $bytes = random_bytes(1 << 20));
$server = RawServer::serving('$all = $peer->readAll(); echo strlen($all), " ", md5($all), "\n"; $peer->raw("done");');

foreach ([[0, 0], [1000, 0], [1000, 70000]] as [$offset, $length]) {
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    $client->connect('127.0.0.1', $server->port, 5);
    $client->send('<');
    var_dump($client->sendfile($file, $offset, $length));
    $client->send('>');
    $client->shutdown(Swoole\Client::SHUT_WR);
    var_dump($client->recv(4, Swoole\Client::MSG_WAITALL));
    $whole = '<' . substr($bytes, $offset, $length ?: null) . '>';
    $server->waitForOutput(strlen($whole) . ' ' . md5($whole) . "\n");
}
$client = new Swoole\Client(SWOOLE_SOCK_TCP);
$client->connect('127.0.0.1', $server->port, 5);
foreach ([['/nowhere'], [__DIR__], [''], [$file, -1], [$file, 1 << 20], [$file, 0, 1 << 30]] as $arguments) {
    var_dump($client->sendfile(...$arguments));
}
echo 'still connected: ', var_export($client->isConnected(), true), "\n";
?>
--EXPECTF--
bool(true)
string(4) "done"
bool(true)
string(4) "done"
bool(true)
string(4) "done"

Warning: Swoole\Client::sendfile(): sendfile(/nowhere): stat(/nowhere) failed, Error: No such file or directory[2] in %s on line %d
bool(false)

Warning: Swoole\Client::sendfile(): sendfile(%s): parameter $file[%s] given is not a regular file in %s on line %d
bool(false)

Warning: Swoole\Client::sendfile(): sendfile(): file name is empty in %s on line %d
bool(false)

Warning: Swoole\Client::sendfile(): sendfile(%s): parameter $offset[-1] exceeds the file size in %s on line %d
bool(false)

Warning: Swoole\Client::sendfile(): sendfile(%s): it is empty in %s on line %d
bool(false)

Warning: Swoole\Client::sendfile(): sendfile(%s): parameter $length[1073741824] exceeds the file size in %s on line %d
bool(false)
still connected: true
