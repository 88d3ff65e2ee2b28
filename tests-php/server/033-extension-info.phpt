--TEST--
php --ri tells the versions of everything inside
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$information = Program::run('(new ReflectionExtension("swoxide"))->info();')->output();
foreach (['version', 'swoole', 'tokio', 'hyper', 'tungstenite', 'tls'] as $what) {
    echo $what, preg_match("/^.*$what.*=> *\S+/mi", $information) ? ': told' : ": not in\n$information", "\n";
}
?>
--EXPECT--
version: told
swoole: told
tokio: told
hyper: told
tungstenite: told
tls: told
