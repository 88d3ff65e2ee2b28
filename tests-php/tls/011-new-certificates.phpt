--TEST--
reload() and SIGUSR1 read the certificates again, for new connections; files that are broken then change nothing
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['first.test'], $authority);
$next = fn (string $host) => $certificate->replaceBy(makeCertificate($folder, 'next', [$host], $authority));
// In SWOOLE_BASE a reload replaces workers, and what is encrypted can't be handed over.
Combination::isProcess() || Combination::oneWorker();
$server = tlsServer($certificate, <<<'PHP'
    $server->on('message', function ($server, $frame) {
        $answer = $frame->data === 'reload' ? var_export($server->reload(), true) : $frame->data;
        $server->push($frame->fd, $answer);
    });
    PHP);
$unchecked = ['verify_peer_name' => false];
$name = fn () => wss($server->port, $authority, $unchecked)->certificateName();

$old = wss($server->port, $authority, $unchecked);
// In SWOOLE_PROCESS it is another process that reads the certificates: only its log says that it can't.
$reload = fn () => $old->text('reload')->receive()->payload;
$cannot = var_export(Combination::isProcess(), true);
$isNow = fn (string $host) => waitUntil(fn () => $name() === $host, "the certificate of $host");
echo $old->certificateName(), "\n";
$next('second.test');
echo $name(), "\n", $reload(), "\n";
$isNow('second.test');

$next('third.test');
$server->signal(SIGUSR1);
$isNow('third.test');

// A certificate whose key has not come yet.
copy(makeCertificate($folder, 'fourth', ['fourth.test'], $authority)->file, $certificate->file);
echo $reload() === $cannot ? 'refused' : 'taken', "\n";
$server->waitForLog('server.key');
echo $name(), "\n";
copy("$folder/fourth.key", $certificate->keyFile);
echo $reload(), "\n";
$isNow('fourth.test');

// Connections of before have lived through it all.
echo $old->text('still here')->receive(), "\n";
?>
--EXPECT--
first.test
first.test
true
refused
third.test
true
text: still here
