--TEST--
A persistent connection outlives its object, for the next one with the same URL and settings, if it is still alive
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

const SERVER = <<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function ($server, $request) { echo "open {$request->server['request_uri']}\n"; });
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'twice') {
            $server->push($frame->fd, 'once');
        }
        $server->push($frame->fd, "$frame->fd: $frame->data");
    });
    $server->on('close', function ($server, $fd) { echo "close $fd\n"; });
    PHP;
$server = TestServer::run(SERVER);
$make = function (mixed $persistent = true, string $path = '', array $settings = []) use (&$server) {
    return new Client("ws://127.0.0.1:$server->port/$path", ['persistent' => $persistent] + $settings);
};

/** Asks which connection it is, and whether somebody has had it. */
$ask = function (Client $client): string {
    $client->send('which');
    return $client->receive()->data . ($client->isReused() ? ', reused' : ', new');
};

echo $ask($make()), "\n", $ask($make()), "\n";
// Two at a time are two, and both are kept.
$first = $make();
$second = $make();
echo $ask($first), '; ', $ask($second), "\n";
unset($first, $second);
$first = $make();
$second = $make();
echo $ask($second), '; ', $ask($first), "\n";
unset($first, $second);

echo "not the same\n";
echo $ask($make('mine')), "\n", $ask($make('mine')), "\n", $ask($make(path: 'other')), "\n";
echo $ask($make(settings: ['headers' => ['X-User' => 'anna']])), "\n", $ask($make(false)), "\n";

echo "closed, or half done\n";
$client = $make('closed');
echo $ask($client), ', ', var_export($client->close(), true), "\n";
unset($client);
echo $ask($make('closed')), "\n";
$client = $make('half');
$client->send('half a message', flags: 0);
unset($client);
echo $ask($make('half')), "\n";

echo "what was for the one before\n";
$client = $make('late');
$client->send('twice');
echo $client->receive()->data, "\n";
unset($client);
$client = $make('late');
echo $ask($client), ', ', var_export($client->receive(0), true), "\n";
unset($client);

echo "the server has gone\n";
$server->stop();
try {
    $make('late');
} catch (Swoxide\WebSocket\Exception $exception) {
    echo $exception->getCode(), "\n";
}
echo substr_count($server->output(), 'open'), " were opened\n";

echo "the server does not answer any more\n";
$server = RawServer::serving('$peer->open()->receive(); $peer->readAll();');
$client = $make();
$client->send('hello');
unset($client);
$begin = microtime(true);
$client = $make();
var_dump($client->isReused(), microtime(true) - $begin < 5);
unset($client);

// At most 32 of them, and none outlives its process.
$server = TestServer::run(SERVER);
$program = Program::run(<<<PHP
    \$all = [];
    for (\$number = 0; \$number < 40; \$number++) {
        \$all[] = new Swoxide\\WebSocket\\Client('ws://127.0.0.1:$server->port/', ['persistent' => true]);
    }
    \$all = [];
    \$reused = 0;
    for (\$number = 0; \$number < 40; \$number++) {
        \$all[] = new Swoxide\\WebSocket\\Client('ws://127.0.0.1:$server->port/', ['persistent' => true]);
        \$reused += (int) end(\$all)->isReused();
    }
    echo \$reused, "\\n";
    PHP);
echo $program->output();
waitUntil(fn () => substr_count($server->output(), 'close') === 48, 'all connections to end');
echo "all have ended\n";
?>
--EXPECT--
1: which, new
1: which, reused
1: which, reused; 2: which, new
1: which, reused; 2: which, reused
not the same
3: which, new
3: which, reused
4: which, new
5: which, new
6: which, new
closed, or half done
7: which, new, true
8: which, new
10: which, new
what was for the one before
once
11: which, reused, NULL
the server has gone
111
11 were opened
the server does not answer any more
bool(false)
bool(true)
32
all have ended
