--TEST--
Cookies go back under whatever name a server has given them; what could not be sent back is not kept
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = RawServer::serving(<<<'PHP'
    $lines = ['cart[1]=a%20b', 'user@x=1', '=nameless', 'two words=2', 'plain=3; Path=/', 'gone=4; Max-Age=0'];
    while ($peer->read(1) !== null) {
        $head = $peer->readThrough("\r\n\r\n");
        preg_match('/^Cookie: (.*)\r$/m', $head, $match);
        echo $match[1] ?? 'none', "\n";
        $peer->raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" . implode('', array_map(fn ($line) => "Set-Cookie: $line\r\n", $lines)) . "\r\n");
    }
    PHP);
$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$client->get('/', function (Client $client) {
    echo json_encode($client->cookies), ' ', count($client->set_cookie_headers), "\n";
    var_dump($client->get('/', function (Client $client) {
        var_dump($client->statusCode);
        $client->close();
    }));
});
Swoole\Event::wait();
echo $server->output();
var_dump($client->setCookies(['two words' => '2']));
?>
--EXPECTF--
{"cart[1]":"a b","user@x":"1","plain":"3"} 6
bool(true)
int(200)
none
cart[1]=a%20b; user@x=1; plain=3

Warning: Swoole\Http\Client::setCookies(): the cookie 'two words' must have a name without blanks, commas, semicolons and =, and a string in %s on line %d
bool(false)
