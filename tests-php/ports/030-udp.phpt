--TEST--
UDP: packet with all that is known of the sender, and sendto() from every process of the server, IPv4 and IPv6
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $four = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_UDP);
        $six = $server->listen('::1', 0, SWOOLE_SOCK_UDP6);
        $server->on('packet', function ($server, string $data, array $client) {
            if ($data === 'task') {
                $server->task($client);
                return;
            }
            $known = ['server_port' => array_search($client['server_port'], array_column($server->ports, 'port')),
                'server_socket' => array_search($client['server_socket'], array_column($server->ports, 'sock')),
                'dispatch_time' => abs($client['dispatch_time'] - microtime(true)) < 60] + $client;
            unset($known['port']);
            $server->sendto($client['address'], $client['port'], json_encode([bin2hex($data), $known]));
        });
        $server->on('task', fn ($server, $id, $source, $client) => var_export($server->sendto($client['address'], $client['port'],
            $server->taskworker ? 'from a task worker' : 'from whom?', $client['server_socket'])));
        PHP);
    $four = new DatagramClient($server->ports[1]);
    $six = new DatagramClient($server->ports[2], '::1');
    echo $four->ask("\0a\xff"), "\n", $six->ask('six'), "\n", $four->ask('task'), ', ', $six->ask('task'), "\n";
    echo strlen($four->ask(str_repeat('x', 30000))) > 60000 ? "long ones too\n" : "cut\n";
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
["0061ff",{"server_port":1,"server_socket":1,"dispatch_time":true,"address":"127.0.0.1"}]
["736978",{"server_port":2,"server_socket":2,"dispatch_time":true,"address":"::1"}]
from a task worker, from a task worker
long ones too
SWOOLE_PROCESS
["0061ff",{"server_port":1,"server_socket":1,"dispatch_time":true,"address":"127.0.0.1"}]
["736978",{"server_port":2,"server_socket":2,"dispatch_time":true,"address":"::1"}]
from a task worker, from a task worker
long ones too
