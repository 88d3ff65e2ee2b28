--TEST--
The stubs declare exactly what the extension declares, and explain it
--FILE--
<?php
require __DIR__ . '/compare.php';
--EXPECTF--
Compared %d declarations.
