--TEST--
Files outside of open_basedir are neither read, written nor sent, as with PHP's own functions
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['in/file' => 'inside', 'out/file' => 'outside', 'in/link' => '']);
unlink("$folder/in/link");
symlink("$folder/out/file", "$folder/in/link");
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, $data));
    PHP);
$program = Program::run(strtr(<<<'PHP'
    ini_set('open_basedir', 'FOLDER/in');
    set_error_handler(function ($level, $message) { echo $message, "\n"; });
    $never = fn () => print("never\n");
    foreach (['out/file', 'in/link', 'in/../out/file'] as $name) {
        var_dump(Swoole\Async::readFile("FOLDER/$name", $never), Swoole\Async::read("FOLDER/$name", $never));
    }
    var_dump(Swoole\Async::writeFile('FOLDER/out/new', 'x'), Swoole\Async::write('FOLDER/out/file', 'x'));
    var_dump(Swoole\Async::writeFile('FOLDER/in/new', 'x'));
    Swoole\Async::readFile('FOLDER/in/file', fn ($name, $content) => var_dump($content));
    Swoole\Event::wait();
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    $client->connect('127.0.0.1', PORT, 10);
    var_dump($client->sendfile('FOLDER/out/file'), $client->sendfile('FOLDER/in/file'), $client->recv());
    $client = new Swoole\Http\Client('127.0.0.1', PORT);
    var_dump($client->addFile('FOLDER/out/file', 'file'), $client->download('/', 'FOLDER/out/file', $never));
    PHP, ['FOLDER' => $folder, 'PORT' => $server->port]));
echo str_replace($folder, '', $program->output()), $program->exitCode(), "\n";
echo file_get_contents("$folder/out/file"), ' ', json_encode(is_file("$folder/out/new")), "\n";
?>
--EXPECT--
Swoole\Async::readFile(): can't use the file /out/file, Error: It is not within the folders of open_basedir
Swoole\Async::read(): can't use the file /out/file, Error: It is not within the folders of open_basedir
bool(false)
bool(false)
Swoole\Async::readFile(): can't use the file /in/link, Error: It is not within the folders of open_basedir
Swoole\Async::read(): can't use the file /in/link, Error: It is not within the folders of open_basedir
bool(false)
bool(false)
Swoole\Async::readFile(): can't use the file /in/../out/file, Error: It is not within the folders of open_basedir
Swoole\Async::read(): can't use the file /in/../out/file, Error: It is not within the folders of open_basedir
bool(false)
bool(false)
Swoole\Async::writeFile(): can't use the file /out/new, Error: It is not within the folders of open_basedir
Swoole\Async::write(): can't use the file /out/file, Error: It is not within the folders of open_basedir
bool(false)
bool(false)
bool(true)
string(6) "inside"
Swoole\Client::sendfile(): sendfile(/out/file): stat(/out/file) failed, Error: It is not within the folders of open_basedir
bool(false)
bool(true)
string(6) "inside"
Swoole\Http\Client::addFile(): can't send the file '/out/file', Error: It is not within the folders of open_basedir
Swoole\Http\Client::download(): can't download into the file '/out/file' from byte 0 on, Error: It is not within the folders of open_basedir
bool(false)
bool(false)
0
outside false
