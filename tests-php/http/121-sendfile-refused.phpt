--TEST--
sendfile() of what can't be sent is a warning and false, and the response can be ended in another way
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['Swoole\Http\Server', 'swoole_http_server'] as $class) {
    $server = TestServer::run(str_replace('HttpServer', $class, <<<'PHP'
        $server = new HttpServer('127.0.0.1', 0);
        $server->on('request', function ($request, $response) {
            set_error_handler(function ($severity, $text) { echo "$text\n"; });
            file_put_contents($file = tempnam(sys_get_temp_dir(), 'sox'), '12345');
            $pipe = "$file.pipe";
            posix_mkfifo($pipe, 0600);
            $sent = [
                $response->sendfile('/nope'),
                $response->sendfile(''),
                $response->sendfile('/tmp'),
                $response->sendfile("/etc/passwd\0.html"),
                $response->sendfile($pipe),
                $response->sendfile($file, 6),
                $response->sendfile($file, -1),
                $response->sendfile($file, 3, 3),
                $response->sendfile($file, 0, -1),
            ];
            $response->write('x');
            $sent[] = $response->sendfile($file);
            $response->end('y');
            $sent[] = $response->sendfile($file);
            var_dump($sent === array_fill(0, 11, false), swoole_last_error());
            unlink($file);
            unlink($pipe);
        });
        PHP));
    echo (new HttpClient($server->port))->get()->body, "\n";
    $server->stop();
    echo preg_replace('/sox\w+/', 'FILE', $server->output());
}
?>
--EXPECTF--
xy
Swoole\Http\Response::sendfile(): stat(/nope) failed, Error: No such file or directory[2]
Swoole\Http\Response::sendfile(): file name is empty
Swoole\Http\Response::sendfile(): parameter $file[/tmp] given is not a regular file
Swoole\Http\Response::sendfile(): stat(/etc/passwd\0.html) failed, Error: %s
Swoole\Http\Response::sendfile(): parameter $file[%sFILE.pipe] given is not a regular file
Swoole\Http\Response::sendfile(): parameter $offset[6] exceeds the file size
Swoole\Http\Response::sendfile(): parameter $offset[-1] exceeds the file size
Swoole\Http\Response::sendfile(): parameter $length[3] exceeds the file size
Swoole\Http\Response::sendfile(): parameter $length[-1] exceeds the file size
Swoole\Http\Response::sendfile(): can't use sendfile when HTTP chunk is enabled
bool(true)
int(7106)
xy
Swoole\Http\Response::sendfile(): stat(/nope) failed, Error: No such file or directory[2]
Swoole\Http\Response::sendfile(): file name is empty
Swoole\Http\Response::sendfile(): parameter $file[/tmp] given is not a regular file
Swoole\Http\Response::sendfile(): stat(/etc/passwd\0.html) failed, Error: %s
Swoole\Http\Response::sendfile(): parameter $file[%sFILE.pipe] given is not a regular file
Swoole\Http\Response::sendfile(): parameter $offset[6] exceeds the file size
Swoole\Http\Response::sendfile(): parameter $offset[-1] exceeds the file size
Swoole\Http\Response::sendfile(): parameter $length[3] exceeds the file size
Swoole\Http\Response::sendfile(): parameter $length[-1] exceeds the file size
Swoole\Http\Response::sendfile(): can't use sendfile when HTTP chunk is enabled
bool(true)
int(7106)
