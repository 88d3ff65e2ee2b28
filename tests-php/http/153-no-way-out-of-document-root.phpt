--TEST--
No path and no symbolic link leads out of document_root, unless static_handler_follow_symlinks allows links
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['root/in.txt' => 'inside', 'root/sub/deep.txt' => 'deep', 'secret.txt' => 'secret', 'root-too/secret.txt' => 'secret',
    'outside/secret.txt' => 'secret', 'outside/index.html' => 'secret']);
symlink('../secret.txt', "$folder/root/link.txt");
symlink("$folder/secret.txt", "$folder/root/absolute.txt");
symlink('../outside', "$folder/root/away");
symlink('/etc', "$folder/root/etc");
symlink('sub/deep.txt', "$folder/root/within.txt");
symlink("$folder/root/sub", "$folder/root/also-within");
symlink('loop.txt', "$folder/root/loop.txt");
symlink('../nowhere.txt', "$folder/root/broken.txt");
posix_mkfifo("$folder/root/pipe.txt", 0600);
foreach ([['/etc'], []] as $locations) {
    foreach ([false, true] as $follows) {
        $settings = ['document_root' => "$folder/root", 'enable_static_handler' => true, 'static_handler_follow_symlinks' => $follows,
            'http_index_files' => ['index.html'], 'http_autoindex' => true, 'static_handler_locations' => $locations ? ['/'] : []];
        $server = TestServer::run('$settings = ' . var_export($settings, true) . ';' . <<<'PHP'
            $server = new Swoole\Http\Server('127.0.0.1', 0);
            $server->set($settings);
            $server->on('request', fn ($request, $response) => $response->end('from PHP'));
            PHP);
        echo $locations ? 'a location' : 'anywhere', $follows ? ", links are followed\n" : "\n";
        $client = new HttpClient($server->port);
        foreach (['/in.txt', '/within.txt', '/also-within/deep.txt', '/link.txt', '/absolute.txt', '/away/secret.txt', '/away/', '/away', '/etc/hosts.conf', '/loop.txt',
            '/broken.txt', '/pipe.txt', '/../secret.txt', '/sub/../../secret.txt', '/%2e%2e/secret.txt', '/%2E%2E%2Fsecret.txt', '/..%2fsecret.txt',
            '/sub/..%2f..%2fsecret.txt', '/..%5csecret.txt', '/..\\secret.txt', '/%252e%252e/secret.txt', '/%c0%ae%c0%ae/secret.txt', '/in.txt%00.html', '/%00',
            '/../root-too/secret.txt', '//etc/passwd', '/' . str_repeat('a/', 3000) . 'x.txt', '/' . str_repeat('a', 5000) . '.txt',
            '/sub/../in.txt'] as $target) {
            $response = $client->get($target);
            $body = match (true) {
                str_contains($response->body, 'secret') || str_contains($response->body, 'root:') => 'SECRET',
                str_contains($response->body, '404') => '404 page',
                default => $response->body,
            };
            $shown = strlen($target) > 40 ? substr($target, 0, 10) . '...' : $target;
            if ($body !== 'from PHP' && $body !== '404 page') {
                echo "$shown: $response->status $body\n";
            }
        }
        echo $client->get('/in.txt')->body, ' is still served', "\n";
    }
}
?>
--EXPECT--
a location
/in.txt: 200 inside
/within.txt: 200 deep
/also-within/deep.txt: 200 deep
inside is still served
a location, links are followed
/in.txt: 200 inside
/within.txt: 200 deep
/also-within/deep.txt: 200 deep
/link.txt: 200 SECRET
/absolute.txt: 200 SECRET
/away/secret.txt: 200 SECRET
/away/: 200 SECRET
/away: 301 
//etc/passwd: 200 SECRET
inside is still served
anywhere
/in.txt: 200 inside
/within.txt: 200 deep
/also-within/deep.txt: 200 deep
inside is still served
anywhere, links are followed
/in.txt: 200 inside
/within.txt: 200 deep
/also-within/deep.txt: 200 deep
/link.txt: 200 SECRET
/absolute.txt: 200 SECRET
/away/secret.txt: 200 SECRET
/away/: 200 SECRET
/away: 301 
inside is still served
