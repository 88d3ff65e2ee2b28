<?php
/*
 * What the tests of a server's processes add to the harness:
 *
 *   $server = cluster('SWOOLE_PROCESS', ['worker_num' => 3], $text);   a server of several processes; $text changes it
 *   echo pidOf($server, 1);                                            the process that has worker 1 by now
 *   $all = family($server);                                            the pids of all its processes
 *   echo whatIsLeft($server, $all);                                    "nothing", once all have ended
 *   $load = new Load($server->port);                                   clients that count what they are answered
 */

require_once __DIR__ . '/modes.php';
require_once __DIR__ . '/Load.php';

/**
 * Starts a server with two workers, unless $settings say otherwise. Every start of a worker, of a task worker and of the
 * manager is printed with its pid, see pidOf(); messages are answered with the pid of the worker and the message. $text
 * finds the server in $server, and $said to print a line as a whole.
 */
function cluster(string $mode, array $settings = [], string $text = '', string $start = '$server->start();'): TestServer
{
    return TestServer::script(
        "\$server = new Swoole\\WebSocket\\Server('127.0.0.1', 0, $mode);\n"
            . '$server->set(' . var_export($settings + ['worker_num' => 2], true) . ");\n"
            . <<<'PHP'
            $server->on('start', ready(...));
            $server->on('managerStart', function () { echo 'managerStart #' . getmypid() . "\n"; });
            $server->on('workerStart', function ($server, $id) { echo "workerStart $id #" . getmypid() . "\n"; });
            $server->on('message', fn ($server, $frame) => $server->push($frame->fd, getmypid() . " $frame->data"));

            PHP . "$text\n$start\n"
    );
}

/** The pid of a worker, or of the manager, as it last said; waits until it has said one that is none of $not. */
function pidOf(TestServer $server, int|string $who, array $not = []): int
{
    $line = is_int($who) ? "workerStart $who" : $who;
    return waitUntil(function () use ($server, $line, $not) {
        preg_match_all("/^$line #(\\d+)$/m", $server->output(), $matches);
        $pid = (int) end($matches[1]);
        return in_array($pid, $not) ? 0 : $pid;
    }, "$line of another process than " . implode(', ', $not));
}

/** What a server has printed, without pids; sorted if several processes print at the same time. */
function printed(TestServer $server, bool $sorted = false): string
{
    $lines = preg_split('/\n/', preg_replace('/ #\d+$/m', '', $server->output()), -1, PREG_SPLIT_NO_EMPTY);
    if ($sorted) {
        sort($lines);
    }
    return implode("\n", $lines) . "\n";
}

/** @return array<int, array{parent: int, state: string}> every process of this machine, by pid */
function processTable(): array
{
    $table = [];
    foreach (glob('/proc/[0-9]*/stat') as $file) {
        // What has ended meanwhile is not there.
        $stat = @file_get_contents($file);
        if ($stat !== false && preg_match('/^(\d+) \(.*\) (\S) (\d+)/s', $stat, $match)) {
            $table[(int) $match[1]] = ['parent' => (int) $match[3], 'state' => $match[2]];
        }
    }
    return $table;
}

/** @return int[] a process and all that descend from it */
function familyOf(int $pid): array
{
    $table = processTable();
    $family = [$pid];
    for ($next = 0; $next < count($family); $next++) {
        foreach ($table as $child => ['parent' => $parent]) {
            if ($parent === $family[$next]) {
                $family[] = $child;
            }
        }
    }
    return $family;
}

/** @return int[] */
function family(TestServer $server): array
{
    return familyOf($server->pid);
}

/** Whether a process is there and has not ended. */
function isAlive(int $pid): bool
{
    return !in_array(processTable()[$pid]['state'] ?? 'Z', ['Z', 'X']);
}

/** Waits until none of these processes runs and nothing listens on the server's port. */
function whatIsLeft(TestServer $server, array $pids): string
{
    waitUntil(
        fn () => !array_filter($pids, isAlive(...)) && !Network::isListening($server->port),
        'the end of all processes of the server'
    );
    return 'nothing';
}

/** Processes of the server that have ended and that nobody has taken notice of. */
function zombies(TestServer $server): int
{
    $table = processTable();
    return count(array_filter(family($server), fn ($pid) => ($table[$pid]['state'] ?? '') === 'Z'));
}

/** As many clients as it takes to have one at each worker; by the pid of the worker. */
function oneClientPerWorker(TestServer $server, int $workers = 2): array
{
    $clients = [];
    for ($tries = 0; count($clients) < $workers && $tries < 50; $tries++) {
        $client = new WebSocketClient($server->port);
        $clients[explode(' ', $client->text('who')->receive()->payload)[0]] ??= $client;
    }
    return count($clients) === $workers ? $clients : throw new RuntimeException('some workers get no client');
}
