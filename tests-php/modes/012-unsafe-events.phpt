--TEST--
Where the order of a connection's events is not kept, onConnect and onClose are left out, and the log says so, unless enable_unsafe_event is set
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

foreach ([['SWOOLE_PROCESS', 1, false], ['SWOOLE_PROCESS', 3, false], ['SWOOLE_PROCESS', 7, false], ['SWOOLE_PROCESS', 1, true],
    ['SWOOLE_PROCESS', 2, false], ['SWOOLE_BASE', 1, false]] as [$mode, $rule, $unsafe]) {
    $settings = ['worker_num' => 2, 'dispatch_mode' => $rule, 'enable_unsafe_event' => $unsafe];
    $server = severalProcesses($mode, $settings, <<<'PHP'
        foreach (['connect', 'close', 'disconnect'] as $event) {
            $server->on($event, fn ($server, $fd) => print("$event $fd\n"));
        }
        $server->on('open', fn ($server, $request) => print("open $request->fd\n"));
        $server->on('request', fn ($request, $response) => $response->end(json_encode([
            count($server->connections), $server->exist(1), $server->getClientList(), $server->stats()['connection_num'],
        ])));
        PHP);
    echo "$mode, dispatch_mode=$rule", $unsafe ? ', enable_unsafe_event' : '', "\n";
    $client = new WebSocketClient($server->port);
    waitUntil(fn () => str_contains($server->output(), 'open 1'), 'onOpen');
    $client->leave();
    // Connections are released all the same.
    $http = new HttpClient($server->port);
    waitUntil(fn () => $http->get()->body === '[0,false,[2],1]', 'the connection to be gone');
    $server->stop();
    echo sorted($server->output()), preg_replace('/^\[.*?\] (\w+) /m', '$1 ', $server->log());
}
?>
--EXPECT--
SWOOLE_PROCESS, dispatch_mode=1
open 1
WARNING cannot set 'onConnect' event when using dispatch_mode=1 (9015)
WARNING cannot set 'onClose' event when using dispatch_mode=1 (9015)
WARNING cannot set 'onDisconnect' event when using dispatch_mode=1 (9015)
SWOOLE_PROCESS, dispatch_mode=3
open 1
WARNING cannot set 'onConnect' event when using dispatch_mode=3 (9015)
WARNING cannot set 'onClose' event when using dispatch_mode=3 (9015)
WARNING cannot set 'onDisconnect' event when using dispatch_mode=3 (9015)
SWOOLE_PROCESS, dispatch_mode=7
open 1
WARNING cannot set 'onConnect' event when using dispatch_mode=7 (9015)
WARNING cannot set 'onClose' event when using dispatch_mode=7 (9015)
WARNING cannot set 'onDisconnect' event when using dispatch_mode=7 (9015)
SWOOLE_PROCESS, dispatch_mode=1, enable_unsafe_event
close 1
connect 1
connect 2
disconnect 2
open 1
SWOOLE_PROCESS, dispatch_mode=2
close 1
connect 1
connect 2
disconnect 2
open 1
SWOOLE_BASE, dispatch_mode=1
close 1
connect 1
connect 2
disconnect 2
open 1
