--TEST--
daemonize: the launcher returns 0 at once, output and log go to log_file, pid_file has the server's pid and goes with it
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $directory = sys_get_temp_dir() . '/swoxide-daemon-' . bin2hex(random_bytes(8));
    mkdir($directory);
    $port = Network::freePort();
    // Whatever happens, nothing of it stays: no test is its parent.
    register_shutdown_function(function () use ($directory, $mode) {
        $pid = (int) @file_get_contents("$directory/manager");
        if ($pid && isAlive($pid)) {
            $parent = processTable()[$pid]['parent'];
            // In SWOOLE_PROCESS the first process; in SWOOLE_BASE the manager is that, and init its parent.
            posix_kill($mode === 'SWOOLE_PROCESS' && $parent > 1 ? $parent : $pid, SIGKILL);
        }
        array_map('unlink', glob("$directory/*"));
        @rmdir($directory);
    });
    $launcher = Program::start("chdir('$directory');" . <<<PHP
        \$server = new Swoole\WebSocket\Server('127.0.0.1', $port, $mode);
        // Relative to the directory that it leaves.
        \$server->set(['worker_num' => 2, 'daemonize' => true, 'pid_file' => 'server.pid', 'log_file' => 'server.log']);
        \$server->on('message', function (\$server, \$frame) {
            echo "message in " . getcwd() . "\\n";
            error_log('something to say');
            \$server->push(\$frame->fd, \$frame->data . ' ' . posix_getsid(0) . ' ' . \$server->master_pid);
        });
        \$server->on('managerStart', fn () => file_put_contents('$directory/manager', getmypid()));
        echo "before\\n";
        \$server->start();
        echo "behind start()\\n";
        PHP);
    echo "$mode: exit code ", $launcher->wait(), ', printed: ', json_encode($launcher->output()), "\n";
    $pid = (int) waitUntil(fn () => @file_get_contents("$directory/server.pid"), 'the pid file');
    waitUntil(fn () => Network::isListening($port), 'the server');
    [$text, $session, $master] = explode(' ', (new WebSocketClient($port))->text('hello')->receive()->payload);
    echo $text, ', ', (int) $master === $pid ? 'the pid file is right' : 'another pid', ', ',
        (int) $session === posix_getsid(0) ? 'the same session' : 'another session', ', ',
        (int) $session === $pid ? 'its leader' : 'not its leader', "\n";
    // The new log file of logrotate is where the old one was.
    rename("$directory/server.log", "$directory/server.log.1");
    posix_kill($pid, SIGWINCH);
    waitUntil(function () use ($directory) {
        clearstatcache();
        return file_exists("$directory/server.log");
    }, 'a new log file');
    $family = familyOf($pid);
    posix_kill($pid, SIGTERM);
    waitUntil(fn () => !array_filter($family, isAlive(...)), 'the end of the server');
    clearstatcache();
    echo file_exists("$directory/server.pid") ? 'the pid file stays' : 'no pid file', "\n";
    $log = file_get_contents("$directory/server.log.1") . file_get_contents("$directory/server.log");
    echo implode(', ', preg_grep('/^(message|behind|before)/', explode("\n", $log))), ', ', substr_count($log, 'something to say'), " error_log()\n";
}
?>
--EXPECT--
SWOOLE_BASE: exit code 0, printed: "before\n"
hello, the pid file is right, another session, not its leader
no pid file
message in /, behind start(), 1 error_log()
SWOOLE_PROCESS: exit code 0, printed: "before\n"
hello, the pid file is right, another session, not its leader
no pid file
message in /, behind start(), 1 error_log()
