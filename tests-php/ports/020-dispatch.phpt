--TEST--
In SWOOLE_PROCESS bind() chooses the worker of a connection with dispatch_mode 5, and dispatch_func is shown what came
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

$program = fn (string $settings) => TestServer::run(<<<PHP
    \$server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    \$server->set(['worker_num' => 3, 'open_eof_split' => true, 'package_eof' => "\n"] + $settings);
    \$udp = \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_UDP);
    \$udp->on('packet', fn (\$server, \$data, \$client) => \$server->sendto(\$client['address'], \$client['port'], "\$server->worker_id"));
    \$server->on('receive', function (\$server, \$fd, \$reactor, \$data) {
        \$bound = sscanf(\$data, 'bind %d', \$uid) === 1 ? [\$server->bind(\$fd, \$uid), \$server->bind(\$fd, \$uid)] : null;
        \$server->send(\$fd, json_encode([\$server->worker_id, \$bound, \$server->getClientInfo(\$fd)['uid'] ?? null]) . "\n");
    });
    PHP);
$server = $program("['dispatch_mode' => 5]");
$client = new Connection($server->port);
$client->ask("x\n");
echo preg_replace('/^\[\d/', '[any', $client->ask("bind 5\n")), ' ', $client->ask("x\n"), "\n";
$server = $program("['dispatch_func' => fn (\$server, \$fd, \$type, \$data) => is_numeric(trim(\$data)) ? (int) \$data : 0]");
$client = new Connection($server->port);
echo $client->ask("2\n"), ' ', $client->ask("1\n"), ' ', (new DatagramClient($server->ports[1]))->ask('2'), "\n";
?>
--EXPECT--
[any,[true,false],5] [2,null,5]
[2,null,null] [1,null,null] 2
