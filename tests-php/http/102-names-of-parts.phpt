--TEST--
Fields of a form with files: PHP's rules for names, quotes as PHP reads them, bytes as they come
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(serialize([$request->post, array_map(fn ($file) => $file['name'], $request->files ?? [])])));
    PHP);

foreach ([
    'form-data; name="a[x][]"' => 'nested',
    'form-data; name="a.b c"' => 'mangled',
    'form-data; name="say \"hi\" \\\\ there\x"' => 'quotes',
    'form-data; name="%22%0D%0A"' => 'as browsers escape',
    "form-data; name='it; is'" => 'single quotes',
    'form-data; name=bare; x=y' => 'no quotes',
    "FORM-DATA;\r\n\tNAME=\"folded\"" => 'two lines',
    "form-data; name=\"\xd6\xd0\xce\xc4\"" => 'GBK',
    'form-data; name="f"; filename="名 \"x\".txt"' => 'file name in UTF-8',
    "form-data; name=\"f\"; filename=\"\xd6\xd0.txt\"" => 'file name in GBK',
    'form-data; name="f"; filename="plain.txt"; filename*=UTF-8\'\'other.txt' => 'filename*',
    'form-data; name=""' => 'empty name',
    'form-data' => 'no name',
] as $disposition => $what) {
    [$post, $files] = unserialize((new HttpClient($server->port))->post('/', part($disposition, "v\r\n-") . "--b--", FORM)->body);
    printf("%-20s %s\n", "$what:", addcslashes(json_encode($post ?? $files ?: null, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES) ?: print_r($post ?? $files, true), "\r\n\x80..\xff"));
}
// The last of a name counts, as in PHP.
$body = form(['a' => '1', 'b' => '2']) . form(['a' => 'behind the end']);
echo json_encode(unserialize((new HttpClient($server->port))->post('/', part('form-data; name="a"', 'first') . $body, FORM)->body)), "\n";
?>
--EXPECT--
nested:              {"a":{"x":["v\r\n-"]}}
mangled:             {"a_b_c":"v\r\n-"}
quotes:              {"say_\"hi\"_\\_there\\x":"v\r\n-"}
as browsers escape:  {"%22%0D%0A":"v\r\n-"}
single quotes:       {"it;_is":"v\r\n-"}
no quotes:           {"bare":"v\r\n-"}
two lines:           {"folded":"v\r\n-"}
GBK:                 Array\n(\n    [\326\320\316\304] => v\r\n-\n)\n
file name in UTF-8:  {"f":"\345\220\215 \"x\".txt"}
file name in GBK:    Array\n(\n    [f] => \326\320.txt\n)\n
filename*:           {"f":"plain.txt"}
empty name:          null
no name:             null
[{"a":"1","b":"2"},[]]
