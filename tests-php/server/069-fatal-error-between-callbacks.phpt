--TEST--
A fatal error outside of a callback ends the process as cleanly as one inside
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// The memory limit is reached while the frame is made that onMessage would get.
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 20_000_000]);
    $server->on('message', fn () => null);
    register_shutdown_function(function () use ($server) {
        echo "shutdown function\n";
        var_dump(@$server->push(1, 'too late'), @$server->start());
    });
    ini_set('memory_limit', '4M');
    PHP);
$client = new WebSocketClient($server->port);
echo $client->binary(str_repeat('x', 6_000_000))->receive(), "\n", $server->wait(), "\n";
echo preg_replace('/ in .*/', '', preg_replace('/\d{5,}/', 'many', $server->output()));
var_dump(Network::isListening($server->port));
?>
--EXPECTF--
close: 1001 server is going away
255

Fatal error: Allowed memory size of many bytes exhausted (tried to allocate many bytes)
shutdown function
bool(false)
bool(false)
bool(false)
