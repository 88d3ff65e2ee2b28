--TEST--
Keys are up to 63 bytes of any kind; longer ones are cut, with a warning
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new Swoole\Table(64);
$table->column('number', Swoole\Table::TYPE_INT);
$table->create();
$longest = str_repeat('k', 63);
foreach (['', '0', "\0", "\xff\n", $longest] as $number => $key) {
    var_dump($table->set($key, ['number' => $number]) && $table->get($key, 'number') === $number);
}
var_dump(array_map('bin2hex', array_keys(iterator_to_array($table))) === ['', '30', '00', 'ff0a', bin2hex($longest)]);
var_dump($table->set("{$longest}longer", ['number' => 9]), $table->get($longest, 'number'), @$table->exist("{$longest}other"));
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)

Warning: Swoole\Table::set(): key[kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkklonger] is too long: it has 69 bytes, cut to 63 in %s on line %d
bool(true)
int(9)
bool(true)
