--TEST--
Header names go out in title case, also with $format = false
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->header('x-LOWER-case', 'a');
        $response->header('x-as-IT-is', 'b', false);
        $response->end();
    });
    PHP);

preg_match_all('/^X-.*$/mi', (new HttpClient($server->port))->get()->head, $lines);
echo implode("\n", array_map('trim', $lines[0])), "\n";
?>
--EXPECT--
X-Lower-Case: a
X-As-It-Is: b
