--TEST--
ssl_ciphers: names as OpenSSL has them choose, the order is the server's, and what is not known is said in the log
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$tls12 = ['crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT];
$lists = [
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:!aNULL:!MD5',
];
foreach ($lists as $list) {
    $server = tlsServer($certificate, settings: ['ssl_ciphers' => $list, 'ssl_prefer_server_ciphers' => true]);
    echo wss($server->port, $authority, $tls12)->tls()['cipher_name'];
    // A list that names no suite of TLS 1.3 does not turn it off.
    echo ', ', wss($server->port, $authority)->tls()['protocol'];
    echo ', others ', getsThrough($server->port, $authority, $tls12 + ['ciphers' => 'ECDHE-RSA-AES128-GCM-SHA256']) ? 'in' : 'refused', "\n";
}
foreach (['HIGH:!aNULL:!MD5', 'DEFAULT'] as $list) {
    $server = tlsServer($certificate, settings: ['ssl_ciphers' => $list]);
    echo $list, ': ', wss($server->port, $authority, $tls12)->tls()['protocol'], "\n", $server->log();
}
$server = tlsServer($certificate, settings: ['ssl_ciphers' => 'ECDHE-ECDSA-AES128-GCM-SHA256:NO-SUCH-CIPHER']);
echo wss($server->port, $authority, $tls12)->tls()['cipher_name'], "\n";
echo preg_match_all('/ WARNING .*NO-SUCH-CIPHER/', $server->log()), " warning\n";

$server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | SWOOLE_SSL);
$server->set(['ssl_cert_file' => $certificate->file, 'ssl_key_file' => $certificate->keyFile,
    'ssl_ciphers' => 'RC4-SHA', 'ssl_protocols' => SWOOLE_SSL_TLSv1_2, 'log_level' => SWOOLE_LOG_ERROR]);
$server->on('message', fn () => null);
catching(fn () => $server->start());
?>
--EXPECTF--
ECDHE-ECDSA-AES256-GCM-SHA384, TLSv1.3, others refused
ECDHE-ECDSA-CHACHA20-POLY1305, TLSv1.3, others refused
ECDHE-ECDSA-AES128-GCM-SHA256, TLSv1.3, others refused
HIGH:!aNULL:!MD5: TLSv1.2
DEFAULT: TLSv1.2
ECDHE-ECDSA-AES128-GCM-SHA256
1 warning
Swoole\Exception(1019): %Sssl_ciphers%S
