--TEST--
A request has server, header, get, post, cookie; what is empty is null
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        echo get_class($request), ' ', get_class($response), "\n";
        echo "fd $request->fd, ", $request->getMethod(), ', body ', json_encode($request->getContent()), "\n";
        var_dump($request->get, $request->post, $request->cookie, $request->files, $request->tmpfiles);
        echo implode(' ', array_keys($request->server)), "\n";
        echo implode(' ', array_map('get_debug_type', $request->server)), "\n";
        echo json_encode(array_intersect_key($request->server, array_flip(
            ['query_string', 'request_method', 'request_uri', 'path_info', 'server_protocol', 'server_addr', 'remote_addr']
        )), JSON_UNESCAPED_SLASHES), "\n";
        echo 'port ', $request->server['server_port'] === $GLOBALS['server']->port ? 'right' : 'wrong', "\n";
        echo json_encode($request->header, JSON_UNESCAPED_SLASHES), "\n";
        $response->end();
    });
    PHP);

$client = new HttpClient($server->port);
$client->get('/plain');
$client->request('GET', '/a%20b/c?x=1&y=2', ['X-Mixed-Case: value', 'Accept: */*']);
echo $server->output();
?>
--EXPECT--
Swoole\Http\Request Swoole\Http\Response
fd 1, GET, body ""
NULL
NULL
NULL
NULL
NULL
request_method request_uri path_info request_time request_time_float server_protocol server_port remote_port server_addr remote_addr master_time
string string string int float string int int string string int
{"request_method":"GET","request_uri":"/plain","path_info":"/plain","server_protocol":"HTTP/1.1","server_addr":"127.0.0.1","remote_addr":"127.0.0.1"}
port right
{"host":"127.0.0.1"}
Swoole\Http\Request Swoole\Http\Response
fd 1, GET, body ""
array(2) {
  ["x"]=>
  string(1) "1"
  ["y"]=>
  string(1) "2"
}
NULL
NULL
NULL
NULL
query_string request_method request_uri path_info request_time request_time_float server_protocol server_port remote_port server_addr remote_addr master_time
string string string string int float string int int string string int
{"query_string":"x=1&y=2","request_method":"GET","request_uri":"/a%20b/c","path_info":"/a b/c","server_protocol":"HTTP/1.1","server_addr":"127.0.0.1","remote_addr":"127.0.0.1"}
port right
{"host":"127.0.0.1","x-mixed-case":"value","accept":"*/*"}
