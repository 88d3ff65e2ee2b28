--TEST--
An answer that opens no WebSocket: the server's own, with its body, or statusCode -3 for one that breaks a rule; nothing hangs
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

function attempt(string $what, RawServer|TestServer $server, array $settings = []): void
{
    $client = new Client('127.0.0.1', $server->port);
    $client->set($settings + ['timeout' => TIME_LIMIT]);
    $client->setHeaders(['Sec-WebSocket-Protocol' => 'chat, talk']);
    $client->on('message', fn (Client $client, $frame) => print("  message $frame->data\n"));
    $show = fn (string $text) => preg_replace("/(?<=')[^' ]{28}(?=')/", 'KEY', $text);
    $client->on('close', fn (Client $client) => print("  close $client->errCode {$show($client->errMsg)}\n"));
    echo "$what\n";
    $client->upgrade('/', function (Client $client) use ($show) {
        echo "  $client->statusCode, $client->errCode {$show($client->errMsg)}, body '$client->body'\n";
        $client->statusCode === 101 && print('  ' . var_export($client->headers['sec-websocket-protocol'] ?? null, true) . "\n");
    });
    Swoole\Event::wait();
}

$answer = fn (string ...$lines) => RawServer::serving('$peer->head()->raw("HTTP/1.1 101 Switching Protocols\r\n' . implode('', array_map(fn ($line) => "$line\\r\\n", $lines)) . '\r\n"); $peer->readAll();');
$upgrade = 'Upgrade: websocket';
$connection = 'Connection: Upgrade';
$accept = 'Sec-WebSocket-Accept: " . $peer->accept() . "';
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) { $response->status(403); $response->end('not here'); });
    PHP);
attempt('403', $server);
attempt('no upgrade', $answer($connection, $accept));
attempt('no connection', $answer($upgrade, $accept));
attempt('no accept', $answer($upgrade, $connection));
attempt('wrong accept', $answer($upgrade, $connection, 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='));
attempt('another subprotocol', $answer($upgrade, $connection, $accept, 'Sec-WebSocket-Protocol: shout'));
attempt('compression that was not offered', $answer($upgrade, $connection, $accept, 'Sec-WebSocket-Extensions: permessage-deflate'));
attempt('silence', RawServer::serving('$peer->readAll();'), ['timeout' => 0.1]);
attempt('reset', RawServer::serving('$peer->head()->reset();'));
attempt('right', RawServer::serving('$peer->open(["Sec-WebSocket-Protocol: talk"], RawPeer::frame("hello") . RawPeer::frame("\x0f\xa0enough", 8)); $peer->readAll();'));
attempt('ended within a message', RawServer::serving('$peer->open(behind: substr(RawPeer::frame("hello"), 0, 4));'));
attempt('reset within a message', RawServer::serving('$peer->open(behind: RawPeer::frame("one") . substr(RawPeer::frame("hello"), 0, 4)); while ($peer->isQuiet()) break; $peer->reset();'));
attempt('masked', RawServer::serving('$peer->open(behind: WebSocketClient::frame("hello")); $peer->readAll();'));
attempt('too long', RawServer::serving('$peer->open(behind: RawPeer::frame("01234567890")); $peer->readAll();'), ['package_max_length' => 10]);
attempt('too long in parts', RawServer::serving('$peer->open(behind: RawPeer::frame("012345", fin: false) . RawPeer::frame("67890", 0)); $peer->readAll();'), ['package_max_length' => 10]);
attempt('no UTF-8', RawServer::serving('$peer->open(behind: RawPeer::frame("\xff")); $peer->readAll();'));
?>
--EXPECT--
403
  403, 0 , body 'not here'
no upgrade
  -3, 8504 the server's answer opens no WebSocket: its Upgrade header does not name websocket, body ''
  close 8504 the server's answer opens no WebSocket: its Upgrade header does not name websocket
no connection
  -3, 8504 the server's answer opens no WebSocket: its Connection header does not name Upgrade, body ''
  close 8504 the server's answer opens no WebSocket: its Connection header does not name Upgrade
no accept
  -3, 8504 the server's answer opens no WebSocket: it does not have one Sec-WebSocket-Accept header, body ''
  close 8504 the server's answer opens no WebSocket: it does not have one Sec-WebSocket-Accept header
wrong accept
  -3, 8504 the server's answer opens no WebSocket: its Sec-WebSocket-Accept is 'KEY', not 'KEY', body ''
  close 8504 the server's answer opens no WebSocket: its Sec-WebSocket-Accept is 'KEY', not 'KEY'
another subprotocol
  -3, 8504 the server's answer opens no WebSocket: its Sec-WebSocket-Protocol 'shout' is not one that was offered, body ''
  close 8504 the server's answer opens no WebSocket: its Sec-WebSocket-Protocol 'shout' is not one that was offered
compression that was not offered
  -3, 8504 the server's answer opens no WebSocket: its Sec-WebSocket-Extensions 'permessage-deflate' are not what was offered, body ''
  close 8504 the server's answer opens no WebSocket: its Sec-WebSocket-Extensions 'permessage-deflate' are not what was offered
silence
  -2, 110 the time was over before the server had answered, body ''
  close 110 the time was over before the server had answered
reset
  -3, 104 the server ended the connection before it had answered: Connection reset by peer (os error 104), body ''
  close 104 the server ended the connection before it had answered: Connection reset by peer (os error 104)
right
  101, 0 , body ''
  'talk'
  message hello
  close 4000 the server closed the WebSocket with code 4000: enough
ended within a message
  101, 0 , body ''
  NULL
  close 1006 the connection ended without a close frame: the server has ended it
reset within a message
  101, 0 , body ''
  NULL
  message one
  close 1006 the connection ended without a close frame: Connection reset by peer (os error 104)
masked
  101, 0 , body ''
  NULL
  close 1002 the server broke a rule of WebSockets and was told so: frame of a server with a mask (1002)
too long
  101, 0 , body ''
  NULL
  close 1009 the server broke a rule of WebSockets and was told so: message is longer than package_max_length (1009)
too long in parts
  101, 0 , body ''
  NULL
  close 1009 the server broke a rule of WebSockets and was told so: message is longer than package_max_length (1009)
no UTF-8
  101, 0 , body ''
  NULL
  close 1007 the server broke a rule of WebSockets and was told so: text is not valid UTF-8 (1007)
