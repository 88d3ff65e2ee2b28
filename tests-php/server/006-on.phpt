--TEST--
on() takes the names of events in any case, and says why it refuses one
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

class Handlers
{
    public static function open() {}
    public function message() {}
    public function __invoke() {}
    private function hidden() {}
}

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
var_dump($server->on('open', 'Handlers::open'));
var_dump($server->on('OPEN', ['Handlers', 'open']));
var_dump($server->on('Message', [new Handlers, 'message']));
var_dump($server->on('close', new Handlers));
var_dump($server->on('workerStart', 'strlen'));
var_dump($server->on('request', fn () => null));

var_dump($server->on('foo', fn () => null));
var_dump($server->on('onOpen', fn () => null));
var_dump($server->on('open', 'nosuchfunction'));
var_dump($server->on('open', ['Handlers', 'nosuchmethod']));
var_dump($server->on('open', [new Handlers, 'hidden']));
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)

Warning: Swoole\%s::on(): unknown event types[foo] in %s on line %d
bool(false)

Warning: Swoole\%s::on(): unknown event types[onOpen] in %s on line %d
bool(false)

Warning: Swoole\%s::on(): function 'nosuchfunction' is not callable in %s on line %d
bool(false)

Warning: Swoole\%s::on(): function 'Handlers::nosuchmethod' is not callable in %s on line %d
bool(false)

Warning: Swoole\%s::on(): function 'Handlers::hidden' is not callable in %s on line %d
bool(false)
