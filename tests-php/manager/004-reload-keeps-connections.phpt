--TEST--
Connections live through a reload, whatever they were in the middle of, and without onOpen or onClose
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['websocket_compression' => true, 'websocket_context_takeover' => true], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'much') {
                $server->push($frame->fd, str_repeat('0123456789abcdef', 200000), WEBSOCKET_OPCODE_BINARY, 1);
            } else {
                $server->push($frame->fd, getmypid() . ' ' . strlen($frame->data) . ' ' . md5($frame->data) . str_repeat('.', 100));
            }
        });
        $server->on('open', function () { echo "open\n"; });
        $server->on('close', function ($server, $fd) { echo "close $fd\n"; });
        $server->on('request', function ($request, $response) { $response->end(getmypid() . " {$request->server['request_uri']}"); });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $old = [pidOf($server, 0), pidOf($server, 1)];
    $answered = function (string $payload, string $message) use ($old): string {
        [$pid, $length, $sum] = explode(' ', rtrim($payload, '.'));
        $by = in_array((int) $pid, $old) ? 'an old worker' : 'a new worker';
        return ((int) $length === strlen($message) && $sum === md5($message) ? 'right' : 'wrong') . ", by $by\n";
    };

    $idle = new WebSocketClient($server->port);
    $idle->text('hello')->receive();
    $message = str_repeat('in the middle of a message ', 20);
    $frame = WebSocketClient::frame($message);
    $inMessage = new WebSocketClient($server->port);
    $inMessage->raw(substr($frame, 0, 100));
    $inHeader = new WebSocketClient($server->port);
    $inHeader->raw(substr($frame, 0, 3));
    $inFragments = new WebSocketClient($server->port);
    $inFragments->send('first, ', fin: false)->send('second, ', 0, false);
    $compressed = new WebSocketClient($server->port, headers: [WebSocketClient::DEFLATE]);
    [$ours, $theirs] = [new Deflate, new Deflate];
    echo "$mode\nbefore, compressed: ", $answered($compressed->compressed($message, $ours)->receive()->message($theirs), $message);
    $unread = (new WebSocketClient($server->port))->readAheadLittle();
    $unread->text('much');
    $http = new HttpClient($server->port);
    $http->get('/before');
    $halfHttp = new HttpClient($server->port);
    $halfHttp->raw("POST /half HTTP/1.1\r\nHost: a\r\nContent-Le");
    // What they have sent has arrived.
    foreach ([$inMessage, $inHeader, $inFragments] as $client) {
        if ($client === $inFragments) {
            echo $client->ping()->receive(), "\n";
        }
    }
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');

    echo 'idle: ', $answered($idle->text($message)->receive()->payload, $message);
    echo 'in a message: ', $answered($inMessage->raw(substr($frame, 100))->receive()->payload, $message);
    echo 'in a header: ', $answered($inHeader->raw(substr($frame, 3))->receive()->payload, $message);
    echo 'in fragments: ', $answered($inFragments->send('third', 0)->receive()->payload, 'first, second, third');
    echo 'compressed: ', $answered($compressed->compressed($message, $ours)->receive()->message($theirs), $message);
    echo 'unread output: ', strlen($unread->receive()->payload), "\n";
    echo 'keep-alive: ', in_array((int) $http->get('/after')->body, $old) ? 'old' : 'new', "\n";
    echo 'half a request: ', explode(' ', $halfHttp->raw("ngth: 2\r\n\r\nab")->response()->body)[1], "\n";
    echo preg_replace('/^(worker|manager)Start.*\n/m', '', printed($server)), $server->log();
}
?>
--EXPECT--
SWOOLE_BASE
before, compressed: right, by an old worker
pong: 
idle: right, by a new worker
in a message: right, by a new worker
in a header: right, by a new worker
in fragments: right, by a new worker
compressed: right, by a new worker
unread output: 3200000
keep-alive: new
half a request: /half
open
open
open
open
open
open
afterReload
SWOOLE_PROCESS
before, compressed: right, by an old worker
pong: 
idle: right, by a new worker
in a message: right, by a new worker
in a header: right, by a new worker
in fragments: right, by a new worker
compressed: right, by a new worker
unread output: 3200000
keep-alive: new
half a request: /half
open
open
open
open
open
open
afterReload
