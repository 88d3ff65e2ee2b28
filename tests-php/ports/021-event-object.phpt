--TEST--
With event_object, receive and packet get one object for all that they are told
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->set(['event_object' => true]);
    $server->listen('127.0.0.1', 0, SWOOLE_SOCK_UDP);
    $server->on('receive', function ($server, Swoole\Server\Event $event) {
        echo json_encode([get_object_vars($event)['data'], $event->fd, $event->reactor_id >= 0, $event->dispatch_time > 1e9]), "\n";
        $server->send($event->fd, "done\n");
    });
    $server->on('packet', function ($server, Swoole\Server\Packet $packet) {
        echo json_encode([$packet->data, $packet->address, $packet->server_port === $server->ports[1]->port,
            $packet->server_socket === $server->ports[1]->sock, $packet->dispatch_time > 1e9]), "\n";
        $server->sendto($packet->address, $packet->port, 'done');
    });
    PHP);
echo (new Connection($server->port))->ask('tcp'), ' ', (new DatagramClient($server->ports[1]))->ask('udp'), "\n", $server->output();
?>
--EXPECT--
done done
["tcp",1,true,true]
["udp","127.0.0.1",true,true,true]
