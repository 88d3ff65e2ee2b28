--TEST--
A manager that ends at its start is started again after pauses that grow
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$server = cluster('SWOOLE_PROCESS', ['worker_num' => 1], <<<'PHP'
    // No worker is there for long yet.
    $server->on('start', fn ($server) => file_put_contents('php://fd/3', "$server->port\n"));
    $count = new Swoole\Atomic;
    $server->on('managerStart', function () use ($count) {
        printf("start at %.3f\n", microtime(true));
        if ($count->add() < 5) {
            exit(1);
        }
    });
    PHP);
pidOf($server, 0);
$client = new WebSocketClient($server->port);
waitUntil(fn () => preg_match_all('/^start at (.*)$/m', $server->output(), $matches) === 5, 'the fifth manager');
preg_match_all('/^start at (.*)$/m', $server->output(), $matches);
foreach ([0.1, 0.2, 0.4, 0.8] as $number => $pause) {
    $passed = $matches[1][$number + 1] - $matches[1][$number];
    // The times are those of callbacks: the first of two may have come late.
    echo $passed > 0.8 * $pause ? 'paused' : sprintf('%.3f s after start %d', $passed, $number), "\n";
}
waitUntil(function () use ($client) {
    return str_contains((string) $client->text('hello')->receive(), 'hello');
}, 'an answer');
echo 'exit code ', $server->stop(), "\n";
?>
--EXPECT--
paused
paused
paused
paused
exit code 0
