--TEST--
files: names are read as PHP reads them, each file a list entry of its own, or with http_parse_files as in $_FILES
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$body = part('form-data; name="doc.one two"; filename="a.txt"', '1')
    . part('form-data; name="m[]"; filename="b.txt"', '22')
    . part('form-data; name="m[]"; filename="C:\fakepath\c.txt"', '333')
    . part('form-data; name="deep[x][]"; filename="dir/d.txt"', '4444')
    . part('form-data; name="none"; filename=""', '')
    . part('form-data; name="bad[x"; filename="e.txt"', '5')
    . part('form-data; filename="no field"', '6')
    . "--b--\r\n";
foreach (['false', 'true'] as $asPhp) {
    $server = TestServer::run("\$server = new Swoole\\Http\\Server('127.0.0.1', 0); \$server->set(['http_parse_files' => $asPhp]);" . <<<'PHP'
        $server->on('request', function ($request, $response) {
            $files = $request->files;
            array_walk_recursive($files, function (&$value) {
                $value = is_string($value) && is_uploaded_file($value) ? 'path' : $value;
            });
            $response->end(json_encode($files, JSON_UNESCAPED_SLASHES | JSON_PRETTY_PRINT) . count($request->tmpfiles));
        });
        PHP);
    $shown = (new HttpClient($server->port))->post('/', $body, FORM)->body;
    // What has no arrays within stands in one line.
    echo preg_replace_callback('/[\[{][^\[\]{}]*[\]}]/', fn ($match) => preg_replace('/\s*\n\s*/', ' ', $match[0]), $shown), "\n";
}
?>
--EXPECT--
{
    "doc_one_two": { "name": "a.txt", "type": "", "tmp_name": "path", "error": 0, "size": 1 },
    "m": [
        { "name": "b.txt", "type": "", "tmp_name": "path", "error": 0, "size": 2 },
        { "name": "c.txt", "type": "", "tmp_name": "path", "error": 0, "size": 3 }
    ],
    "deep": {
        "x": [
            { "name": "d.txt", "type": "", "tmp_name": "path", "error": 0, "size": 4 }
        ]
    },
    "none": { "name": "", "type": "", "tmp_name": "", "error": 4, "size": 0 },
    "bad_x": { "name": "e.txt", "type": "", "tmp_name": "path", "error": 0, "size": 1 }
}5
{
    "doc_one_two": { "name": "a.txt", "full_path": "a.txt", "type": "", "tmp_name": "path", "error": 0, "size": 1 },
    "m": {
        "name": [ "b.txt", "c.txt" ],
        "full_path": [ "b.txt", "C:\\fakepath\\c.txt" ],
        "type": [ "", "" ],
        "tmp_name": [ "path", "path" ],
        "error": [ 0, 0 ],
        "size": [ 2, 3 ]
    },
    "deep": {
        "name": {
            "x": [ "d.txt" ]
        },
        "full_path": {
            "x": [ "dir/d.txt" ]
        },
        "type": {
            "x": [ "" ]
        },
        "tmp_name": {
            "x": [ "path" ]
        },
        "error": {
            "x": [ 0 ]
        },
        "size": {
            "x": [ 4 ]
        }
    },
    "none": { "name": "", "full_path": "", "type": "", "tmp_name": "", "error": 4, "size": 0 }
}5
