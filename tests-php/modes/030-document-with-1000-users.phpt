--TEST--
The document's programs with four workers: one HTTP request, whichever worker gets it, reaches 1,000 users of all workers, each once
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

foreach (['2-request-procedural' => '$server', '3-request-object' => '$this->server'] as $name => $variable) {
    inEachMode(function ($mode) use ($name, $variable) {
        $port = Network::freePort();
        $program = file_get_contents(__DIR__ . "/../../examples/document/$name.php");
        $program = str_replace('"0.0.0.0", 9501)', "\"127.0.0.1\", $port, $mode)", $program);
        // As the program stands, but for its place, its workers, and that they say who has been asked.
        $program = str_replace("{$variable}->start();", <<<PHP
            {$variable}->set(['worker_num' => 4]);
            {$variable}->on('workerStart', fn (\$server, \$id) => print("worker \$id\n"));
            {$variable}->start();
            PHP, $program);
        $program = str_replace("foreach ({$variable}->connections", "echo \"asked {{$variable}->worker_id}\\n\"; foreach ({$variable}->connections", $program);
        file_put_contents($file = sign(), $program);
        $server = TestServer::file($file, $port);
        // Text is drawn out of the way of onOpen's lines.
        waitUntil(fn () => substr_count($server->output(), "worker ") === 4, 'four workers');
        $clients = array_map(fn () => new WebSocketClient($port), range(1, 1000));
        $asked = 0;
        foreach (range(1, 4) as $round) {
            // By turns they come to other workers, in either mode.
            $http = new HttpClient($port);
            $http->get("/?message=news+$round");
        }
        $right = 0;
        foreach ($clients as $client) {
            $heard = [];
            foreach (range(1, 4) as $round) {
                $heard[] = (string) $client->receive();
            }
            // Of different requests the order is nobody's promise. Behind the answer there is nothing: each came once.
            sort($heard);
            $right += $heard === ['text: news 1', 'text: news 2', 'text: news 3', 'text: news 4']
                && (string) $client->text('hello')->receive() === 'text: this is server';
        }
        preg_match_all('/^asked (\d)$/m', $server->output(), $matches);
        echo "$right of 1000 have all news once, ", count($matches[1]), ' requests at ', count(array_unique($matches[1])) > 1 ? 'several workers' : 'one worker', "\n";
        echo 'exit code ', $server->stop(), "\n", $server->log();
    });
}
?>
--EXPECT--
SWOOLE_BASE
1000 of 1000 have all news once, 4 requests at several workers
exit code 0
SWOOLE_PROCESS
1000 of 1000 have all news once, 4 requests at several workers
exit code 0
SWOOLE_BASE
1000 of 1000 have all news once, 4 requests at several workers
exit code 0
SWOOLE_PROCESS
1000 of 1000 have all news once, 4 requests at several workers
exit code 0
