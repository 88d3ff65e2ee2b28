--TEST--
Some ports speak TLS and some don't, WebSocket and plain TCP, with certificates of their own
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
[$first, $second] = [
    makeCertificate($folder, 'first', ['127.0.0.1'], $authority),
    makeCertificate($folder, 'second', ['127.0.0.1'], $authority),
];
$own = var_export(['ssl_cert_file' => $second->file, 'ssl_key_file' => $second->keyFile, 'open_eof_split' => true,
    'package_eof' => "\n"], true);
$server = tlsServer($first, <<<PHP
    \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP | SWOOLE_SSL)->set($own);
    \$server->on('receive', fn (\$server, \$fd, \$reactor, \$data) => \$server->send(\$fd, "plain \$data"));
    PHP);
$client = wss($server->port, $authority);
echo $client->certificateName(), ' ', $client->text('encrypted')->receive(), "\n";
echo (new WebSocketClient($server->ports[1]))->text('not encrypted')->receive(), "\n";
$client = new Connection($server->ports[2], tls: trusting($authority));
echo $client->certificateName(), ' ', $client->ask("encry"."pted\n"), "\n";
?>
--EXPECT--
127.0.0.1 text: encrypted
text: not encrypted
127.0.0.1 plain encrypted
