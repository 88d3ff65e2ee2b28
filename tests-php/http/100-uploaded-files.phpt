--TEST--
An uploaded file is in upload_tmp_dir, is PHP's own, can be moved, and is gone when the request object goes
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$folder = uploadFolder();
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    // It is made, with what lies above it.
    $server->set(['upload_tmp_dir' => "$folder/made/here"]);
    $kept = null;
    $server->on('request', function ($request, $response) use (&$kept, $folder) {
        if ($request->server['request_uri'] === '/forget') {
            $kept = null;
            return $response->end(implode(' ', glob("$folder/made/here/*")) ?: 'nothing left');
        }
        ['a' => $first, 'b' => $second] = $request->files;
        $path = $first['tmp_name'];
        $said = [
            array_keys($first),
            preg_replace('/[A-Za-z0-9]{6}$/', '??????', str_replace($folder, '', $path)),
            sprintf('%o', fileperms($path) & 07777),
            $request->tmpfiles === [$path, $second['tmp_name']],
            is_uploaded_file($path) && is_uploaded_file($second['tmp_name']),
            is_uploaded_file(__FILE__),
            [$first['error'], $first['size'], filesize($path), $first['type']],
            move_uploaded_file($path, "$folder/made/moved"),
            is_uploaded_file($path),
            file_exists($path),
            move_uploaded_file($path, "$folder/made/again"),
            file_get_contents("$folder/made/moved"),
        ];
        unlink("$folder/made/moved");
        if ($request->server['request_uri'] === '/keep') {
            $kept = $request;
        }
        $response->end(json_encode($said, JSON_UNESCAPED_SLASHES));
    });
    PHP);

$client = new HttpClient($server->port);
$body = form(['a' => ['a.txt', 'first'], 'b' => ['b.txt', '']]);
echo $client->post('/', $body, FORM)->body, "\n";
echo 'then: ', $client->get('/forget')->body, "\n";
$client->post('/keep', $body, FORM);
echo 'kept: ', inside("$folder/made/here"), "\n";
echo 'forgotten: ', $client->get('/forget')->body, "\n";
// Kept until the end of the program.
$client->post('/keep', $body, FORM);
$server->stop();
echo 'at the end: ', inside("$folder/made/here"), "\n", $server->log();
rmdir("$folder/made/here") && rmdir("$folder/made");
?>
--EXPECT--
[["name","type","tmp_name","error","size"],"/made/here/swoole.upfile.??????","600",true,true,false,[0,5,5,"text/plain"],true,false,false,false,"first"]
then: nothing left
kept: 1
forgotten: nothing left
at the end: 0
