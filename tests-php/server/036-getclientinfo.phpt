--TEST--
getClientInfo() tells about a connection, also inside onClose; of an unknown one it knows nothing
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $info = $server->getClientInfo($frame->fd);
        foreach ($info as $name => $value) {
            echo $name, ' ', get_debug_type($value), "\n";
        }
        var_dump(
            $info['websocket_status'],
            $info['remote_ip'],
            $info['remote_port'] === (int) $frame->data,
            $info['server_port'] === $server->port,
            abs($info['connect_time'] - time()) <= 5,
            abs($info['last_time'] - time()) <= 5,
        );
        var_dump(array_keys($server->connection_info($frame->fd)) === array_keys($info));
        var_dump($server->getClientInfo(9999), $server->connection_info(0));
    });
    $server->on('request', function ($request, $response) use ($server) {
        $response->end((string) $server->getClientInfo($request->fd)['websocket_status']);
    });
    $server->on('close', function ($server, $fd) {
        echo "inside onClose: {$server->getClientInfo($fd)['remote_ip']}\n";
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text($client->localPort())->leave();
$server->waitForOutput('inside onClose');
echo $server->output();
echo (new HttpClient($server->port))->get()->body, "\n";
?>
--EXPECT--
websocket_status int
server_port int
server_fd int
socket_fd int
socket_type int
remote_port int
remote_ip string
reactor_id int
connect_time int
last_time int
last_recv_time float
last_send_time float
last_dispatch_time float
close_errno int
recv_queued_bytes int
send_queued_bytes int
int(3)
string(9) "127.0.0.1"
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
bool(false)
inside onClose: 127.0.0.1
0
