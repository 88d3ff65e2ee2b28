<?php
/*
 * What the real clients talk to: WebSocket messages come back with their own opcode, HTTP bodies too. After a message
 * 'expect {"kind": "random", "seed": 1, "size": 100, "binary": true, "compressed": false}' the next one must be that sample,
 * sent in that way.
 *
 * Takes further settings as JSON; with ssl_cert_file among them it speaks TLS, and /download is big.bin of document_root. Prints its port on the first line when it is
 * ready.
 */

require __DIR__ . '/sample.php';

$settings = json_decode($argv[1] ?? '{}', true, flags: JSON_THROW_ON_ERROR);
$tls = isset($settings['ssl_cert_file']) ? SWOOLE_SSL : 0;
$server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | $tls);
$server->set($settings + [
    'package_max_length' => 16 << 20,
    'socket_buffer_size' => 64 << 20,
    'log_level' => SWOOLE_LOG_NOTICE,
]);
$server->on('start', function ($server) {
    echo $server->port, "\n";
});
$expected = [];

/** What is wrong with a message; null if nothing is. "compressed" may be left out: some clients decide by themselves. */
function complaint(Swoole\WebSocket\Frame $frame, array $expected): ?string
{
    $data = Sample::make($expected['kind'], !$expected['binary'], $expected['seed'], $expected['size']);
    $isCompressed = ($frame->flags & SWOOLE_WEBSOCKET_FLAG_RSV1) !== 0;
    return match (true) {
        strlen($frame->data) !== $expected['size'] => strlen($frame->data) . " bytes came, not $expected[size]",
        // How much of it is the same: the length up to the first byte that XOR does not make 0.
        $frame->data !== $data => 'byte ' . strspn($frame->data ^ $data, "\0") . " of $expected[size] came changed",
        $frame->opcode !== ($expected['binary'] ? 2 : 1) => "it came with opcode $frame->opcode",
        $isCompressed !== ($expected['compressed'] ?? $isCompressed) => 'it came ' . ($isCompressed ? '' : 'un') . 'compressed',
        default => null,
    };
}

$server->on('message', function ($server, $frame) use (&$expected) {
    if (isset($expected[$frame->fd])) {
        $complaint = complaint($frame, $expected[$frame->fd]);
        unset($expected[$frame->fd]);
        if ($complaint !== null) {
            $server->disconnect($frame->fd, 4001, $complaint);
            return;
        }
    }
    if (str_starts_with($frame->data, 'expect ')) {
        $expected[$frame->fd] = json_decode(substr($frame->data, 7), true);
        return;
    }
    match ($frame->data) {
        'close me' => $server->disconnect($frame->fd, 4000, 'as you asked'),
        'ping me' => $server->push($frame->fd, 'are you there?', SWOOLE_WEBSOCKET_OPCODE_PING),
        'in fragments' => array_map(
            fn ($part) => $server->push($frame->fd, $part[0], $part[1], $part[2]),
            [['one ', SWOOLE_WEBSOCKET_OPCODE_TEXT, 0], ['two ', 0, 0], ['three', 0, SWOOLE_WEBSOCKET_FLAG_FIN]],
        ),
        default => $server->push($frame->fd, $frame->data, $frame->opcode),
    };
});
$server->on('close', function ($server, $fd) use (&$expected) {
    unset($expected[$fd]);
});
$server->on('request', function ($request, $response) use ($settings) {
    switch ($request->server['request_uri']) {
        case '/body':
            $response->header('Content-Type', 'application/octet-stream');
            $response->end($request->getContent());
            break;
        case '/describe':
            $response->header('Content-Type', 'application/json');
            $response->end(json_encode([
                'method' => $request->getMethod(),
                'get' => $request->get,
                'post' => $request->post,
                'cookie' => $request->cookie,
            ]));
            break;
        case '/upload':
            $show = fn (array $file) => [
                $file['name'], $file['type'], $file['size'], $file['error'],
                $file['error'] ? null : hash_file('sha256', $file['tmp_name']),
            ];
            $response->header('Content-Type', 'application/json');
            $response->end(json_encode([
                'post' => $request->post,
                'files' => array_map(fn ($file) => isset($file[0]) ? array_map($show, $file) : $show($file), $request->files ?? []),
            ], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
            break;
        case '/form':
            $response->header('Content-Type', 'text/html; charset=utf-8');
            $response->end('<form method=post action=/upload enctype=multipart/form-data><input name=text><input type=file name=one>'
                . '<input type=file name="more[]" multiple><input type=file name=none><button>send</button></form>');
            break;
        case '/chunks':
            foreach (['one ', 'two ', 'three'] as $part) {
                $response->write($part);
            }
            $response->end();
            break;
        case '/text':
            $response->header('Content-Type', 'text/plain; charset=utf-8');
            $response->end(implode("\n", range(1, 20000)));
            break;
        case '/download':
            $response->sendfile("$settings[document_root]/big.bin");
            break;
        case '/login':
            $response->cookie('session', 'abc', path: '/');
            $response->redirect('/describe');
            break;
        default:
            $response->status(404);
            $response->end('no such page');
    }
});
$server->start();
