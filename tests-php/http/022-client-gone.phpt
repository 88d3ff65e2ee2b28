--TEST--
end() to a client that has gone returns false
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) use ($server) {
        echo "begun\n";
        for ($deadline = microtime(true) + 5; $server->exist($request->fd) && microtime(true) < $deadline; usleep(2000));
        var_dump($server->exist($request->fd), $response->isWritable(), $response->end('too late'), swoole_last_error());
        echo "done\n";
    });
    PHP);

$client = new HttpClient($server->port);
$client->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
$server->waitForOutput('begun');
$client->reset();
$server->waitForOutput('done');
echo $server->output();
?>
--EXPECT--
begun
bool(false)
bool(false)
bool(false)
int(1005)
done
