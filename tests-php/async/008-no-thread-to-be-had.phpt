--TEST--
Where the system grants no thread it is said at once, nothing is begun, and the program goes on
--SKIPIF--
<?php function_exists('posix_setrlimit') or die('skip without posix_setrlimit');
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['file' => 'content']);
$program = Program::run(str_replace('FOLDER', $folder, <<<'PHP'
    $limit = fn (int $bytes) => posix_setrlimit(POSIX_RLIMIT_AS, $bytes, POSIX_RLIMIT_INFINITY);
    set_error_handler(function ($level, $message) { echo $message, "\n"; });
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    $http = new Swoole\Http\Client('localhost', 1);
    $never = fn () => print("never\n");
    // A thread's stack is 2 MiB.
    preg_match('/VmSize:\s+(\d+) kB/', file_get_contents('/proc/self/status'), $size);
    $limit(($size[1] + 1200) * 1024);
    var_dump(
        Swoole\Async::readFile('FOLDER/file', $never),
        Swoole\Async::read('FOLDER/file', $never),
        Swoole\Async::dnsLookup('localhost', $never),
        Swoole\Async::exec('echo $$ > FOLDER/pid; exec sleep 1000', $never),
        $client->connect('localhost', 1),
        $http->get('/', fn ($http) => var_dump($http->statusCode, $http->errCode)),
    );
    // No command is left.
    var_dump(Swoole\Process::wait(false));
    Swoole\Event::wait();
    $limit(POSIX_RLIMIT_INFINITY);
    Swoole\Async::readFile('FOLDER/file', function ($name, $content) {
        var_dump($content);
        Swoole\Async::dnsLookup('localhost', fn ($name, $address) => var_dump($address));
    });
    PHP));
echo $program->output(), $program->exitCode(), "\n";
?>
--EXPECT--
Swoole\Async::readFile(): there is no thread or descriptor for it, Error: Resource temporarily unavailable[11]
Swoole\Async::read(): there is no thread or descriptor for it, Error: Resource temporarily unavailable[11]
Swoole\Async::dnsLookup(): there is no thread or descriptor for it, Error: Resource temporarily unavailable[11]
Swoole\Async::exec(): there is no thread or descriptor for it, Error: Resource temporarily unavailable[11]
Swoole\Client::connect(): connect to server[localhost:1] failed, Error: Resource temporarily unavailable[11]
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(true)
bool(false)
int(-1)
int(11)
string(7) "content"
string(9) "127.0.0.1"
0
