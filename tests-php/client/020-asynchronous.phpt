--TEST--
An asynchronous client tells its callbacks, in order; the script stays as long as it is connected; TCP, UDP, Unix sockets, TLS
--SKIPIF--
<?php extension_loaded('openssl') or die('skip needs openssl to make certificates');
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$certificate = makeCertificate($folder = certificateFolder(), 'server', ['localhost', '127.0.0.1'], makeAuthority($folder));
$path = socketPath();
$server = TestServer::run(sprintf(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->set(['open_eof_split' => true, 'package_eof' => "\n"]);
    $server->listen('127.0.0.1', 0, SWOOLE_SOCK_UDP);
    $server->listen('%s', 0, SWOOLE_SOCK_UNIX_STREAM)->set(['open_eof_split' => true, 'package_eof' => "\n"]);
    $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP | SWOOLE_SSL)->set(['open_eof_split' => true, 'package_eof' => "\n", 'ssl_cert_file' => '%s', 'ssl_key_file' => '%s']);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, "got $data"));
    $server->on('packet', fn ($server, $data, $client) => $server->sendto($client['address'], $client['port'], "got $data"));
    PHP, $path, $certificate->file, $certificate->keyFile));

$program = Program::run(sprintf(<<<'PHP'
    function run(string $name, int $type, string $host, int $port, ?callable $then) {
        // Nothing else refers to it.
        $client = new swoole_client($type, SWOOLE_SOCK_ASYNC);
        $client->set(['open_eof_split' => true, 'package_eof' => "\n"]);
        $client->on('connect', function ($client) use ($name) {
            echo "$name connect ", var_export($client->isConnected(), true), ' ', $client->errCode, "\n";
            var_dump($client->send("one\ntwo\n"));
        });
        $client->on('receive', function ($client, $data) use ($name) {
            echo "$name receive ", json_encode($data), "\n";
            if (str_contains($data, 'two')) {
                $client->close();
                echo "$name closed ", var_export($client->isConnected(), true), " $client->sock\n";
            }
        });
        $client->on('error', function ($client) use ($name) { echo "$name error $client->errCode\n"; });
        $client->on('close', function ($client) use ($name, $then) {
            echo "$name close\n";
            $then && $then();
        });
        var_dump($client->connect($host, $port, 5));
    }
    [$port, $udp, $unix, $tls] = %s;
    run('tcp', SWOOLE_SOCK_TCP, 'localhost', $port, function () use ($udp, $tls) {
        run('unix', SWOOLE_SOCK_UNIX_STREAM, '%s', 0, function () use ($udp, $tls) {
            run('tls', SWOOLE_SOCK_TCP | SWOOLE_SSL, '127.0.0.1', $tls, function () use ($udp) {
                run('udp', SWOOLE_SOCK_UDP, '127.0.0.1', $udp, null);
            });
        });
    });
    echo "end of the script\n";
    PHP, var_export($server->ports, true), $path));
echo $program->output(), $program->exitCode(), $program->log(), "\n";

$middle = RawServer::serving(sprintf(<<<'PHP'
    $peer->readThrough("STARTTLS\n");
    $peer->raw("ready\n");
    $peer->encrypt('%s', '%s');
    $peer->raw('private: ' . $peer->readThrough("\n"));
    $peer->isClosedByServer();
    PHP, $certificate->file, $certificate->keyFile));
$client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
$client->on('connect', fn ($client) => $client->send("STARTTLS\n"));
$client->on('receive', function ($client, $data) {
    echo $data;
    $data !== "ready\n" ? $client->close() : $client->enableSSL(function ($client) {
        echo "TLS\n";
        $client->send("words\n");
    });
});
$client->on('error', function ($client) { echo "error $client->errCode\n"; });
$client->on('close', function () { echo "close\n"; });
$client->connect('127.0.0.1', $middle->port, 5);
Swoole\Event::wait();
?>
--EXPECT--
bool(true)
end of the script
tcp connect true 0
int(8)
tcp receive "got one\n"
tcp receive "got two\n"
tcp close
bool(true)
tcp closed false -1
unix connect true 0
int(8)
unix receive "got one\n"
unix receive "got two\n"
unix close
bool(true)
unix closed false -1
tls connect true 0
int(8)
tls receive "got one\n"
tls receive "got two\n"
tls close
bool(true)
tls closed false -1
udp connect true 0
int(8)
udp receive "got one\ntwo\n"
udp close
udp closed false -1
0
ready
TLS
private: words
close
