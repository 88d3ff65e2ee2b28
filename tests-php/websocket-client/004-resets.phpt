--TEST--
A connection that is reset or ended in any phase is an exception, and no wait
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

/** What a server does, then it ends or resets the connection; and what the client does. */
function phase(string $name, string $serve, ?callable $use = null): void
{
    foreach (['drop', 'reset'] as $end) {
        $server = RawServer::serving("$serve; \$peer->$end();");
        try {
            $client = new Client("ws://127.0.0.1:$server->port/");
            $use($client);
            echo "nothing happened\n";
        } catch (Swoxide\WebSocket\Exception $exception) {
            // Which of both reaches the client first is chance where the server had something unread.
            $text = strtr($exception->getMessage(), [
                'Connection reset by peer (os error 104)' => 'END',
                'the server has ended it' => 'END',
                $server->port => 'PORT',
            ]);
            echo "$name, $end: {$exception->getCode()} $text";
            echo isset($client) ? " / {$client->getCloseCode()} " . var_export($client->isConnected(), true) : '', "\n";
        }
        unset($client);
        echo $server->output();
    }
}

$receive = fn ($client) => var_dump($client->receive());
phase('before the request', '');
phase('behind the request', '$peer->head()');
phase('in the answer', '$peer->head()->raw("HTTP/1.1 101 Swit")');
phase('behind the handshake', '$peer->open()', $receive);
phase('in a header', '$peer->open(behind: "\x81")', $receive);
phase('in a frame', '$peer->open(behind: "\x81\x05hel")', $receive);
phase('between fragments', '$peer->open()->send("one ", fin: false)', $receive);
phase('after a message', '$peer->open()->send("last")', function ($client) use ($receive) {
    echo $client->receive()->data, "\n";
    $receive($client);
});
phase('at a ping', '$peer->open()->receive()', fn ($client) => $client->ping());
phase('at a large message', '$peer->open()->read(100000)', fn ($client) => $client->send(str_repeat('x', 50 << 20)));
// The goodbye does not come; that is no reason to throw.
phase('at the close', '$peer->open()->receive()', function ($client) {
    var_dump($client->close());
    $client->send('');
});
?>
--EXPECT--
before the request, drop: 104 failed to connect to ws://127.0.0.1:PORT/: the server ended the connection within the opening handshake, Error: Connection reset by peer[104]
before the request, reset: 104 failed to connect to ws://127.0.0.1:PORT/: the server ended the connection within the opening handshake, Error: Connection reset by peer[104]
behind the request, drop: 104 failed to connect to ws://127.0.0.1:PORT/: the server ended the connection within the opening handshake, Error: Connection reset by peer[104]
behind the request, reset: 104 failed to connect to ws://127.0.0.1:PORT/: the server ended the connection within the opening handshake, Error: Connection reset by peer[104]
in the answer, drop: 104 failed to connect to ws://127.0.0.1:PORT/: the server ended the connection within the opening handshake, Error: Connection reset by peer[104]
in the answer, reset: 104 failed to connect to ws://127.0.0.1:PORT/: the server ended the connection within the opening handshake, Error: Connection reset by peer[104]
behind the handshake, drop: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
behind the handshake, reset: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
in a header, drop: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
in a header, reset: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
in a frame, drop: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
in a frame, reset: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
between fragments, drop: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
between fragments, reset: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
last
after a message, drop: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
last
after a message, reset: 1006 failed to receive: the connection ended without a close frame: END / 1006 false
at a ping, drop: 1006 failed to ping: the connection ended without a close frame: END / 1006 false
at a ping, reset: 1006 failed to ping: the connection ended without a close frame: END / 1006 false
at a large message, drop: 1006 failed to send: the connection ended without a close frame: END / 1006 false
at a large message, reset: 1006 failed to send: the connection ended without a close frame: END / 1006 false
bool(false)
at the close, drop: 1006 failed to send: the connection ended without a close frame: END / 1006 false
bool(false)
at the close, reset: 1006 failed to send: the connection ended without a close frame: END / 1006 false
