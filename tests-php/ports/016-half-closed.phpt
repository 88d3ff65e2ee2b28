--TEST--
Who says that nothing more comes still gets the answers to what it said, and then the end
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2, 'open_eof_split' => true, 'package_eof' => "\n"]);
        \$server->on('receive', function (\$server, \$fd, \$reactor, \$data) {
            usleep(20000);
            \$server->send(\$fd, "answer to \$data");
        });
        \$server->on('close', function (\$server, \$fd, \$reactor) { echo \$reactor < 0 ? 'by us' : 'by it', "\n"; });
        PHP);
    echo (new Connection($server->port))->raw("a\nb\nc\nunfinished")->shutdownWriting()->readAll();
    $server->waitForOutput("\n");
    echo $server->output();
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
answer to a
answer to b
answer to c
by it
SWOOLE_PROCESS
answer to a
answer to b
answer to c
by it
