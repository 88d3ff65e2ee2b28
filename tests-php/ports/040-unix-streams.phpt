--TEST--
Unix sockets for connections: WebSocket, HTTP and plain TCP over them, and what is known of such clients
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    [$web, $plain] = [socketPath(), socketPath()];
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);
        \$server->set(['worker_num' => 2]);
        \$server->on('message', fn (\$server, \$frame) => \$server->push(\$frame->fd, "got \$frame->data"));
        \$server->on('request', fn (\$request, \$response) => \$response->end(json_encode(array_intersect_key(\$request->server,
            ['remote_addr' => 1, 'remote_port' => 1, 'server_addr' => 1, 'server_port' => 1])) . "\n"));
        \$server->listen('$web', 0, SWOOLE_SOCK_UNIX_STREAM);
        \$server->listen('$plain', 0, SWOOLE_SOCK_UNIX_STREAM)->set(['open_eof_split' => true, 'package_eof' => "\n"]);
        \$server->on('receive', function (\$server, \$fd, \$reactor, \$data) {
            \$info = \$server->getClientInfo(\$fd);
            \$server->send(\$fd, json_encode([\$info['socket_type'], \$info['remote_ip'], \$info['remote_port'], \$info['server_port']])
                . " \$data");
        });
        PHP);
    $http = new HttpClient(0, address: "unix://$web");
    echo $http->get()->body, $http->get()->body;
    $key = base64_encode(random_bytes(16));
    $client = new Connection(0, address: "unix://$web");
    echo $client->ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        . "Sec-WebSocket-Key: $key\r\n\r\n"), ' ';
    $client->readThrough("\r\n\r\n");
    echo bin2hex($client->raw("\x81\x02hi")->read(8)), "\n";
    echo (new Connection(0, address: "unix://$plain"))->ask("hello\n"), "\n";
    echo file_exists($web) ? 'there' : 'not there', ', ', $server->stop(), ', ', file_exists($web) || file_exists($plain) ? 'left' : 'gone', "\n";
});
?>
--EXPECT--
SWOOLE_BASE
{"server_port":0,"remote_port":0,"server_addr":"","remote_addr":""}
{"server_port":0,"remote_port":0,"server_addr":"","remote_addr":""}
HTTP/1.1 101 Switching Protocols 8106676f74206869
[5,"",0,0] hello
there, 0, gone
SWOOLE_PROCESS
{"server_port":0,"remote_port":0,"server_addr":"","remote_addr":""}
{"server_port":0,"remote_port":0,"server_addr":"","remote_addr":""}
HTTP/1.1 101 Switching Protocols 8106676f74206869
[5,"",0,0] hello
there, 0, gone
