--TEST--
Eight processes that change the same rows and numbers lose no change
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$table = new Swoole\Table(64);
$table->column('count', Swoole\Table::TYPE_INT);
$table->column('left', Swoole\Table::TYPE_STRING, 64);
$table->column('right', Swoole\Table::TYPE_STRING, 64);
$table->create();
$atomic = new Swoole\Atomic();
$long = new Swoole\Atomic\Long(PHP_INT_MIN);

$children = [];
for ($process = 0; $process < 8; $process++) {
    $children[] = child(function () use ($process, $table, $atomic, $long) {
        for ($turn = 0; $turn < 5000; $turn++) {
            $table->incr('shared ' . $turn % 3, 'count');
            $atomic->add();
            $long->add(2);
            // Both columns are written at once, and so always seen alike.
            $text = str_repeat($process, 64);
            $table->set('seen', ['left' => $text, 'right' => $text]);
            $seen = $table->get('seen');
            if ($seen['left'] !== $seen['right']) {
                return 1;
            }
            // Rows that come and go in between.
            $table->incr("own $process", 'count');
            if ($turn % 10 === 9 && !$table->del("own $process")) {
                return 2;
            }
        }
    });
}
foreach ($children as $child) {
    echo ended($child, 60), ' ';
}
echo "\n";
for ($sum = $row = 0; $row < 3; $row++) {
    $sum += $table->get("shared $row", 'count');
}
var_dump($sum, $atomic->get(), $long->get() - PHP_INT_MIN, count($table), count(iterator_to_array($table)));
?>
--EXPECT--
0 0 0 0 0 0 0 0 
int(40000)
int(40000)
int(80000)
int(4)
int(4)
