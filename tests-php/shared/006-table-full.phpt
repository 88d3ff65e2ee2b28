--TEST--
A table holds as many rows as were asked for and a part more, whatever their keys, and says when it is full
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([[64, 0.2, 76], [64, 0.0, 76], [100, 1.0, 256], [1, 5.0, 128]] as [$size, $proportion, $room]) {
    $table = new Swoole\Table($size, $proportion);
    $table->column('number', Swoole\Table::TYPE_INT);
    $table->create();
    for ($number = 0; @$table->set("key$number", ['number' => $number]); $number++);
    var_dump($number === $room, count($table) === $room, $table->stats()['available_slice_num']);
}
var_dump($table->set('one more', ['number' => 1]), $table->incr('one more', 'number'));
$table['one more'] = [];
var_dump($table->set('key5', ['number' => 6]), $table->incr('key5', 'number'), $table->del('key7'), $table->incr('one more', 'number'));
?>
--EXPECTF--
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
int(0)

Warning: Swoole\Table::set(): failed to set('one more'), unable to allocate memory in %s on line %d

Warning: Swoole\Table::incr(): failed to set('one more'), unable to allocate memory in %s on line %d
bool(false)
bool(false)

Warning: %s: failed to set('one more'), unable to allocate memory in %s on line %d
bool(true)
int(7)
bool(true)
int(1)
