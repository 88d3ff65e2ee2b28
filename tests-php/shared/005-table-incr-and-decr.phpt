--TEST--
incr() and decr() give the new number, make rows, and know what is no number
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new Swoole\Table(64);
$table->column('small', Swoole\Table::TYPE_INT, 1);
$table->column('count', Swoole\Table::TYPE_INT);
$table->column('price', Swoole\Table::TYPE_FLOAT);
$table->column('text', Swoole\Table::TYPE_STRING, 8);
$table->create();
var_dump($table->incr('a', 'count'), $table->incr('a', 'count', 5), $table->decr('a', 'count', 10), $table->decr('b', 'count'));
var_dump($table->incr('a', 'price', 1.25), $table->decr('a', 'price'), $table->incr('a', 'count', 2.9), $table->incr('a', 'count', '3'));
var_dump($table->incr('a', 'small', 127), $table->incr('a', 'small'), $table->incr('a', 'count', PHP_INT_MAX), $table->incr('a', 'count', 2));
var_dump($table->incr('a', 'text'), $table->decr('a', 'colour'));
catching(fn () => $table->incr('a', 'count', 'three'));
?>
--EXPECTF--
int(1)
int(6)
int(-4)
int(-1)
float(1.25)
float(0.25)
int(-2)
int(1)
int(127)
int(-128)
int(-9223372036854775808)
int(-9223372036854775806)

Warning: Swoole\Table::incr(): can't execute 'incr' on the string type column[text] in %s on line %d

Warning: Swoole\Table::decr(): column[colour] does not exist: the columns are small, count, price, text in %s on line %d
bool(false)
bool(false)
TypeError(0): Swoole\Table::incr(): Argument #3 ($incrby) must be of type int|float, string given
