--TEST--
A response with more headers than can be held is a 500, and the server goes on
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        for ($number = 0; $number < $request->get['count']; $number++) {
            $response->header("X-$number", 'x');
        }
        $response->end('done');
    });
    PHP);

foreach ([50, 33_000, 1] as $count) {
    // So many names are some seconds of comparing.
    $answer = (new HttpClient($server->port, limit: 60))->get("/?count=$count");
    echo $answer->status, ' ', $answer->body, "\n";
}
echo $server->stop(), ' ', $server->log(), "\n";
?>
--EXPECT--
200 done
500 too many headers in the answer
200 done
0 
