--TEST--
A child that is forked while names are looked up holds its parent's look-ups up no more than its own
--SKIPIF--
<?php extension_loaded('pcntl') && extension_loaded('posix') or die('skip needs pcntl and posix');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end());
    PHP);
$kinds = [
    'Swoole\Client' => <<<'PHP'
        $client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
        $client->on('connect', function ($client) use (&$found) {
            $found++;
            $client->close();
        });
        $client->on('error', fn ($client) => print("error $client->errCode\n"));
        $client->on('receive', fn () => null);
        $client->on('close', fn () => null);
        $client->connect('localhost', PORT, 1000);
        PHP,
    'Swoole\Http\Client' => <<<'PHP'
        $client = new Swoole\Http\Client('localhost', PORT);
        $client->set(['timeout' => 1000]);
        $client->get('/', function ($client) use (&$found) {
            $found += $client->statusCode === 200;
            $client->close();
        });
        PHP,
];
foreach ($kinds as $kind => $begin) {
    $program = Program::run(str_replace(['BEGIN', 'PORT'], [$begin, $server->port], <<<'PHP'
        [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $found = 0;
        // More than there are threads for, so that some have not begun.
        for ($count = 0; $count < 40; $count++) {
            (function () use (&$found) {
                BEGIN
            })();
        }
        if (($child = pcntl_fork()) === 0) {
            fclose($there);
            $connected = 0;
            for ($count = 0; $count < 20; $count++) {
                $client = new Swoole\Client(SWOOLE_SOCK_TCP);
                $connected += $client->connect('localhost', PORT, 1000);
            }
            // It stays, with all that it has a copy of, until the parent has ended.
            fwrite($here, "$connected\n");
            fgets($here);
            posix_kill(getmypid(), SIGKILL);
        }
        Swoole\Event::wait();
        echo "parent: $found\n", 'child: ', fgets($there);
        PHP));
    echo "$kind:\n", $program->output();
}
?>
--EXPECT--
Swoole\Client:
parent: 40
child: 20
Swoole\Http\Client:
parent: 40
child: 20
