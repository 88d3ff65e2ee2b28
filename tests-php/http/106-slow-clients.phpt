--TEST--
Heads and bodies that trickle or stop, and silence between two requests, end in bounded time; a slow body that goes on is taken
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$folder = uploadFolder();
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['http_header_timeout' => 1.5, 'http_body_timeout' => 1.5, 'upload_tmp_dir' => $folder]);
    $server->on('request', fn ($request, $response) => $response->end(
        'got ' . strlen($request->getContent() . ($request->post['a'] ?? '')) . ' ' . ($request->files['f']['size'] ?? '-')
    ));
    PHP);

$post = "POST / HTTP/1.1\r\nHost: a\r\n";
$open = FORM[0] . "\r\nContent-Length: 500000\r\n\r\n--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n";
/** What each says at first, and then again and again, with so many seconds between. */
$clients = [
    'a head that trickles' => ["GET / HTTP/1.1\r\nX: ", 'x', 0.2],
    'a head that stops' => ["GET / HTTP/1.1\r\nX: ", '', 0.2],
    'silence between two requests' => ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", '', 0.2],
    'a body that trickles' => ["{$post}Content-Length: 1000\r\n\r\n", 'x', 0.2],
    'a body that stops' => ["{$post}Content-Length: 1000\r\n\r\nxxx", '', 0.2],
    'chunks that trickle' => ["{$post}Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", 0.2],
    'an extension of a chunk that trickles' => ["{$post}Transfer-Encoding: chunked\r\n\r\n1;a=", 'x', 0.2],
    'an upload that trickles' => [$post . $open, 'x', 0.2],
    'an upload that stops' => [$post . $open . str_repeat('x', 150000), '', 0.2],
    'a body of 2 KiB a second' => ["{$post}Content-Length: 12000\r\n\r\n", str_repeat('x', 400), 0.2],
    // What came fast lets the rest take its time, but not stop.
    'a body whose end trickles' => ["{$post}Content-Length: 50010\r\n\r\n" . str_repeat('x', 50000), 'x', 0.3],
];
foreach ($clients as $name => [$first]) {
    $open = (new HttpClient($server->port))->raw($first);
    $running[$name] = [$open, microtime(true), microtime(true)];
}
waitUntil(fn () => inside($folder) === 1, 'the upload that stops to begin');
waitUntil(function () use (&$running, $clients, &$ended) {
    foreach ($running as $name => [$client, $begin, &$last]) {
        [, $again, $pause] = $clients[$name];
        if (microtime(true) - $last >= $pause && $again !== '') {
            $last = microtime(true);
            try {
                $client->raw($again);
            } catch (RuntimeException) {
                // It is closed, and the answer can be read.
            }
        }
        $said = $client->hasEnded($name === 'a body of 2 KiB a second' || $name === 'a body whose end trickles' ? "\r\n\r\ngot" : null);
        if ($said !== null) {
            $ended[$name] = [$said, microtime(true) - $begin];
            unset($running[$name]);
        }
    }
    unset($last);
    return $running === [];
}, 'the end of all', 25);

foreach (array_keys($clients) as $name) {
    [$said, $after] = $ended[$name];
    preg_match_all('/^HTTP\/1.1 (\d+)/m', $said, $status);
    preg_match('/got [^\r\n]*$/', $said, $body);
    $is = match (true) {
        isset($body[0]) && str_starts_with($name, 'a body ') => $after > 2.5 ? 'late enough' : "already after $after s",
        $after < 1.3 => "already after $after s",
        $after > 4 => "only after $after s",
        default => 'in time',
    };
    echo "$name: ", implode(' ', $status[1]) ?: 'no answer', ' ', $body[0] ?? '', " $is\n";
}
waitUntil(fn () => inside($folder) === 0, 'the upload to go');
echo (new HttpClient($server->port))->get()->body, "\n";
?>
--EXPECT--
a head that trickles: no answer  in time
a head that stops: no answer  in time
silence between two requests: 200 got 0 - in time
a body that trickles: 408  in time
a body that stops: 408  in time
chunks that trickle: 408  in time
an extension of a chunk that trickles: 408  in time
an upload that trickles: 408  in time
an upload that stops: 408  in time
a body of 2 KiB a second: 200 got 12000 - late enough
a body whose end trickles: 200 got 50010 - late enough
got 0 -
