--TEST--
header() replaces, lists, casts, and lets nobody smuggle a line in
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        var_dump($response->header('x-replaced', 'first'));
        var_dump($response->setHeader('X-Replaced', 'second'));
        $response->header('X-List', ['one', 'two']);
        $response->header('X-Number', 42);
        $response->header('X-Blanks', 'trailing   ');
        var_dump($response->header('X-Smuggled', "a\r\nX-Evil: b"));
        var_dump($response->header("X-Smuggled\r\nX-Evil", 'b'));
        var_dump($response->header(str_repeat('x', 128), 'too long a name'));
        $response->end();
    });
    PHP);

$response = (new HttpClient($server->port))->get();
foreach ($response->headers as $name => $values) {
    if (str_starts_with($name, 'x')) {
        echo "$name: ", json_encode($values), "\n";
    }
}
echo $server->output();
?>
--EXPECTF--
x-replaced: ["second"]
x-list: ["one","two"]
x-number: ["42"]
x-blanks: ["trailing"]
bool(true)
bool(true)

Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected in %s on line %d
bool(%s)
%Abool(false)

Warning: Swoole\Http\Response::header(): header key is too long in %s on line %d
bool(false)
