--TEST--
dispatch_func says which worker is told: a worker's number, -1 for nobody, -2 to close the connection, -3 for dispatch_mode
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 3, 'dispatch_func' => function (...$arguments) {
        [$server, $fd, $type, $data] = $arguments;
        echo json_encode([get_class($server), $server->worker_id, $fd, $type, $data, count($arguments)]) . "\n";
        return match (true) {
            $type !== 0 => 2,
            is_numeric($data) => (int) $data,
            $data === 'nonsense' => 17,
            $data === 'nothing' => null,
            $data === 'exception' => throw new Exception('no'),
            default => 0,
        };
    }]);
    $server->on('open', fn ($server, $request) => $server->push($request->fd, "open in $server->worker_id"));
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "$frame->data in $server->worker_id"));
    $server->on('close', fn ($server, $fd) => print("close in $server->worker_id\n"));
    PHP);

$client = new WebSocketClient($server->port, '/path?query');
echo $client->receive(), "\n";
foreach (['2', '1', '0', '-1', 'text', '-3', 'nonsense', 'nothing', 'exception'] as $said) {
    $client->text($said);
    echo $said === '-1' ? "(dropped)\n" : $client->receive() . "\n";
}
echo $client->text('-2')->receiveAll(), "\n";
waitUntil(fn () => str_contains($server->output(), 'close in'), 'onClose');
$server->stop();
echo $server->output(), preg_replace('/^\[.*?\] /m', '', $server->log());
?>
--EXPECTF--
text: open in 0
text: 2 in 2
text: 1 in 1
text: 0 in 0
(dropped)
text: text in 0
text: -3 in 1
text: nonsense in 1
text: nothing in 1
text: exception in 1
end
["Swoole\\WebSocket\\Server",-1,1,0,"\/path",4]
["Swoole\\WebSocket\\Server",-1,1,0,"2",4]
["Swoole\\WebSocket\\Server",-1,1,0,"1",4]
["Swoole\\WebSocket\\Server",-1,1,0,"0",4]
["Swoole\\WebSocket\\Server",-1,1,0,"-1",4]
["Swoole\\WebSocket\\Server",-1,1,0,"text",4]
["Swoole\\WebSocket\\Server",-1,1,0,"-3",4]
["Swoole\\WebSocket\\Server",-1,1,0,"nonsense",4]
["Swoole\\WebSocket\\Server",-1,1,0,"nothing",4]
["Swoole\\WebSocket\\Server",-1,1,0,"exception",4]

Fatal error: Uncaught Exception: no in program.php:%d
Stack trace:
#0 [internal function]: {closure%S}(Object(Swoole\WebSocket\Server), 1, 0, 'exception')
#1 program.php(%d): Swoole\Server->start()
#2 {main}
  thrown in program.php on line %d
["Swoole\\WebSocket\\Server",-1,1,0,"-2",4]
["Swoole\\WebSocket\\Server",-1,1,3,"",4]
close in 2
ERROR uncaught exception in the dispatch_func callback of fd 1, the server goes on
