--TEST--
ssl_verify_peer: only clients with a certificate of ssl_client_cert_file's get in, and getClientInfo() has it
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$stranger = makeAuthority($folder, 'stranger');
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$client = makeClientCertificate($folder, 'client', $authority);
$refused = [
    'without a certificate' => [],
    'of another authority' => presenting(makeClientCertificate($folder, 'other', $stranger)),
    'self-signed' => presenting(makeClientCertificate($folder, 'self-signed')),
    "a server's" => presenting($certificate),
];

foreach (['ssl_client_cert_file', 'ssl_cafile'] as $setting) {
    $server = tlsServer($certificate, <<<'PHP'
        $server->on('connect', function ($server, $fd) { echo "connect\n"; });
        $server->on('open', function ($server, $request) {
            $server->push($request->fd, $server->getClientInfo($request->fd)['ssl_client_cert']);
        });
        $server->on('close', function ($server, $fd) { echo "close\n"; });
        PHP, ['ssl_verify_peer' => true, $setting => $authority->file]);
    foreach ($refused as $name => $options) {
        echo "$name: ", getsThrough($server->port, $authority, $options) ? 'in' : 'refused', "\n";
    }
    $presented = wss($server->port, $authority, presenting($client))->receive()->payload;
    echo trim($presented) === trim($client->pem()) ? "its certificate, as PEM\n" : $presented;
    $server->stop();
    echo $server->output(), preg_match_all('/TLS handshake failed/', $server->log()), " log lines\n";
}
?>
--EXPECT--
without a certificate: refused
of another authority: refused
self-signed: refused
a server's: refused
its certificate, as PEM
connect
close
4 log lines
without a certificate: refused
of another authority: refused
self-signed: refused
a server's: refused
its certificate, as PEM
connect
close
4 log lines
