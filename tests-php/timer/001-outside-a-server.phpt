--TEST--
A script with timers and no server stays until none is left, silently, after its last line
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['Swoole\Timer::', 'swoole_timer::', 'swoole_timer_'] as $prefix) {
    $program = Program::run(<<<PHP
        register_shutdown_function(fn () => print("shutdown function\\n"));
        \$ticks = 0;
        echo 'ids: ', {$prefix}tick(30, function (\$id, ...\$params) use (&\$ticks) {
            echo "tick \$id ", implode(',', \$params), "\\n";
            if (++\$ticks === 3) {
                {$prefix}clear(\$id);
                {$prefix}after(1, fn () => print("made in a callback\\n"));
            }
        }, 'a', 'b'), ', ', {$prefix}after(10000, fn () => print("never\\n")), "\\n";
        {$prefix}after(1, fn (...\$params) => print('after ' . implode(',', \$params) . "\\n"), 1, 2, 3);
        {$prefix}clear(2);
        register_shutdown_function(fn () => print("later shutdown function\\n"));
        echo "end of script\\n";
        PHP);
    echo $program->exitCode(), "\n", $program->output(), $program->log();
}
?>
--EXPECTF--
0
ids: 1, 2
end of script
shutdown function
after 1,2,3
tick 1 a,b
tick 1 a,b
tick 1 a,b
made in a callback
later shutdown function
0
ids: 1, 2
end of script
shutdown function
after 1,2,3
tick 1 a,b
tick 1 a,b
tick 1 a,b
made in a callback
later shutdown function
0
ids: 1, 2
end of script
shutdown function
after 1,2,3
tick 1 a,b
tick 1 a,b
tick 1 a,b
made in a callback
later shutdown function
