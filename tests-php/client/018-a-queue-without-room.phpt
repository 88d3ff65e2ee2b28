--TEST--
A Unix socket in whose queue there is no room is waited for, within the time limit
--SKIPIF--
<?php extension_loaded('sockets') or die('skip needs sockets');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

/** A listener whose queue is full, with what fills it. */
function full(string $path): array
{
    $listener = socket_create(AF_UNIX, SOCK_STREAM, 0);
    socket_bind($listener, $path);
    socket_listen($listener, 0);
    $waiting = [];
    do {
        $waiting[] = $socket = socket_create(AF_UNIX, SOCK_STREAM, 0);
        socket_set_nonblock($socket);
    } while (@socket_connect($socket, $path));
    return [$listener, $waiting];
}

foreach ([
    'waiting' => <<<'PHP'
        $client = new Swoole\Client(SWOOLE_SOCK_UNIX_STREAM);
        var_dump($client->connect($path, 0, 0.1), $client->errCode === SOCKET_ETIMEDOUT);
        echo "once more\n";
        var_dump($client->connect($path, 0, 10), $client->recv());
        PHP,
    'in a loop' => <<<'PHP'
        $client = new Swoole\Client(SWOOLE_SOCK_UNIX_STREAM, SWOOLE_SOCK_ASYNC);
        $client->on('connect', function () { echo "connect\n"; });
        $client->on('error', function ($client) use ($path) {
            var_dump($client->errCode === SOCKET_ETIMEDOUT, $client->connect($path, 0, 10));
            echo "once more\n";
        });
        $client->on('receive', function ($client, $data) { echo "$data\n"; });
        $client->on('close', function () { echo "close\n"; });
        $client->connect($path, 0, 0.1);
        PHP,
] as $name => $text) {
    echo "-- $name\n";
    [$listener, $waiting] = full($path = socketPath());
    $program = Program::start("\$path = '$path';\n$text");
    $program->waitForOutput("once more\n");
    socket_set_nonblock($listener);
    waitUntil(function () use ($program, $listener) {
        if ($socket = @socket_accept($listener)) {
            @socket_write($socket, 'words');
        }
        return !$program->isRunning();
    }, 'the client to be served');
    echo $program->output(), $program->log();
}
?>
--EXPECTF--
-- waiting

Warning: Swoole\Client::connect(): connect to server[%s] failed: the time was over before the server took the connection in program.php on line %d
bool(false)
bool(true)
once more
bool(true)
string(5) "words"
-- in a loop
bool(true)
bool(true)
once more
connect
words
close
