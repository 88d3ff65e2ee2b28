--TEST--
receive() waits as long as it is told to, whatever trickles in meanwhile; send() to a server that takes nothing comes to an end
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

/** Prints what $action gives, and whether that took at least $least seconds, and not a lot more. */
function timed(float $least, callable $action): void
{
    $begin = microtime(true);
    $result = catching($action);
    $took = microtime(true) - $begin;
    echo var_export($result, true), $took >= $least - 0.01 && $took < $least + 5 ? '' : ", after $took s", "\n";
}

// A message that comes byte by byte is none until it is whole, and then it is.
$server = RawServer::serving(<<<'PHP'
    $peer->open();
    foreach (str_split(RawPeer::frame(str_repeat('slow', 50))) as $byte) {
        $peer->raw($byte);
        usleep(5000);
    }
    $peer->listen();
    PHP);
$client = new Client("ws://127.0.0.1:$server->port/", ['timeout' => 0.2]);
timed(0, fn () => $client->receive(0));
timed(0.1, fn () => $client->receive(0.1));
timed(0.2, fn () => $client->receive());
timed(0.2, fn () => $client->receive(null));
echo $client->receive(-1)->data === str_repeat('slow', 50) ? "whole\n" : "broken\n";
unset($client);

// Pings without end are no message either.
$server = RawServer::serving('$peer->open(); try { while (true) $peer->send("", 9); } catch (RuntimeException) { }');
$client = new Client("ws://127.0.0.1:$server->port/", ['timeout' => 0.2]);
timed(0.2, fn () => $client->receive());
timed(0, fn () => $client->receive(0));
unset($client);

// A server that takes nothing, and one that takes nothing because it talks without end. The rest of a message can't be called back.
foreach (['$peer->open()->holdStill();', '$peer->open(); while (true) $peer->send(str_repeat("talk", 10000));'] as $serve) {
    $server = RawServer::serving($serve);
    $client = new Client("ws://127.0.0.1:$server->port/", ['timeout' => 0.3]);
    timed(0.3, fn () => $client->send(str_repeat('x', 100 << 20)));
    var_dump($client->isConnected(), $client->getCloseCode());
    $server->stop(SIGKILL);
}

// No answer to a ping, and one that is not its own.
$server = RawServer::serving('$peer->open()->send("another", 10); $peer->listen();');
$client = new Client("ws://127.0.0.1:$server->port/", ['timeout' => 0.2]);
timed(0.2, fn () => $client->ping('mine'));
timed(0.1, fn () => $client->ping('mine', 0.1));
var_dump($client->isConnected());
?>
--EXPECT--
NULL
NULL
NULL
NULL
whole
NULL
NULL
Swoxide\WebSocket\Exception(110): failed to send: the time was over before the server took it
NULL
bool(false)
int(1006)
Swoxide\WebSocket\Exception(110): failed to send: the time was over before the server took it
NULL
bool(false)
int(1006)
false
false
bool(true)
