--TEST--
websocket_compression_min_length says what is too short to compress, websocket_compression_level how hard to try
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

/** Starts a server that sends back what it gets. */
function server(array $settings): TestServer
{
    return TestServer::run('$settings = ' . var_export($settings + ['websocket_compression' => true], true) . ';' . <<<'PHP'
        $server = new swoole_websocket_server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        PHP);
}

foreach ([0, 10, 1000] as $least) {
    $server = server(['websocket_compression_min_length' => $least]);
    $client = new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]);
    echo "from $least on:";
    foreach ([9, 10, 999, 1000] as $length) {
        echo ' ', $length, $client->text(str_repeat('a', $length))->receive()->isCompressed() ? ' compressed' : ' plain';
    }
    echo "\n";
}

// A text that can be compressed more or less well.
mt_srand(1);
$words = array_map(fn () => substr(md5((string) mt_rand()), 0, mt_rand(2, 9)), range(1, 300));
$text = implode(' ', array_map(fn () => $words[mt_rand(0, 299)], range(1, 8000)));
$sizes = [];
foreach ([1, 6, 9] as $level) {
    $server = server(['websocket_compression_level' => $level]);
    $frame = (new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]))->text($text)->receive();
    echo "level $level: ", $frame->isCompressed() && $frame->message() === $text ? 'the text' : 'something else', "\n";
    $sizes[] = strlen($frame->payload);
}
echo $sizes[0] > $sizes[1] && $sizes[1] >= $sizes[2] ? 'ever smaller' : implode(', ', $sizes), "\n";
?>
--EXPECT--
from 0 on: 9 compressed 10 compressed 999 compressed 1000 compressed
from 10 on: 9 plain 10 compressed 999 compressed 1000 compressed
from 1000 on: 9 plain 10 plain 999 plain 1000 compressed
level 1: the text
level 6: the text
level 9: the text
ever smaller
