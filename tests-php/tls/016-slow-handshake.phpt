--TEST--
A TLS handshake in single bytes is one; a client that does not go on with it is closed after http_header_timeout
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, <<<'PHP'
    $server->on('connect', function ($server, $fd) { echo "connect\n"; });
    $server->on('close', function ($server, $fd) { echo "close\n"; });
    PHP, ['http_header_timeout' => 1]);

$begin = microtime(true);
$silent = new Connection($server->port);
$begun = (new Connection($server->port))->raw("\x16\x03\x01\x02\x00\x01");
// Others are not held up.
echo wss($server->port, $authority)->text('hello')->receive(), "\n";
var_dump($silent->isClosedByServer(), $begun->isClosedByServer());
$seconds = microtime(true) - $begin;
echo $seconds > 0.9 && $seconds < 5 ? "in time\n" : "after $seconds s\n";

// A relay that passes on every byte by itself: the first ones, which are the handshake's.
$relay = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($relay, false), ':'), 1);
$client = Program::start('require ' . var_export(__DIR__ . '/../include/tls.php', true) . ';
    $authority = new Certificate(' . var_export($authority->file, true) . ", '');
    echo wss($port, \$authority)->text('byte by byte')->receive(), \"\\n\";");
$near = stream_socket_accept($relay, TIME_LIMIT);
$far = stream_socket_client("tcp://127.0.0.1:$server->port", context: stream_context_create(['socket' => ['tcp_nodelay' => true]]));
foreach ([$near, $far] as $side) {
    stream_set_blocking($side, false);
}
while ($client->isRunning()) {
    $read = [$near, $far];
    $none = null;
    stream_select($read, $none, $none, 0, 10000);
    foreach (str_split((string) fread($near, 8192)) as $byte) {
        fwrite($far, $byte);
    }
    fwrite($near, (string) fread($far, 8192));
}
echo $client->output();
$server->stop();
echo $server->output();
?>
--EXPECT--
text: hello
bool(true)
bool(true)
in time
text: byte by byte
connect
close
connect
close
