--TEST--
Swoole\Server by itself: connect, receive, send and close over plain TCP, in every mode and under the old name
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

foreach (['Swoole\Server', 'swoole_server'] as $class) {
    foreach ([['SWOOLE_BASE', 1], ['SWOOLE_BASE', 2], ['SWOOLE_PROCESS', 2]] as [$mode, $workers]) {
        $server = TestServer::run(<<<PHP
            \$server = new $class('127.0.0.1', 0, $mode);
            \$server->set(['worker_num' => $workers]);
            \$server->on('connect', function (\$server, int \$fd, int \$reactor) { echo "connect \$fd\n"; });
            \$server->on('receive', function (\$server, int \$fd, int \$reactor, string \$data) {
                if (\$data === 'leave') {
                    \$server->send(\$fd, 'bye');
                    var_dump(\$server->close(\$fd), \$server->close(\$fd), \$server->send(\$fd, 'too late'));
                } else {
                    \$server->send(\$fd, strrev(\$data)) && \$server->sendwait(\$fd, "\n");
                }
            });
            \$server->on('close', function (\$server, int \$fd, int \$reactor) { echo "close \$fd ", \$reactor < 0 ? 'by us' : 'by it', "\n"; });
            PHP);
        $client = new Connection($server->port);
        echo $client->ask("\0\xffabc") === "cba\xff\0" ? "any bytes\n" : "changed\n";
        echo $client->raw('leave')->readAll(), "\n";
        (new Connection($server->port))->drop();
        waitForLines($server, 7);
        echo sorted($server->output()), $server->stop(), $server->log(), "\n";
    }
}
?>
--EXPECT--
any bytes
bye
bool(false)
bool(false)
bool(true)
close 1 by us
close 2 by it
connect 1
connect 2
0
any bytes
bye
bool(false)
bool(false)
bool(true)
close 1 by us
close 2 by it
connect 1
connect 2
0
any bytes
bye
bool(false)
bool(false)
bool(true)
close 1 by us
close 2 by it
connect 1
connect 2
0
any bytes
bye
bool(false)
bool(false)
bool(true)
close 1 by us
close 2 by it
connect 1
connect 2
0
any bytes
bye
bool(false)
bool(false)
bool(true)
close 1 by us
close 2 by it
connect 1
connect 2
0
any bytes
bye
bool(false)
bool(false)
bool(true)
close 1 by us
close 2 by it
connect 1
connect 2
0
