--TEST--
In workers and task workers of both modes, and an open WebSocket says goodbye when its worker ends
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$upstream = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['open_websocket_close_frame' => true]);
    $server->on('request', fn ($request, $response) => $response->end('upstream: ' . $request->get['q']));
    $server->on('message', fn ($server, $frame) => $frame->opcode === 8 ? print("goodbye $frame->code\n") : $server->push($frame->fd, "upstream: $frame->data"));
    PHP);

foreach (['SWOOLE_BASE', 'SWOOLE_PROCESS'] as $mode) {
    $server = TestServer::run(<<<PHP
        use Swoole\Http\Client;

        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2, 'task_worker_num' => 1]);
        \$server->on('workerStart', function (\$server) {
            \$client = new Client('127.0.0.1', $upstream->port);
            \$client->set(['timeout' => 10]);
            \$client->on('message', fn (\$client, \$frame) => \$server->push((int) strrchr(\$frame->data, ' '), \$frame->data));
            \$client->upgrade('/', fn (\$client) => print("\$client->statusCode\n"));
            \$server->upstream = \$client;
        });
        \$server->on('message', fn (\$server, \$frame) => \$frame->data === 'task' ? \$server->task(\$frame->fd) : \$server->upstream->push("\$frame->data for \$frame->fd"));
        \$server->on('request', function (\$request, \$response) {
            \$client = new Client('127.0.0.1', $upstream->port);
            \$client->set(['timeout' => 10]);
            \$client->get('/?q=' . \$request->get['q'], fn (\$client) => \$response->end("\$client->statusCode \$client->body"));
        });
        \$server->on('task', function (\$server, \$id, \$worker, \$fd) {
            \$client = new Client('127.0.0.1', $upstream->port);
            \$client->set(['timeout' => 10]);
            \$client->get('/?q=task', fn (\$client) => \$server->push(\$fd, "\$client->statusCode \$client->body"));
        });
        PHP);
    $server->waitForOutput("101\n101\n101\n");
    echo "$mode\n", (new HttpClient($server->port))->get('/?q=1')->body, "\n";
    foreach ([1, 2] as $number) {
        $client = new WebSocketClient($server->port);
        echo preg_replace('/ \d+$/', ' N', $client->text("hello $number")->receive()->payload), "\n";
        echo $client->text('task')->receive()->payload, "\n";
    }
    echo $server->stop(), "\n";
}
$upstream->waitForOutput(str_repeat("goodbye 1001\n", 6));
echo $upstream->output();
?>
--EXPECT--
SWOOLE_BASE
200 upstream: 1
upstream: hello 1 for N
200 upstream: task
upstream: hello 2 for N
200 upstream: task
0
SWOOLE_PROCESS
200 upstream: 1
upstream: hello 1 for N
200 upstream: task
upstream: hello 2 for N
200 upstream: task
0
goodbye 1001
goodbye 1001
goodbye 1001
goodbye 1001
goodbye 1001
goodbye 1001
