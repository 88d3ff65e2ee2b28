--TEST--
Text that is not UTF-8 is answered with close code 1007; binary may hold anything
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        echo 'message: ', bin2hex($frame->data), "\n";
        $server->push($frame->fd, 'fine');
    });
    PHP);

$faults = [
    'wrong byte' => fn ($client) => $client->text("caf\xe9"),
    'cut character' => fn ($client) => $client->text("\xe4\xbd"),
    'surrogate' => fn ($client) => $client->text("\xed\xa0\x80"),
    'too long an encoding' => fn ($client) => $client->text("\xc0\xaf"),
    'above U+10FFFF' => fn ($client) => $client->text("\xf4\x90\x80\x80"),
    'in a fragment' => fn ($client) => $client->send('good', 1, fin: false)->send("\xff", 0),
    'in a close reason' => fn ($client) => $client->close(1000, "\xff"),
];
foreach ($faults as $name => $fault) {
    $client = new WebSocketClient($server->port);
    $fault($client);
    echo "$name: ", $client->closeCode(), "\n";
}
echo (new WebSocketClient($server->port))->binary("\xff\xfe")->receive(), "\n";
echo $server->output();
?>
--EXPECT--
wrong byte: 1007
cut character: 1007
surrogate: 1007
too long an encoding: 1007
above U+10FFFF: 1007
in a fragment: 1007
in a close reason: 1007
text: fine
message: fffe
