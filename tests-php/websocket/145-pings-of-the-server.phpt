--TEST--
With websocket_ping_interval a silent client is pinged; one that answers stays, one that says nothing for websocket_pong_timeout is closed
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$start = fn (string $name, string $settings) => TestServer::run("\$server = new $name('127.0.0.1', 0); \$server->set([$settings]);" . <<<'PHP'
    $server->on('open', function ($server, $request) use (&$opened) { $opened = microtime(true); });
    $server->on('message', function ($server, $frame) { echo "message, opcode $frame->opcode\n"; });
    $server->on('close', function ($server, $fd, $reactor) use (&$opened) {
        echo "closed $fd, ", reactor($reactor), ", ", microtime(true) - $opened > 0.9 ? 'in time' : 'too early', "\n";
    });
    PHP);

// 0, which is the default, is as long as the interval.
$strict = [
    $start('swoole_websocket_server', "'websocket_ping_interval' => 0.5, 'websocket_pong_timeout' => 0.5"),
    $start('Swoole\WebSocket\Server', "'websocket_ping_interval' => '0.5'"),
];
$silent = array_map(fn ($server) => new WebSocketClient($server->port), $strict);

foreach (SERVER_NAMES as $name) {
    $patient = $start($name, "'websocket_ping_interval' => 0.1, 'websocket_pong_timeout' => 8");
    $client = new WebSocketClient($patient->port);
    for ($number = 1; $number <= 5; $number++) {
        $frame = $client->receive();
        // Whatever a client says shows that it is there.
        $number % 2 ? $client->send($frame->payload, 10) : $client->text('here I am');
    }
    echo "$frame\n";
    $patient->waitForOutput("message, opcode 1\nmessage, opcode 1\n");
    echo $patient->output();
}
foreach ($strict as $number => $server) {
    echo $silent[$number]->receiveAll(), "\n";
    $server->waitForOutput('closed');
    echo $server->output();
}
?>
--EXPECT--
ping: 
message, opcode 1
message, opcode 1
ping: 
message, opcode 1
message, opcode 1
ping: 
close: 1001 no answer to a ping
end
closed 1, 0, in time
ping: 
close: 1001 no answer to a ping
end
closed 1, 0, in time
