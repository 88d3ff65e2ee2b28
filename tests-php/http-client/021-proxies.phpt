--TEST--
HTTP and SOCKS proxies: requests, tunnels for WebSockets, users and passwords, and what they refuse
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

/** What a proxy does when it has said yes. */
const TUNNEL = <<<'PHP'
    $tunnel = function (RawPeer $peer, string $host, int $port) {
        $far = stream_socket_client("tcp://$host:$port");
        $near = $peer->stream();
        while (true) {
            $ready = [$near, $far];
            $none = null;
            stream_select($ready, $none, $none, 10);
            foreach ($ready as $stream) {
                $bytes = fread($stream, 65536);
                if ($bytes === '' || $bytes === false) {
                    return;
                }
                fwrite($stream === $near ? $far : $near, $bytes);
            }
        }
    };

    PHP;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end('for ' . $request->header['host']));
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "got $frame->data"));
    PHP);

function attempt(string $what, string $host, int $port, array $settings, bool $upgrade): void
{
    $client = new Client($host, $port);
    $client->set($settings + ['timeout' => TIME_LIMIT]);
    $client->on('message', function (Client $client, $frame) {
        echo "$frame->data\n";
        $client->close();
    });
    echo "$what: ";
    $client->{$upgrade ? 'upgrade' : 'get'}('/path?a=1', function (Client $client) {
        echo preg_replace('/(?<=127\.0\.0\.1):\d+/', ':PORT', "$client->statusCode $client->errCode $client->errMsg$client->body"), "\n";
        $client->isConnected() && $client->statusCode === 101 && $client->push('hello');
    });
    Swoole\Event::wait();
}

$http = RawServer::serving(TUNNEL . <<<'PHP'
    echo preg_replace('/:\d+/', ':PORT', preg_replace('/\r\n(?!Proxy).*/', '', $peer->head()->request)), "\n";
    if (preg_match('/^CONNECT (.*):(\d+) /', $peer->request, $match)) {
        $tunnel($peer->raw("HTTP/1.1 200 OK\r\n\r\n"), $match[1], (int) $match[2]);
    } else {
        $peer->raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy");
    }
    PHP);
$by = ['http_proxy_host' => '127.0.0.1', 'http_proxy_port' => $http->port];
attempt('HTTP, request', '127.0.0.1', $server->port, $by, false);
attempt('HTTP, WebSocket', '127.0.0.1', $server->port, $by + ['http_proxy_user' => 'me', 'http_proxy_password' => 'secret'], true);
echo $http->output();
$refusing = RawServer::serving('$peer->head()->raw("HTTP/1.1 403 No\r\n\r\n"); $peer->readAll();');
attempt('refused', '127.0.0.1', $server->port, ['http_proxy_host' => '127.0.0.1', 'http_proxy_port' => $refusing->port], true);
attempt('nobody there', '127.0.0.1', $server->port, ['http_proxy_host' => '127.0.0.1', 'http_proxy_port' => Network::freePort()], true);

$socks = RawServer::serving(TUNNEL . <<<'PHP'
    $methods = $peer->read(ord($peer->read(2)[1]));
    if (str_contains($methods, "\2")) {
        $peer->raw("\5\2")->read(1);
        echo $peer->read(ord($peer->read(1))), ':', $peer->read(ord($peer->read(1))), "\n";
        $peer->raw("\1\0");
    } else {
        $peer->raw("\5\0");
    }
    $kind = ord($peer->read(4)[3]);
    $host = $kind === 3 ? $peer->read(ord($peer->read(1))) : inet_ntop($peer->read($kind === 1 ? 4 : 16));
    $port = unpack('n', $peer->read(2))[1];
    echo "kind $kind: $host\n";
    if ($host === 'nowhere.test') {
        $peer->raw("\5\4\0\1\0\0\0\0\0\0")->readAll();
    } else {
        $tunnel($peer->raw("\5\0\0\1\0\0\0\0\0\0"), '127.0.0.1', $port);
    }
    PHP);
$by = ['socks5_host' => '127.0.0.1', 'socks5_port' => $socks->port];
attempt('SOCKS, request', '127.0.0.1', $server->port, $by + ['keep_alive' => false], false);
attempt('SOCKS, WebSocket by name', 'any.test', $server->port, $by + ['socks5_user' => 'me', 'socks5_password' => 'secret'], true);
attempt('SOCKS, refused', 'nowhere.test', $server->port, $by, true);
echo $socks->output();
attempt('no SOCKS', '127.0.0.1', $server->port, ['socks5_host' => '127.0.0.1', 'socks5_port' => $server->port], true);
?>
--EXPECT--
HTTP, request: 200 0 proxy
HTTP, WebSocket: 101 0 
got hello
GET http://127.0.0.1:PORT/path?a=1 HTTP/1.1
Host: 127.0.0.1:PORT

CONNECT 127.0.0.1:PORT HTTP/1.1
Proxy-Authorization: Basic bWU6c2VjcmV0

refused: -1 113 the proxy answered 403 No
nobody there: -1 111 the proxy 127.0.0.1: connecting to 127.0.0.1:PORT: Connection refused (os error 111)
SOCKS, request: 200 0 for 127.0.0.1:PORT
SOCKS, WebSocket by name: 101 0 
got hello
SOCKS, refused: -1 113 the proxy can't reach the host
kind 1: 127.0.0.1
me:secret
kind 3: any.test
kind 3: nowhere.test
no SOCKS: -1 113 the proxy does not speak SOCKS 5: it answered with version 72
