--TEST--
Columns keep what fits into their type and size; integers go round at the ends of 1, 2, 4 or 8 bytes
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new Swoole\Table(64);
var_dump($table->size, $table->memorySize);
foreach ([1, 2, 4, 8, 0, 3] as $size) {
    var_dump($table->column("int$size", Swoole\Table::TYPE_INT, $size));
}
$table->column('float', Swoole\Table::TYPE_FLOAT);
$table->column('text', Swoole\Table::TYPE_STRING, 10);
var_dump($table->create(), $table->size, $table->memorySize === $table->getMemorySize() && $table->memorySize > 64 * 80);

$table->set('least', array_fill_keys(['int1', 'int2', 'int4', 'int8', 'int0', 'int3'], 1 << 7 | 1 << 15 | 1 << 31 | 1 << 63));
echo json_encode($table->get('least')), "\n";
$table->set('cast', ['int1' => '12 monkeys', 'int2' => 3.9, 'int4' => true, 'int8' => null, 'float' => '1.5', 'text' => 2.5, 'no column' => 1]);
echo json_encode($table->get('cast')), "\n";
$table->set('cut', ['text' => "\0bytes \xff of any kind"]);
echo bin2hex($table->get('cut', 'text')), "\n";
$table->set('fits', ['text' => str_repeat('x', 16)]);
echo $table->get('fits', 'text'), "\n";
?>
--EXPECTF--
NULL
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
int(64)
bool(true)
{"int1":-128,"int2":-32640,"int4":-2147450752,"int8":-9223372034707259264,"int0":-9223372034707259264,"int3":-9223372034707259264,"float":0,"text":""}
{"int1":12,"int2":3,"int4":1,"int8":0,"int0":0,"int3":0,"float":1.5,"text":"2.5"}

Warning: Swoole\Table::set(): the value of column[text] has 20 bytes, cut to 16 in %s on line %d
00627974657320ff206f6620616e7920
xxxxxxxxxxxxxxxx
