--TEST--
With log_file the log goes to that file, one readable line for each thing to say
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$log = tempnam(sys_get_temp_dir(), 'swoxide-log-');
register_shutdown_function('unlink', $log);
$text = <<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(LOG);
    $server->on('message', function () {
        throw new RuntimeException('something to say');
    });
    PHP;

foreach ([['log_file' => $log], []] as $settings) {
    $server = TestServer::run('const LOG = ' . var_export($settings, true) . "; $text");
    echo (new WebSocketClient($server->port))->text('go')->ping()->receive(), "\n";
    $lines = $settings ? waitUntil(fn () => preg_grep('/ INFO /', file($log), PREG_GREP_INVERT), 'a line in the log file') : (function () use ($server) {
        $server->waitForLog('message');
        return explode("\n", rtrim($server->log()));
    })();
    $server->stop();
    $lines = array_values($lines);
    echo preg_match('/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \*\d+\.\d+\]\s+(WARNING|ERROR)\s+\S/', $lines[0]) ? 'a log line' : $lines[0], ', ',
        $settings ? ($server->wholeLog() === '' ? 'nothing on stderr' : $server->wholeLog()) : 'on stderr', "\n";
}
?>
--EXPECT--
pong: 
a log line, nothing on stderr
pong: 
a log line, on stderr
