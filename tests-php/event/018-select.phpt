--TEST--
swoole_select() leaves in its arrays what is ready, under its keys, and waits no longer than it shall
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
[$c, $d] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
foreach (['swoole_select', 'swoole_client_select'] as $select) {
    $read = ['first' => $a, 7 => $c];
    $write = $except = null;
    var_dump($select($read, $write, $except, 0.0), $read, $write);

    // Lines that PHP has read ahead, too.
    fwrite($b, "one\ntwo\n");
    $read = ['first' => $a, 7 => $c];
    $write = ['b' => $b];
    echo $select($read, $write, $except, 10), ' ', json_encode([array_keys($read), array_keys($write)]), "\n", fgets($a);
    $read = [$c, $a];
    $write = [];
    echo $select($read, $write, $except), ' ', json_encode([array_keys($read), $write]), ' ', fgets($a);
}
// Until something comes: a process, by its object and by its number.
$process = new Swoole\Process(fn ($process) => $process->write('hello'));
$process->start();
foreach ([$process, $process->pipe] as $what) {
    $read = [$what];
    echo swoole_select($read, $write, $except, null), ' ', $read === [$what] ? 'the process' : 'nothing', "\n";
}
// The time.
$begin = microtime(true);
$read = [$a];
echo swoole_select($read, $write, $except, 0.05), ' ', microtime(true) - $begin >= 0.05 ? 'in time' : 'early', "\n";
// An end counts as something to read, a full pipe as nothing to write.
fclose($b);
stream_set_blocking($c, false);
while (@fwrite($c, str_repeat('x', 100000)));
$read = [$a];
$write = [$c];
echo swoole_select($read, $write, $except, 0.0), ' ', json_encode([count($read), count($write)]), "\n";

set_error_handler(function ($level, $message) { echo $message, "\n"; });
$closed = fopen('php://memory', 'r');
fclose($closed);
$empty = [];
foreach ([[$a, 'k' => 'text'], [$closed], [100000], []] as $read) {
    $before = $read;
    var_dump(swoole_select($read, $empty, $except));
    echo $read === $before ? '' : "changed\n";
}
catching(function () use ($empty) {
    $read = 'text';
    swoole_select($read, $empty, $empty);
});
?>
--EXPECTF--
int(0)
array(0) {
}
NULL
2 [["first"],["b"]]
one
1 [[1],[]] two
int(0)
array(0) {
}
NULL
2 [["first"],["b"]]
one
1 [[1],[]] two
1 the process
1 the process
0 in time
1 [1,0]
swoole_select(): can't wait for $read[k]: there is no descriptor in what was given (string): %s
bool(false)
swoole_select(): can't wait for $read[0]: there is no descriptor in what was given (resource): %s
bool(false)
swoole_select(): can't wait for $read[0]: the descriptor is not open
bool(false)
swoole_select(): there is nothing to wait for: all arrays are empty or null
bool(false)
TypeError(0): swoole_select(): Argument #1 ($read) must be of type ?array, string given
