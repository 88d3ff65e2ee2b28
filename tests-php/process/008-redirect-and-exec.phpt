--TEST--
Input and output may be the pipe, also of another program
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    function all($process): string
    {
        for ($all = ''; ($part = $process->read()) !== ''; $all .= $part);
        return $all;
    }
    $process = new Swoole\Process(function () {
        echo strtoupper(fgets(STDIN));
    }, true);
    $process->start();
    $process->write("a line\n");
    echo all($process);

    $process = new Swoole\Process(function ($process) {
        echo "before\n";
        register_shutdown_function(fn () => print("never printed\n"));
        $process->exec('/bin/sh', ['-c', 'tr a-z A-Z; echo "$0, $1"; exit 9', 'first', 2]);
    }, true);
    $process->start();
    $process->write("from the parent\n");
    $process->close(Swoole\Process::PIPE_WRITE);
    echo all($process);
    Swoole\Process::wait();
    echo 'code ', Swoole\Process::wait()['code'], "\n";

    // Without redirection the program has the pipe by its number.
    $process = new Swoole\Process(fn ($process) => $process->exec(
        PHP_BINARY,
        ['-n', '-r', "file_put_contents('php://fd/$process->pipe', 'by number');"]
    ));
    $process->start();
    echo $process->read(), "\n";
    Swoole\Process::wait();

    $process = new Swoole\Process(function ($process) {
        var_dump($process->exec('/nonexistent/program', []), $process->exec("/bin/sh\0", []));
    });
    $process->start();
    Swoole\Process::wait();
    PHP)->output();
?>
--EXPECTF--
A LINE
before
FROM THE PARENT
first, 2
code 9
by number

Warning: Swoole\Process::exec(): execv(/nonexistent/program) failed, Error: No such file or directory[2] in program.php on line %d

Warning: Swoole\Process::exec(): neither the file nor an argument may hold a NUL byte in program.php on line %d
bool(false)
bool(false)
