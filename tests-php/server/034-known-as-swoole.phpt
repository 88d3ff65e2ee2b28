--TEST--
Programs that ask for the swoole extension find it; swoxide.register_as_swoole turns that off
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = 'echo json_encode([extension_loaded("swoxide"), extension_loaded("swoole"), class_exists("Swoole\WebSocket\Server")]), "\n";';
foreach ([[], ['swoxide.register_as_swoole=1'], ['swoxide.register_as_swoole=0'], ['swoxide.register_as_swoole=Off']] as $settings) {
    echo implode($settings) ?: 'default', ': ', Program::run($program, $settings)->output();
}
?>
--EXPECT--
default: [true,true,true]
swoxide.register_as_swoole=1: [true,true,true]
swoxide.register_as_swoole=0: [true,false,true]
swoxide.register_as_swoole=Off: [true,false,true]
