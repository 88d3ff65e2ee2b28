--TEST--
A forked child has no part in a request of its parent's: the parent gets its answer, and the child may ask by the same object
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end($request->server['request_uri']));
    PHP);
$program = Program::run(<<<PHP
    \$client = new Swoole\Http\Client('127.0.0.1', $server->port);
    \$client->set(['timeout' => 20]);
    \$client->get('/parent', fn (\$client) => print("parent: \$client->body\\n"));
    if (!\$child = pcntl_fork()) {
        var_dump(\$client->isConnected(), \$client->get('/child', fn (\$client) => print("child: \$client->body\\n")));
        Swoole\Event::wait();
        exit(3);
    }
    pcntl_waitpid(\$child, \$status);
    echo pcntl_wexitstatus(\$status), "\\n";
    PHP);
echo $program->exitCode(), "\n", $program->output();
?>
--EXPECT--
0
bool(false)
bool(true)
child: /child
3
parent: /parent
