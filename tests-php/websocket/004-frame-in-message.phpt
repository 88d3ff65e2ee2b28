--TEST--
onMessage gets a frame with fd, data, opcode, flags and finish
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        var_dump($frame);
        $server->push($frame->fd, 'seen');
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('hello')->receive();
$client->binary("\x01\x02")->receive();
// Clients must mask; one that does not is put up with, and flags tell it.
$client->send('bare', masked: false)->receive();
$client->text('')->receive();
echo $server->output();
?>
--EXPECTF--
object(Swoole\WebSocket\Frame)#%d (5) {
  ["fd"]=>
  int(1)
  ["data"]=>
  string(5) "hello"
  ["opcode"]=>
  int(1)
  ["flags"]=>
  int(33)
  ["finish"]=>
  bool(true)
}
object(Swoole\WebSocket\Frame)#%d (5) {
  ["fd"]=>
  int(1)
  ["data"]=>
  string(2) "%s"
  ["opcode"]=>
  int(2)
  ["flags"]=>
  int(33)
  ["finish"]=>
  bool(true)
}
object(Swoole\WebSocket\Frame)#%d (5) {
  ["fd"]=>
  int(1)
  ["data"]=>
  string(4) "bare"
  ["opcode"]=>
  int(1)
  ["flags"]=>
  int(1)
  ["finish"]=>
  bool(true)
}
object(Swoole\WebSocket\Frame)#%d (5) {
  ["fd"]=>
  int(1)
  ["data"]=>
  string(0) ""
  ["opcode"]=>
  int(1)
  ["flags"]=>
  int(33)
  ["finish"]=>
  bool(true)
}
