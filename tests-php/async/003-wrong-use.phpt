--TEST--
What is wrong with a file or a setting is said at once; what fails later is a warning, and false for the callback
--FILE--
<?php
require __DIR__ . '/../include/files.php';

set_error_handler(function ($level, $message) use (&$folder) { echo str_replace($folder, '', $message), "\n"; });
$folder = folder(['large' => str_repeat('x', 4 * 1024 * 1024 + 1), 'sub/file' => '', 'small' => 'small']);
posix_mkfifo("$folder/pipe", 0600);
$never = fn () => print("never\n");
foreach (['missing', 'sub', 'pipe', 'large', "nul\0byte"] as $name) {
    var_dump(Swoole\Async::readFile("$folder/$name", $never));
}
foreach (['missing/file', 'sub', 'pipe'] as $name) {
    var_dump(Swoole\Async::writeFile("$folder/$name", 'x', $never), Swoole\Async::write("$folder/$name", 'x', 0, $never));
}
var_dump(Swoole\Async::read("$folder/missing", $never));
var_dump(Swoole\Async::read("$folder/small", $never, 0), Swoole\Async::read("$folder/small", $never, 1048577));
var_dump(Swoole\Async::read("$folder/small", $never, 1, -1));
var_dump(Swoole\Async::dnsLookup('', $never));
catching(fn () => Swoole\Async::readFile("$folder/small", 'no such function'));
catching(fn () => new Swoole\Async);
var_dump(Swoole\Async::set(['thread_num' => 4, 'no_such_setting' => 1, 'socket_buffer_size' => 100]));
catching(fn () => swoole_async_set(['socket_buffer_size' => 0]));

// One that grows behind the look at its size: the write comes first, and has not always begun when the file is opened.
set_error_handler(function ($level, $message) use (&$said) { $said = $message; });
do {
    file_put_contents("$folder/small", '');
    Swoole\Async::writeFile("$folder/small", str_repeat('x', 4 * 1024 * 1024 + 1));
    $begun = Swoole\Async::readFile("$folder/small", function ($name, $content) use (&$given) { $given = $content; });
    Swoole\Event::wait();
} while (!$begun);
restore_error_handler();
echo str_replace($folder, '', $said), "\n", json_encode($given === false ?: strlen($given)), "\n";

// A full disk, for the callback and where there is none. (/dev/full is no regular file; a limit is as good.)
$program = Program::run("set_error_handler(function (\$level, \$message) { echo \$message, \"\\n\"; });
    pcntl_signal(SIGXFSZ, SIG_IGN); posix_setrlimit(POSIX_RLIMIT_FSIZE, 1000, 1000);
    Swoole\\Async::writeFile('$folder/full', str_repeat('x', 5000), fn (\$name, \$length) => var_dump(\$length));
    Swoole\\Async::writeFile('$folder/full', str_repeat('x', 5000));");
echo str_replace($folder, '', $program->output());

// The limit that was set.
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
var_dump(Swoole\Event::write($here, str_repeat('x', 1_000_000)), Swoole\Event::write($here, str_repeat('x', 101)));
fclose($there);
?>
--EXPECTF--
Swoole\Async::readFile(): can't use the file /missing, Error: No such file or directory[2]
bool(false)
Swoole\Async::readFile(): can't use the file /sub, Error: Not a regular file
bool(false)
Swoole\Async::readFile(): can't use the file /pipe, Error: Not a regular file
bool(false)
Swoole\Async::readFile(): the file /large is larger than 4194304 bytes: read() gives it piece by piece
bool(false)
Swoole\Async::readFile(): can't use the file /nul\0byte, Error: %s
bool(false)
Swoole\Async::writeFile(): can't use the file /missing/file, Error: No such file or directory[2]
Swoole\Async::write(): can't use the file /missing/file, Error: No such file or directory[2]
bool(false)
bool(false)
Swoole\Async::writeFile(): can't use the file /sub, Error: Not a regular file
Swoole\Async::write(): can't use the file /sub, Error: Not a regular file
bool(false)
bool(false)
Swoole\Async::writeFile(): can't use the file /pipe, Error: Not a regular file
Swoole\Async::write(): can't use the file /pipe, Error: Not a regular file
bool(false)
bool(false)
Swoole\Async::read(): can't use the file /missing, Error: No such file or directory[2]
bool(false)
Swoole\Async::read(): can't read pieces of [0] bytes: 1 to 1048576 is possible
Swoole\Async::read(): can't read pieces of [1048577] bytes: 1 to 1048576 is possible
bool(false)
bool(false)
Swoole\Async::read(): can't read from [-1] on: the first byte is 0
bool(false)
Swoole\Async::dnsLookup(): the name to look up is empty, or no text
bool(false)
TypeError(0): Swoole\Async::readFile(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
Error(0): The object of Swoole\Async can not be created for security reasons
Swoole\Async::set(): unsupported option [no_such_setting]
bool(true)
Swoole\Exception(505): socket_buffer_size is how many bytes may wait to be written to one descriptor: 1 or more
Swoole\Event::wait(): what was begun with /small has failed, Error: It is larger than 4194304 bytes: read() gives it piece by piece
true
swoole_event_loop(): what was begun with /full has failed, Error: File too large[27]
bool(false)
swoole_event_loop(): /full is not written, Error: File too large[27]
bool(true)
bool(false)
swoole_event_loop(): Send of %d bytes failed with errno=32 Broken pipe
swoole_event_loop(): %d bytes that waited to be written to fd %d are lost: the stream is closed or broken
