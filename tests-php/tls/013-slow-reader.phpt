--TEST--
A slow client over wss: what it does not take yet is kept for it up to socket_buffer_size, the rest is refused, nobody waits
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
// Pushed until the buffers of both sides, and then the outbox, are full; one push a message, so that sockets are written between.
$server = tlsServer($certificate, <<<'PHP'
    const SLOW = 1;
    $taken = [];
    $server->on('message', function ($server, $frame) use (&$taken) {
        [$word, $number] = explode(' ', $frame->data) + [1 => 0];
        if ($word === 'slow') {
            $server->push($frame->fd, $frame->fd === SLOW ? 'you are' : 'you are not');
            return;
        }
        if ($word === 'push' && $server->push(SLOW, str_pad("$number ", 65536, "$number."))) {
            $taken[] = $number;
            $server->push($frame->fd, 'taken');
        } else {
            $server->push($frame->fd, $word === 'push' ? 'refused ' . swoole_last_error() : implode(',', $taken));
        }
    });
    PHP, ['socket_buffer_size' => 1 << 20]);

$slow = wss($server->port, $authority);
echo $slow->text('slow')->receive(), "\n";
$quick = wss($server->port, $authority);
$before = $server->memory();
for ($number = 0, $refused = 0; $refused < 100 && $number < 2000; $number++) {
    $answer = $quick->text("push $number")->receive()->payload;
    if ($answer !== 'taken') {
        $refused++;
    }
}
echo "$answer, $refused times\n";
printf("%s more memory\n", $server->memory() - $before < 16 * 1024 ? 'a little' : $server->memory() - $before . ' KiB');

$changed = 0;
foreach (explode(',', $quick->text('report')->receive()->payload) as $number) {
    $changed += $slow->receive()->payload !== str_pad("$number ", 65536, "$number.");
}
echo "$changed changed\n";
// With room in it again it takes what is pushed.
echo $quick->text('push 9999')->receive(), "\n", strtok($slow->receive()->payload, ' '), "\n";
?>
--EXPECT--
text: you are
refused 1009, 100 times
a little more memory
0 changed
text: taken
9999
