--TEST--
end() ends the response once; what comes later returns false without a word
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        var_dump($response->isWritable(), $response->end('body'), $response->isWritable());
        var_dump($response->end('again'), $response->write('more'), $response->redirect('/'), swoole_last_error());
    });
    PHP);

$client = new HttpClient($server->port);
echo $client->get()->body, "\n", $client->get()->body, "\n";
$server->stop();
echo strstr($server->output(), "int(7106)\n", true), "int(7106)\n";
?>
--EXPECT--
body
body
bool(true)
bool(true)
bool(false)
bool(false)
bool(false)
bool(false)
int(7106)
