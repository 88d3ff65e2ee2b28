--TEST--
A cookie can be put together as an object
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $cookie = new Swoole\Http\Cookie();
        $cookie->withName('full')->withValue('a b;c')->withExpires(4102444800)->withPath()->withDomain('example.com')
            ->withSecure(true)->withHttpOnly(true)->withSameSite('Lax')->withPriority('High')->withPartitioned(true);
        var_dump($response->cookie($cookie));
        echo json_encode($cookie->toArray()), "\n";
        $cookie->reset();
        var_dump($response->setCookie($cookie), $cookie->toString());
        // The line was made when it was given.
        $response->setCookie($cookie->withName('other')->withValue('v'));
        $raw = (new Swoole\Http\Cookie(false))->withName('raw')->withValue('x/y');
        echo $raw->toString(), "\n";
        $response->rawcookie($raw);
        var_dump($response->cookie($raw->withValue('two words')), $response->cookie((new Swoole\Http\Cookie())->withName('a')->withPath('/; secure')));
        try {
            $response->cookie(['name']);
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
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
full=a+b%3Bc; expires=Fri, 01-Jan-2100 00:00:00 GMT; Max-Age=N; path=/; domain=example.com; secure; HttpOnly; SameSite=Lax; Priority=High; Partitioned
other=v
raw=x/y
bool(true)
{"name":"full","value":"a b;c","path":"\/","domain":"example.com","sameSite":"Lax","priority":"High","encode":true,"expires":4102444800,"secure":true,"httpOnly":true,"partitioned":true}

Warning: Swoole\Http\Response::setCookie(): The name cannot be empty in %s on line %d

Warning: Swoole\Http\Cookie::toString(): The name cannot be empty in %s on line %d
bool(false)
bool(false)
raw=x/y

Warning: Swoole\Http\Response::cookie(): The value and the attributes of a cookie cannot contain ",", ";", blanks or line breaks in %s on line %d

Warning: Swoole\Http\Response::cookie(): The value and the attributes of a cookie cannot contain ",", ";", blanks or line breaks in %s on line %d
bool(false)
bool(false)
the name of a cookie must be of type Swoole\Http\Cookie|string, array given
