--TEST--
A setting of Swoole's that has no effect here yet says so in one line
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    var_dump($server->set(['stats_file' => '/tmp/stats', 'admin_server' => '']));
    PHP);
echo $program->output(), $program->log();
?>
--EXPECTF--
bool(true)
[%s] %s setting 'stats_file' %s
[%s] %s setting 'admin_server' %s
