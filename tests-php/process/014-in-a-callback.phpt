--TEST--
A callback may start processes; the server is the parent's
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'plain') {
            $server->push($frame->fd, 'pong');
            return;
        }
        $process = new Swoole\Process(function ($process) use ($server, $frame) {
            if ($frame->data === 'throw') {
                throw new Exception('in the child');
            }
            if ($frame->data === 'signal') {
                $process->write('ready');
                $process->read();
            }
            $process->write(@$server->push($frame->fd, 'of the child') ? 'pushed' : 'can not push');
            $process->exit(4);
        });
        $process->start();
        $server->push($frame->fd, $process->read());
        if ($frame->data === 'signal') {
            Swoole\Process::kill($process->pid, SIGTERM);
        }
        $server->push($frame->fd, json_encode(Swoole\Process::wait() + ['me' => getmypid()]));
    });
    $server->on('start', ready(...));
    register_shutdown_function(fn () => print("shutdown\n"));
    $server->start();
    PHP);

$client = new WebSocketClient($server->port);
foreach (['exit', 'throw', 'signal'] as $message) {
    echo $client->text($message)->receive(), "\n";
    $ended = json_decode(substr($client->receive(), strlen('text: ')), true);
    printf("code %d, signal %d, %s\n", $ended['code'], $ended['signal'], $ended['me'] === $server->pid ? 'the parent' : 'other');
    echo $client->text('plain')->receive(), "\n";
}
var_dump($client->isQuiet(), $server->stop());
echo substr_count($server->output(), "shutdown\n"), ' ', substr_count($server->output(), 'Uncaught Exception: in the child'), "\n";
echo str_contains($server->log(), 'panicked') ? $server->log() : 'no panic', "\n";
?>
--EXPECT--
text: can not push
code 4, signal 0, the parent
text: pong
text: 
code 255, signal 0, the parent
text: pong
text: ready
code 0, signal 15, the parent
text: pong
bool(true)
int(0)
3 1
no panic
