--TEST--
push() of a close frame is the closing handshake with its code and reason; one that can't be sent changes nothing
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;
use Swoole\WebSocket\CloseFrame;

function closing(int $code, string $reason): CloseFrame
{
    $frame = new CloseFrame();
    $frame->code = $code;
    $frame->reason = $reason;
    return $frame;
}

$server = RawServer::serving('$peer->open(); $frame = $peer->receive(); echo "$frame\n"; $peer->send($frame->payload, 8)->readAll();');
$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$client->on('message', fn () => null);
$client->on('close', fn (Client $client) => print("close $client->errCode\n"));
var_dump(@$client->push(closing(1000, '')), $client->errCode);
$client->upgrade('/', function (Client $client) {
    var_dump($client->push(closing(1005, '')), $client->errCode, $client->isConnected());
    var_dump($client->push(closing(4000, 'enough')), $client->isConnected(), @$client->push('too late'), $client->errCode);
});
Swoole\Event::wait();
$server->waitForOutput("\n");
echo $server->output();
?>
--EXPECTF--
bool(false)
int(8503)

Warning: Swoole\Http\Client::push(): the close code 1005 can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can in %s on line %d
bool(false)
int(8502)
bool(true)
bool(true)
bool(false)
bool(false)
int(8503)
close 8503
close, masked: 4000 enough
