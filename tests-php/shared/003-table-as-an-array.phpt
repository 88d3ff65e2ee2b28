--TEST--
A table and its rows are arrays, as in the 1.x days
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new swoole_table(64);
$table->column('name', swoole_table::TYPE_STRING, 32);
$table->column('age', swoole_table::TYPE_INT);
$table->create();

$table['rob'] = ['name' => 'Rob', 'age' => 30];
$table[7] = ['name' => 'seven'];
var_dump($table['rob'] instanceof swoole_table_row, $table['rob']['name'], isset($table['rob']), isset($table['nobody']), isset($table[7]));
$table['rob']['age'] = 31;
$table['rob']['age'] += 1;
$table['made']['name'] = 'by a column';
echo json_encode([$table->get('rob'), $table->get('made')]), "\n";

$row = $table['rob'];
$row['age'] = '40';
echo json_encode($row), ' ', $table->get('rob', 'age'), "\n";
var_dump(isset($row['age']), isset($row['colour']), isset($table['nobody']['age']));
echo json_encode($table['nobody']), "\n";
var_dump($table['nobody']['age']);
$row['colour'] = 'red';
unset($row['age'], $table['rob']);
var_dump(isset($table['rob']), count($table));
catching(fn () => $table[] = []);
catching(fn () => $table['rob'] = 5);
catching(function () {
    $row = new Swoole\Table\Row();
    $row['age'] = 1;
});
?>
--EXPECTF--
bool(true)
string(3) "Rob"
bool(true)
bool(false)
bool(true)
[{"name":"Rob","age":32},{"name":"by a column","age":0}]
{"key":"rob","value":{"name":"Rob","age":40}} 40
bool(true)
bool(false)
bool(false)
{"key":"nobody","value":[]}

Warning: Swoole\Table\Row::offsetGet(): row[nobody] has no column[age] in %s on line %d
NULL

Warning: Swoole\Table\Row::offsetSet(): column[colour] does not exist: the columns are name, age in %s on line %d

Warning: Swoole\Table\Row::offsetUnset(): column[age] can't be taken out of a row: set it to 0 or '' in %s on line %d
bool(false)
int(2)
Error(0): a row of a Swoole\Table needs a key: use $table[$key] = [...]
TypeError(0): a row of a Swoole\Table is an array, int given
Error(0): Swoole\Table\Row comes from a table: use $table[$key]
