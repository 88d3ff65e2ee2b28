--TEST--
set() changes the columns that it names, get() reads a row or a column, del() and exist() go by old and new names
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new swoole_table(100);
$table->column('name', swoole_table::TYPE_STRING, 32);
$table->column('age', swoole_table::TYPE_INT);
$table->create();
var_dump($table->size, $table->set('rob', ['name' => 'Rob', 'age' => 30]), $table->set('rob', ['age' => 31]), $table->set('new', []));
echo json_encode([$table->get('rob'), $table->get('rob', 'name'), $table->get('new')]), "\n";
var_dump($table->get('nobody'), $table->get('rob', 'colour'), $table->get('nobody', 'name'));
var_dump($table->exist('rob'), $table->exists('nobody'), count($table), $table->del('rob'), $table->del('rob'), $table->delete('new'), $table->count());
echo json_encode($table->stats()), "\n";
?>
--EXPECTF--
int(128)
bool(true)
bool(true)
bool(true)
[{"name":"Rob","age":31},"Rob",{"name":"","age":0}]
bool(false)
bool(false)
bool(false)
bool(true)
bool(false)
int(2)
bool(true)
bool(false)
bool(true)
int(0)
{"num":0,"conflict_count":%d,"conflict_max_level":%d,"insert_count":2,"update_count":1,"delete_count":2,"available_slice_num":153,"total_slice_num":153}
