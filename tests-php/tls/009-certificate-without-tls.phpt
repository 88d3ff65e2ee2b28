--TEST--
ssl_cert_file on a port without SWOOLE_SSL: a log line says so, and the port speaks plain HTTP
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$certificate = makeCertificate(certificateFolder(), 'server', ['127.0.0.1']);
$settings = var_export(['ssl_cert_file' => $certificate->file, 'ssl_key_file' => $certificate->keyFile], true);
$server = TestServer::run(<<<PHP
    \$server = new swoole_websocket_server('127.0.0.1', 0);
    \$server->set($settings);
    \$server->on('message', function (\$server, \$frame) { \$server->push(\$frame->fd, var_export(\$server->ssl, true)); });
    PHP);
echo (new WebSocketClient($server->port))->text('is this TLS?')->receive(), "\n";
echo preg_match_all("/ssl_cert_file.*$server->port.*SWOOLE_SSL/", $server->log()), " log line\n";
?>
--EXPECT--
text: false
1 log line
