--TEST--
ssl_protocols: TLS 1.2 and 1.3 unless the mask says otherwise; the unsafe ones are not spoken, and named
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$versions = ['TLS 1.2' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, 'TLS 1.3' => STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT];
$masks = [
    'as it is' => [],
    'TLS 1.2 only' => ['ssl_protocols' => SWOOLE_SSL_TLSv1_2],
    'TLS 1.3 only' => ['ssl_protocols' => SWOOLE_SSL_TLSv1_3],
    'both' => ['ssl_protocols' => SWOOLE_SSL_TLSv1_2 | SWOOLE_SSL_TLSv1_3],
    '0' => ['ssl_protocols' => 0],
];

foreach ($masks as $name => $settings) {
    $server = tlsServer($certificate, settings: $settings);
    echo "$name:";
    foreach ($versions as $version => $method) {
        echo " $version ", getsThrough($server->port, $authority, ['crypto_method' => $method]) ? 'yes' : 'no';
    }
    // Whoever can do both gets the better one.
    echo ', ', wss($server->port, $authority)->tls()['protocol'], "\n";
}

// With one that is not spoken beside it, a version that is spoken will do.
$server = tlsServer($certificate, settings: ['ssl_protocols' => SWOOLE_SSL_TLSv1_1 | SWOOLE_SSL_TLSv1_2]);
echo wss($server->port, $authority)->tls()['protocol'], ', ', preg_match_all('/ssl_protocols.*TLSv1_1/', $server->log()), " log line\n";

$server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | SWOOLE_SSL);
$server->set(['ssl_cert_file' => $certificate->file, 'ssl_key_file' => $certificate->keyFile,
    'ssl_protocols' => SWOOLE_SSL_TLSv1 | SWOOLE_SSL_TLSv1_1, 'log_level' => SWOOLE_LOG_ERROR]);
$server->on('start', function () { echo "it started\n"; exit; });
$server->on('message', fn () => null);
catching(fn () => $server->start());
?>
--EXPECTF--
as it is: TLS 1.2 yes TLS 1.3 yes, TLSv1.3
TLS 1.2 only: TLS 1.2 yes TLS 1.3 no, TLSv1.2
TLS 1.3 only: TLS 1.2 no TLS 1.3 yes, TLSv1.3
both: TLS 1.2 yes TLS 1.3 yes, TLSv1.3
0: TLS 1.2 yes TLS 1.3 yes, TLSv1.3
TLSv1.2, 1 log line
Swoole\Exception(1019): %Sssl_protocols%STLSv1 %STLSv1_1 %S
