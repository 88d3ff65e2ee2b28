--TEST--
Messages of every length over wss, in both versions of TLS, down to the last byte
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$settings = ['package_max_length' => 16 << 20, 'socket_buffer_size' => 64 << 20];
$server = tlsServer($certificate, settings: $settings);

foreach ([STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT] as $method) {
    $client = wss($server->port, $authority, ['crypto_method' => $method]);
    // Around the lengths of WebSocket frames, and around those of TLS records.
    foreach ([0, 1, 125, 126, 16383, 16384, 16385, 65535, 65536, 1 << 20, 8 << 20] as $length) {
        $data = $length ? random_bytes($length) : '';
        if ($client->binary($data)->receive()->payload !== $data) {
            echo "$length bytes came back changed\n";
        }
    }
    echo $client->tls()['protocol'], " done\n";
}

// Many small ones in a row, sent before any is read.
$client->raw(implode('', array_map(fn ($number) => WebSocketClient::frame("message $number"), range(1, 3000))));
foreach (range(1, 3000) as $number) {
    if (($payload = $client->receive()->payload) !== "message $number") {
        exit("$payload came instead of message $number\n");
    }
}
echo "all messages\n", $server->log();
?>
--EXPECT--
TLSv1.2 done
TLSv1.3 done
all messages
