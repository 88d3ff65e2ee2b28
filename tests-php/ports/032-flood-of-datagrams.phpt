--TEST--
Datagrams for which PHP has no time are lost and held in bounded memory, connections are served meanwhile, and the log says so once
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $sign = sign();
    $server = TestServer::run(withSign($sign) . <<<PHP
        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 1, 'max_wait_time' => 1]);
        \$server->on('message', fn (\$server, \$frame) => \$server->push(\$frame->fd, 'served'));
        \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_UDP);
        \$server->on('packet', function (\$server, \$data) {
            static \$count = 0;
            \$count++ === 0 && waitForSign();
        });
        PHP);
    $client = new WebSocketClient($server->port);
    $client->text('first')->receive();
    $before = $server->memory();
    $flood = new DatagramClient($server->ports[1]);
    $data = str_repeat('x', 50000);
    // The kernel drops some by itself.
    for ($limit = microtime(true) + 20; !str_contains($server->log(), 'are lost') && microtime(true) < $limit; ) {
        $flood->send($data);
    }
    // The gateway answers a ping although its PHP is busy.
    echo $client->ping('there?')->receive(), ', ', ($server->memory() - $before) >> 16 ? 'much' : 'little', " memory\n";
    for ($count = 0; $count < 200; $count++) {
        $flood->send($data);
    }
    giveSign($sign);
    echo $client->text('now')->receive(), "\n", preg_replace(['/^\[.*?\]/', '/port \d+/'], ['', 'port N'], $server->log());
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
pong: there?, little memory
text: served
 WARNING datagrams to port N are lost: 16777216 bytes of them wait for PHP; this is said once
SWOOLE_PROCESS
pong: there?, little memory
text: served
 WARNING datagrams to port N are lost: 16777216 bytes of them wait for PHP; this is said once
