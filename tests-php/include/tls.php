<?php
/*
 * What the tests of TLS add to the harness: certificates, servers that speak TLS, and clients that trust them.
 *
 *     $authority = makeAuthority($folder = certificateFolder());
 *     $server = tlsServer(makeCertificate($folder, 'server', ['127.0.0.1'], $authority), $text);
 *     $client = wss($server->port, $authority);
 */

require_once __DIR__ . '/harness.php';
require_once __DIR__ . '/certificates.php';

/** Runs a server as TestServer::run() does; $text finds the server object, which speaks TLS, in $server. */
function tlsServer(
    Certificate $certificate,
    string $text = '',
    array $settings = [],
    string $class = 'Swoole\WebSocket\Server',
): TestServer {
    $settings += ['ssl_cert_file' => $certificate->file, 'ssl_key_file' => $certificate->keyFile];
    return TestServer::run(
        "\$server = new $class('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | SWOOLE_SSL);\n"
            . '$server->set(' . var_export($settings, true) . ");\n"
            . "\$server->on('message', fn (\$server, \$frame) => \$server->push(\$frame->fd, \$frame->data, \$frame->opcode));\n"
            . $text
    );
}

/** Options of a client that talks to who has a certificate of $authority for 127.0.0.1. */
function trusting(Certificate $authority, array $more = []): array
{
    return $more + ['cafile' => $authority->file, 'peer_name' => '127.0.0.1', 'capture_peer_cert' => true];
}

/** The options with which a client presents a certificate of its own. */
function presenting(Certificate $certificate): array
{
    return ['local_cert' => $certificate->file, 'local_pk' => $certificate->keyFile];
}

/** A WebSocket over TLS. */
function wss(int $port, Certificate $authority, array $options = []): WebSocketClient
{
    return new WebSocketClient($port, tls: trusting($authority, $options));
}

/** HTTP over TLS. */
function https(int $port, Certificate $authority, array $options = []): HttpClient
{
    return new HttpClient($port, tls: trusting($authority, $options));
}

/** Whether a client gets through. In TLS 1.3 a refusal may come behind a handshake that seemed done. */
function getsThrough(int $port, Certificate $authority, array $options = []): bool
{
    try {
        return wss($port, $authority, $options)->ping()->receive()->opcode === 10;
    } catch (RuntimeException $exception) {
        // Silence is no refusal.
        return str_contains($exception->getMessage(), 'nothing came') ? throw $exception : false;
    }
}
