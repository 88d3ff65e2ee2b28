--TEST--
What is no HTTP request, or could be read in two ways, is refused, whatever else comes is answered, and the server goes on
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$folder = uploadFolder();
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['upload_tmp_dir' => $folder, 'package_max_length' => 100000]);
    $server->on('request', fn ($request, $response) => $response->end(json_encode(array_filter([
        $request->getMethod(), $request->server['request_uri'], $request->server['path_info'], $request->get, $request->post,
        $request->header['x'] ?? null, $request->post ? null : $request->getContent(), $request->files ? 'a file' : null,
    ]), JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE)));
    PHP);

$get = fn (string $lines) => "GET / HTTP/1.1\r\nHost: a\r\n$lines\r\n\r\n";
$post = fn (string $lines, string $body = '') => "POST / HTTP/1.1\r\nHost: a\r\n$lines\r\n\r\n$body";
$chunks = fn (string $body) => $post('Transfer-Encoding: chunked', $body);
$line = fn (string $line) => "$line\r\nHost: a\r\n\r\n";
$multipart = fn (string $body, string $kind = 'multipart/form-data; boundary=b') => $post("Content-Type: $kind\r\nContent-Length: " . strlen($body), $body);
$urlencoded = fn (string $body) => $post("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " . strlen($body), $body);

$table = [
    'request lines' => [
        'no request line' => "nonsense\r\n\r\n",
        'only blanks' => "   \r\n\r\n",
        'no version' => $line('GET /'),
        'bad version' => $line('GET / HTTP/1.5'),
        'version 2' => $line('GET / HTTP/2.0'),
        'version in lower case' => $line('GET / http/1.1'),
        'version 1.1 with more' => $line('GET / HTTP/1.1 x'),
        'two blanks' => $line('GET  / HTTP/1.1'),
        'a tab' => $line("GET\t/ HTTP/1.1"),
        'no target' => $line('GET HTTP/1.1'),
        'a method in lower case' => $line('get / HTTP/1.1'),
        'a method that is no token' => $line('GE(T) / HTTP/1.1'),
        'a method of 300 letters' => $line(str_repeat('M', 300) . ' / HTTP/1.1'),
        'empty lines before' => "\r\n\r\n" . $line('GET / HTTP/1.1'),
        'a TLS client' => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        'an HTTP/2 client' => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        'HTTP/1.0' => $line('GET / HTTP/1.0'),
    ],
    'targets' => [
        'a whole URL' => $line('GET http://b/c?d=e HTTP/1.1'),
        'an authority' => $line('CONNECT b:80 HTTP/1.1'),
        'an asterisk' => $line('OPTIONS * HTTP/1.1'),
        'a relative path' => $line('GET a/b HTTP/1.1'),
        'bad percent encoding' => $line('GET /%zz%4?a=%zz&b=%4 HTTP/1.1'),
        'a NUL, encoded' => $line('GET /%00?a=%00b HTTP/1.1'),
        'dots' => $line('GET /../../etc/passwd HTTP/1.1'),
        'a NUL' => $line("GET /\0 HTTP/1.1"),
        'a control byte' => $line("GET /\x01 HTTP/1.1"),
        'bytes beyond ASCII' => $line("GET /\xff\xfe HTTP/1.1"),
        'names in brackets' => $line('GET /?a[x][]=1&a[x][]=2&b[=3&c]=4&d.e%20f=5&=6&g HTTP/1.1'),
        '60 KB' => $line('GET /' . str_repeat('x', 60000) . ' HTTP/1.1'),
        '70 KB' => $line('GET /' . str_repeat('x', 70000) . ' HTTP/1.1'),
    ],
    'headers' => [
        'space before the colon' => "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        'no colon' => $get('X'),
        'no name' => $get(': x'),
        'a blank in a name' => $get('A B: x'),
        'a NUL in a name' => $get("X\0: x"),
        'a control byte in a name' => $get("X\x7f: x"),
        'a NUL in a value' => $get("X: a\0b"),
        'a control byte in a value' => $get("X: a\x01b"),
        'a CR in a value' => $get("X: a\rb"),
        'bytes beyond ASCII in a value' => $get("X: \xe4\xbd\xa0"),
        'a value of nothing' => $get('X:'),
        'folded' => $get("X: a\r\n b"),
        'folded at the beginning' => "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        'no Host' => "GET / HTTP/1.1\r\n\r\n",
        'two Hosts' => $get('Host: b'),
        '100 KB in one' => $get('X: ' . str_repeat('x', 100000)),
        '100 headers' => $get(implode("\r\n", array_map(fn ($number) => "X-$number: x", range(1, 99)))),
        '101 headers' => $get(implode("\r\n", array_map(fn ($number) => "X-$number: x", range(1, 100)))),
        '10,000 headers' => $get(implode("\r\n", array_map(fn ($number) => "X-$number: x", range(1, 10000)))),
        'an expectation that nobody knows' => $post("Expect: miracles\r\nContent-Length: 1", 'x'),
    ],
    'lengths' => [
        'a list of the same' => $post('Content-Length: 1, 1', 'x'),
        'the same twice' => $post("Content-Length: 1\r\nContent-Length: 1", 'x'),
        'two lengths' => $post("Content-Length: 1\r\nContent-Length: 2", 'x'),
        'negative' => $post('Content-Length: -1'),
        'with a plus' => $post('Content-Length: +1', 'x'),
        'hexadecimal' => $post('Content-Length: 0x1', 'x'),
        'a fraction' => $post('Content-Length: 1.0', 'x'),
        'nothing' => $post('Content-Length:', 'x'),
        'zeroes before' => $post('Content-Length: 0001', 'x'),
        '2^64' => $post('Content-Length: 18446744073709551616'),
        'a length and chunks' => $post("Content-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\nX"),
        'chunks and a length' => $post("Transfer-Encoding: chunked\r\nContent-Length: 6", "0\r\n\r\nX"),
        'chunked twice' => $post('Transfer-Encoding: chunked, chunked', "0\r\n\r\n"),
        'chunked in two headers' => $post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        'chunked and identity' => $post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n"),
        'gzip, chunked' => $post('Transfer-Encoding: gzip, chunked', "0\r\n\r\n"),
        'identity' => $post('Transfer-Encoding: identity', 'x'),
        'chunked with blanks' => $post("Transfer-Encoding:  chunked \t", "1\r\nx\r\n0\r\n\r\n"),
        'a vertical tab before chunked' => $post("Transfer-Encoding: \x0bchunked", "0\r\n\r\n"),
        'CHUNKED' => $post('Transfer-Encoding: CHUNKED', "1\r\nx\r\n0\r\n\r\n"),
        'xchunked' => $post('Transfer-Encoding: xchunked', "0\r\n\r\n"),
        'quoted' => $post('Transfer-Encoding: "chunked"', "0\r\n\r\n"),
        'chunks in HTTP/1.0' => "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        'too long' => $post('Content-Length: 100001'),
    ],
    'chunks' => [
        'no size' => $chunks("\r\nx\r\n0\r\n\r\n"),
        'a size that is none' => $chunks("z\r\nx\r\n0\r\n\r\n"),
        'a negative size' => $chunks("-1\r\nx\r\n0\r\n\r\n"),
        'a size with a plus' => $chunks("+1\r\nx\r\n0\r\n\r\n"),
        'a size with 0x' => $chunks("0x1\r\nx\r\n0\r\n\r\n"),
        'a blank before a size' => $chunks(" 1\r\nx\r\n0\r\n\r\n"),
        'a blank behind a size' => $chunks("1 \r\nx\r\n0\r\n\r\n"),
        'a size of 2^64' => $chunks("10000000000000000\r\n"),
        'a size of 2^63' => $chunks("8000000000000000\r\n" . str_repeat('x', 100001)),
        'a size in LF' => $chunks("1\nx\r\n0\r\n\r\n"),
        'more than the size' => $chunks("1\r\nxy\r\n0\r\n\r\n"),
        'an extension' => $chunks("1;a=\"b\"\r\nx\r\n0\r\n\r\n"),
        'an extension with an LF' => $chunks("1;a\nx\r\n0\r\n\r\n"),
        'an extension of 100 KB' => $chunks('1;a=' . str_repeat('x', 100000) . "\r\nx\r\n0\r\n\r\n"),
        'trailers' => $chunks("1\r\nx\r\n0\r\nX: trailing\r\n\r\n"),
        'bad trailers' => $chunks("1\r\nx\r\n0\r\nX\0: y\r\n\r\n"),
        'trailers of 100 KB' => $chunks("1\r\nx\r\n0\r\nX: " . str_repeat('x', 100000) . "\r\n\r\n"),
        'too long in all' => $chunks(str_repeat("4000\r\n" . str_repeat('x', 0x4000) . "\r\n", 7)),
    ],
    'forms' => [
        'bad percent encoding' => $urlencoded('a=%zz&b=%4&c=%'),
        'a NUL' => $urlencoded("a=1\0&b=2"),
        'brackets' => $urlencoded('a[x][]=1&a[x][]=2&b[=3&[c]=4&d[[e]]=5'),
        'ten thousand dimensions' => $urlencoded('a' . str_repeat('[x]', 10000) . '=1&b=2'),
        'no boundary' => $multipart('x', 'multipart/form-data'),
        'an empty boundary' => $multipart('x', 'multipart/form-data; boundary=""'),
        'a boundary of 300 letters' => $multipart('x', 'multipart/form-data; boundary=' . str_repeat('b', 300)),
        'a part without an end' => $multipart("--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx"),
        'a head without an end' => $multipart("--b\r\nContent-Disposition: form-data; name=a\r\n"),
        'a NUL in a head' => $multipart(part("form-data; name=\"a\0b\"", 'x') . '--b--'),
        'a head of 10 KB' => $multipart(part('form-data; name="' . str_repeat('a', 10000) . '"', 'x') . '--b--'),
        '1,000 parts' => $multipart(str_repeat(part('form-data; name=a', 'x'), 1000) . '--b--'),
        '1,001 parts' => $multipart(str_repeat(part('form-data; name=a', 'x'), 1001) . '--b--'),
        'a name of dots' => $multipart(form(['../../x' => ['../../../etc/passwd', 'x']])),
        'too long' => $multipart(form(['f' => ['f', str_repeat('x', 100000)]])),
    ],
];

foreach ($table as $subject => $cases) {
    echo "$subject\n";
    foreach ($cases as $name => $bytes) {
        $client = new HttpClient($server->port);
        try {
            $client->raw($bytes);
        } catch (RuntimeException) {
            // It was refused before it was whole.
        }
        try {
            $answer = $client->response();
        } catch (RuntimeException) {
            echo "  $name: no answer, closed\n";
            continue;
        }
        $body = strlen($answer->body) > 100 ? strlen($answer->body) . ' bytes' : $answer->body;
        if ($answer->header('connection') === 'keep-alive') {
            // Nothing of it is left to be read as a request.
            try {
                $next = $client->get('/next')->body === '["GET","/next","/next"]' ? '' : ' AND THEN NONSENSE';
            } catch (RuntimeException $exception) {
                $next = ' AND THEN ' . $exception->getMessage();
            }
        } else {
            $next = $client->isClosedByServer() ? ', closed' : '';
        }
        echo rtrim("  $name: $answer->status$next " . addcslashes($body, "\0..\x1f\x7f..\xff")), "\n";
    }
}
waitUntil(fn () => inside($folder) === 0, 'all uploads to go');
echo (new HttpClient($server->port))->get('/')->body, "\n";
echo $server->stop(), preg_replace('/^.*Input variable nesting level.*\n/m', '', $server->output()), $server->log(), "\n";
?>
--EXPECT--
request lines
  no request line: 400, closed
  only blanks: 400, closed
  no version: 400, closed
  bad version: 400, closed
  version 2: 400, closed
  version in lower case: 400, closed
  version 1.1 with more: 400, closed
  two blanks: 400, closed
  a tab: 400, closed
  no target: 400, closed
  a method in lower case: 200 ["get","/","/"]
  a method that is no token: 400, closed
  a method of 300 letters: 200 312 bytes
  empty lines before: 200 ["GET","/","/"]
  a TLS client: 400, closed
  an HTTP/2 client: 400, closed
  HTTP/1.0: 200, closed ["GET","/","/"]
targets
  a whole URL: 200 ["GET","http://b/c","http://b/c",{"d":"e"}]
  an authority: 501, closed this is no proxy
  an asterisk: 200 ["OPTIONS","*","*"]
  a relative path: 400, closed
  bad percent encoding: 200 ["GET","/%zz%4","/%zz%4",{"a":"%zz","b":"%4"}]
  a NUL, encoded: 200 ["GET","/%00","/\u0000",{"a":"\u0000b"}]
  dots: 200 ["GET","/../../etc/passwd","/../../etc/passwd"]
  a NUL: 400, closed
  a control byte: 400, closed
  bytes beyond ASCII: 400, closed
  names in brackets: 200 ["GET","/","/",{"a":{"x":["1","2"]},"b_":"3","c]":"4","d_e_f":"5","g":""}]
  60 KB: 200 120015 bytes
  70 KB: 431, closed
headers
  space before the colon: 400, closed
  no colon: 400, closed
  no name: 400, closed
  a blank in a name: 400, closed
  a NUL in a name: 400, closed
  a control byte in a name: 400, closed
  a NUL in a value: 400, closed
  a control byte in a value: 400, closed
  a CR in a value: 400, closed
  bytes beyond ASCII in a value: 200 {"0":"GET","1":"/","2":"/","5":"\u4f60"}
  a value of nothing: 200 ["GET","/","/"]
  folded: 400, closed
  folded at the beginning: 400, closed
  no Host: 200 ["GET","/","/"]
  two Hosts: 400, closed more than one Host
  100 KB in one: 431, closed
  100 headers: 200 ["GET","/","/"]
  101 headers: 431, closed
  10,000 headers: 431, closed
  an expectation that nobody knows: 200 {"0":"POST","1":"/","2":"/","6":"x"}
lengths
  a list of the same: 400, closed
  the same twice: 200 {"0":"POST","1":"/","2":"/","6":"x"}
  two lengths: 400, closed
  negative: 400, closed
  with a plus: 400, closed
  hexadecimal: 400, closed
  a fraction: 400, closed
  nothing: 400, closed
  zeroes before: 200 {"0":"POST","1":"/","2":"/","6":"x"}
  2^64: 400, closed
  a length and chunks: 200, closed ["POST","/","/"]
  chunks and a length: 200, closed ["POST","/","/"]
  chunked twice: 501, closed a transfer coding other than chunked
  chunked in two headers: 501, closed a transfer coding other than chunked
  chunked and identity: 400, closed
  gzip, chunked: 501, closed a transfer coding other than chunked
  identity: 400, closed
  chunked with blanks: 200 {"0":"POST","1":"/","2":"/","6":"x"}
  a vertical tab before chunked: 400, closed
  CHUNKED: 200 {"0":"POST","1":"/","2":"/","6":"x"}
  xchunked: 400, closed
  quoted: 400, closed
  chunks in HTTP/1.0: 400, closed
  too long: 413, closed the body is longer than package_max_length
chunks
  no size: 400, closed the body is broken
  a size that is none: 400, closed the body is broken
  a negative size: 400, closed the body is broken
  a size with a plus: 400, closed the body is broken
  a size with 0x: 400, closed the body is broken
  a blank before a size: 400, closed the body is broken
  a blank behind a size: 200 {"0":"POST","1":"/","2":"/","6":"x"}
  a size of 2^64: 400, closed the body is broken
  a size of 2^63: 413, closed the body is longer than package_max_length
  a size in LF: 400, closed the body is broken
  more than the size: 400, closed the body is broken
  an extension: 200 {"0":"POST","1":"/","2":"/","6":"x"}
  an extension with an LF: 400, closed the body is broken
  an extension of 100 KB: 400, closed the body is broken
  trailers: 200 {"0":"POST","1":"/","2":"/","6":"x"}
  bad trailers: 400, closed the body is broken
  trailers of 100 KB: 400, closed the body is broken
  too long in all: 413, closed the body is longer than package_max_length
forms
  bad percent encoding: 200 {"0":"POST","1":"/","2":"/","4":{"a":"%zz","b":"%4","c":"%"}}
  a NUL: 200 {"0":"POST","1":"/","2":"/","4":{"a":"1"}}
  brackets: 200 {"0":"POST","1":"/","2":"/","4":{"a":{"x":["1","2"]},"b_":"3","d":{"[e":"5"}}}
  ten thousand dimensions: 200 {"0":"POST","1":"/","2":"/","4":{"b":"2"}}
  no boundary: 400, closed multipart/form-data without a good boundary
  an empty boundary: 400, closed multipart/form-data without a good boundary
  a boundary of 300 letters: 400, closed multipart/form-data without a good boundary
  a part without an end: 200 {"0":"POST","1":"/","2":"/","4":{"a":"x"}}
  a head without an end: 200 ["POST","/","/"]
  a NUL in a head: 400, closed there is a NUL in the head of a part
  a head of 10 KB: 400, closed the head of a part is too long
  1,000 parts: 200 {"0":"POST","1":"/","2":"/","4":{"a":"x"}}
  1,001 parts: 413, closed more than 1000 parts in a form
  a name of dots: 200 {"0":"POST","1":"/","2":"/","7":"a file"}
  too long: 413, closed the body is longer than package_max_length
["GET","/","/"]
0
