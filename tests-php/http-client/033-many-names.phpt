--TEST--
More names than there are threads for are looked up one behind the other
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end('found'));
    PHP);
$program = Program::run(str_replace('PORT', $server->port, <<<'PHP'
    $answers = [];
    for ($count = 0; $count < 200; $count++) {
        $client = new Swoole\Http\Client('localhost', PORT);
        $client->set(['timeout' => 1000]);
        $client->get('/', function ($client) use (&$answers) {
            $answer = $client->body ?: "$client->statusCode $client->errMsg";
            $answers[$answer] = ($answers[$answer] ?? 0) + 1;
        });
    }
    // Those that nobody waits for any more leave the queue.
    for ($count = 0; $count < 200; $count++) {
        $client = new Swoole\Http\Client('localhost', PORT);
        $client->get('/', fn ($client) => $answers['late'] = true);
        $client->close();
    }
    Swoole\Event::wait();
    echo json_encode($answers), "\n";
    PHP));
echo $program->output();
?>
--EXPECT--
{"found":200}
