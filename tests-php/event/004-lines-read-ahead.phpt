--TEST--
Lines that PHP has read ahead count as something to read, also those from before add(), and of encrypted streams
--SKIPIF--
<?php if (!extension_loaded('openssl')) echo 'skip without openssl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($there, "zero\none\ntwo\n");
echo fgets($here);
Swoole\Event::add($here, function ($here) {
    echo fgets($here);
    Swoole\Timer::clearAll();
});
// All are there at once: who waited for the system would wait in vain.
Swoole\Event::dispatch();
Swoole\Event::dispatch();
// Nothing is left, and nothing spins.
Swoole\Timer::after(5, fn () => print("a timer\n"));
Swoole\Event::dispatch();
// What is not waited for is no reason to hurry either.
fwrite($there, "three\nfour\n");
Swoole\Event::dispatch();
Swoole\Event::set($here, null, fn () => null, SWOOLE_EVENT_WRITE);
Swoole\Event::dispatch();
Swoole\Event::set($here, events: SWOOLE_EVENT_READ);
Swoole\Event::dispatch();
Swoole\Event::del($here);

$authority = makeAuthority($folder = certificateFolder());
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = Program::start(<<<PHP
    \$context = stream_context_create(['ssl' => ['local_cert' => '$certificate->file', 'local_pk' => '$certificate->keyFile']]);
    \$listener = stream_socket_server('ssl://127.0.0.1:0', \$code, \$message, context: \$context);
    echo 'listens on ', stream_socket_get_name(\$listener, false), "\\n";
    \$client = stream_socket_accept(\$listener, 10);
    // One record, and far more than PHP reads at once.
    fwrite(\$client, str_repeat("0123456\\n", 2000));
    fgets(\$client);
    PHP);
$server->waitForOutput('listens on');
preg_match('/listens on (.*)/', $server->output(), $match);
$context = stream_context_create(['ssl' => trusting($authority)]);
$client = stream_socket_client("ssl://$match[1]", $code, $message, 10, context: $context);
$lines = 0;
Swoole\Event::add($client, function ($client) use (&$lines) {
    // One at a time.
    $lines += fgets($client) === "0123456\n";
    if ($lines === 2000) {
        Swoole\Event::del($client);
        fclose($client);
    }
});
Swoole\Event::wait();
echo "$lines lines\n";
?>
--EXPECT--
zero
one
two
a timer
three
four
2000 lines
