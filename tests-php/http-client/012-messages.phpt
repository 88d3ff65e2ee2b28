--TEST--
Messages of all sizes, in parts, compressed and not; what a server does not read is bounded by socket_buffer_size
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['websocket_compression' => true, 'websocket_context_takeover' => true, 'package_max_length' => 16 << 20, 'socket_buffer_size' => 32 << 20]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data, $frame->opcode, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS));
    PHP);

mt_srand(1);
$samples = array_map(fn ($length) => substr(str_repeat(md5((string) $length) . ' 你好 ', intdiv($length, 40) + 1), 0, $length), [0, 1, 125, 126, 65535, 65536, 1 << 20, 8 << 20]);
foreach ([[], ['websocket_compression' => true], ['websocket_compression' => true, 'websocket_context_takeover' => true]] as $settings) {
    $client = new Client('127.0.0.1', $server->port);
    $client->set($settings + ['timeout' => TIME_LIMIT, 'package_max_length' => 16 << 20, 'socket_buffer_size' => 32 << 20]);
    $heard = [];
    $client->on('message', function (Client $client, $frame) use (&$heard, $samples) {
        $heard[] = $frame->data;
        count($heard) === count($samples) + 1 && $client->close();
    });
    $client->upgrade('/', function (Client $client) use ($samples) {
        echo $client->headers['sec-websocket-extensions'] ?? 'none', ': ';
        foreach ($samples as $sample) {
            $client->push($sample, WEBSOCKET_OPCODE_BINARY) || print("refused\n");
        }
        foreach (range('a', 'z') as $letter) {
            $client->push(str_repeat($letter, 10000), $letter === 'a' ? WEBSOCKET_OPCODE_TEXT : WEBSOCKET_OPCODE_CONTINUATION, $letter === 'z');
        }
    });
    Swoole\Event::wait();
    var_dump(array_slice($heard, 0, -1) === $samples && end($heard) === implode(array_map(fn ($letter) => str_repeat($letter, 10000), range('a', 'z'))));
}

$deaf = RawServer::serving('$peer->open()->holdStill();');
$client = new Client('127.0.0.1', $deaf->port);
$client->set(['timeout' => TIME_LIMIT, 'socket_buffer_size' => 1 << 20]);
$client->on('message', fn () => null);
$client->on('close', fn (Client $client) => print("close $client->errCode\n"));
$client->upgrade('/', function (Client $client) use ($deaf) {
    $sent = 0;
    $more = function () use ($client, $deaf, &$sent, &$more) {
        while ($client->push(str_repeat('x', 100000), WEBSOCKET_OPCODE_BINARY)) {
            if (++$sent % 5 === 0) {
                return Swoole\Event::defer($more);
            }
        }
        var_dump($client->errCode, $sent > 10 && $sent < 500, $client->isConnected());
        $deaf->signal(SIGUSR1);
    };
    $more();
});
Swoole\Event::wait();
?>
--EXPECT--
none: bool(true)
permessage-deflate; server_no_context_takeover; client_no_context_takeover: bool(true)
permessage-deflate: bool(true)
int(1009)
bool(true)
bool(true)
close 1006
