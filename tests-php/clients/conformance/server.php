<?php
/*
 * What the conformance cases talk to: php server.php '{"setting": value, ...}'. Prints its port on the first line.
 * WebSocket messages come back with their own opcode, but for the commands below and for what is sent to /describe.
 */

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
$server->set(json_decode($argv[1], true, flags: JSON_THROW_ON_ERROR) + ['socket_buffer_size' => 64 << 20]);

$counts = ['opened' => 0, 'closed' => 0, 'closed twice' => 0, 'not pushed' => 0];
$paths = [];

$server->on('start', function ($server) {
    echo $server->port, "\n";
});
$server->on('open', function ($server, $request) use (&$counts, &$paths) {
    $counts['opened']++;
    $paths[$request->fd] = $request->server['request_uri'];
});
$server->on('close', function ($server, $fd) use (&$counts, &$paths) {
    if (isset($paths[$fd])) {
        $paths[$fd] === 'closed' ? $counts['closed twice']++ : $counts['closed']++;
        $paths[$fd] = 'closed';
    }
});
$server->on('message', function ($server, $frame) use (&$counts, &$paths) {
    // What came behind the message that closed the connection.
    if (!$server->isEstablished($frame->fd)) {
        return;
    }
    $push = function (...$arguments) use ($server, $frame, &$counts) {
        $server->push($frame->fd, ...$arguments) || $counts['not pushed']++;
    };
    if ($paths[$frame->fd] === '/describe') {
        $push(json_encode([$frame->opcode, $frame->flags, $frame->finish, strlen($frame->data)]));
        return;
    }
    switch ($frame->data) {
        case 'close with 4000':
            $server->disconnect($frame->fd, 4000, 'as you asked');
            break;
        case 'ping':
            $push('are you there?', SWOOLE_WEBSOCKET_OPCODE_PING);
            break;
        case 'three fragments':
            $push(str_repeat('a', 100), SWOOLE_WEBSOCKET_OPCODE_TEXT, 0);
            $push(str_repeat('b', 100), SWOOLE_WEBSOCKET_OPCODE_CONTINUATION, 0);
            $push(str_repeat('c', 100), SWOOLE_WEBSOCKET_OPCODE_CONTINUATION, SWOOLE_WEBSOCKET_FLAG_FIN);
            break;
        case 'small and compressed':
            $push('small', SWOOLE_WEBSOCKET_OPCODE_TEXT, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS);
            break;
        default:
            $push($frame->data, $frame->opcode);
    }
});
$server->on('request', function ($request, $response) use (&$counts) {
    switch ($request->server['request_uri']) {
        case '/counts':
            $response->end(json_encode($counts));
            break;
        case '/body':
            $response->end($request->getContent());
            break;
        default:
            $response->end('a page');
    }
});
$server->start();
