--TEST--
ssl_sni_certs: a client gets the certificate of the name that it asks for, and of ssl_cert_file if there is none
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$default = makeCertificate($folder, 'default', ['default.test'], $authority);
$exact = makeCertificate($folder, 'exact', ['example.com'], $authority);
$wild = makeCertificate($folder, 'wild', ['*.example.org'], $authority);
$files = fn (Certificate $certificate) => ['ssl_cert_file' => $certificate->file, 'ssl_key_file' => $certificate->keyFile];
$server = tlsServer($default, settings: ['ssl_sni_certs' => [
    'example.com' => $files($exact),
    '*.example.org' => $files($wild),
]]);

$names = ['example.com', 'EXAMPLE.com', 'www.example.com', 'chat.example.org', 'Chat.Example.ORG', 'a.b.example.org', 'example.org', 'default.test'];
foreach ($names as $name) {
    $client = wss($server->port, $authority, ['peer_name' => $name, 'verify_peer_name' => false]);
    echo "$name: ", $client->certificateName(), ', ', $client->text('hello')->receive(), "\n";
}
$client = wss($server->port, $authority, ['SNI_enabled' => false, 'verify_peer_name' => false]);
echo 'no name: ', $client->certificateName(), "\n";
// The names are on the certificates, too: a client that checks them is content.
var_dump(getsThrough($server->port, $authority, ['peer_name' => 'chat.example.org']));
var_dump(getsThrough($server->port, $authority, ['peer_name' => 'a.b.example.org']));
?>
--EXPECT--
example.com: example.com, text: hello
EXAMPLE.com: example.com, text: hello
www.example.com: default.test, text: hello
chat.example.org: *.example.org, text: hello
Chat.Example.ORG: *.example.org, text: hello
a.b.example.org: default.test, text: hello
example.org: default.test, text: hello
default.test: default.test, text: hello
no name: default.test
bool(true)
bool(false)
