--TEST--
pid_file holds the first process's pid, is removed after a clean end only, and must be writable
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$file = tempnam(sys_get_temp_dir(), 'swoxide-pid-');
register_shutdown_function(fn () => @unlink($file));
foreach (MODES as $mode) {
    foreach (['SIGTERM' => SIGTERM, 'SIGINT' => SIGINT, 'SIGKILL' => SIGKILL] as $name => $signal) {
        $server = cluster($mode, ['pid_file' => $file]);
        $all = family($server);
        array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
        echo "$mode, $name: ", file_get_contents($file) === (string) $server->pid ? 'its pid' : 'another', ', ';
        $server->stop($signal);
        whatIsLeft($server, family($server) + $all);
        clearstatcache();
        echo file_exists($file) ? 'stays' : 'gone', "\n";
    }
    echo Program::run("\$server = new Swoole\\WebSocket\\Server('127.0.0.1', 0, $mode);" . <<<'PHP'
        $server->set(['worker_num' => 2, 'pid_file' => '/nonexistent/server.pid']);
        $server->on('message', fn () => null);
        try {
            $server->start();
        } catch (Throwable $throwable) {
            echo get_class($throwable) . '(' . $throwable->getCode() . '): ' . $throwable->getMessage() . "\n";
        }
        PHP)->output();
}
?>
--EXPECT--
SWOOLE_BASE, SIGTERM: its pid, gone
SWOOLE_BASE, SIGINT: its pid, gone
SWOOLE_BASE, SIGKILL: its pid, stays
Swoole\Exception(2): failed to write pid_file[/nonexistent/server.pid], Error: No such file or directory[2]
SWOOLE_PROCESS, SIGTERM: its pid, gone
SWOOLE_PROCESS, SIGINT: its pid, gone
SWOOLE_PROCESS, SIGKILL: its pid, stays
Swoole\Exception(2): failed to write pid_file[/nonexistent/server.pid], Error: No such file or directory[2]
