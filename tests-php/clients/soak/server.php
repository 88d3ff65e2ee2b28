<?php
/*
 * The server of the soak: php server.php PORT base|process. It answers
 *
 *   e TEXT       with the same
 *   x FD TEXT    by a push of "x TEXT" to the connection FD, wherever it is
 *   t TEXT       with "t TEXT" reversed by a task worker
 *
 * sends everybody a numbered tick each second, and counts; GET / says what it has counted.
 */

[, $port, $mode] = $argv;
$server = new Swoole\WebSocket\Server('127.0.0.1', (int) $port, $mode === 'process' ? SWOOLE_PROCESS : SWOOLE_BASE);
$server->set(['worker_num' => 4, 'task_worker_num' => 2, 'log_level' => SWOOLE_LOG_WARNING, 'max_wait_time' => 5]);

$counts = [];
foreach (['open', 'close', 'message', 'task', 'tick'] as $what) {
    $counts[$what] = new Swoole\Atomic\Long();
}
$users = new Swoole\Table(16384);
$users->column('worker', Swoole\Table::TYPE_INT);
$users->column('messages', Swoole\Table::TYPE_INT);
$users->create();

$server->on('workerStart', function ($server, $id) use ($counts) {
    if ($id === 0) {
        $server->tick(1000, function () use ($server, $counts) {
            $number = $counts['tick']->add();
            foreach ($server->connections as $fd) {
                $server->push($fd, "tick $number");
            }
        });
    }
});
$server->on('open', function ($server, $request) use ($counts, $users) {
    $counts['open']->add();
    $users->set((string) $request->fd, ['worker' => $server->worker_id, 'messages' => 0]);
    $server->push($request->fd, "fd $request->fd");
});
$server->on('message', function ($server, $frame) use ($counts, $users) {
    $counts['message']->add();
    $users->incr((string) $frame->fd, 'messages');
    [$kind, $text] = explode(' ', $frame->data, 2);
    switch ($kind) {
        case 'e':
            $server->push($frame->fd, $frame->data);
            break;
        case 'x':
            [$fd, $text] = explode(' ', $text, 2);
            $sent = @$server->push((int) $fd, "x $text");
            $server->push($frame->fd, $sent ? 'sent' : 'gone');
            break;
        case 't':
            $server->task([$frame->fd, $text], -1, fn ($server, $id, $answer) => @$server->push($answer[0], "t $answer[1]"));
            break;
    }
});
$server->on('task', function ($server, $id, $worker, $task) use ($counts) {
    $counts['task']->add();
    return [$task[0], strrev($task[1])];
});
$server->on('close', function ($server, $fd) use ($counts, $users) {
    if ($users->del((string) $fd)) {
        $counts['close']->add();
    }
});
$server->on('request', function ($request, $response) use ($server, $counts, $users) {
    $response->end(json_encode([
        'counts' => array_map(fn ($count) => $count->get(), $counts),
        'users' => count($users),
        'websockets' => count($server->connections),
        'stats' => $server->stats(),
        'master' => $server->master_pid,
        'manager' => $server->manager_pid,
    ]));
});
$server->start();
