--TEST--
Thousands of clients, good ones and failed ones, leave no memory, no descriptor and no thread behind
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

use Swoxide\WebSocket\Client;

$folder = certificateFolder();
$authority = makeAuthority($folder);
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['websocket_compression' => true, 'websocket_context_takeover' => true]);
    $server->on('message', fn ($server, $frame) => $frame->data === 'close' ? $server->disconnect($frame->fd, 4000, 'as you asked') : $server->push($frame->fd, $frame->data));
    $server->on('request', fn ($request, $response) => $response->end());
    PHP);
$secure = tlsServer(makeCertificate($folder, 'server', ['127.0.0.1'], $authority));
$closed = Network::freePort();
$text = str_repeat('all work and no play ', 500);

$round = function () use ($server, $secure, $closed, $authority, $text) {
    $client = new Client("ws://127.0.0.1:$server->port/", ['websocket_compression' => true, 'websocket_context_takeover' => true]);
    $client->send($text);
    $client->receive()->data === $text || print("wrong\n");
    $client->send('half', flags: 0);
    $client = new Client("ws://localhost:$server->port/");
    $client->send('close');
    try {
        $client->receive();
    } catch (Swoxide\WebSocket\Exception) {
    }
    $client = new Client("wss://127.0.0.1:$secure->port/", ['ssl_cafile' => $authority->file]);
    $client->send($text);
    $client->receive()->data === $text && $client->close() || print("wrong\n");
    $client = new Client("ws://127.0.0.1:$server->port/", ['persistent' => true]);
    $client->send($text);
    foreach ([
        fn () => new Client("ws://127.0.0.1:$closed/"),
        fn () => new Client("wss://127.0.0.1:$secure->port/", ['ssl_host_name' => 'other.test', 'ssl_cafile' => $authority->file]),
        fn () => new Client("wss://127.0.0.1:$server->port/", ['timeout' => 0.01, 'ssl_verify_peer' => false]),
        fn () => new Client("ws://127.0.0.1:$server->port/", ['tiemout' => 1]),
        fn () => $client->send("\xff"),
    ] as $failing) {
        try {
            $failing();
            echo "nothing failed\n";
        } catch (Swoxide\WebSocket\Exception | ValueError) {
        }
    }
};
/** @return array{int, int} descriptors and resident KiB of this process */
$held = function (): array {
    gc_collect_cycles();
    preg_match('/^VmRSS:\s+(\d+) kB/m', file_get_contents('/proc/self/status'), $match);
    return [count(glob('/proc/self/fd/*')), (int) $match[1]];
};
for ($number = 0; $number < 30; $number++) {
    $round();
}
[$descriptors, $memory] = $held();
for ($number = 0; $number < 150; $number++) {
    $round();
}
[$descriptors_then, $memory_then] = $held();
var_dump($descriptors_then - $descriptors);
echo $memory_then - $memory < 1500 ? 'no' : $memory_then - $memory . ' KiB of', " memory more\n";
// A thread of a look-up ends a moment after it.
waitUntil(fn () => count(glob('/proc/self/task/*')) === 1, 'all threads to end');
echo "one thread\n";
?>
--EXPECT--
int(0)
no memory more
one thread
