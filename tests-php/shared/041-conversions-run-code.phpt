--TEST--
Values whose conversion runs code of the program, even such that destroys the table, do no harm
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

class Text
{
    public function __construct(private Closure $code)
    {
    }

    public function __toString(): string
    {
        return ($this->code)();
    }
}

$table = new Swoole\Table(64);
$table->column('text', Swoole\Table::TYPE_STRING, 16);
$table->column('number', Swoole\Table::TYPE_INT);
$table->create();
$table->set('a', ['text' => new Text(fn () => 'from ' . json_encode($table->set('b', ['text' => 'inner'])))]);
echo json_encode(iterator_to_array($table)), "\n";
catching(fn () => $table->set('c', ['text' => new Text(fn () => throw new Exception('no text')), 'number' => 5]));
var_dump($table->exist('c'));
catching(fn () => $table['a']['text'] = new Text(fn () => throw new Exception('no text for a row')));

$text = new Text(function () use (&$text, $table) {
    $text = null;
    $table->destroy();
    return 'too late';
});
var_dump($table->set('a', ['text' => &$text]));
?>
--EXPECT--
{"b":{"text":"inner","number":0},"a":{"text":"from true","number":0}}
Exception(0): no text
bool(false)
Exception(0): no text for a row
bool(true)
