--TEST--
In a callback a client reaches other servers, and its own as far as that needs no callback; nothing waits for itself for ever
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$other = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, strtoupper($frame->data)));
    PHP);
$server = TestServer::run(<<<PHP
    \$server = new Swoole\\WebSocket\\Server('127.0.0.1', 0);
    \$server->on('message', function (\$server, \$frame) {
        // The second connection of this server is the one that a callback makes to it.
        if (\$frame->fd > 1) {
            \$server->push(\$frame->fd, "later: \$frame->data");
            return;
        }
        \$client = new Swoxide\\WebSocket\\Client('ws://127.0.0.1:$other->port/', ['persistent' => true]);
        \$client->send(\$frame->data);
        \$server->push(\$frame->fd, \$client->receive()->data . (\$client->isReused() ? ', reused' : ', new'));
        if (\$frame->data === 'yourself') {
            \$own = new Swoxide\\WebSocket\\Client("ws://127.0.0.1:{\$server->port}/");
            \$own->send('hello');
            \$server->push(\$frame->fd, var_export(\$own->ping(), true) . ' ' . var_export(\$own->receive(0.1), true) . ' ' . var_export(\$own->close(), true));
        }
    });
    PHP);
$client = new Swoxide\WebSocket\Client("ws://127.0.0.1:$server->port/");
foreach (['hello', 'again', 'yourself'] as $text) {
    $client->send($text);
    echo $client->receive()->data, "\n";
}
echo $client->receive()->data, "\n";
var_dump($client->close());
$server->stop();
echo $server->output(), $server->log();
?>
--EXPECT--
HELLO, new
AGAIN, reused
YOURSELF, reused
true NULL true
bool(true)
