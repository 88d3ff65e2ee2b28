--TEST--
The bridge: workers are clients of an upstream server, tell their browsers what comes from there, and come back when it does
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$port = Network::freePort();
$upstream = <<<PHP
    \$server = new Swoole\WebSocket\Server('127.0.0.1', $port);
    \$server->on('start', fn () => print("started\n"));
    \$server->on('open', fn () => print("open\n"));
    \$server->on('message', function (\$server, \$frame) {
        foreach (\$server->connections as \$fd) {
            \$server->push(\$fd, "all: \$frame->data");
        }
    });
    \$server->start();
    PHP;
$file = var_export(dirname(__DIR__, 2) . '/examples/bridge/server.php', true);
$first = Program::start($upstream);
$first->waitForOutput("started\n");
$bridge = Program::start("\$argv = ['', '127.0.0.1', '0', '127.0.0.1', '$port']; require $file;");
$bridge->waitForOutput('upstream there');
$first->waitForOutput("open\nopen\n");
preg_match('~ws://127\.0\.0\.1:(\d+)/ to~', $bridge->output(), $match);

$browsers = array_map(fn () => new WebSocketClient((int) $match[1]), range(1, 6));
$hear = fn () => print(implode(', ', array_unique(array_map(fn ($browser) => $browser->receive()->payload, $browsers))) . "\n");
$hear();
$browsers[0]->text('hello');
$hear();
$browsers[5]->text('你好');
$hear();

$first->stop();
$hear();
$browsers[2]->text('anybody?');
echo $browsers[2]->receive()->payload, "\n";
$second = Program::start($upstream);
$second->waitForOutput("open\nopen\n");
$hear();
$browsers[3]->text('welcome back');
$hear();
echo $bridge->stop(), "\n";
?>
--EXPECT--
{"bridge":"there"}
all: hello
all: 你好
{"bridge":"away"}
{"bridge":"away"}
{"bridge":"there"}
all: welcome back
0
