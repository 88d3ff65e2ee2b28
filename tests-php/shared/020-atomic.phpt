--TEST--
A Swoole\Atomic counts in 32 bits, and goes on at the other end
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$atomic = new Swoole\Atomic();
var_dump($atomic->get(), $atomic->add(), $atomic->add(5), $atomic->sub(), $atomic->sub(2), $atomic->set(9), $atomic->get());
var_dump($atomic->cmpset(8, 1), $atomic->cmpset(9, 1), $atomic->get());
var_dump($atomic->sub(2), $atomic->add(), (new Swoole\Atomic(-1))->get(), (new swoole_atomic(1 << 32 | 7))->get());
$long = new Swoole\Atomic\Long(PHP_INT_MAX);
var_dump($long->get(), $long->add(), $long->sub(), $long->set(-3), $long->cmpset(-3, 4), $long->cmpset(-3, 5), $long->add(10), $long->sub());
var_dump($long instanceof swoole_atomic_long, method_exists($long, 'wait'));
catching(fn () => (new class extends Swoole\Atomic { public function __construct() {} })->get());
?>
--EXPECT--
int(0)
int(1)
int(6)
int(5)
int(3)
NULL
int(9)
bool(false)
bool(true)
int(1)
int(4294967295)
int(0)
int(4294967295)
int(7)
int(9223372036854775807)
int(-9223372036854775808)
int(9223372036854775807)
NULL
bool(true)
bool(false)
int(14)
int(13)
bool(true)
bool(false)
Error(0): Swoole\Atomic::__construct() was not called: call parent::__construct() first
