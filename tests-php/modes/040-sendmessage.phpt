--TEST--
sendMessage() takes any value to any other worker, event and task workers alike, in order
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 2], <<<'PHP'
        class Point
        {
            public function __construct(public int $x, private array $more = []) {}
        }
        $values = ['text', '', "\0\xff binary", 7, -1.5, true, false, null, [1, 'two' => [3]], new Point(1, [new Point(2)]), str_repeat('x', 100_000), range(1, 5)];
        $show = fn ($value) => preg_replace(['/x{1000,}/', '/\s+/', '/[^ -~]/'], ['long', ' ', '?'], var_export($value, true));
        $server->on('task', function ($server, $id, $from, $data) use ($values) {
            foreach ($values as $value) {
                $server->sendMessage($value, $data);
            }
        });
        $server->on('open', fn ($server, $request) => $server->push($request->fd, "$server->worker_id"));
        $server->on('message', function ($server, $frame) use ($values) {
            if ($frame->data === 'task') {
                return $server->task($server->worker_id, 1);
            }
            foreach ($values as $value) {
                if (!$server->sendMessage($value, (int) $frame->data)) {
                    echo "not sent\n";
                }
            }
        });
        $server->on('pipeMessage', function (...$arguments) use ($values, $show) {
            static $number = 0;
            [$server, $from, $value] = $arguments;
            $expected = $values[$number++ % count($values)];
            echo "$from to $server->worker_id: " . ($value == $expected && $show($value) === $show($expected) ? $show($value) : 'something else')
                . ($number === 1 ? ', ' . get_class($server) . ', ' . count($arguments) . ' arguments' : '') . "\n";
        });
        PHP);
    do {
        $client = new WebSocketClient($server->port);
    } while ($client->receive()->payload !== '0');
    foreach (['1', '2', '3', 'task'] as $round => $to) {
        $began = strlen($server->output());
        $client->text($to);
        waitForLines($server, ($round + 1) * 12);
        // Once in full.
        $lines = substr($server->output(), $began);
        echo $round === 0 ? $lines : preg_replace('/^(. to .: \S+).*/s', '$1 and so on', $lines) . (str_contains($lines, 'something else') ? $lines : '') . "\n";
    }
    echo $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
0 to 1: 'text', Swoole\WebSocket\Server, 3 arguments
0 to 1: ''
0 to 1: '' . "\0" . '? binary'
0 to 1: 7
0 to 1: -1.5
0 to 1: true
0 to 1: false
0 to 1: NULL
0 to 1: array ( 0 => 1, 'two' => array ( 0 => 3, ), )
0 to 1: \Point::__set_state(array( 'x' => 1, 'more' => array ( 0 => \Point::__set_state(array( 'x' => 2, 'more' => array ( ), )), ), ))
0 to 1: 'long'
0 to 1: array ( 0 => 1, 1 => 2, 2 => 3, 3 => 4, 4 => 5, )
0 to 2: 'text', and so on
0 to 3: 'text', and so on
3 to 0: 'text', and so on
SWOOLE_PROCESS
0 to 1: 'text', Swoole\WebSocket\Server, 3 arguments
0 to 1: ''
0 to 1: '' . "\0" . '? binary'
0 to 1: 7
0 to 1: -1.5
0 to 1: true
0 to 1: false
0 to 1: NULL
0 to 1: array ( 0 => 1, 'two' => array ( 0 => 3, ), )
0 to 1: \Point::__set_state(array( 'x' => 1, 'more' => array ( 0 => \Point::__set_state(array( 'x' => 2, 'more' => array ( ), )), ), ))
0 to 1: 'long'
0 to 1: array ( 0 => 1, 1 => 2, 2 => 3, 3 => 4, 4 => 5, )
0 to 2: 'text', and so on
0 to 3: 'text', and so on
3 to 0: 'text', and so on
