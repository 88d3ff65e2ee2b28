--TEST--
However a program looks at a request's properties, they are there: by name, as a table, through references, after the collector
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $names = fn ($table) => implode(' ', array_keys(array_filter((array) $table, is_array(...))));
    $looks = [
        '/by-name' => fn ($request) => [
            isset($request->header), isset($request->header['host']), isset($request->get['none']), empty($request->cookie),
            $request->header['host'] ?? 'none', $request?->get['a'], $request->{'cookie'}['c'], $request->post ?? 'null',
        ],
        '/vars' => fn ($request) => $names(get_object_vars($request)),
        '/cast' => fn ($request) => $names((array) $request),
        '/json' => fn ($request) => $names(json_decode(json_encode($request), true)),
        '/foreach' => function ($request) {
            foreach ($request as $name => $value) {
                is_array($value) and $seen[] = $name;
            }
            return $seen;
        },
        '/foreach-behind-one-of-its-own' => function ($request) use ($names) {
            $request->user = ['me'];
            foreach ($request as $name => $value) {
                is_array($value) and $seen[] = $name;
            }
            return $seen;
        },
        '/collected' => function ($request) use ($names) {
            $request->self = $request;
            gc_collect_cycles();
            return [$names($request), isset($request->self->server['request_uri'])];
        },
        '/collected-untouched' => function ($request) use ($names) {
            gc_collect_cycles();
            foreach ($request as $name => $value) {
                is_array($value) and $seen[] = $name;
            }
            return $seen;
        },
        '/reference' => function ($request) {
            $header = &$request->header;
            $header['x-mine'] = 'yes';
            return [$request->header['x-mine'], isset($request->header['host']), isset($request->server['request_method'])];
        },
        '/write-within' => function ($request) {
            $request->get['more'] = 1;
            return $request->get;
        },
        '/written-first' => function ($request) {
            $request->header = 'mine';
            return [$request->header, isset($request->server)];
        },
        '/equal' => fn ($request) => [$request == $request, $request == new Swoole\Http\Request(), $request == 1],
        '/dump' => function ($request) {
            ob_start();
            var_dump($request);
            var_export($request);
            print_r($request);
            return substr_count(ob_get_clean(), 'request_method');
        },
        '/reflection' => fn ($request) => [
            (new ReflectionProperty($request, 'server'))->isInitialized($request),
            (new ReflectionProperty($request, 'server'))->getValue($request)['request_uri'],
        ],
        '/unset' => function ($request) {
            try {
                unset($request->header);
            } catch (Error $error) {
                return [$error->getMessage(), isset($request->header['host'])];
            }
        },
        '/unknown' => function ($request) {
            set_error_handler(function ($level, $text) use (&$said) {
                $said = $text;
                return true;
            });
            $request->nothing;
            restore_error_handler();
            return [$said, isset($request->nothing), isset($request->header)];
        },
    ];
    $server->on('request', function ($request, $response) use ($looks) {
        // Not by a property: nobody has looked at any of them.
        $name = preg_match('~^GET ([^?]+)~', $request->getData(), $found) ? $found[1] : '';
        $response->end(json_encode($looks[$name]($request), JSON_UNESCAPED_SLASHES));
    });
    PHP);

$client = new HttpClient($server->port);
$looks = 'by-name vars cast json foreach foreach-behind-one-of-its-own collected collected-untouched reference write-within'
    . ' written-first equal dump reflection unset unknown';
foreach (explode(' ', $looks) as $look) {
    echo "$look: ", $client->get("/$look?a=b", ['Cookie: c=d'])->body, "\n";
}
?>
--EXPECT--
by-name: [true,true,false,false,"127.0.0.1","b","d","null"]
vars: "header server cookie get"
cast: "header server cookie get"
json: "header server cookie get"
foreach: ["header","server","cookie","get"]
foreach-behind-one-of-its-own: ["header","server","cookie","get","user"]
collected: ["header server cookie get",true]
collected-untouched: ["header","server","cookie","get"]
reference: ["yes",true,true]
write-within: {"a":"b","more":1}
written-first: ["mine",true]
equal: [true,false,true]
dump: 3
reflection: [true,"/reflection"]
unset: ["Property header of class Swoole\\Http\\Request cannot be unset",true]
unknown: ["Undefined property: Swoole\\Http\\Request::$nothing",false,true]