--TEST--
What a program's __serialize() changes of the tasks that are given changes nothing of them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::run(<<<'PHP'
    class Item
    {
        public function __serialize(): array
        {
            global $list, $taken;
            $list = null;
            // The memory of the list is somebody else's then.
            $taken = array_map(fn () => [str_repeat('A', 300), 1, 2, 3, 4, 5, 6, 7], range(1, 200));
            return [];
        }
    }
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1]);
    $server->on('receive', fn () => null);
    $server->on('task', fn ($server, $task, $worker, $data) => $data);
    $server->on('workerStart', function ($server, $id) {
        if ($id === 0) {
            global $list;
            $list = [new Item, ...array_map(fn ($number) => "item $number", range(1, 4))];
            $tasks = ['list' => &$list, 'other' => 'text'];
            $answers = $server->taskWaitMulti($tasks, 5);
            echo $answers['list'][0]::class, ' ', json_encode([array_slice($answers['list'], 1), $answers['other']]), "\n";
            $server->shutdown();
        }
    });
    $server->start();
    PHP);
echo $program->output(), $program->exitCode(), "\n";
?>
--EXPECT--
Item [["item 1","item 2","item 3","item 4"],"text"]
0
