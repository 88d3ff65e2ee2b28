--TEST--
Tables, atomics and locks can not be cloned or serialised
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$table = new Swoole\Table(64);
$table->create();
foreach ([$table, $table['row'], new Swoole\Atomic(), new Swoole\Atomic\Long(), new Swoole\Lock()] as $object) {
    catching(fn () => clone $object);
    catching(fn () => serialize($object));
}
?>
--EXPECT--
Error(0): Trying to clone an uncloneable object of class Swoole\Table
Exception(0): Serialization of 'Swoole\Table' is not allowed
Error(0): Trying to clone an uncloneable object of class Swoole\Table\Row
Exception(0): Serialization of 'Swoole\Table\Row' is not allowed
Error(0): Trying to clone an uncloneable object of class Swoole\Atomic
Exception(0): Serialization of 'Swoole\Atomic' is not allowed
Error(0): Trying to clone an uncloneable object of class Swoole\Atomic\Long
Exception(0): Serialization of 'Swoole\Atomic\Long' is not allowed
Error(0): Trying to clone an uncloneable object of class Swoole\Lock
Exception(0): Serialization of 'Swoole\Lock' is not allowed
