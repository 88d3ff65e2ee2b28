--TEST--
Whatever ends an asynchronous client, its program is told of it once, and its loop comes to its end
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$servers = [
    'ends' => RawServer::serving('$peer->read(1); $peer->raw("last words");'),
    'resets' => RawServer::serving('$peer->read(1); $peer->reset();'),
    'cuts' => RawServer::serving('$peer->read(1); $peer->raw(pack("N", 5) . "whole" . pack("N", 100) . "half");'),
    'lies' => RawServer::serving('$peer->raw(pack("N", 1) . "a" . pack("N", 1 << 30)); $peer->isClosedByServer();'),
    'silent' => RawServer::serving('$peer->isClosedByServer();'),
    'greedless' => RawServer::serving('$peer->readAheadLittle(); $peer->raw("ready"); $peer->holdStill();'),
    'slow' => RawServer::serving('$peer->readAheadLittle(); $peer->raw("ready"); $all = $peer->readAll(); echo strlen($all), "\n";'),
];

function attempt(string $name, string $text, string $more = ''): void
{
    echo "-- $name\n";
    global $servers;
    $port = isset($servers[$name]) ? $servers[$name]->port : Network::freePort();
    $program = Program::run(<<<PHP
        \$type = SWOOLE_SOCK_TCP;
        \$settings = [];
        \$host = '127.0.0.1';
        \$timeout = 5;
        $more
        \$client = new Swoole\Client(\$type, SWOOLE_SOCK_ASYNC);
        \$client->set(\$settings);
        \$client->on('connect', function (\$client) { echo "connect\n"; \$client->send('x'); });
        \$client->on('receive', function (\$client, \$data) { echo 'receive ', strlen(\$data), "\n"; });
        \$client->on('error', function (\$client) { echo "error \$client->errCode\n"; });
        \$client->on('close', function (\$client) { echo "close \$client->errCode, \$client->sock\n"; });
        $text
        \$client->connect(\$host, $port, \$timeout);
        PHP);
    echo $program->output(), "exit code ", $program->exitCode(), "\n", $program->log();
}

$packages = '$settings = ["open_length_check" => true, "package_length_type" => "N", "package_body_offset" => 4];';
attempt('refused', '');
attempt('nowhere', '', '$type = SWOOLE_SOCK_UNIX_STREAM; $host = "/nowhere/at/all";');
attempt('unknown', '', '$host = "no.such.host.invalid"; $timeout = 0;');
attempt('ends', '');
attempt('resets', '');
attempt('cuts', '', $packages);
attempt('lies', '', $packages);
// TLS that is not answered, within a time limit.
attempt('silent', '', '$type = SWOOLE_SOCK_TCP | SWOOLE_SSL; $timeout = 0.2;');
// Closed while it connects, and in every callback.
attempt('silent', '$client->connect("127.0.0.1", ' . $servers['silent']->port . '); var_dump($client->close(), $client->sock); return;');
attempt('ends', '$client->on("connect", function ($client) { echo "connect\n"; $client->close(); $client->close(); });');
// An exception is the end of the program, as anywhere; and there is no callback too few.
attempt('ends', '$client->on("receive", function () { throw new Exception("enough"); });');
attempt('ends', '$client->on("receive", function () { exit(3); });');
attempt('ends', '$client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);');
// More than there is room for: an empty buffer takes anything, and a full one nothing.
$much = <<<'PHP'
    $client->on('bufferFull', function ($client) { echo "full\n"; });
    $client->on('bufferEmpty', function ($client) { echo "empty\n"; $client->close(); });
    $client->on('receive', function ($client, $data) {
        $piece = str_repeat('x', 64 << 20);
        var_dump($client->send($piece) === strlen($piece));
        var_dump($client->send($piece), $client->errCode === SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW);
    });
    PHP;
attempt('slow', $much);
$servers['slow']->waitForOutput(((64 << 20) + 1) . "\n");
attempt('greedless', $much . '$client->on("bufferFull", function ($client) { var_dump($client->close(), $client->isConnected(), $client->send("y")); });');
?>
--EXPECTF--
-- refused
error 111
exit code 0
-- nowhere
error 2
exit code 0
-- unknown
error 711
exit code 0
-- ends
connect
receive 10
close 0, -1
exit code 0
-- resets
connect
close 104, -1
exit code 0
-- cuts
connect
receive 9
close 104, -1
exit code 0
-- lies
connect
receive 5
close 1201, -1
exit code 0
-- silent
error 110
exit code 0
-- silent
bool(true)
int(-1)
exit code 0
-- ends
connect
close 0, -1

Warning: Swoole\Client::close(): client is not connected to server in program.php on line %d
exit code 0
-- ends
connect

Fatal error: Uncaught Exception: enough in program.php:%d
Stack trace:
#0 [internal function]: {closure%S}(Object(Swoole\Client), 'last words')
#1 [internal function]: swoole_client_ready(Object(Swoole\Client))
#2 [internal function]: swoole_event_loop()
#3 {main}
  thrown in program.php on line %d
exit code 255
-- ends
connect
exit code 3
-- ends

Fatal error: Swoole\Client::connect(): no 'connect' callback: on('connect', ...) has to come before connect() in program.php on line %d
exit code 255
-- slow
connect
full
bool(true)
bool(false)
bool(true)
empty
close 0, -1
exit code 0
-- greedless
connect

Warning: Swoole\Client::send(): client is not connected to server in program.php on line %d
bool(true)
bool(true)
bool(false)
bool(true)

Warning: Swoole\Client::send(): client is not connected to server in program.php on line %d
bool(false)
bool(false)
close 110, -1
exit code 0
