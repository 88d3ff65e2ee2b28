--TEST--
A setting of the wrong type or value is an exception that names it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
foreach ([
    ['package_max_length' => 'a lot'],
    ['package_max_length' => [1]],
    ['package_max_length' => -1],
    ['log_file' => ['a']],
    ['worker_num' => 0],
] as $settings) {
    try {
        $server->set($settings);
        echo 'accepted: ', json_encode($settings), "\n";
    } catch (Throwable $throwable) {
        $named = str_contains($throwable->getMessage(), key($settings));
        echo $throwable::class, $named ? ' names ' : ' does not name ', key($settings), "\n";
    }
}
?>
--EXPECTF--
%s names package_max_length
%s names package_max_length
%s names package_max_length
%s names log_file
%s names worker_num
