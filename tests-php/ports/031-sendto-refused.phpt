--TEST--
sendto() without a port for datagrams, with an address that is none, with nothing to say, and of a server that does not run
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    echo var_export(@$server->sendto('127.0.0.1', 9, 'x'), true), ' ', error_get_last()['message'], "\n";
    $server->listen('127.0.0.1', 0, SWOOLE_SOCK_UDP);
    $server->on('packet', fn () => null);
    $server->on('receive', function ($server, $fd) {
        foreach ([['::1', 9, 'x'], ['nowhere', 9, 'x'], ['127.0.0.1', 0, 'x'], ['127.0.0.1', 70000, 'x'], ['127.0.0.1', 9, ''],
            ['127.0.0.1', 9, 'x', 9999]] as $arguments) {
            echo var_export(@$server->sendto(...$arguments), true), ' ', error_get_last()['message'], "\n";
        }
        // Too long for UDP.
        var_dump($server->sendto('127.0.0.1', 9, str_repeat('x', 70000)), $server->getLastError());
        $server->send($fd, "done\n");
    });
    PHP);
(new Connection($server->port))->ask('now');
echo $server->output();
?>
--EXPECT--
false Swoole\Server::sendto(): server is not running
false Swoole\Server::sendto(): UDP listener has to be added before executing sendto
false Swoole\Server::sendto(): nowhere:9 is no address of a datagram's receiver
false Swoole\Server::sendto(): 127.0.0.1:0 is no address of a datagram's receiver
false Swoole\Server::sendto(): 127.0.0.1:70000 is no address of a datagram's receiver
false Swoole\Server::sendto(): the data sent must not be empty
false Swoole\Server::sendto(): UDP listener has to be added before executing sendto
bool(false)
int(90)
