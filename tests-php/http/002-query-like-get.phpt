--TEST--
The query string is read as PHP reads $_GET
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(json_encode($request->get, JSON_UNESCAPED_UNICODE)));
    PHP);

$client = new HttpClient($server->port);
foreach ([
    'a=1&b=two+words&c=%E4%BD%A0',
    'a[]=1&a[]=2&a[x][y]=3',
    'dotted.name=1&spaced%20name=2',
    'flag&empty=&last=1',
    'a=1&a=2',
    '',
] as $query) {
    echo "$query: ", $client->get("/?$query")->body, "\n";
}
?>
--EXPECT--
a=1&b=two+words&c=%E4%BD%A0: {"a":"1","b":"two words","c":"你"}
a[]=1&a[]=2&a[x][y]=3: {"a":{"0":"1","1":"2","x":{"y":"3"}}}
dotted.name=1&spaced%20name=2: {"dotted_name":"1","spaced_name":"2"}
flag&empty=&last=1: {"flag":"","empty":"","last":"1"}
a=1&a=2: {"a":"2"}
: null
