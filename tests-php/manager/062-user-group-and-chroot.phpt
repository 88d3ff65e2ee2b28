--TEST--
user, group and chroot: workers, task workers, the gateway and added processes give up root's rights, and all end with the server
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    echo 'skip only root can give up rights';
} elseif (!posix_getpwnam('nobody') || !posix_getgrnam('daemon')) {
    echo 'skip there is no user nobody or no group daemon';
}
?>
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$root = sys_get_temp_dir() . '/swoxide-root-' . bin2hex(random_bytes(8));
mkdir($root);
file_put_contents("$root/here", 'inside');
register_shutdown_function(fn () => unlink("$root/here") && rmdir($root));
$expected = posix_getpwnam('nobody')['uid'] . ':' . posix_getgrnam('daemon')['gid'];
foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1, 'user' => 'nobody', 'group' => 'daemon', 'chroot' => $root, 'max_wait_time' => 2], <<<'PHP'
        $who = fn () => posix_geteuid() . ':' . posix_getegid() . ' ' . getcwd() . ' ' . @file_get_contents('/here');
        $server->on('task', fn () => $who());
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $who() . ', ' . $server->taskwait('x', 10)));
        $server->addProcess(new Swoole\Process(function () use ($who) { echo 'added ' . $who() . "\n"; while (true) sleep(1); }));
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $server->waitForOutput('added');
    $client = new WebSocketClient($server->port);
    $said = (string) $client->text('who')->receive() . ', ' . implode(preg_grep('/^added/', explode("\n", $server->output())));
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');
    $said .= ', after a reload: ' . $client->text('who')->receive();
    echo "$mode: ", str_replace($expected, 'nobody:daemon', $said), "\n";
    $table = processTable();
    $roots = 0;
    foreach (family($server) as $pid) {
        $roots += (int) preg_match('/^Uid:\s+0\s/m', file_get_contents("/proc/$pid/status"));
    }
    // Who forks for them must be root, and does not talk to clients.
    echo "$roots of ", count(family($server)), " as root\n";
    $all = family($server);
    $server->signal(SIGKILL);
    echo 'left: ', whatIsLeft($server, $all), $server->log(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: text: nobody:daemon / inside, nobody:daemon / inside, added nobody:daemon / inside, after a reload: text: nobody:daemon / inside, nobody:daemon / inside
1 of 4 as root
left: nothing
SWOOLE_PROCESS: text: nobody:daemon / inside, nobody:daemon / inside, added nobody:daemon / inside, after a reload: text: nobody:daemon / inside, nobody:daemon / inside
2 of 6 as root
left: nothing
