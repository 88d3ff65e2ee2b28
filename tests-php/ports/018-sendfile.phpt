--TEST--
sendfile() sends a file or a part of it in its order among other data, from memory of a few hundred KiB, to whoever reads slowly too
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

$file = tempnam(sys_get_temp_dir(), 'swoxide-');
register_shutdown_function(fn () => unlink($file));
$piece = random_bytes(1 << 20);
file_put_contents($file, str_repeat($piece, 64));
inEachMode(function (string $mode) use ($file, $piece) {
    $name = var_export($file, true);
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2, 'open_eof_split' => true, 'package_eof' => "\n"]);
        \$server->on('receive', function (\$server, \$fd, \$reactor, \$data) {
            \$name = $name;
            \$server->send(\$fd, 'before ');
            \$sent = match (rtrim(\$data)) {
                'all' => \$server->sendfile(\$fd, \$name),
                'part' => \$server->sendfile(\$fd, \$name, 3, 5) && \$server->sendfile(\$fd, \$name, 64 * 1048576 - 2),
                'wrong' => [\$server->sendfile(\$fd, \$name, 64 * 1048576), \$server->sendfile(\$fd, \$name, 1, 64 * 1048576),
                    \$server->sendfile(\$fd, \$name, -1), \$server->sendfile(\$fd, '/tmp'), \$server->sendfile(\$fd, '/nowhere'),
                    \$server->sendfile(999, \$name)],
            };
            \$server->send(\$fd, ' behind ' . json_encode(\$sent));
            \$server->close(\$fd);
        });
        PHP);
    $before = $server->memory();
    $client = (new Connection($server->port))->readAheadLittle()->raw("all\n");
    $right = $client->read(7) === 'before ';
    for ($count = 0; $count < 64; $count++) {
        $right = $right && $client->read(1 << 20) === $piece;
    }
    printf("%s%s, %s\n", $right ? 'right' : 'wrong', $client->readAll(),
        $server->memory() - $before < 8192 ? 'little memory' : $server->memory() - $before . ' KiB');
    echo (new Connection($server->port))->raw("part\n")->readAll() === 'before ' . substr($piece, 3, 5) . substr($piece, -2) . ' behind true'
        ? "parts\n" : "wrong parts\n";
    echo (new Connection($server->port))->raw("wrong\n")->readAll(), "\n";
    $server->stop();
    echo preg_replace('~^\[.*?\]|/[^ ]*swoxide-\w+~m', '', $server->log());
});
?>
--EXPECT--
SWOOLE_BASE
right behind true, little memory
parts
before  behind [false,false,false,false,false,false]
 WARNING sendfile() of  to connection 3: there is nothing to send
 WARNING sendfile() of  to connection 3: parameter $length[67108864] exceeds the file size
 WARNING sendfile() of  to connection 3: parameter $offset[-1] exceeds the file size
 WARNING sendfile() of /tmp to connection 3: parameter $file[/tmp] given is not a regular file
 WARNING sendfile() of /nowhere to connection 3: stat(/nowhere) failed, Error: No such file or directory[2]
SWOOLE_PROCESS
right behind true, little memory
parts
before  behind [false,false,false,false,false,false]
 WARNING sendfile() of  to connection 3: there is nothing to send
 WARNING sendfile() of  to connection 3: parameter $length[67108864] exceeds the file size
 WARNING sendfile() of  to connection 3: parameter $offset[-1] exceeds the file size
 WARNING sendfile() of /tmp to connection 3: parameter $file[/tmp] given is not a regular file
 WARNING sendfile() of /nowhere to connection 3: stat(/nowhere) failed, Error: No such file or directory[2]
