--TEST--
Whichever worker asks, getClientInfo() has the certificates of all clients
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, <<<'PHP'
    $server->on('message', function ($server, $frame) {
        $names = [];
        foreach ($server->connections as $fd) {
            $names[$fd] = openssl_x509_parse($server->getClientInfo($fd)['ssl_client_cert'])['subject']['CN'];
        }
        ksort($names);
        $server->push($frame->fd, json_encode($names));
    });
    PHP, ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file]);

foreach (['one', 'two', 'three', 'four'] as $name) {
    $clients[] = wss($server->port, $authority, presenting(makeClientCertificate($folder, $name, $authority)));
}
foreach ($clients as $client) {
    echo $client->text('who is there?')->receive(), "\n";
}
?>
--EXPECT--
text: {"1":"one","2":"two","3":"three","4":"four"}
text: {"1":"one","2":"two","3":"three","4":"four"}
text: {"1":"one","2":"two","3":"three","4":"four"}
text: {"1":"one","2":"two","3":"three","4":"four"}
