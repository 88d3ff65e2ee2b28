--TEST--
Files are read and written whole, in the order of the calls, and the script stays until all is done
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['here.txt' => 'what was here']);
foreach (['Swoole\Async::' => ['readFile', 'writeFile'], 'swoole_async::' => ['readfile', 'writefile'], 'swoole_async_' => ['readfile', 'writefile']] as $prefix => [$read, $write]) {
    $program = Program::run(<<<PHP
        chdir('$folder');
        \$large = random_bytes(3_000_000);
        var_dump({$prefix}$read('here.txt', fn (...\$given) => print(json_encode(\$given) . "\\n")));
        // The second in the place of the first, and so on: no write overtakes another.
        var_dump({$prefix}$write('new.txt', \$large, fn (...\$given) => print(json_encode(\$given) . "\\n")));
        {$prefix}$write('new.txt', 'short');
        {$prefix}$write('new.txt', ', and longer', null, FILE_APPEND);
        {$prefix}$read('new.txt', function (\$name, \$content) use (\$large) {
            echo "\$name: \$content\\n";
            {$prefix}$write('large', \$large, function (\$name) use (\$large) {
                {$prefix}$read(\$name, fn (\$name, \$content) => var_dump(\$content === \$large));
            });
        });
        {$prefix}$write('empty', '', fn (\$name, \$length) => {$prefix}$read(\$name, fn (\$name, \$content) => var_dump(\$length, \$content)));
        echo "end of script\\n";
        PHP);
    echo $program->exitCode(), "\n", $program->output(), $program->log();
}
?>
--EXPECT--
0
bool(true)
bool(true)
end of script
["here.txt","what was here"]
["new.txt",3000000]
new.txt: short, and longer
int(0)
string(0) ""
bool(true)
0
bool(true)
bool(true)
end of script
["here.txt","what was here"]
["new.txt",3000000]
new.txt: short, and longer
int(0)
string(0) ""
bool(true)
0
bool(true)
bool(true)
end of script
["here.txt","what was here"]
["new.txt",3000000]
new.txt: short, and longer
int(0)
string(0) ""
bool(true)
