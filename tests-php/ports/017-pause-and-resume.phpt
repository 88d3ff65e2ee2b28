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
        \$server->on('receive', fn (\$server, \$fd, \$reactor, \$data) => \$server->send(\$fd, rtrim(\$data) . "\n"));
        PHP);
    [$plain, $delayed, $control] = array_map(fn ($port) => new Connection($port), $server->ports);
    echo $plain->ask("one\n"), ' ', $control->ask("pause 0\r\n"), ' ';
    $plain->raw("two\n");
    $delayed->raw('three');
    echo $plain->isQuiet() && $delayed->isQuiet() ? 'quiet' : 'heard', ' ', $control->ask("resume 0\r\n"), ' ',
        rtrim($plain->readThrough("\n")), ' ', $control->ask("confirm 1\r\n"), ' ', rtrim($delayed->readThrough("\n")), ' ',
        $delayed->ask('four'), ' ', $control->ask("pause 99\r\n"), "\n";
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
one true quiet true two true three four false
SWOOLE_PROCESS
one true quiet true two true three four false
