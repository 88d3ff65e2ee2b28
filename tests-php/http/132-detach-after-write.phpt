--TEST--
A response that write() has begun can't be detached: a warning, and it goes on
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        $response->write('one, ');
        $detached = $response->detach();
        $response->end(var_export($detached, true));
    });
    PHP);
echo (new HttpClient($server->port))->get('/')->body, "\n", $server->output(), $server->log();
?>
--EXPECT--
one, false
Swoole\Http\Response::detach(): a response that was begun by write() can't be detached
