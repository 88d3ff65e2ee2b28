--TEST--
Programs may put their own properties on the server, and no word is said about it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

class Game extends Swoole\WebSocket\Server
{
    public array $players = [];
}

$server = new Game('127.0.0.1', 0);
$server->database = 'connected';
$server->players[] = 'anna';
$server->counter ??= 0;
$server->counter++;
var_dump($server->database, $server->players, $server->counter, isset($server->nothing));
unset($server->database);
var_dump(isset($server->database));
?>
--EXPECT--
string(9) "connected"
array(1) {
  [0]=>
  string(4) "anna"
}
int(1)
bool(false)
bool(false)
