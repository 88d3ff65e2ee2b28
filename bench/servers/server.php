<?php
// The server that is measured: what a chat is, in Swoole's namespaced names, for this extension and for Swoole itself.
//
//     php -d extension=... server.php 127.0.0.1 9501 --mode=base --workers=1 [--compression] [--certificate= --key=]

[, $host, $port] = $argv;
$options = [];
foreach (array_slice($argv, 3) as $word) {
    [$name, $value] = explode('=', substr($word, 2)) + [1 => true];
    $options[$name] = $value;
}

$mode = ($options['mode'] ?? 'base') === 'base' ? SWOOLE_BASE : SWOOLE_PROCESS;
$is_encrypted = isset($options['certificate']);
$server = new Swoole\WebSocket\Server($host, (int) $port, $mode, SWOOLE_SOCK_TCP | ($is_encrypted ? SWOOLE_SSL : 0));
$settings = [
    'worker_num' => (int) ($options['workers'] ?? 1),
    // Swoole's: as many threads for sockets as this extension has in a gateway's process.
    'reactor_num' => 1,
    // Without it each callback of Swoole's runs in a coroutine of its own, which costs it more.
    'enable_coroutine' => false,
    'max_connection' => 15000,
    'backlog' => 1024,
    'package_max_length' => 4 * 1024 * 1024,
    'buffer_output_size' => 8 * 1024 * 1024,
    'socket_buffer_size' => 8 * 1024 * 1024,
    'websocket_compression' => isset($options['compression']),
    'log_level' => SWOOLE_LOG_WARNING,
];
if ($is_encrypted) {
    $settings += ['ssl_cert_file' => $options['certificate'], 'ssl_key_file' => $options['key']];
}
$server->set($settings);

$flags = isset($options['compression']) ? SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS : SWOOLE_WEBSOCKET_FLAG_FIN;
$server->on('message', function ($server, $frame) use ($flags) {
    $server->push($frame->fd, $frame->data, $frame->opcode, $flags);
});

$server->on('request', function ($request, $response) use ($server) {
    $message = $request->get['message'] ?? '';
    switch ($request->server['request_uri']) {
        case '/broadcast':
            foreach ($server->connections as $fd) {
                // The document's loop pushes to this one, too, and is told that it is no WebSocket.
                if ($fd !== $request->fd) {
                    $server->push($fd, $message);
                }
            }
            break;
        case '/broadcast-established':
            foreach ($server->connections as $fd) {
                if ($server->isEstablished($fd)) {
                    $server->push($fd, $message);
                }
            }
            break;
    }
    $response->end('Hello, world!');
});

$server->start();
