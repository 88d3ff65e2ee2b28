--TEST--
A server says once how many connections fit, what limits them and how to raise that
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn () => null);
    PHP);
echo $server->stop(), "\n", $server->wholeLog();
?>
--EXPECTF--
0
[%s] INFO up to %d connections at the same time; the limit of open files is %d, %s (to raise it: ulimit -Hn, LimitNOFILE= of systemd, --ulimit nofile= of docker)
