--TEST--
TLS: a reload in SWOOLE_PROCESS is not noticed; in SWOOLE_BASE WebSockets get 1012, and the log says why
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/../include/tls.php';
require __DIR__ . '/../include/cluster.php';

$authority = makeAuthority($folder = certificateFolder());
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
foreach (MODES as $mode) {
    $settings = var_export(['worker_num' => 2, 'ssl_cert_file' => $certificate->file, 'ssl_key_file' => $certificate->keyFile], true);
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode, SWOOLE_SOCK_TCP | SWOOLE_SSL);
        \$server->set($settings);
        \$server->on('message', fn (\$server, \$frame) => \$server->push(\$frame->fd, \$frame->data));
        \$server->on('request', fn (\$request, \$response) => \$response->end('answer'));
        \$server->on('close', function () { echo "close\\n"; });
        \$server->on('afterReload', function () { echo "afterReload\\n"; });
        PHP);
    $client = wss($server->port, $authority);
    $http = https($server->port, $authority);
    echo "$mode\n", $client->text('before')->receive(), ', ', $http->get('/')->body, "\n";
    $server->signal(SIGUSR1);
    if ($mode === 'SWOOLE_BASE') {
        echo $client->receiveAll(), "\n";
        echo $http->readAll() === '' ? "end\n" : "something\n";
    } else {
        $server->waitForOutput('afterReload');
        echo $client->text('after')->receive(), ', ', $http->get('/')->body, "\n";
    }
    $server->waitForOutput('afterReload');
    echo ($fresh = wss($server->port, $authority))->text('a new one')->receive(), "\n";
    echo $server->output(), preg_replace('/^\[.*\] /m', '', $server->log());
}
?>
--EXPECTF--
SWOOLE_BASE
text: before, answer
close: 1012 %s
end
end
text: a new one
close
close
afterReload
INFO connection 1: what is encrypted can't be handed over, closed with 1012
SWOOLE_PROCESS
text: before, answer
text: after, answer
text: a new one
afterReload
