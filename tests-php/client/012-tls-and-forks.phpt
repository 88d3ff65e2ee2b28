--TEST--
An encrypted connection is its process's: a child can't use it, and does not end it
--SKIPIF--
<?php extension_loaded('openssl') && extension_loaded('pcntl') && extension_loaded('posix') or die('skip needs openssl, pcntl and posix');
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$certificate = makeCertificate($folder = certificateFolder(), 'server', ['127.0.0.1'], makeAuthority($folder));
$server = TestServer::run(sprintf(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $server->set(['ssl_cert_file' => '%s', 'ssl_key_file' => '%s']);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, $data));
    PHP, $certificate->file, $certificate->keyFile));
$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_SSL);
$client->connect('127.0.0.1', $server->port, 5);
if (($child = pcntl_fork()) === 0) {
    catching(fn () => $client->send('from the child'));
    unset($client);
    // Without a word of the harness, which would end the server.
    posix_kill(getmypid(), SIGKILL);
}
pcntl_waitpid($child, $status);
$client->send('from the parent');
var_dump($client->recv());
?>
--EXPECT--
Error(0): the connection is encrypted and its parent process's: a child has to make a client of its own
string(15) "from the parent"
