--TEST--
ssl_capath and ssl_cafile together; ssl_allow_self_signed; without ssl_verify_peer nobody is asked for a certificate
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$others = [makeAuthority(certificateFolder(), 'first'), makeAuthority(certificateFolder(), 'second')];
$of = fn (string $name, ?Certificate $issuer) => presenting(makeClientCertificate($folder, $name, $issuer));
$clients = [
    'nothing' => [],
    'of authority' => $of('client', $authority),
    'of the first' => $of('client-1', $others[0]),
    'of the second' => $of('client-2', $others[1]),
    'self-signed' => $of('self-signed', null),
];
$capath = certificateFolder();
copy($others[0]->file, "$capath/first.pem");

$cases = [
    'capath' => ['ssl_verify_peer' => true, 'ssl_capath' => $capath],
    'both' => ['ssl_verify_peer' => true, 'ssl_capath' => $capath, 'ssl_cafile' => $authority->file],
    'self-signed too' => ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file, 'ssl_allow_self_signed' => true],
    'not asked' => ['ssl_client_cert_file' => $authority->file],
];
foreach ($cases as $name => $settings) {
    $server = tlsServer($certificate, <<<'PHP'
        $server->on('message', function ($server, $frame) {
            $server->push($frame->fd, isset($server->getClientInfo($frame->fd)['ssl_client_cert']) ? 'a certificate' : 'no certificate');
        });
        PHP, $settings);
    $in = array_filter($clients, fn ($options) => getsThrough($server->port, $authority, $options));
    echo "$name: ", implode(', ', array_keys($in)), "\n";
    $known = array_map(fn ($options) => wss($server->port, $authority, $options)->text('who am I?')->receive()->payload, $in);
    echo '    ', implode(', ', array_unique($known)), "\n";
}
?>
--EXPECT--
capath: of the first
    a certificate
both: of authority, of the first
    a certificate
self-signed too: of authority, self-signed
    a certificate
not asked: nothing, of authority, of the first, of the second, self-signed
    no certificate
