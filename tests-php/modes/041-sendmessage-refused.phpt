--TEST--
sendMessage() to oneself, to nobody, of what has no form as bytes, and without onPipeMessage
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    foreach ([true, false] as $hasCallback) {
        $server = severalProcesses($mode, ['worker_num' => 2], <<<'PHP'
            $server->on('message', function ($server, $frame) {
                $other = 1 - $server->worker_id;
                foreach ([$server->worker_id, 2, -1, 70000] as $to) {
                    var_dump($server->sendMessage('text', $to));
                }
                try {
                    var_dump($server->sendMessage(fn () => 1, $other));
                } catch (Exception $exception) {
                    echo get_class($exception) . ": {$exception->getMessage()}\n";
                }
                var_dump($server->sendMessage('the last', $other));
                $server->push($frame->fd, 'done');
            });
            PHP . ($hasCallback ? "\$server->on('pipeMessage', fn (\$server, \$from, \$text) => print(\"\$text came\\n\"));" : ''));
        (new WebSocketClient($server->port))->text('go')->receive();
        if ($hasCallback) {
            $server->waitForOutput('came');
        }
        // The other worker says so at any time.
        echo preg_replace(['/ in \S+ on line \d+/', '/^the last came\n/m'], '', $server->output()), $server->log();
    }
});
?>
--EXPECT--
SWOOLE_BASE

Warning: Swoole\Server::sendMessage(): can't send messages to self
bool(false)

Warning: Swoole\Server::sendMessage(): worker_id[2] is invalid
bool(false)

Warning: Swoole\Server::sendMessage(): worker_id[-1] is invalid
bool(false)

Warning: Swoole\Server::sendMessage(): worker_id[70000] is invalid
bool(false)
Exception: Serialization of 'Closure' is not allowed
bool(true)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)
SWOOLE_PROCESS

Warning: Swoole\Server::sendMessage(): can't send messages to self
bool(false)

Warning: Swoole\Server::sendMessage(): worker_id[2] is invalid
bool(false)

Warning: Swoole\Server::sendMessage(): worker_id[-1] is invalid
bool(false)

Warning: Swoole\Server::sendMessage(): worker_id[70000] is invalid
bool(false)
Exception: Serialization of 'Closure' is not allowed
bool(true)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)

Warning: Swoole\Server::sendMessage(): onPipeMessage is null, can't use sendMessage
bool(false)
