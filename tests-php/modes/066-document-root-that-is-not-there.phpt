--TEST--
start() says that document_root is no folder, in every mode; without the static handler nobody looks
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['file.txt' => '']);
foreach (['SWOOLE_BASE, 1', 'SWOOLE_BASE, 2', 'SWOOLE_PROCESS, 2'] as $case) {
    foreach (['/nope', "$folder/file.txt"] as $root) {
        [$mode, $workers] = explode(', ', $case);
        $program = Program::run(sprintf(<<<'PHP'
            $server = new Swoole\Http\Server('127.0.0.1', 0, %s);
            $server->on('request', fn () => null);
            $server->set(['worker_num' => %d, 'document_root' => '%s', 'enable_static_handler' => true]);
            try {
                $server->start();
            } catch (Swoole\Exception $exception) {
                echo $exception->getCode(), ': ', $exception->getMessage(), "\n";
            }
            PHP, $mode, $workers, $root));
        echo str_replace($folder, 'FOLDER', $program->output()), $program->log();
    }
}
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['document_root' => '/nope']);
    $server->on('request', fn ($request, $response) => $response->end('from PHP'));
    PHP);
echo (new HttpClient($server->port))->get('/page.html')->body, "\n";
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['enable_static_handler' => true]);
    $server->on('request', fn ($request, $response) => $response->end('from PHP'));
    PHP);
echo (new HttpClient($server->port))->get('/page.html')->body, "\n", $server->log();
catching(fn () => (new Swoole\Http\Server('127.0.0.1', 0))->set(['document_root' => ['/tmp']]));
?>
--EXPECTF--
2: setting 'document_root' must be a folder that can be read, "/nope" is none, Error: No such file or directory[2]
20: setting 'document_root' must be a folder that can be read, "FOLDER/file.txt" is none, Error: Not a directory[20]
2: setting 'document_root' must be a folder that can be read, "/nope" is none, Error: No such file or directory[2]
20: setting 'document_root' must be a folder that can be read, "FOLDER/file.txt" is none, Error: Not a directory[20]
2: setting 'document_root' must be a folder that can be read, "/nope" is none, Error: No such file or directory[2]
20: setting 'document_root' must be a folder that can be read, "FOLDER/file.txt" is none, Error: Not a directory[20]
from PHP
from PHP
[%s] NOTICE enable_static_handler is set, but no document_root: there are no static files
TypeError(0): setting 'document_root' must be of type string, array given
