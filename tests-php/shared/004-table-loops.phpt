--TEST--
A loop comes to every row once, also when it deletes them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new Swoole\Table(1000);
$table->column('number', Swoole\Table::TYPE_INT);
$table->create();
for ($number = 0; $number < 1000; $number++) {
    $table->set("row $number", ['number' => $number]);
}
$seen = [];
foreach ($table as $key => $row) {
    $seen[$key] = $row['number'];
}
var_dump(count($seen), array_sum($seen) === 499500, $seen['row 999']);

// Odd rows go as the loop comes to them.
$seen = [];
foreach ($table as $key => $row) {
    $seen[$key] = true;
    if ($row['number'] % 2) {
        $table->del($key);
    }
}
var_dump(count($seen), count($table), $table->exist('row 500'), $table->exist('row 501'));

$table->rewind();
var_dump($table->valid(), $table->current() === $table->get($table->key()));
$table->del($table->key());
var_dump($table->valid(), is_int($table->current()['number']));
foreach ($table as $key => $row) {
    $table->del($key);
}
var_dump(count($table), $table->valid(), $table->current(), $table->key());
$table->next();
$table->rewind();
var_dump($table->valid());
?>
--EXPECT--
int(1000)
bool(true)
int(999)
int(1000)
int(500)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
int(0)
bool(false)
NULL
NULL
bool(false)
