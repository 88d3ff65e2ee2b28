--TEST--
A client that sends without end while PHP is busy is read no further, and everything arrives in the end
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $sign = sign();
    $server = TestServer::run(withSign($sign) . <<<PHP
        \$server = new Swoole\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2]);
        \$server->on('receive', function (\$server, \$fd, \$reactor, \$data) {
            static \$sum = 0;
            \$sum === 0 && waitForSign();
            \$sum += strlen(\$data);
            if (str_ends_with(\$data, "\n")) {
                \$server->send(\$fd, "\$sum\n");
            }
        });
        PHP);
    $before = $server->memory();
    $socket = stream_socket_client("tcp://127.0.0.1:$server->port");
    stream_set_blocking($socket, false);
    // As much as it takes without anybody reading: then nothing for a while.
    $piece = str_repeat('x', 65536);
    for ($sent = 0, $stuck = 0; $stuck < 300 && $sent < 256 << 20; ) {
        $count = (int) @fwrite($socket, $piece);
        $sent += $count;
        $stuck = $count === 0 ? $stuck + 1 : 0;
        $count === 0 && usleep(1000);
    }
    echo $sent < 64 << 20 ? 'held up' : "took $sent", ', ', $server->memory() - $before < 16384 ? 'little memory' : 'much memory', "\n";
    giveSign($sign);
    stream_set_blocking($socket, true);
    fwrite($socket, "\n");
    echo (int) fgets($socket) === $sent + 1 ? "all arrived\n" : "some is lost\n";
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
held up, little memory
all arrived
SWOOLE_PROCESS
held up, little memory
all arrived
