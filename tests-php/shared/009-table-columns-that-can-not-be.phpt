--TEST--
Columns that can not be are refused with a reason
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new Swoole\Table(64);
var_dump(
    $table->column('text', Swoole\Table::TYPE_STRING),
    $table->column('text', Swoole\Table::TYPE_STRING, -1),
    $table->column('text', Swoole\Table::TYPE_STRING, PHP_INT_MAX),
    $table->column('text', 7, 10),
    $table->column('', Swoole\Table::TYPE_INT),
    $table->column('text', Swoole\Table::TYPE_STRING, 1),
    $table->column('text', Swoole\Table::TYPE_INT),
    $table->create(),
    $table->create(),
    $table->column('late', Swoole\Table::TYPE_INT),
    count($table->get('a') ?: []),
);
$vast = new Swoole\Table(1 << 40);
$vast->column('text', Swoole\Table::TYPE_STRING, 2147483640);
var_dump($vast->create());
catching(fn () => $table->__construct(5));
?>
--EXPECTF--
Warning: Swoole\Table::column(): the length of string type values has to be more than zero in %s on line %d

Warning: Swoole\Table::column(): the length of string type values has to be more than zero in %s on line %d

Warning: Swoole\Table::column(): a string of 9223372036854775807 bytes is too long: the most are 2147483640 in %s on line %d

Warning: Swoole\Table::column(): unknown column type[7]: the types are TYPE_INT, TYPE_FLOAT and TYPE_STRING in %s on line %d

Warning: Swoole\Table::column(): the name of a column must be a text of one letter at least in %s on line %d

Warning: Swoole\Table::column(): there is a column[text] already in %s on line %d

Warning: Swoole\Table::create(): the table has been created already in %s on line %d

Warning: Swoole\Table::column(): unable to add column after table has been created in %s on line %d
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(false)
int(0)

Warning: Swoole\Table::create(): unable to allocate memory for 1099511627776 rows, Error: Cannot allocate memory in %s on line %d
bool(false)
Error(0): Swoole\Table::__construct() can be called once
