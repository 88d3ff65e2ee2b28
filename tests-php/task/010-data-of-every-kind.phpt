--TEST--
A task and its answer are PHP values of any kind
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 2], <<<'PHP'
        enum Suit: string { case Hearts = 'H'; }
        final class Node
        {
            public ?Node $next = null;
            private array $woken = [];
            public function __construct(protected mixed $value) {}
            public function __sleep() { return ['next', 'value']; }
            public function __wakeup() { $this->woken[] = $this->value; }
        }
        $loop = new Node('itself');
        $loop->next = $loop;
        $values = ['', 'text', "\0 \xff", str_repeat('0', 1_000_000), '12', 12, PHP_INT_MIN, 1.5, NAN, -0.0, true, false, [], [1, [2, ['three' => 3]]],
            new stdClass, (object) ['a' => [new Node([1])]], $loop, Suit::Hearts, new ArrayObject([1]), new DateTimeImmutable('2000-01-01 UTC'), array_fill(0, 50_000, 'x')];
        $server->on('message', function ($server, $frame) use ($values) {
            $right = 0;
            foreach ($values as $number => $value) {
                $answer = $server->taskwait([$number, $value], 10);
                $same = serialize($answer) === serialize(['seen' => $number, 'value' => $value]);
                echo $same ? '' : "value $number came back as " . substr(var_export($answer, true), 0, 200) . "\n";
                $right += $same;
                // By itself, not in an array.
                $alone = $server->taskwait($value, 10);
                $same = serialize($alone) === serialize($value);
                echo $same ? '' : "alone, value $number came back as " . substr(var_export($alone, true), 0, 200) . "\n";
                $right += $same;
            }
            echo "$right of " . 2 * count($values) . " as they were\n";
            $self = $server->taskwait($loop = $values[16], 5);
            var_dump($self->next === $self, $server->taskwait('reference', 5));
            $data = 'changed';
            $server->push($frame->fd, 'done');
        });
        $server->on('task', function ($server, $id, $from, $data) {
            if ($data === 'reference') {
                $here = ['by reference'];
                $server->finish($here);
                return null;
            }
            return is_array($data) && array_keys($data) === [0, 1] && is_int($data[0]) && $data !== [1, [2, ['three' => 3]]] ? ['seen' => $data[0], 'value' => $data[1]] : $data;
        });
        PHP);
    echo (new WebSocketClient($server->port))->text('go')->receive(), "\n", $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
text: done
42 of 42 as they were
bool(true)
array(1) {
  [0]=>
  string(12) "by reference"
}
SWOOLE_PROCESS
text: done
42 of 42 as they were
bool(true)
array(1) {
  [0]=>
  string(12) "by reference"
}
