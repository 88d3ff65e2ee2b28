--TEST--
An exception, exit and a fatal error in any callback of a client end the program as anywhere in PHP; nothing hangs, neither it nor its server
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = RawServer::serving('$peer->open()->send("hello"); $peer->listen();');
$begin = <<<PHP
    register_shutdown_function(fn () => print("shutdown function\n"));
    \$client = new Swoole\Http\Client('127.0.0.1', $server->port);
    \$client->set(['timeout' => 20]);
    \$say = fn () => null;
    foreach (['connect', 'message', 'close'] as \$event) {
        \$client->on(\$event, fn () => \$event === \$at ? end_now() : null);
    }
    \$client->upgrade('/', fn () => \$at === 'upgrade' ? end_now() : null);
    PHP;
$ends = [
    'exception' => 'throw new RuntimeException("thrown")',
    'exit' => 'exit(7)',
    'fatal error' => '@trigger_error("fatal", E_USER_ERROR)',
];
foreach (['connect', 'upgrade', 'message'] as $at) {
    foreach ($ends as $name => $end) {
        $program = Program::run("function end_now() { $end; } \$at = '$at'; $begin");
        echo "$at, $name: ", $program->exitCode(), "\n", strtok($program->output(), '#'), "\n";
    }
}
// Whoever was talked to is there for the next one.
$client = new Swoole\Http\Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$client->on('message', function ($client, $frame) {
    echo $frame->data, "\n";
    $client->close();
});
$client->upgrade('/', fn ($client) => print("$client->statusCode\n"));
Swoole\Event::wait();
?>
--EXPECT--
connect, exception: 255
shutdown function

Fatal error: Uncaught RuntimeException: thrown in program.php:1
Stack trace:

connect, exit: 7
shutdown function

connect, fatal error: 255
shutdown function

Fatal error: fatal in program.php on line 1

upgrade, exception: 255
shutdown function

Fatal error: Uncaught RuntimeException: thrown in program.php:1
Stack trace:

upgrade, exit: 7
shutdown function

upgrade, fatal error: 255
shutdown function

Fatal error: fatal in program.php on line 1

message, exception: 255
shutdown function

Fatal error: Uncaught RuntimeException: thrown in program.php:1
Stack trace:

message, exit: 7
shutdown function

message, fatal error: 255
shutdown function

Fatal error: fatal in program.php on line 1

101
hello
