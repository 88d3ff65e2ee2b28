--TEST--
What is set counts from the next request on: a connection that was made in another way is not used for it
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

use Swoole\Http\Client;

$folder = certificateFolder();
$authority = makeAuthority($folder);
$secure = tlsServer(makeCertificate($folder, 'server', ['127.0.0.1'], $authority));
$plain = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end((string) $request->fd));
    PHP);

/** Asks with the one settings, then with the others added. */
function twice(int $port, bool $ssl, array $first, array $then): void
{
    $client = new Client('127.0.0.1', $port, $ssl);
    $client->set($first + ['timeout' => TIME_LIMIT]);
    $client->get('/', function (Client $client) use ($then) {
        $before = $client->sock;
        $client->set($then);
        $client->get('/', function (Client $client) use ($before) {
            echo json_encode($then = array_keys($client->setting)[count($client->setting) - 1]), ": $client->statusCode, ";
            echo $client->statusCode === -1 ? $client->errCode : ($client->sock === $before ? 'the same' : 'another'), "\n";
            $client->close();
        });
    });
    Swoole\Event::wait();
}

twice($secure->port, true, ['ssl_verify_peer' => false], ['ssl_verify_peer' => true]);
twice($secure->port, true, ['ssl_cafile' => $authority->file], ['ssl_host_name' => 'other.test']);
twice($plain->port, false, [], ['socks5_host' => '127.0.0.1', 'socks5_port' => Network::freePort()]);
twice($plain->port, false, [], ['package_max_length' => 1000]);
?>
--EXPECT--
"timeout": -1, 71
"ssl_host_name": -1, 71
"socks5_port": -1, 111
"package_max_length": 200, the same
