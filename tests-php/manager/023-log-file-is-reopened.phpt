--TEST--
SIGRTMIN and SIGWINCH to the first process have all processes open the log file anew, for logrotate
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$log = tempnam(sys_get_temp_dir(), 'swoxide-log-');
register_shutdown_function(fn () => array_map('unlink', glob("$log*")));
foreach (MODES as $mode) {
    foreach (['SIGRTMIN' => 34, 'SIGWINCH' => SIGWINCH] as $name => $signal) {
        array_map('unlink', glob("$log*"));
        $server = cluster($mode, ['log_file' => $log]);
        $pids = [$server->pid, pidOf($server, 'managerStart'), pidOf($server, 0), pidOf($server, 1)];
        $said = fn (int $pid, string $file) => str_contains(file_get_contents($file), 'SIGHUP') && preg_match("/\\D$pid\\D.*SIGHUP/", file_get_contents($file));
        rename($log, "$log.1");
        $server->signal($signal);
        waitUntil(function () use ($log) {
            clearstatcache();
            return file_exists($log);
        }, 'a new log file');
        $count = 0;
        foreach (array_unique($pids) as $pid) {
            // Each says something when it gets this; until it has opened the new file it is in the old one.
            waitUntil(function () use ($pid, $said, $log) {
                posix_kill($pid, SIGHUP);
                usleep(10000);
                return $said($pid, $log);
            }, "a line of process $pid in the new log file");
            $count++;
        }
        echo "$mode, $name: $count processes, exit code ", $server->stop(), "\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE, SIGRTMIN: 3 processes, exit code 0
SWOOLE_BASE, SIGWINCH: 3 processes, exit code 0
SWOOLE_PROCESS, SIGRTMIN: 4 processes, exit code 0
SWOOLE_PROCESS, SIGWINCH: 4 processes, exit code 0
