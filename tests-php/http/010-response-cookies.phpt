--TEST--
cookie() writes Set-Cookie lines
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->cookie('plain', 'value');
        $response->cookie('encoded', 'a b;c');
        $response->setCookie('full', 'v', 4102444800, '/path', 'example.com', true, true, 'Lax', 'High', true);
        $response->rawcookie('raw', 'a%20b');
        $response->setRawCookie('raw2', 'x/y');
        $response->cookie('gone');
        $response->cookie('eternal', 'v', PHP_INT_MAX);
        var_dump($response->cookie('a=b', 'v'));
        var_dump($response->cookie('', 'v'));
        $response->end();
    });
    PHP);

$response = (new HttpClient($server->port))->get();
foreach ($response->headers['set-cookie'] as $cookie) {
    echo preg_replace('/Max-Age=\d{2,}/', 'Max-Age=N', $cookie), "\n";
}
echo $server->output();
?>
--EXPECTF--
plain=value
encoded=a+b%3Bc
full=v; expires=Fri, 01-Jan-2100 00:00:00 GMT; Max-Age=N; path=/path; domain=example.com; secure; HttpOnly; SameSite=Lax; Priority=High; Partitioned
raw=a%20b
raw2=x/y
gone=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0
eternal=v; expires=Fri, 31-Dec-9999 23:59:59 GMT; Max-Age=N

Warning: Swoole\Http\Response::cookie(): The name cannot contain %a in %s on line %d
bool(false)

Warning: Swoole\Http\Response::cookie(): The name cannot be empty in %s on line %d
bool(false)
