--TEST--
pause() reads a connection no further until resume(); with enable_delay_receive it is not read before confirm()
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2, 'open_eof_split' => true, 'package_eof' => "\n"]);
        \$delayed = \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        \$delayed->set(['enable_delay_receive' => true]);
        \$control = \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        \$control->set(['open_eof_split' => true]);
        // From another connection, which another worker may have.
        \$control->on('receive', function (\$server, \$fd, \$reactor, \$data) {
            [\$method, \$of] = explode(' ', rtrim(\$data));
            \$of = [...(\$server->ports[\$of]->connections ?? [])][0] ?? 99;
            \$server->send(\$fd, var_export(\$server->\$method(\$of), true) . "\n");
        });
        \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP)->set(['open_websocket_protocol' => true]);
        // What a connection pauses by itself it knows when it is answered.
        \$answer = fn (\$server, \$fd, \$data) => \$data === 'pause' ? var_export(\$server->pause(\$fd), true) : \$data;
        \$server->on('message', fn (\$server, \$frame) => \$server->send(\$frame->fd,
            Swoole\WebSocket\Server::pack(\$answer(\$server, \$frame->fd, \$frame->data))));
        \$server->on('receive', fn (\$server, \$fd, \$reactor, \$data) =>
            \$server->send(\$fd, \$answer(\$server, \$fd, rtrim(\$data)) . "\n"));
        PHP);
    [$plain, $delayed, $control] = array_map(fn ($port) => new Connection($port), array_slice($server->ports, 0, 3));
    echo $plain->ask("one\n"), ' ', $plain->ask("pause\n"), ' ';
    $plain->raw("two\n");
    $delayed->raw('three');
    echo $plain->isQuiet() && $delayed->isQuiet() ? 'quiet' : 'heard', ' ', $control->ask("resume 0\r\n"), ' ',
        rtrim($plain->readThrough("\n")), ' ', $control->ask("confirm 1\r\n"), ' ', rtrim($delayed->readThrough("\n")), ' ',
        $delayed->ask('four'), ' ', $control->ask("pause 99\r\n"), "\n";
    $web = new WebSocketClient($server->ports[3]);
    echo $web->text('one')->receive(), ' ', $web->text('pause')->receive(), ' ', $web->text('two')->isQuiet() ? 'quiet' : 'heard', ' ',
        $control->ask("resume 3\r\n"), ' ', $web->receive(), "\n";
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
one true quiet true two true three four false
text: one text: true quiet true text: two
SWOOLE_PROCESS
one true quiet true two true three four false
text: one text: true quiet true text: two
