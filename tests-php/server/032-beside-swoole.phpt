--TEST--
Beside the original swoole extension PHP does not start; one sentence names both
--SKIPIF--
<?php if (!shell_exec('command -v cc') || !shell_exec('command -v ' . (getenv('PHP_CONFIG') ?: 'php-config'))) echo 'skip no C compiler or php-config here'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// An extension that is called swoole and does nothing else stands for the original one.
$directory = sys_get_temp_dir() . '/swoxide-fake-swoole-' . getmypid();
mkdir($directory);
register_shutdown_function(fn () => array_map('unlink', glob("$directory/*")) && rmdir($directory));
file_put_contents("$directory/swoole.c", <<<'C'
    #include <php.h>
    static zend_module_entry swoole_module_entry = {
        STANDARD_MODULE_HEADER, "swoole", NULL, NULL, NULL, NULL, NULL, NULL, "6.2.2", STANDARD_MODULE_PROPERTIES
    };
    ZEND_GET_MODULE(swoole)
    C);
passthru("cc -shared -fPIC -DCOMPILE_DL_SWOOLE $(" . (getenv('PHP_CONFIG') ?: 'php-config')
    . " --includes) -o $directory/swoole.so $directory/swoole.c 2>&1");

// Whichever of the two php.ini names first.
$swoxide = preg_match('/extension=([^\s"\']*swoxide[^\s"\']*)/', getenv('TEST_PHP_EXTRA_ARGS'), $match) ? $match[1] : 'swoxide';
foreach ([["$directory/swoole.so", $swoxide], [$swoxide, "$directory/swoole.so"]] as $extensions) {
    $arguments = implode(' ', array_map(fn ($extension) => '-d ' . escapeshellarg("extension=$extension"), $extensions));
    exec(escapeshellarg(PHP_BINARY) . " -d display_errors=1 -d display_startup_errors=1 -d log_errors=0 $arguments -r 'echo \"started\n\";' 2>&1", $lines, $code);
    $said = implode("\n", $lines);
    echo $code !== 0 && !in_array('started', $lines) ? 'did not start' : 'started', ', ',
        preg_match('/^.*swoxide.*swoole.*$|^.*swoole.*swoxide.*$/mi', $said) ? 'one line names both' : "said: $said", "\n";
    $lines = [];
}
?>
--EXPECT--
did not start, one line names both
did not start, one line names both
