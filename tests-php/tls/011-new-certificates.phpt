--TEST--
reload() and SIGUSR1 read the certificates again, for new connections; files that are broken then change nothing
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['first.test'], $authority);
$next = fn (string $host) => $certificate->replaceBy(makeCertificate($folder, 'next', [$host], $authority));
$server = tlsServer($certificate, <<<'PHP'
    $server->on('message', function ($server, $frame) {
        $answer = $frame->data === 'reload' ? var_export($server->reload(), true) : $frame->data;
        $server->push($frame->fd, $answer);
    });
    PHP);
$unchecked = ['verify_peer_name' => false];
$name = fn () => wss($server->port, $authority, $unchecked)->certificateName();

$old = wss($server->port, $authority, $unchecked);
echo $old->certificateName(), "\n";
$next('second.test');
echo $name(), "\n", $old->text('reload')->receive(), "\n", $name(), "\n";

$next('third.test');
$server->signal(SIGUSR1);
echo waitUntil(fn () => ($now = $name()) === 'second.test' ? false : $now, 'another certificate'), "\n";

// A certificate whose key has not come yet.
copy(makeCertificate($folder, 'fourth', ['fourth.test'], $authority)->file, $certificate->file);
echo $old->text('reload')->receive(), "\n", $name(), "\n";
$server->waitForLog('server.key');
copy("$folder/fourth.key", $certificate->keyFile);
echo $old->text('reload')->receive(), "\n", $name(), "\n";

// Connections of before have lived through it all.
echo $old->text('still here')->receive(), "\n";
?>
--EXPECT--
first.test
first.test
text: true
second.test
third.test
text: false
third.test
text: true
fourth.test
text: still here
