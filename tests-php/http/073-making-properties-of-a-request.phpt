--TEST--
While a property of a request is made no handler of the program's runs, which could let go of it; those of subclasses are theirs
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $looks = [
        '/read' => fn () => count($GLOBALS['request']->get),
        '/isset' => fn () => isset($GLOBALS['request']->get['a1']),
        '/within' => function () {
            global $request;
            $request->get['mine'] = 1;
            return count($request->get);
        },
        '/write' => function () {
            global $request;
            $request->mine = 1;
            return count($request->get);
        },
        '/foreach' => function () {
            global $request;
            foreach ($request as $name => $value) {
                is_array($value) and $seen[] = $name;
            }
            return $seen;
        },
        '/cast' => fn () => count(((array) $GLOBALS['request'])['get']),
        '/equal' => fn () => $GLOBALS['request'] == $GLOBALS['request'],
    ];
    $server->on('request', function ($asked, $response) use ($looks) {
        global $request;
        $request = $asked;
        $look = $looks[preg_match('~^GET ([^?]+)~', $request->getData(), $found) ? $found[1] : ''];
        // The caller of this callback has the request, too.
        Swoole\Timer::after(1, function () use ($response, $look) {
            set_error_handler(function ($level, $text) use (&$said) {
                $said = $text;
                return $GLOBALS['request'] = null;
            });
            $seen = $look();
            $before = $said;
            trigger_error('the handler is there again');
            restore_error_handler();
            $response->end(json_encode([$seen, $before, $said]));
        });
    });
    PHP, ['max_input_vars=10', 'display_errors=0', 'log_errors=1']);

$client = new HttpClient($server->port);
$query = implode('&', array_map(fn ($number) => "a$number=$number", range(1, 20)));
foreach (['read', 'isset', 'within', 'write', 'foreach', 'cast', 'equal'] as $look) {
    echo "$look: ", $client->get("/$look?$query")->body, "\n";
}

final class Typed extends Swoole\Http\Request
{
    public int $number;
    public readonly array $list;
    public ?string $unset = null;

    public function __construct()
    {
        unset($this->unset);
    }

    public function __get(string $name): string
    {
        return "asked for $name";
    }

    public function fill(): void
    {
        $this->list = ['filled'];
    }
}

$request = new Typed();
$request->mine = 1;
try {
    var_dump($request->number);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
echo json_encode([isset($request->number), array_key_exists('list', get_object_vars($request)), $request->unset]), "\n";
$request->fill();
echo json_encode($request->list), "\n";
?>
--EXPECT--
read: [10,null,"the handler is there again"]
isset: [true,null,"the handler is there again"]
within: [11,null,"the handler is there again"]
write: [10,null,"the handler is there again"]
foreach: [["header","server","get"],null,"the handler is there again"]
cast: [10,null,"the handler is there again"]
equal: [true,null,"the handler is there again"]
Typed property Typed::$number must not be accessed before initialization
[false,false,"asked for unset"]
["filled"]