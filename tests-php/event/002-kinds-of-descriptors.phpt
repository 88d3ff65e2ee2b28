--TEST--
Streams, pipes, sockets, processes and numbers are watched, and stay open as long as they are
--SKIPIF--
<?php if (!function_exists('socket_create_pair')) echo 'skip without sockets'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::run(<<<'PHP'
    // A pipe of a program, a socket that listens, a Socket, a process, and a process's pipe by its number.
    $program = proc_open(['echo', 'a program'], [1 => ['pipe', 'w']], $pipes);
    Swoole\Event::add($pipes[1], function ($pipe) {
        $line = fgets($pipe);
        $line === false ? Swoole\Event::del($pipe) : print("pipe: $line");
    });
    unset($pipes);

    $listener = stream_socket_server('tcp://127.0.0.1:0');
    $client = stream_socket_client('tcp://' . stream_socket_get_name($listener, false));
    Swoole\Event::add($listener, function ($listener) {
        echo 'listener: ', is_resource(stream_socket_accept($listener)) ? 'a client' : 'nobody', "\n";
        Swoole\Event::del($listener);
    });
    unset($listener);

    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $sockets);
    socket_write($sockets[1], 'hello');
    Swoole\Event::add($sockets[0], function (Socket $socket) {
        echo 'Socket: ', socket_read($socket, 100), "\n";
        // It does not block any more.
        var_dump(@socket_read($socket, 100));
        Swoole\Event::del($socket);
    });
    $other = array_pop($sockets);
    unset($sockets);

    foreach (['object', 'number'] as $kind) {
        $process = new Swoole\Process(fn ($process) => $process->write('written by a child'));
        $process->start();
        Swoole\Event::add($kind === 'object' ? $process : $process->pipe, function ($given) use ($process, $kind) {
            echo "process as $kind: ", get_debug_type($given), ', ', $process->read(), "\n";
            Swoole\Event::del($given);
            Swoole\Process::wait();
        });
    }
    PHP);
$lines = explode("\n", trim($program->output()));
sort($lines);
echo $program->exitCode(), "\n", implode("\n", $lines), "\n", $program->log();
?>
--EXPECT--
0
Socket: hello
bool(false)
listener: a client
pipe: a program
process as number: int, written by a child
process as object: Swoole\Process, written by a child
