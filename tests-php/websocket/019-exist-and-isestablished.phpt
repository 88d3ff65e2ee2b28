--TEST--
exist() knows every connection, isEstablished() the WebSocket ones; inside onClose neither does
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    function show($server, $what, $fd) {
        echo "$what: ", json_encode([$server->exist($fd), $server->exists($fd), $server->isEstablished($fd)]), "\n";
    }
    $server->on('open', fn ($server, $request) => show($server, 'open', $request->fd));
    $server->on('message', function ($server, $frame) {
        show($server, 'message', $frame->fd);
        show($server, 'nobody', 9999);
        $server->push($frame->fd, 'shown');
    });
    $server->on('request', function ($request, $response) use ($server) {
        show($server, 'request', $request->fd);
        $response->end();
    });
    $server->on('close', function ($server, $fd) {
        show($server, 'close', $fd);
        echo 'push: ', json_encode(@$server->push($fd, 'too late')), "\n";
    });
    PHP);

$http = new HttpClient($server->port);
$http->get();
$client = new WebSocketClient($server->port);
$client->text('go')->receive();
$client->leave();
$server->waitForOutput('push: ');
echo $server->output();
?>
--EXPECT--
request: [true,true,false]
open: [true,true,true]
message: [true,true,true]
nobody: [false,false,false]
close: [false,false,false]
push: false
