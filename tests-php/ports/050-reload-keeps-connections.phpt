--TEST--
A reload takes no connection with it, whatever it speaks: half a package, a pause, what was bound and the port go along
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

inEachMode(function (string $mode) {
    $path = socketPath();
    $server = cluster($mode, ['worker_num' => 1, 'max_request' => 1000000, 'max_wait_time' => 10], <<<PHP
        \$server->on('close', fn (\$server, \$fd) => print("close \$fd\n"));
        \$settings = ['open_length_check' => true, 'package_length_type' => 'N', 'package_body_offset' => 4];
        \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP)->set(\$settings);
        \$server->listen('$path', 0, SWOOLE_SOCK_UNIX_STREAM)->set(\$settings);
        \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP)->set(['open_eof_split' => true, 'package_eof' => "\n"]);
        \$server->on('receive', function (\$server, \$fd, \$reactor, \$data) {
            \$body = rtrim(substr(\$data, 4));
            \$done = match (\$body) { 'bind' => \$server->bind(\$fd, 7), 'pause' => \$server->pause(\$fd), default => null };
            \$info = \$server->getClientInfo(\$fd);
            \$server->send(\$fd, json_encode([\$body, \$done, \$info['uid'] ?? null, \$info['socket_type'], getmypid()]) . "\n");
            if (str_starts_with(\$body, 'resume ')) {
                \$server->resume((int) substr(\$body, 7));
            }
        });
        PHP);
    $first = pidOf($server, 0);
    $package = fn (string $body) => pack('N', strlen($body)) . $body;
    $say = fn (string $line, int $pid) => str_replace(",$pid]", ',this worker]', $line);
    $tcp = new Connection($server->ports[1]);
    $unix = new Connection(0, address: "unix://$path");
    $lines = new Connection($server->ports[3]);
    $web = new WebSocketClient($server->port);
    echo $say($tcp->ask($package('bind')), $first), ' ', $say($unix->ask($package('one')), $first), ' ',
        $say($lines->ask("....pause\n"), $first), "\n";
    $tcp->raw(substr($package('halves'), 0, 7));
    $unix->raw("\0");
    $lines->raw("....paused\n");
    posix_kill($server->pid, SIGUSR1);
    $second = pidOf($server, 0, [$first]);
    waitUntil(fn () => !isAlive($first), 'the end of the first worker');
    echo $say($tcp->ask(substr($package('halves'), 7)), $second), ' ', $say($unix->ask(substr($package('two'), 1)), $second), ' ',
        $web->text('there')->receive()->payload === "$second there" ? 'there' : 'not there', ' ',
        $lines->isQuiet() ? 'quiet' : 'heard', "\n";
    // The third connection of plain TCP, whatever its number.
    for ($fd = 1; $fd <= 4; $fd++) {
        $tcp->ask($package("resume $fd"));
    }
    echo $say(rtrim($lines->readThrough("\n")), $second), ' ', substr_count($server->output(), 'close'), "\n";
    // New ones come in on every port.
    echo $say((new Connection($server->ports[1]))->ask($package('new')), $second), ' ',
        $say((new Connection(0, address: "unix://$path"))->ask($package('new')), $second), "\n";
    $server->stop();
    echo preg_replace('/^.* INFO .*\n/m', '', $server->log());
});
?>
--EXPECT--
SWOOLE_BASE
["bind",true,7,1,this worker] ["one",null,null,5,this worker] ["pause",true,null,1,this worker]
["halves",null,7,1,this worker] ["two",null,null,5,this worker] there quiet
["paused",null,null,1,this worker] 0
["new",null,null,1,this worker] ["new",null,null,5,this worker]
SWOOLE_PROCESS
["bind",true,7,1,this worker] ["one",null,null,5,this worker] ["pause",true,null,1,this worker]
["halves",null,7,1,this worker] ["two",null,null,5,this worker] there quiet
["paused",null,null,1,this worker] 0
["new",null,null,1,this worker] ["new",null,null,5,this worker]
