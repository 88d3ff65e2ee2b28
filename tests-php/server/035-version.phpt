--TEST--
The version satisfies programs that compare it, and its parts agree
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

var_dump(swoole_version() === SWOOLE_VERSION);
var_dump(version_compare(SWOOLE_VERSION, '4.4.0', '>='), version_compare(swoole_version(), '6.0.0', '>='));
var_dump(SWOOLE_VERSION_ID >= 40400);
var_dump(SWOOLE_VERSION_ID === SWOOLE_MAJOR_VERSION * 10000 + SWOOLE_MINOR_VERSION * 100 + SWOOLE_RELEASE_VERSION);
var_dump(phpversion('swoxide') !== false, swoole_cpu_num() === (int) shell_exec('nproc') || swoole_cpu_num() > 0);
var_dump(swoole_strerror(98), swoole_last_error());
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
string(22) "Address already in use"
int(0)
