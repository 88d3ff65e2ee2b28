--TEST--
An uncaught exception is reported with its event and fd, and the server goes on
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function ($server, $request) {
        if ($request->server['request_uri'] === '/fail') {
            throw new RuntimeException('not this one');
        }
    });
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'fail') {
            nosuchfunction();
        }
        $server->push($frame->fd, "got $frame->data");
    });
    $server->on('request', function ($request, $response) {
        $response->header('X-Half', 'done');
        throw new LogicException('no answer for you');
    });
    $server->on('close', function ($server, $fd) {
        if ($fd === 1) {
            throw new DomainException('do not go');
        }
        echo "closed $fd\n";
    });
    PHP);

$first = new WebSocketClient($server->port, '/fail');
echo $first->text('fail')->text('hello')->receive(), "\n";
$first->leave();
$server->waitForLog('close');

$http = new HttpClient($server->port);
echo $http->get()->status, ', ', $http->get()->status, "\n";
(new WebSocketClient($server->port))->leave();
$server->waitForOutput('closed 3');
echo $server->stop(), "\n";

// PHP reports the exceptions, and the log names event and fd.
preg_match_all('/^PHP Fatal error:  Uncaught .*|^Fatal error: Uncaught .*/m', $server->output(), $reports);
echo preg_replace('/ in .*/', '', implode("\n", $reports[0])), "\n";
foreach (['open' => 1, 'message' => 1, 'close' => 1, 'request' => 2] as $event => $fd) {
    preg_match("/^\[.*$event.*\b$fd\b.*/mi", $server->log(), $line);
    echo "$event: ", $line ? 'named' : "missing in the log:\n{$server->log()}", "\n";
}
?>
--EXPECT--
text: got hello
500, 500
0
Fatal error: Uncaught RuntimeException: not this one
Fatal error: Uncaught Error: Call to undefined function nosuchfunction()
Fatal error: Uncaught DomainException: do not go
Fatal error: Uncaught LogicException: no answer for you
Fatal error: Uncaught LogicException: no answer for you
open: named
message: named
close: named
request: named
