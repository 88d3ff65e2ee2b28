--TEST--
A status, header name or cookie that would break the response is refused with a warning
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        var_dump(
            $response->status(99),
            $response->status(1000),
            $response->header('two words', 'a'),
            $response->header('', 'a'),
            $response->rawcookie('name', 'value; HttpOnly'),
            $response->cookie('name', 'value', 0, '/; secure'),
        );
        $response->end('fine');
    });
    PHP);

$response = (new HttpClient($server->port))->get();
echo $response->status, ' ', $response->body, ' ', $response->header('Set-Cookie') ?? 'no cookie', "\n", $server->output();
?>
--EXPECT--
200 fine no cookie
Swoole\Http\Response::status(): the status code 99 can't be sent: 200 to 999 can
Swoole\Http\Response::status(): the status code 1000 can't be sent: 200 to 999 can
Swoole\Http\Response::header(): header key 'two words' is no HTTP header name
Swoole\Http\Response::header(): header key '' is no HTTP header name
Swoole\Http\Response::rawcookie(): The value and the attributes of a cookie cannot contain ",", ";", blanks or line breaks
Swoole\Http\Response::cookie(): The value and the attributes of a cookie cannot contain ",", ";", blanks or line breaks
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
