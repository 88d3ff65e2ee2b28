--TEST--
A response that was detached is ended by another object: in the same process, in another worker, in a task worker
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $server->on('request', function ($request, $response) use ($server) {
            $fd = $request->fd;
            $what = substr($request->server['request_uri'], 1);
            $detached = $response->detach();
            if (!$detached || $response->isWritable() || $response->detach() || $response->end('late') || swoole_last_error() !== 7106) {
                echo "something is wrong\n";
            }
            match ($what) {
                'here' => Swoole\Http\Response::create($fd)->end('here'),
                'server' => swoole_http_response::create($server, $fd)->end('server'),
                'task', 'chunks', 'file' => $server->task([$what, $fd]),
                'worker' => $server->sendMessage($fd, 1 - $server->worker_id),
                'dropped' => Swoole\Http\Response::create($server, $fd),
            };
        });
        $server->on('task', function ($server, $id, $source, $data) {
            [$what, $fd] = $data;
            $response = Swoole\Http\Response::create($server, $fd);
            $response->header('X-From', 'task');
            if ($what === 'chunks') {
                $response->write('one ');
                $response->write('two ');
                $response->end('three');
            } elseif ($what === 'file') {
                $response->sendfile('/proc/self/nothing') || $response->sendfile('/etc/hostname');
            } else {
                $response->end(str_repeat('task ', 100));
            }
        });
        $server->on('pipeMessage', fn ($server, $source, $fd) => Swoole\Http\Response::create($fd)->end('worker'));
        PHP);
    $client = new HttpClient($server->port);
    foreach (['here', 'server', 'task', 'chunks', 'worker', 'dropped', 'file', 'here'] as $what) {
        $response = $client->get("/$what");
        $body = $response->body === file_get_contents('/etc/hostname') ? 'the file' : substr(trim($response->body), 0, 15);
        echo "$what: $response->status, ", $response->header('X-From') ?? 'no header', ", $body\n";
    }
    echo preg_replace('/^\n|Warning: .*proc.self.nothing.*\n/m', '', $server->output());
});

// Nobody looks whether there is such a connection until something is sent.
$server = TestServer::run(<<<'PHP'
    var_dump(Swoole\Http\Response::create(1));
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) use ($server) {
        $unknown = Swoole\Http\Response::create(4711);
        echo get_class($unknown), " $unknown->fd\n";
        var_dump($unknown->isWritable(), $unknown->end('to nobody'), swoole_last_error());
        var_dump(Swoole\Http\Response::create(), Swoole\Http\Response::create([]), Swoole\Http\Response::create(new stdClass, 1));
        $response->end('first');
        // The request that it was for is answered.
        var_dump(Swoole\Http\Response::create($request->fd)->end('second'), swoole_last_error());
    });
    PHP);
$client = new HttpClient($server->port);
echo $client->get()->body, "\n";
$server->stop();
echo $server->output();
?>
--EXPECT--
SWOOLE_BASE
here: 200, no header, here
server: 200, no header, server
task: 200, task, task task task 
chunks: 200, task, one two three
worker: 200, no header, worker
dropped: 500, no header, 
file: 200, task, the file
here: 200, no header, here
SWOOLE_PROCESS
here: 200, no header, here
server: 200, no header, server
task: 200, task, task task task 
chunks: 200, task, one two three
worker: 200, no header, worker
dropped: 500, no header, 
file: 200, task, the file
here: 200, no header, here
first
bool(false)
Swoole\Http\Response 4711
bool(false)
bool(false)
int(1005)
bool(false)
bool(false)
bool(false)
bool(false)
int(7106)
