--TEST--
getClientInfo() has the client's certificate in all callbacks, also when the client has left meanwhile
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, <<<'PHP'
    function say(string $event, $server, int $fd): void
    {
        echo "$event $fd: ", isset($server->getClientInfo($fd)['ssl_client_cert']) ? 'a' : 'no', " certificate\n";
    }
    $server->on('connect', fn ($server, $fd) => say('connect', $server, $fd));
    $server->on('open', fn ($server, $request) => say('open', $server, $request->fd));
    $server->on('close', fn ($server, $fd) => say('close', $server, $fd));
    $server->on('message', function ($server, $frame) {
        echo "busy\n";
        while (!file_exists($frame->data)) {
            usleep(1000);
        }
    });
    PHP, ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file]);
$options = presenting(makeClientCertificate($folder, 'client', $authority));

// The second one comes and goes while PHP is busy with the first.
$first = wss($server->port, $authority, $options);
$first->text("$folder/gone.pem");
$server->waitForOutput('busy');
wss($server->port, $authority, $options)->leave();
touch("$folder/gone.pem");
$server->waitForOutput('close 2');
$first->leave();
$server->stop();
echo $server->output();
?>
--EXPECT--
connect 1: a certificate
open 1: a certificate
busy
connect 2: a certificate
open 2: a certificate
close 2: a certificate
close 1: a certificate
