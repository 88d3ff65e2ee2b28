--TEST--
open_length_check: packages whose length stands in their head, in every form and at every place
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([
    // type, offset, body offset; what stands before and behind the length, and what of it is counted
    ['c', 0, 1, '', ''], ['C', 0, 1, '', ''], ['s', 0, 2, '', ''], ['S', 0, 2, '', ''], ['n', 0, 2, '', ''],
    ['v', 0, 2, '', ''], ['l', 0, 4, '', ''], ['L', 0, 4, '', ''], ['N', 0, 4, '', ''], ['V', 0, 4, '', ''],
    ['n', 3, 7, 'abc', 'de'],
    ['N', 0, 0, '', ''],
] as [$type, $offset, $bodyOffset, $before, $behind]) {
    $settings = var_export(['open_length_check' => true, 'package_length_type' => $type,
        'package_length_offset' => $offset, 'package_body_offset' => $bodyOffset], true);
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\Server('127.0.0.1', 0);
        \$server->set($settings);
        \$server->on('receive', fn (\$server, \$fd, \$reactor, \$data) => \$server->send(\$fd, md5(\$data) . "\n"));
        PHP);
    $head = strlen($before) + strlen(pack($type, 0)) + strlen($behind);
    $packages = array_map(
        fn ($body) => $before . pack($type, strlen($body) + $head - $bodyOffset) . $behind . $body,
        ['first', '', str_repeat("\xff\n", 40)]
    );
    $client = new Connection($server->port);
    // All at once, and byte by byte.
    $client->raw(implode($packages));
    array_map($client->raw(...), str_split(implode($packages)));
    $right = true;
    foreach ([...$packages, ...$packages] as $package) {
        $right = $right && rtrim($client->readThrough("\n")) === md5($package);
    }
    echo "$type $offset $bodyOffset ", $right ? 'right' : 'wrong', "\n";
}
?>
--EXPECT--
c 0 1 right
C 0 1 right
s 0 2 right
S 0 2 right
n 0 2 right
v 0 2 right
l 0 4 right
L 0 4 right
N 0 4 right
V 0 4 right
n 3 7 right
N 0 0 right
