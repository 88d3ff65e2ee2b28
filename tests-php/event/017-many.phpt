--TEST--
500 descriptors that are ready at once are all attended to, each by its own callback
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$pairs = array_map(fn () => stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0), range(1, 500));
$wrong = 0;
$got = [];
foreach ($pairs as $number => [$here, $there]) {
    Swoole\Event::add($here, function ($here) use ($number, &$got, &$wrong) {
        $wrong += fgets($here) !== "$number\n";
        $got[$number] = ($got[$number] ?? 0) + 1;
        $got[$number] === 3 && Swoole\Event::del($here);
    });
    fwrite($there, str_repeat("$number\n", 3));
}
Swoole\Event::wait();
echo count($got), ' of 500, ', array_sum($got), " calls, $wrong wrong\n";
?>
--EXPECT--
500 of 500, 1500 calls, 0 wrong
