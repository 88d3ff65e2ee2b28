<?php
/* Required by the server programs that TestServer runs. */

/**
 * The number of a reactor, as a test prints it. In SWOOLE_BASE each worker has one of its own, and which of them had a
 * connection is chance: 0 stands for any. -1, for this side, and what is wrong stay as they are.
 */
function reactor(int $reactor): int
{
    $reactors = getenv('SWOXIDE_TEST_MODE') === 'base' ? (int) getenv('SWOXIDE_TEST_WORKERS') : 1;
    return $reactor >= 0 && $reactor < $reactors ? 0 : $reactor;
}

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
    // The first, and then those of listen().
    $numbers = array_map(fn ($port) => $port->port ?? 0, $server->ports ?? []);
    file_put_contents('php://fd/3', implode(' ', [$server->port, ...array_slice($numbers, 1)]) . "\n");
}
