--TEST--
What can't be is said at once, with its name and value, and changes nothing
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

function warned(string $what, Closure $do): void
{
    error_clear_last();
    echo "$what: ", var_export(@$do(), true), ', ', preg_replace('/^Swoole.Http.Client::\w+\(\): /', '', error_get_last()['message'] ?? 'no warning'), "\n";
}

foreach ([['', 80], ['http://host/', 80], ["a\r\nb", 80], ['host', 0], ['host', 65536]] as $server) {
    catching(fn () => new Client(...$server));
}
catching(fn () => (new class extends Client { public function __construct() {} })->get('/', fn () => null));
catching(fn () => clone new Client('host'));

$client = new Client('[::1]', 443, true);
var_dump($client->host, $client->port, $client->type === (SWOOLE_SOCK_TCP | SWOOLE_SSL));
catching(fn () => $client->__construct('other'));
foreach ([['timeout' => 0], ['timeout' => 'soon'], ['package_max_length' => 0], ['bind_address' => 'here'], ['socks5_port' => 70000]] as $setting) {
    catching(fn () => $client->set($setting));
}
warned('unknown setting', fn () => $client->set(['tiemout' => 1, 'timeout' => 2]));
echo json_encode($client->setting), "\n";
warned('verb', fn () => $client->setMethod('BREW'));
warned('header without a name', fn () => $client->setHeaders(['X: y']));
warned('header with a line end', fn () => $client->setHeaders(['X-Mine' => "a\r\nY: b"]));
warned('header of an array', fn () => $client->setHeaders(['X-Mine' => []]));
warned('cookie', fn () => $client->setCookies(['a b' => 'c']));
warned('data', fn () => $client->setData(1.5));
warned('no data', fn () => $client->setData(''));
warned('data of post', fn () => $client->post('/', null, fn () => null));
warned('event', fn () => $client->on('open', fn () => null));
warned('path', fn () => $client->get('index.php', fn () => null));
warned('path with a blank', fn () => $client->get('/a b', fn () => null));
warned('path with a line end', fn () => $client->get("/\r\nX: y", fn () => null));
catching(fn () => $client->get('/', 'no_such_function'));
warned('push', fn () => $client->push('x'));
warned('close', fn () => $client->close());
var_dump($client->requestMethod, $client->requestHeaders, $client->cookies, $client->isConnected());
// Nothing of it has begun.
Swoole\Event::wait();

// What a program has put into a property counts, and is looked at as well.
$client->requestHeaders = ['X' => "a\nb"];
warned('property', fn () => $client->get('/', fn () => null));
?>
--EXPECT--
ValueError(0): the host must be a name or an IP address, without http:// and path, '' given
ValueError(0): the host must be a name or an IP address, without http:// and path, 'http://host/' given
ValueError(0): the host must be a name or an IP address, without http:// and path, 'a\r\nb' given
ValueError(0): the port must be from 1 to 65535, 0 given
ValueError(0): the port must be from 1 to 65535, 65536 given
Error(0): Swoole\Http\Client::__construct() was not called: call parent::__construct() first
Error(0): Trying to clone an uncloneable object of class Swoole\Http\Client
string(5) "[::1]"
int(443)
bool(true)
Error(0): the client has its server already: make another one
ValueError(0): setting 'timeout' must be a number of seconds above 0, or -1 for no limit, int 0 given
TypeError(0): setting 'timeout' must be of type float, string "soon" given
ValueError(0): setting 'package_max_length' must be from 1 to 4294967295, int 0 given
ValueError(0): setting 'bind_address' must be an IP address of this machine, string "here" given
ValueError(0): setting 'socks5_port' must be from 1 to 65535, int 70000 given
unknown setting: true, unsupported option [tiemout]
{"tiemout":1,"timeout":2}
verb: false, unknown http method 'BREW': DELETE, GET, HEAD, POST, PUT, OPTIONS, PATCH, TRACE, COPY, LOCK, MKCOL, MOVE, PROPFIND, PURGE are there
header without a name: false, the header '0' must be named by letters, digits and hyphens, as name => value
header with a line end: false, the header 'X-Mine' must have no line ends and control characters
header of an array: false, the header 'X-Mine' must be of type string, array given
cookie: false, the cookie 'a b' must have a name without blanks, commas, semicolons and =, and a string
data: false, parameter $data must be an array or string.
no data: true, parameter $data is empty.
data of post: false, parameter $data must be an array or string.
event: false, unknown event types[open]: connect, error, message, close are there
path: false, the path 'index.php' must begin with /, and have %20 for a blank, for instance
path with a blank: false, the path '/a b' must begin with /, and have %20 for a blank, for instance
path with a line end: false, the path '/\r\nX: y' must begin with /, and have %20 for a blank, for instance
TypeError(0): Swoole\Http\Client::get(): Argument #2 ($callback) must be a valid callback, function "no_such_function" not found or invalid function name
push: false, the client is not connected
close: false, no warning
NULL
NULL
NULL
bool(false)
property: false, the header 'X' must have no line ends and control characters
