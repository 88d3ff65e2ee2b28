--TEST--
getClientInfo() of connections of each kind, over IPv4, IPv6 and Unix sockets, from any process
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $path = socketPath();
    $server = severalProcesses($mode, ['worker_num' => 2], <<<PHP
        \$server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP)->set(['open_http_protocol' => true]);
        \$server->listen('::1', 0, SWOOLE_SOCK_TCP6)->set([]);
        \$server->listen('$path', 0, SWOOLE_SOCK_UNIX_STREAM)->set([]);
        \$server->on('request', fn (\$request, \$response) => \$response->end('x'));
        \$server->on('receive', function (\$server, \$fd) {
            \$all = [];
            foreach (\$server->getClientList() as \$other) {
                \$info = \$server->getClientInfo(\$other);
                \$all[] = [\$info['socket_type'], \$info['websocket_status'] ?? 'none', \$info['remote_ip'],
                    array_search(\$info['server_port'], array_column(\$server->ports, 'port')),
                    array_search(\$info['server_fd'], array_column(\$server->ports, 'sock')),
                    \$info['remote_port'] > 0, abs(\$info['connect_time'] - time()) < 60];
            }
            sort(\$all);
            \$server->send(\$fd, json_encode(\$all) . "\n");
        });
        PHP);
    $web = new WebSocketClient($server->port);
    $http = new HttpClient($server->ports[1]);
    $http->get();
    $six = new Connection(0, address: "tcp://[::1]:{$server->ports[2]}");
    $unix = new Connection(0, address: "unix://$path");
    $six->ask('x');
    echo str_replace('],[', "],\n[", $unix->ask('x')), "\n";
    $server->stop();
});
?>
--EXPECT--
SWOOLE_BASE
[[1,3,"127.0.0.1",0,0,true,true],
[1,"none","127.0.0.1",1,1,true,true],
[3,"none","::1",2,2,true,true],
[5,"none","",3,3,false,true]]
SWOOLE_PROCESS
[[1,3,"127.0.0.1",0,0,true,true],
[1,"none","127.0.0.1",1,1,true,true],
[3,"none","::1",2,2,true,true],
[5,"none","",3,3,false,true]]
