--TEST--
open_eof_split gives each package by itself, open_eof_check what has come when it ends with one; with any package_eof
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([
    [['open_eof_split' => true], "\r\n"],
    [['open_eof_check' => true, 'open_eof_split' => true, 'package_eof' => "\0\xff\0"], "\0\xff\0"],
    [['open_eof_check' => true, 'package_eof' => "\n"], "\n"],
] as [$settings, $end]) {
    $settings = var_export($settings, true);
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\Server('127.0.0.1', 0);
        \$server->set($settings);
        \$server->on('receive', fn (\$server, \$fd, \$reactor, \$data) => \$server->send(\$fd, json_encode(bin2hex(\$data)) . "\n"));
        PHP);
    $client = new Connection($server->port);
    $client->raw("a{$end}bc{$end}d");
    // One line tells whether the rest waits: the answer to what completes it comes next.
    $answers = [];
    foreach (str_split(substr($end, 0, -1)) as $byte) {
        $byte === '' || $client->raw($byte);
    }
    $client->raw(substr($end, -1));
    do {
        $answers[] = hex2bin(json_decode(rtrim($client->readThrough("\n"))));
    } while (implode($answers) !== "a{$end}bc{$end}d{$end}");
    echo json_encode(array_map(bin2hex(...), $answers)), "\n";
}
?>
--EXPECT--
["610d0a","62630d0a","640d0a"]
["6100ff00","626300ff00","6400ff00"]
["610a62630a640a"]
