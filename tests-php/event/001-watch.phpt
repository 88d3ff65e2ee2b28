--TEST--
A script stays while a descriptor is watched, silently, and its callback is called with what was given
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['Swoole\Event::', 'swoole_event::', 'swoole_event_'] as $prefix) {
    $program = Program::run(<<<PHP
        register_shutdown_function(fn () => print("shutdown function\\n"));
        [\$here, \$there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        \$number = {$prefix}add(\$here, function (...\$given) use (\$here) {
            \$data = fread(\$here, 100);
            echo \$given === [\$here] ? 'the stream' : 'something else', ', ', var_export(\$data, true), "\\n";
            if (\$data === '') {
                var_dump({$prefix}del(\$here), {$prefix}isset(\$here));
            }
        });
        var_dump(is_int(\$number), {$prefix}isset(\$here), {$prefix}isset(\$number), {$prefix}isset(\$there));
        fwrite(\$there, 'hello');
        {$prefix}defer(function () use (\$there) {
            fwrite(\$there, 'more');
            {$prefix}defer(fn () => fclose(\$there));
        });
        register_shutdown_function(fn () => print("later shutdown function\\n"));
        echo "end of script\\n";
        PHP);
    echo $program->exitCode(), "\n", $program->output(), $program->log();
}
?>
--EXPECT--
0
bool(true)
bool(true)
bool(true)
bool(false)
end of script
shutdown function
the stream, 'hello'
the stream, 'more'
the stream, ''
bool(true)
bool(false)
later shutdown function
0
bool(true)
bool(true)
bool(true)
bool(false)
end of script
shutdown function
the stream, 'hello'
the stream, 'more'
the stream, ''
bool(true)
bool(false)
later shutdown function
0
bool(true)
bool(true)
bool(true)
bool(false)
end of script
shutdown function
the stream, 'hello'
the stream, 'more'
the stream, ''
bool(true)
bool(false)
later shutdown function
