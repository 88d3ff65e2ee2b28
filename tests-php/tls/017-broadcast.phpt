--TEST--
Fifty clients over wss at the same time, a broadcast to all of them, and no memory left behind when they are gone
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, <<<'PHP'
    $server->on('message', function ($server, $frame) {
        foreach ($server->connections as $fd) {
            $server->push($fd, $frame->data);
        }
    });
    PHP);

$round = function () use ($server, $authority) {
    $clients = array_map(fn () => wss($server->port, $authority), range(1, 50));
    // Every client must be known before the broadcast.
    foreach ($clients as $client) {
        $client->ping()->receive();
    }
    $text = str_repeat('to all of you ', 1000);
    $clients[7]->text($text);
    $heard = count(array_filter($clients, fn ($client) => $client->receive()->payload === $text));
    foreach ($clients as $client) {
        $client->leave();
    }
    return $heard;
};
echo $round(), "\n";
$before = $server->memory();
foreach (range(1, 4) as $again) {
    $round();
}
$more = $server->memory() - $before;
echo $more < 8 * 1024 ? "nothing left behind\n" : "$more KiB more\n", $server->log();
?>
--EXPECT--
50
nothing left behind
