--TEST--
SIGTERM: everybody on wss gets what was pushed and close code 1001, a connection that is still in its handshake ends, exit code 0
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, <<<'PHP'
    $server->on('message', function ($server, $frame) {
        for ($number = 0; $number < 20; $number++) {
            $server->push($frame->fd, str_repeat('x', 50000));
        }
        echo "pushed\n";
    });
    $server->on('close', function ($server, $fd, $reactor) { echo "close " . reactor($reactor) . "\n"; });
    $server->on('shutdown', function () { echo "shutdown\n"; });
    PHP);

$idle = wss($server->port, $authority);
$slow = wss($server->port, $authority);
$begun = (new Connection($server->port))->raw("\x16\x03\x01\x02\x00");
$slow->text('go');
$server->waitForOutput('pushed');
$server->signal(SIGTERM);
for ($count = 0; ($frame = $slow->receive())->opcode !== 8; $count++) {
    if (strlen($frame->payload) !== 50000) {
        echo strlen($frame->payload), " bytes only\n";
    }
}
echo "$count messages, $frame\n";
$slow->send(substr($frame->payload, 0, 2), 8)->isClosedByServer();
echo $idle->closeCode(), "\n";
var_dump($begun->isClosedByServer());
echo 'exit code ', $server->wait(), "\n", $server->output();
?>
--EXPECTF--
20 messages, close: 1001%S
1001
bool(true)
exit code 0
pushed
close -1
close -1
shutdown
