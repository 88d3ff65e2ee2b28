--TEST--
What is wrong with a URL, a setting or a call is named, with its value
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

foreach (['', 'http://host/', 'ws://', 'ws://host:0/', 'ws://host/#top', 'ws://user:word@host/', "ws://host/a b\n"] as $url) {
    catching(fn () => new Client($url));
}
foreach ([
    ['tiemout' => 1],
    ['timeout' => 'soon'],
    ['timeout' => 0],
    ['timeout' => -1],
    ['headers' => 'X: y'],
    ['headers' => ['X: y']],
    ['headers' => ['Connection' => 'close']],
    ['headers' => ['X-A' => "b\r\nX-B: c"]],
    ['headers' => ['X-A' => []]],
    ['websocket_subprotocol' => 'a b'],
    ['websocket_compression' => 'perhaps'],
    ['package_max_length' => 0],
    ['persistent' => 1],
    ['ssl_cafile' => null],
    [1],
] as $settings) {
    catching(fn () => new Client('ws://127.0.0.1:1/', $settings));
}
catching(fn () => new Client('wss://127.0.0.1:1/', ['ssl_cafile' => '/not/there.pem']));
catching(fn () => new Client('wss://127.0.0.1:1/', ['ssl_cert_file' => __FILE__, 'ssl_verify_peer' => false]));

$server = RawServer::serving('$peer->open()->listen();');
$client = new Client("ws://127.0.0.1:$server->port/");
catching(fn () => $client->__construct('ws://127.0.0.1:1/'));
catching(fn () => clone $client);
catching(fn () => serialize($client));
foreach ([
    fn () => $client->send("\xff"),
    fn () => $client->send("\xe4\xbd"),
    fn () => $client->send('', 3),
    fn () => $client->send('', WEBSOCKET_OPCODE_CLOSE),
    fn () => $client->send('', WEBSOCKET_OPCODE_CONTINUATION),
    fn () => $client->send([]),
    fn () => $client->ping(str_repeat('a', 126)),
    fn () => $client->close(1005),
    fn () => $client->close(1000, str_repeat('a', 124)),
    fn () => $client->receive('soon'),
] as $call) {
    catching($call);
}
$client->send('one ', flags: 0);
catching(fn () => $client->send('two'));
$client->send('two', WEBSOCKET_OPCODE_CONTINUATION);
var_dump($client->isConnected());
unset($client, $call);
$server->waitForOutput("end\n");
echo $server->output();

$untouched = (new ReflectionClass(Client::class))->newInstanceWithoutConstructor();
catching(fn () => $untouched->receive());
catching(fn () => $untouched->isConnected());
?>
--EXPECTF--
ValueError(0): the URL '' must begin with ws:// or wss://
ValueError(0): the URL 'http://host/' must begin with ws:// or wss://
ValueError(0): the URL 'ws://' can't be read: it takes ws://host:port/path?query
ValueError(0): the URL 'ws://host:0/' has the port 0: 1 to 65535 are there
ValueError(0): the URL 'ws://host/#top' has a fragment (#), which no server gets to see: leave it out, or write %23
ValueError(0): the URL 'ws://user:word@host/' has a user in it: pass an Authorization header instead
ValueError(0): the URL 'ws://host/a b\n' has characters that must be written in another way: %20 for a blank, for instance, and xn-- in names
ValueError(0): there is no setting 'tiemout'; there are: timeout, headers, websocket_subprotocol, websocket_compression, websocket_context_takeover, package_max_length, persistent, ssl_verify_peer, ssl_allow_self_signed, ssl_host_name, ssl_cafile, ssl_capath, ssl_cert_file and ssl_key_file
TypeError(0): setting 'timeout' must be of type float, string "soon" given
ValueError(0): setting 'timeout' must be a number of seconds above 0, int 0 given
ValueError(0): setting 'timeout' must be a number of seconds above 0, int -1 given
TypeError(0): setting 'headers' must be of type array (of name => value), string "X: y" given
ValueError(0): setting 'headers[0]' must be named by a header: letters, digits and hyphens, string "X: y" given
ValueError(0): setting 'headers[Connection]' must be left out, because the handshake says it by itself, string "close" given
ValueError(0): setting 'headers[X-A]' must be a text without line ends and control characters, string "b\r\nX-B: c" given
TypeError(0): setting 'headers[X-A]' must be of type string, array given
ValueError(0): setting 'websocket_subprotocol' must be a name or a list of different names, without blanks and commas, string "a b" given
TypeError(0): setting 'websocket_compression' must be of type bool, string "perhaps" given
ValueError(0): setting 'package_max_length' must be from 1 to 4294967295, int 0 given
TypeError(0): setting 'persistent' must be of type bool or string (a name for the connection), int 1 given
TypeError(0): setting 'ssl_cafile' must be of type string, null given
ValueError(0): there is no setting '0'; there are: %s
Swoxide\WebSocket\Exception(22): failed to connect to wss://127.0.0.1:1/: ssl_cafile '/not/there.pem': can't be read: No such file or directory (os error 2)
Swoxide\WebSocket\Exception(22): failed to connect to wss://127.0.0.1:1/: ssl_cert_file '%s': no certificate in it; it takes PEM, with a line -----BEGIN CERTIFICATE-----
Error(0): the client is connected already: make another one
Error(0): Trying to clone an uncloneable object of class Swoxide\WebSocket\Client
Exception(0): Serialization of 'Swoxide\WebSocket\Client' is not allowed
ValueError(0): the data of a text message must be UTF-8: send it with WEBSOCKET_OPCODE_BINARY
ValueError(0): the data of a text message must be UTF-8: send it with WEBSOCKET_OPCODE_BINARY
ValueError(0): the opcode 3 can't be sent: 0 (continuation), 1 (text), 2 (binary), 9 (ping) and 10 (pong) can; 8 is close()
ValueError(0): the opcode 8 can't be sent: 0 (continuation), 1 (text), 2 (binary), 9 (ping) and 10 (pong) can; 8 is close()
ValueError(0): a continuation (opcode 0) needs a message that was begun without SWOOLE_WEBSOCKET_FLAG_FIN
TypeError(0): the data must be of type Swoole\WebSocket\Frame or string, array given
ValueError(0): the data of a ping or pong must not be longer than 125 bytes, 126 given
ValueError(0): the close code 1005 can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can
ValueError(0): the reason of a close frame must be UTF-8 of at most 123 bytes, 124 given
TypeError(0): Swoxide\WebSocket\Client::receive(): Argument #1 ($timeout) must be of type ?float, string given
ValueError(0): a message was begun without SWOOLE_WEBSOCKET_FLAG_FIN: finish it with opcode 0 before the next one
bool(true)
text, not final, masked: one 
continuation, masked: two
close, masked: 1001
end
Error(0): Swoxide\WebSocket\Client::__construct() was not called: call parent::__construct() first
Error(0): Swoxide\WebSocket\Client::__construct() was not called: call parent::__construct() first
