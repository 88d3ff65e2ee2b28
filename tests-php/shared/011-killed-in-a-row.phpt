--TEST--
A process that is killed while it changes rows holds nobody up, and leaves the table whole
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

$table = new Swoole\Table(64);
$table->column('count', Swoole\Table::TYPE_INT);
$table->column('text', Swoole\Table::TYPE_STRING, 100_000);
$table->create();
$turns = new Swoole\Atomic();
// Most of a turn goes by inside of the row, so that most kills hit it there.
$text = str_repeat('x', 100_000);

for ($round = 1; $round <= 100; $round++) {
    $turns->set(0);
    $victim = child(function () use ($table, $turns, $text) {
        for ($turn = 0; ; $turn++) {
            $table->set('wide', ['text' => $text]);
            $table->set('row ' . $turn % 80, ['text' => $text]);
            $table->del('row ' . $turn * 7 % 80);
            $turns->add();
        }
    });
    waitUntil(fn () => $turns->get() > $round % 10, 'a turn of the victim');
    posix_kill($victim, SIGKILL);
    if (ended($victim) !== 'signal 9') {
        exit("The victim was not killed.\n");
    }
    // Each of these waits for ever if its row is locked.
    for ($row = 0; $row < 80; $row++) {
        @$table->set("row $row", ['count' => $row]);
    }
    if (strlen($table->get('wide', 'text')) !== 100_000 || $table->incr('wide', 'count') !== $round) {
        exit("The row is broken.\n");
    }
    $rows = iterator_to_array($table);
    if (count($rows) !== count($table)) {
        exit("The count is wrong.\n");
    }
    foreach ($rows as $key => $row) {
        if ($key !== 'wide' && (!$table->del($key) || strlen($row['text']) % 100_000)) {
            exit("A row is broken.\n");
        }
    }
}
$stats = $table->stats();
var_dump(count($table), $stats['available_slice_num'] === $stats['total_slice_num'] - 1);
?>
--EXPECT--
int(1)
bool(true)
