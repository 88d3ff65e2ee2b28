<?php
/* Required by the server programs that TestServer runs. */

/** Announces to the test that the server listens, and that all its workers are there. */
function ready(Swoole\Server $server): void
{
    $limit = microtime(true) + 10;
    for ($worker = 0; $worker < ($server->setting['worker_num'] ?? 1); $worker++) {
        // 1 is busy, 2 is idle: what connects now may go to any of them.
        while ($server->getWorkerStatus($worker) > 2 && microtime(true) < $limit) {
            usleep(1000);
        }
    }
    file_put_contents('php://fd/3', "$server->port\n");
}
