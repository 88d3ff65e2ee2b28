--TEST--
A package above package_max_length, or with a length without sense, ends the connection, and the log says why
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 100000, 'open_eof_split' => true, 'package_eof' => "\n"]);
    $length = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    $length->set(['open_length_check' => true, 'package_length_type' => 'l', 'package_body_offset' => 4]);
    $raw = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    $raw->set([]);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, strlen($data) . "\n"));
    $server->on('close', fn ($server, $fd, $reactor) => print("close $reactor\n"));
    PHP);
[$line, $length, $raw] = $server->ports;
$long = str_repeat('x', 99999);
echo 'line: ', (new Connection($line))->ask("$long\n"), ', ', (new Connection($line))->ask("x$long\n"), ', ',
    (new Connection($line))->ask("x$long"."x"), "\n";
echo 'length: ', (new Connection($length))->ask(pack('l', 99996) . substr($long, 3)), ', ',
    (new Connection($length))->ask(pack('l', 99997)), ', ', (new Connection($length))->ask(pack('l', -5)), "\n";
// Without packages there is none that could be too long.
$client = (new Connection($raw))->raw(str_repeat($long, 10));
for ($sum = 0; $sum < 999990; ) {
    $sum += (int) $client->readThrough("\n");
}
echo "raw: $sum\n";
$client = null;
waitUntil(fn () => substr_count($server->output(), "\n") >= 7, 'all ends');
echo preg_replace('/^\[.*?\]/m', '', $server->log());
?>
--EXPECT--
line: 100000, nothing, and the end, nothing, and the end
length: 100000, nothing, and the end, nothing, and the end
raw: 999990
 NOTICE connection 2: a package is longer than package_max_length, 100000 bytes, closed
 NOTICE connection 3: a package is longer than package_max_length, 100000 bytes, closed
 NOTICE connection 5: a package is longer than package_max_length, 100000 bytes, closed
 NOTICE connection 6: a package says that it is -1 bytes long, which is less than its own head, closed
