--TEST--
SWOOLE_BASE: connections of a worker that dies while it makes room are forgotten, even if its replacement works before that is noticed
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$sign = sign();
$hold = sign();
$server = cluster('SWOOLE_BASE', ['worker_num' => 1, 'task_worker_num' => 1, 'max_wait_time' => 20], withSign($sign) . '$hold = ' . var_export($hold, true) . ';' . <<<'PHP'
    $server->on('task', fn () => null);
    $server->on('managerStart', fn () => Swoole\Timer::tick(5, function () use ($hold) {
        if (file_exists($hold)) {
            echo "the manager is busy\n";
            waitForSign();
            unlink($hold);
        }
    }));
    $server->on('request', function ($request, $response) use ($server) {
        if ($request->server['request_uri'] === '/keep') {
            $GLOBALS['kept'] = $response;
            return;
        }
        $response->end(getmypid() . ' ' . json_encode([
            'connections' => count($server->connections),
            'connection_num' => $server->stats()['connection_num'],
            'first' => $server->exist(1),
        ]));
    });
    PHP);
$first = pidOf($server, 0);
$client = new HttpClient($server->port);
$client->raw("GET /keep HTTP/1.1\r\nHost: a\r\n\r\n");
waitUntil(fn () => str_contains((new HttpClient($server->port))->get()->body, '"first":true'), 'the first connection');
$server->signal(SIGUSR1);
$second = pidOf($server, 0, [$first]);
// It accepts no more: it has begun to make room.
waitUntil(function () use ($server) {
    $tries = new HttpClient($server->port, 0.2);
    try {
        $tries->get();
        return false;
    } catch (Throwable) {
        return true;
    }
}, 'the old one to make room');
touch($hold);
$server->waitForOutput('the manager is busy');
posix_kill($first, SIGKILL);
$response = (new HttpClient($server->port))->get()->body;
echo strtok($response, ' ') === (string) $second ? 'the new one works' : $response, "\n";
giveSign($sign);
$seen = function () use ($server) {
    return substr(strstr((new HttpClient($server->port))->get()->body, ' '), 1);
};
waitUntil(fn () => str_contains($seen(), '"first":false'), 'the end of the first connection');
waitUntil(fn () => $seen() === '{"connections":0,"connection_num":1,"first":false}', 'one connection: ' . $seen());
echo 'exit code ', $server->stop(), "\n";
?>
--EXPECT--
the new one works
exit code 0
