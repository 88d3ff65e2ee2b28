--TEST--
The closing handshake, from either side; a server that does not answer it is not waited for longer than the time limit
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

/** @param callable(Client): void $use */
function meet(string $what, string $serve, callable $use): void
{
    $server = RawServer::serving("$serve; \$peer->listen();");
    $client = new Client("ws://127.0.0.1:$server->port/", ['timeout' => str_contains($what, 'not') ? 0.3 : TIME_LIMIT]);
    echo "$what\n";
    $use($client);
    echo '  ', var_export($client->getCloseCode(), true), " '{$client->getCloseReason()}' ", var_export($client->isConnected(), true), "\n";
    $server->waitForOutput("end\n");
    echo '  the server hears ', strtr(trim($server->output()), "\n", '|'), "\n";
}

/** Closes, and prints how that went. */
$close = function (Client $client, ...$arguments) {
    $begin = microtime(true);
    echo '  ', var_export($client->close(...$arguments), true);
    $took = microtime(true) - $begin;
    echo match (true) {
        $took < 0.29 => ", at once\n",
        $took < 5 => ", after the time limit\n",
        default => ", after $took s\n",
    };
};
$answer = '$peer->open(); do { $frame = $peer->receive(); echo "$frame\n"; } while ($frame->opcode !== 8); $peer->send($frame->payload, 8)->drop(); exit("end\n")';

meet('the server answers', $answer, fn ($client) => $close($client, 4000, 'enough'));
meet('the server answers without a code', str_replace('$frame->payload', '""', $answer), fn ($client) => $close($client));
meet('the server has a message under way', str_replace('$peer->send($frame', '$peer->send("too late")->send("there?", 9)->send($frame', $answer), $close);
meet('the server does not answer', '$peer->open()', $close);
meet('the server does not answer, but talks', '$peer->open(); for ($i = 0; $i < 5000; $i++) try { $peer->send("talk"); usleep(1000); } catch (RuntimeException) { break; }', $close);
meet('the server answers and does not end the connection', '$peer->open()->receive(); $peer->send("", 8)', $close);
meet('the server closes', '$peer->open(behind: RawPeer::frame(pack("n", 1001) . "bye", 8))', function ($client) use ($close) {
    catching(fn () => $client->receive());
    $close($client, 4000);
});
meet('the server closes, and nobody looks', '$peer->open(behind: RawPeer::frame(pack("n", 1001), 8)); $peer->receive(); $peer->drop(); exit("end\n")', function ($client) use ($close) {
    waitUntil(fn () => !$client->isConnected(), 'the close frame');
    catching(fn () => $client->send('too late'));
});

$server = RawServer::serving('$peer->open(behind: RawPeer::frame("nobody receives it"))->listen();');
$client = new Client("ws://127.0.0.1:$server->port/");
unset($client);
$server->waitForOutput("end\n");
echo "the last variable goes\n  the server hears ", strtr(trim($server->output()), "\n", '|'), "\n";
?>
--EXPECT--
the server answers
  true, at once
  4000 'enough' false
  the server hears close, masked: 4000 enough|end
the server answers without a code
  true, at once
  1005 '' false
  the server hears close, masked: 1000|end
the server has a message under way
  true, at once
  1000 '' false
  the server hears close, masked: 1000|end
the server does not answer
  false, after the time limit
  1006 'the server did not answer the close frame within the time limit' false
  the server hears close, masked: 1000|end
the server does not answer, but talks
  false, after the time limit
  1006 'the server did not answer the close frame within the time limit' false
  the server hears close, masked: 1000|end
the server answers and does not end the connection
  true, after the time limit
  1005 '' false
  the server hears end
the server closes
Swoxide\WebSocket\Exception(1001): failed to receive: the server closed the WebSocket with code 1001: bye
  true, at once
  1001 'bye' false
  the server hears close, masked: 1001|end
the server closes, and nobody looks
Swoxide\WebSocket\Exception(1001): failed to send: the server closed the WebSocket with code 1001
  1001 '' false
  the server hears end
the last variable goes
  the server hears close, masked: 1001|end
