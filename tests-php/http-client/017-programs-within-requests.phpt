--TEST--
What runs while a request is put together may add a file, ask itself, or warn: nothing breaks, and no callback is lost
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(json_encode([
        $request->server['request_uri'], $request->post, array_keys($request->files ?? []),
    ])));
    PHP);
$file = tempnam(sys_get_temp_dir(), 'swoxide');
register_shutdown_function(fn () => unlink($file));
file_put_contents($file, 'hello');

/** Runs something when it is asked for its text. */
final class Text
{
    public function __construct(private readonly Closure $run)
    {
    }

    public function __toString(): string
    {
        ($this->run)();
        return 'text';
    }
}

$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$show = fn (string $what) => fn (Client $client) => print("$what: $client->statusCode $client->body\n");

$client->addFile($file, 'first');
$client->setData(['field' => new Text(fn () => var_dump($client->addFile($file, 'second')))]);
var_dump($client->execute('/files', $show('files')));
Swoole\Event::wait();

$client->addFile($file, 'file');
$client->setData(['list' => [1, 2]]);
var_dump($client->execute('/array', $show('never')));
$client->setData(['list[0]' => 1, 'list[1]' => 2]);
var_dump($client->execute('/array', $show('array')));
Swoole\Event::wait();

$client->setHeaders(['X-A' => 'b']);
$client->requestHeaders = ['X-A' => new Text(function () use ($client, $show) {
    $client->requestHeaders = null;
    var_dump($client->get('/inner', $show('inner')));
})];
var_dump($client->get('/outer', $show('outer')));
Swoole\Event::wait();
?>
--EXPECTF--
bool(true)
bool(true)
files: 200 ["\/files",{"field":"text"},["first"]]

Warning: Swoole\Http\Client::execute(): the field 'list' must be of type string, array given: beside files each is a field of its own, 'list[0]' for instance in %s on line %d
bool(false)
bool(true)
array: 200 ["\/array",{"list":["1","2"]},["file"]]
bool(true)

Warning: Swoole\Http\Client::get(): Operation now in progress phase 2. in %s on line %d
bool(false)
inner: 200 ["\/inner",null,[]]
