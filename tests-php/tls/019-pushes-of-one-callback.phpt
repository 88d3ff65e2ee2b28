--TEST--
Over wss too a callback may push more than the outbox holds to a client that reads; onBufferFull speaks of sockets that take no more only
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);

foreach (['refuse', 'drop'] as $policy) {
    $server = tlsServer($certificate, <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'many') {
                for ($number = 0, $pushed = 0; $number < 400; $number++) {
                    $pushed += @$server->push($frame->fd, str_pad("$number ", 15_000, '.'));
                }
                echo "$pushed pushed\n";
            } else {
                $server->push($frame->fd, $frame->data === 'one' ? str_repeat('x', 900 << 10) : 'end');
            }
        });
        $server->on('bufferFull', function () { echo "full\n"; });
        $server->on('close', function () { echo "closed\n"; });
        PHP, ['socket_buffer_policy' => $policy]);
    $client = wss($server->port, $authority)->text('many');
    for ($number = 0; $number < 400 && $client->receive()->payload === str_pad("$number ", 15_000, '.'); $number++);
    echo "$policy: $number came";
    echo ', ', strlen($client->text('one')->receive()->payload), ' bytes, ', $client->text('end')->receive(), "\n", $server->output();
}
?>
--EXPECT--
refuse: 400 came, 921600 bytes, text: end
400 pushed
drop: 400 came, 921600 bytes, text: end
400 pushed
