--TEST--
In a server an exception is reported and the watch goes on; exit ends the worker; the loop is the server's to end
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$text = <<<'PHP'
    $server->on('message', function ($server, $frame) {
        [$here, $there] = $GLOBALS['pair'] ??= stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        if (!Swoole\Event::isset($here)) {
            Swoole\Event::add($here, function ($here) use ($server, $frame) {
                $word = rtrim(fgets($here));
                $server->push($frame->fd, $word);
                match ($word) {
                    'throw' => throw new RuntimeException('thrown'),
                    'exit' => exit(3),
                    default => null,
                };
            });
        }
        Swoole\Event::wait();
        Swoole\Event::exit();
        Swoole\Event::dispatch() && print("never\n");
        fwrite($there, "$frame->data\n");
    });
    PHP;
$server = cluster('SWOOLE_BASE', ['worker_num' => 2], $text);
$client = new WebSocketClient($server->port);
foreach (['one', 'throw', 'two'] as $word) {
    echo $client->text($word)->receive(), "\n";
}
$client->text('exit');
echo $client->receive(), ', ', $client->receiveOrEnd() ?? 'the end', "\n";
pidOf($server, 0);
waitUntil(fn () => preg_match_all('/workerStart/', $server->output()) === 3, 'another worker');
echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n", $server->stop(), "\n";
preg_match_all('/(Warning: .*|Uncaught RuntimeException: thrown)/', $server->output(), $matches);
$said = array_count_values(array_map(fn ($line) => preg_replace('/ in program.*/', '', $line), $matches[1]));
ksort($said);
print_r($said);
echo preg_match_all('/ERROR uncaught exception in the event callback, the server goes on/', $server->log()), " line in the log\n";
?>
--EXPECT--
text: one
text: throw
text: two
text: exit, close: 1001 server is going away
text: hello
0
Array
(
    [Uncaught RuntimeException: thrown] => 1
    [Warning: Swoole\Event::dispatch(): can't dispatch: the event loop is running already, a process of a server runs it all the time] => 5
    [Warning: Swoole\Event::exit(): the event loop of a server's process ends with that: use Swoole\Server::stop() or shutdown()] => 5
    [Warning: Swoole\Event::wait(): can't wait: the event loop is running already, a process of a server runs it all the time] => 5
)
1 line in the log
