<?php
/*
 * What the real clients talk to: WebSocket messages come back with their own opcode, HTTP bodies too.
 * Prints its port on the first line when it is ready.
 */

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
$server->set([
    'package_max_length' => 16 << 20,
    'socket_buffer_size' => 64 << 20,
]);
$server->on('start', function ($server) {
    echo $server->port, "\n";
});
$server->on('message', function ($server, $frame) {
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
$server->on('request', function ($request, $response) {
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
        case '/chunks':
            foreach (['one ', 'two ', 'three'] as $part) {
                $response->write($part);
            }
            $response->end();
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
