--TEST--
Settings of packages that make no sense are refused, and package_length_func is said not to work
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\Server('127.0.0.1', 0);
foreach ([
    ['package_eof' => ''], ['package_eof' => str_repeat('x', 256)], ['package_length_type' => 'q'],
    ['package_length_type' => 'NN'], ['package_length_offset' => -1], ['package_body_offset' => 100000],
    ['open_http_protocol' => 'perhaps'],
] as $settings) {
    catching(fn () => $server->set($settings));
}
$server->set(['open_length_check' => true, 'package_length_func' => fn ($data) => 1]);
$server->on('receive', fn () => null);
catching(fn () => $server->start());
?>
--EXPECTF--
ValueError(0): setting 'package_eof' must be a string of 1 to 255 bytes, string "" given
ValueError(0): setting 'package_eof' must be a string of 1 to 255 bytes, string "x%sx" given
ValueError(0): setting 'package_length_type' must be one of the letters c, C, s, S, n, N, v, V, l and L of pack(), string "q" given
ValueError(0): setting 'package_length_type' must be one of the letters c, C, s, S, n, N, v, V, l and L of pack(), string "NN" given
ValueError(0): setting 'package_length_offset' must be from 0 to 65535, int -1 given
ValueError(0): setting 'package_body_offset' must be from 0 to 65535, int 100000 given
TypeError(0): setting 'open_http_protocol' must be of type bool, string "perhaps" given
Swoole\Exception(509): package_length_func can't be called here: packages are told apart in a thread without PHP. package_length_type, package_length_offset and package_body_offset say the same of most protocols
