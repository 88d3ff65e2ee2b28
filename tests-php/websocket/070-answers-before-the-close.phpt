--TEST--
Who asks and leaves in one breath, or breaks a rule, gets its answers before the close frame; a callback that takes long does not hold the close up
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$go = tempnam(sys_get_temp_dir(), 'swoxide-go-');
unlink($go);
register_shutdown_function(fn () => @unlink($go));
$server = TestServer::run('const GO = ' . var_export($go, true) . <<<'PHP'
    ;
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', fn ($server, $request) => $server->push($request->fd, 'welcome'));
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'take long') {
            // Until the client has its close frame.
            while (!file_exists(GO)) {
                usleep(1000);
                clearstatcache();
            }
        }
        echo $server->push($frame->fd, "re: $frame->data") ? '' : "too late for $frame->data\n";
    });
    $server->on('close', function ($server, $fd, $reactor) { echo reactor($reactor), "\n"; });
    PHP);

$answers = [];
for ($number = 0; $number < 100; $number++) {
    // In one segment, so that the last frame is there before PHP can have run.
    $last = $number % 2 ? WebSocketClient::frame(pack('n', 1000), 8) : WebSocketClient::frame('', 3);
    $client = new WebSocketClient($server->port);
    $client->raw(WebSocketClient::frame('one') . WebSocketClient::frame('two') . $last);
    $heard = '';
    do {
        $heard .= ($frame = $client->receive()) . "\n";
    } while ($frame->opcode !== 8);
    $answers[$heard] = ($answers[$heard] ?? 0) + 1;
}
foreach ($answers as $heard => $count) {
    echo "$count times:\n$heard";
}
$count = fn (string $line) => preg_match_all("/^$line$/m", $server->output());
waitUntil(fn () => $count('-1') === 50 && $count('0') === 50, 'the end of all, by this side and by the other');

$client = (new WebSocketClient($server->port))->text('take long')->close(1000);
echo $client->receive(), "\n", $client->receive(), "\n";
touch($go);
$server->waitForOutput("too late for take long\n0");
?>
--EXPECT--
50 times:
text: welcome
text: re: one
text: re: two
close: 1002 reserved opcode
50 times:
text: welcome
text: re: one
text: re: two
close: 1000
text: welcome
close: 1000
