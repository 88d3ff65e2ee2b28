--TEST--
Unix sockets for datagrams: packet, and answers by sendto() and by send() with a path
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $path = socketPath();
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\Server('$path', 0, $mode, SWOOLE_SOCK_UNIX_DGRAM);
        \$server->set(['worker_num' => 2]);
        \$server->on('packet', function (\$server, \$data, \$client) {
            \$answer = json_encode([\$client['server_port'], \$client['port'], strlen(\$data)]);
            \$server->sendto(\$client['address'], 0, "sendto \$answer") && \$server->send(\$client['address'], "send \$answer");
        });
        PHP);
    $client = new DatagramClient($path);
    echo $client->ask('hello'), ' ', $client->receive(), ' ', $client->ask(str_repeat('x', 100000)), "\n";
    echo $server->stop(), ' ', file_exists($path) ? 'left' : 'gone', "\n";
});
?>
--EXPECT--
SWOOLE_BASE
sendto [0,0,5] send [0,0,5] sendto [0,0,100000]
0 gone
SWOOLE_PROCESS
sendto [0,0,5] send [0,0,5] sendto [0,0,100000]
0 gone
