--TEST--
A table that is not created, or destroyed, ends the program that uses it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$begin = '$table = new Swoole\Table(64); $table->column("number", Swoole\Table::TYPE_INT); ';
foreach (['$table->set("a", []);', '$table->create(); $table->destroy(); count($table);', '$table["a"];', 'foreach ($table as $row);'] as $code) {
    $program = Program::run($begin . $code . ' echo "not reached";');
    echo $program->output(), "\n";
}
echo Program::run('class Sub extends Swoole\Table { function __construct() {} } (new Sub())->create();')->output(), "\n";
var_dump((new Swoole\Table(65))->getSize(), (new Swoole\Table(64))->getMemorySize());
?>
--EXPECTF--
%AFatal error: Swoole\Table::set(): table is not created or has been destroyed in %s
%AFatal error: Swoole\Table::count(): table is not created or has been destroyed in %s
%AFatal error: %s: table is not created or has been destroyed in %s
%AFatal error: %s: table is not created or has been destroyed in %s
%AError: Swoole\Table::__construct() was not called: call parent::__construct() first in %a
int(128)
int(0)
