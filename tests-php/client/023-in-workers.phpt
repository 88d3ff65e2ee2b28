--TEST--
Asynchronous clients in the workers and task workers of a server, whose loop goes on meanwhile
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

$backend = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->set(['open_eof_split' => true, 'package_eof' => "\n"]);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, "backend has $data"));
    PHP);

inEachMode(function (string $mode) use ($backend) {
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2, 'task_worker_num' => 1]);
        function ask(int \$port, string \$words, callable \$then): void {
            \$client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
            \$client->set(['open_eof_split' => true, 'package_eof' => "\\n"]);
            \$client->on('connect', fn (\$client) => \$client->send("\$words\\n"));
            \$client->on('receive', function (\$client, \$data) use (\$then) {
                \$client->close();
                \$then(rtrim(\$data));
            });
            \$client->on('error', fn (\$client) => \$then("error \$client->errCode"));
            \$client->on('close', fn () => null);
            \$client->connect('127.0.0.1', \$port, 5);
        }
        \$server->on('message', function (\$server, \$frame) {
            if (\$frame->data === 'task') {
                return \$server->task(\$frame->fd);
            }
            \$port = \$frame->data === 'nobody' ? 1 : {$backend->port};
            ask(\$port, \$frame->data, fn (string \$answer) => \$server->push(\$frame->fd, \$answer));
        });
        \$server->on('task', function (\$server, \$id, \$worker, \$fd) {
            ask({$backend->port}, 'a task', fn (string \$answer) => \$server->push(\$fd, \$answer));
        });
        \$server->on('finish', fn () => null);
        PHP);
    $client = new WebSocketClient($server->port);
    foreach (['first', 'second', 'nobody', 'task'] as $words) {
        echo $client->text($words)->receive(), "\n";
    }
    echo $server->stop(), $server->output(), $server->log(), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
text: backend has first
text: backend has second
text: error 111
text: backend has a task
0
SWOOLE_PROCESS
text: backend has first
text: backend has second
text: error 111
text: backend has a task
0
