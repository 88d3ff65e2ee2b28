--TEST--
SWOOLE_PROCESS: a response that a worker had kept when it died, or was replaced in the end, is a 500; one that it had begun is cut, one that it had given up is anybody's
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$server = cluster('SWOOLE_PROCESS', ['max_wait_time' => 1], <<<'PHP'
    $kept = [];
    $server->on('request', function ($request, $response) use (&$kept) {
        [, $what, $fd] = explode('/', $request->server['request_uri']) + [2 => 0];
        switch ($what) {
            case 'begin':
                $response->write('half of it');
                // And keeps it.
            case 'keep':
                $kept[] = $response;
                return;
            case 'detach':
                echo "detached $response->fd.\n";
                $response->detach();
                return;
            case 'create':
                Swoole\Http\Response::create((int) $fd)->end('by another');
                break;
            case 'end':
                $kept[0]->end('whole');
        }
        $response->end((string) getmypid());
    });
    PHP);
pidOf($server, 0);
pidOf($server, 1);

/** A client of this worker that is given no answer to $path. */
function waiting(TestServer $server, int $pid, string $path): HttpClient
{
    for ($tries = 0; $tries < 20; $tries++) {
        $client = new HttpClient($server->port);
        if ($client->get('/pid')->body === (string) $pid) {
            return $client->raw("GET $path HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }
    throw new RuntimeException("no client of $pid");
}

$ways = [
    'killed' => fn (int $pid) => posix_kill($pid, SIGKILL),
    'replaced' => fn (int $pid) => posix_kill($pid, SIGTERM),
];
foreach ($ways as $way => $act) {
    $pid = pidOf($server, 0);
    $keeper = waiting($server, $pid, '/keep');
    $begun = waiting($server, $pid, '/begin');
    $begun->readThrough('half of it');
    $other = waiting($server, pidOf($server, 1), '/keep');
    $before = $server->output();
    $given = waiting($server, $pid, '/detach');
    $said = waitUntil(fn () => strstr(substr($server->output(), strlen($before)), "detached"), 'the response to be given up');
    sscanf($said, 'detached %d.', $fd);
    // It has done with them: this comes behind.
    waiting($server, $pid, '/pid')->response();
    $act($pid);
    $response = $keeper->response();
    echo "$way: $response->status, ", $keeper->readAll() === '' ? 'closed' : 'open', '; ';
    echo 'begun: ', json_encode($begun->readAll()), '; ';
    waiting($server, pidOf($server, 1), '/end')->response();
    echo 'of another worker: ', $other->response()->body, '; ';
    waiting($server, pidOf($server, 1), "/create/$fd")->response();
    echo 'given up: ', $given->response()->body, "\n";
    waitUntil(fn () => waiting($server, pidOf($server, 0, [$pid]), '/pid'), 'the next one');
    // The next round's is kept[0] again.
    $next = pidOf($server, 1);
    posix_kill($next, SIGKILL);
    pidOf($server, 1, [$next]);
}
echo 'exit code ', $server->stop(), "\n";
?>
--EXPECT--
killed: 500, closed; begun: "\r\n"; of another worker: whole; given up: by another
replaced: 500, closed; begun: "\r\n"; of another worker: whole; given up: by another
exit code 0
