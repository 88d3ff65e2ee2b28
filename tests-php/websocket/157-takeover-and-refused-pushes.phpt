--TEST--
With context takeover a refused push leaves no trace: what was taken before and after it can be inflated
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->set(['websocket_compression' => true, 'websocket_context_takeover' => true, 'socket_buffer_size' => 100_000]);
    $server->on('message', function ($server, $frame) {
        // What can't be compressed fills the sockets of both sides.
        for ($number = 0; $number < 10_000 && $server->push($frame->fd, random_bytes(5000) . " number $number", 2); $number++);
        echo "refused $number\n";
        // What is short still finds room, at times.
        for ($more = 0; $more < 20 && $server->push($frame->fd, str_repeat("short $more ", 10)); $more++);
        echo "pushed $more more\n";
    });
    PHP);

$client = new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]);
$client->text('go');
$server->waitForOutput('more');
preg_match('/refused (\d+)\npushed (\d+)/', $server->output(), $match);
$theirs = new Deflate;
for ($number = 0; $number < $match[1] && str_ends_with($client->receive()->message($theirs), " number $number"); $number++);
echo $number === (int) $match[1] ? 'all' : "$number of $match[1]", "\n";
for ($more = 0; $more < $match[2] && $client->receive()->message($theirs) === str_repeat("short $more ", 10); $more++);
echo $more === (int) $match[2] ? 'all' : "$more of $match[2]", "\n";

// And goes on so.
$client->text('go');
for ($number = 0; $number < 100 && str_ends_with($client->receive()->message($theirs), " number $number"); $number++);
echo $number, "\n";
?>
--EXPECT--
all
all
100
