<?php
/*
 * The running server that requests of php-fpm talk to. Who opens /user/N is the user N; /push takes {"to": N, "text": ...} and
 * answers "sent" or "nobody"; /echo answers with the number of the connection and what came, and does as it is told. GET
 * /counts says how many connections were opened, told to close, and closed. Prints its port when it is ready.
 */

$users = [];
$counts = ['opened' => 0, 'closing' => 0, 'closed' => 0];
$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
$server->set(['log_level' => SWOOLE_LOG_WARNING, 'websocket_subprotocol' => ['push']]);
$server->on('start', function ($server) {
    echo $server->port, "\n";
});
$paths = [];
$server->on('open', function ($server, $request) use (&$users, &$counts, &$paths) {
    $counts['opened']++;
    $paths[$request->fd] = $request->server['request_uri'];
    if (preg_match('#^/user/(\d+)$#', $request->server['request_uri'], $match)) {
        $users[(int) $match[1]] = $request->fd;
    }
});
$server->on('message', function ($server, $frame) use (&$users, &$paths, &$counts) {
    if ($paths[$frame->fd] === '/push') {
        $order = json_decode($frame->data, true);
        $sent = isset($users[$order['to']]) && $server->push($users[$order['to']], $order['text']);
        $server->push($frame->fd, $sent ? 'sent' : 'nobody');
        return;
    }
    if ($frame->data === 'goodbye') {
        $server->disconnect($frame->fd, 4000);
        $counts['closing']++;
    } elseif ($frame->data !== 'silence') {
        $server->push($frame->fd, "$frame->fd $frame->data");
    }
});
$server->on('close', function ($server, $fd) use (&$counts, &$users, &$paths) {
    $counts['closed'] += (int) isset($paths[$fd]);
    unset($paths[$fd]);
    $users = array_diff($users, [$fd]);
});
$server->on('request', function ($request, $response) use (&$counts) {
    $response->end(json_encode($counts));
});
$server->start();
