--TEST--
Over wss too disconnect() and a stop wait about 2 s for a client that does not answer, and onBufferEmpty comes at buffer_low_watermark
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);

$server = tlsServer($certificate, <<<'PHP'
    $server->on('message', fn ($server, $frame) => $server->disconnect($frame->fd));
    PHP, ['max_wait_time' => 9]);
$client = wss($server->port, $authority)->text('go');
echo $client->receive(), "\n";
$begin = microtime(true);
$client->readAll();
echo microtime(true) - $begin < 3.5 ? 'ended' : 'ended late', "\n";
$client = wss($server->port, $authority);
$begin = microtime(true);
echo $server->stop(), microtime(true) - $begin < 3.5 ? ', stopped' : ', stopped late', "\n";

$server = tlsServer($certificate, <<<'PHP'
    $server->on('message', function ($server, $frame) {
        for ($number = 0; $number < 40; $number++) {
            $server->push($frame->fd, str_repeat('z', 1 << 20));
        }
    });
    $server->on('bufferFull', function ($server, $fd) { echo "full\n"; });
    $server->on('bufferEmpty', function ($server, $fd) {
        $waiting = $server->getClientInfo($fd)['send_queued_bytes'] >> 20;
        echo $waiting > 0 && $waiting < 20 ? "empty enough\n" : "empty at $waiting MiB\n";
    });
    PHP, ['socket_buffer_size' => 64 << 20, 'buffer_high_watermark' => 25 << 20, 'buffer_low_watermark' => 20 << 20]);
$client = wss($server->port, $authority)->text('go');
$server->waitForOutput('full');
// So that less than the mark waits, and much still does: the sockets hold about 10 MiB at most.
for ($number = 0; $number < 22; $number++) {
    $client->receive();
}
$server->waitForOutput('empty');
echo $server->output();
?>
--EXPECT--
close: 1000
ended
0, stopped
full
empty enough
