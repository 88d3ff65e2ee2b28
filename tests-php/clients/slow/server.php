<?php
/*
 * What the slow clients talk to. A client says who it is by its path: /stuck and /reader get what is pushed, others don't.
 *
 *     push N    pushes N messages of 64 KiB to each of them, and answers with how many calls that were
 *     report    answers with the sequence numbers that were taken for some of them, and how many were refused
 *     anything else comes back
 *
 * Takes "fresh" or "shared" (is every push a string of its own, or all of a round one?) and prints its port.
 */

const SIZE = 65536;

$isFresh = ($argv[1] ?? 'fresh') === 'fresh';
$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
$server->set(['socket_buffer_size' => (int) ($argv[2] ?? 1 << 20), 'log_level' => SWOOLE_LOG_NOTICE]);
$receivers = [];
$watched = [];
$sequence = 0;
$refused = 0;
$otherErrors = 0;

/** Begins with its number; its last bytes are its own, too. */
function message(int $sequence): string
{
    return pack('J', $sequence) . str_repeat(chr($sequence % 251), SIZE - 16) . pack('J', ~$sequence);
}

$server->on('start', function ($server) {
    echo $server->port, "\n";
});
$server->on('open', function ($server, $request) use (&$receivers, &$watched) {
    $path = $request->server['request_uri'];
    if ($path === '/stuck' || $path === '/reader') {
        // Of the ones that never read, one is looked at for all.
        if ($path === '/reader' || !in_array('stuck', array_column($watched, 'who'))) {
            $watched[$request->fd] = ['who' => substr($path, 1), 'taken' => []];
        }
        $receivers[$request->fd] = true;
        $server->push($request->fd, 'welcome');
    }
});
$server->on('message', function ($server, $frame) use (&$receivers, &$watched, &$sequence, &$refused, &$otherErrors, $isFresh) {
    [$word, $count] = explode(' ', $frame->data) + [1 => '0'];
    if ($word === 'push') {
        for ($round = 0; $round < $count; $round++) {
            $sequence++;
            $shared = message($sequence);
            foreach ($receivers as $fd => $_) {
                if ($server->push($fd, $isFresh ? message($sequence) : $shared, WEBSOCKET_OPCODE_BINARY)) {
                    if (isset($watched[$fd])) {
                        $watched[$fd]['taken'][] = $sequence;
                    }
                } else {
                    $refused++;
                    $otherErrors += swoole_last_error() !== SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW;
                }
            }
        }
        $server->push($frame->fd, (string) ($count * count($receivers)));
    } elseif ($word === 'report') {
        $server->push($frame->fd, json_encode([
            'taken' => array_column($watched, 'taken', 'who'),
            'refused' => $refused,
            'other_errors' => $otherErrors,
            'connections' => count($server->connections),
        ]));
    } else {
        $server->push($frame->fd, $frame->data);
    }
});
$server->on('close', function ($server, $fd) use (&$receivers) {
    unset($receivers[$fd]);
});
$server->start();
