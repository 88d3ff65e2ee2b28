--TEST--
The server's own methods: tick, after, clearTimer and defer
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $class) {
    $server = TestServer::run(<<<PHP
        class Own extends $class
        {
            // As programs of that time wrote it.
            public function after(\$ms, \$callback, \$param = null) { echo "own after\n"; return parent::after(\$ms, \$callback, \$param); }
        }
        \$server = new Own('127.0.0.1', 0);
        \$server->on('workerStart', function (\$server) {
            \$server->after(20, function (\$param) use (\$server, &\$tick) {
                echo "after \$param\n";
                var_dump(\$server->clearTimer(\$tick), \$server->clearTimer(\$tick));
                \$server->defer(function () use (\$server) {
                    echo "deferred\n";
                    \$server->defer(fn () => print("deferred again\n"));
                    \$server->after(1, fn () => \$server->shutdown());
                });
                echo "end of callback\n";
            }, 'argument');
            \$tick = \$server->tick(1, function (\$id, ...\$rest) { static \$said; \$said ??= print("tick \$id " . count(\$rest) . "\n"); });
        });
        \$server->on('message', fn () => null);
        PHP);
    echo $server->wait(), "\n", $server->output(), $server->log();
}
?>
--EXPECT--
0
own after
tick 2 0
after argument
bool(true)
bool(false)
end of callback
deferred
own after
deferred again
0
own after
tick 2 0
after argument
bool(true)
bool(false)
end of callback
deferred
own after
deferred again
