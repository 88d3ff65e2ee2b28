--TEST--
daemon() goes on in the background, and the launcher ends with 0
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$directory = sys_get_temp_dir() . '/swoxide-daemon-' . bin2hex(random_bytes(6));
mkdir($directory);
$launcher = Program::run('const DIRECTORY = ' . var_export($directory, true) . ";\n" . <<<'PHP'
    chdir(DIRECTORY);
    ob_start();
    echo "buffered before\n";
    register_shutdown_function(fn () => file_put_contents(DIRECTORY . '/end', "end\n", FILE_APPEND));
    $launcher = getmypid();
    var_dump(@Swoole\Process::daemon(pipes: [3 => STDERR]), @Swoole\Process::daemon(pipes: [0 => 'no stream']));
    $log = fopen(DIRECTORY . '/log', 'w');
    var_dump(Swoole\Process::daemon(false, false, [1 => $log, 2 => $log]));
    ob_end_flush();
    var_dump(getmypid() !== $launcher, getcwd(), posix_getsid(0) !== posix_getsid($launcher), fgets(STDIN));
    echo "errors too\n";
    fwrite(STDERR, "are there\n");
    exit(5);
    PHP);
echo $launcher->exitCode(), ' "', $launcher->output(), "\"\n";
waitUntil(fn () => file_exists("$directory/end") && str_ends_with(file_get_contents("$directory/log"), "there\n"), 'the daemon');
echo file_get_contents("$directory/log"), file_get_contents("$directory/end");
array_map('unlink', glob("$directory/*"));
rmdir($directory);
?>
--EXPECT--
0 ""
buffered before
bool(false)
bool(false)
bool(true)
bool(true)
string(1) "/"
bool(true)
bool(false)
errors too
are there
end
