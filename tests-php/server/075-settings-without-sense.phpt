--TEST--
set() takes arrays that contain themselves or are nested without end, and keys that are no UTF-8: it warns of what it does not know
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$endless = ['own' => 1];
$endless['self'] = &$endless;
$deep = [];
for ($depth = 0; $depth < 100_000; $depth++) {
    $deep = [$deep];
}
$settings = [
    'contains itself' => $endless,
    'contains what contains itself' => ['my_table' => $endless],
    'itself as a number' => ['log_level' => &$endless],
    'itself as a list' => ['websocket_subprotocol' => &$endless],
    'itself as hosts' => ['ssl_sni_certs' => &$endless],
    'nested deeply' => ['my_tree' => $deep],
    'nested deeply, as hosts' => ['ssl_sni_certs' => $deep],
    'a key' => ["caf\xe9" => 1],
    'keys within' => ['my_table' => ["\xff" => ["\xfe" => 1]]],
    'keys within what is known' => ['ssl_sni_certs' => ["\xff.example" => ["\xfe" => 'file']]],
];
$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
set_error_handler(function ($level, $message) {
    // What is no UTF-8 may be shown in any way.
    echo preg_match('/unsupported option \[([\w ]*)/', $message, $match) ? "unsupported option $match[1]" : $message, "\n";
    return true;
});
foreach ($settings as $name => $setting) {
    echo "-- $name\n";
    catching(fn () => var_dump($server->set($setting)));
}
echo "alive\n";
?>
--EXPECT--
-- contains itself
unsupported option own
unsupported option self
bool(true)
-- contains what contains itself
unsupported option my_table
bool(true)
-- itself as a number
TypeError(0): setting 'log_level' must be of type int, array given
-- itself as a list
TypeError(0): setting 'websocket_subprotocol' must be of type string (of visible ASCII) or list of tokens (without blanks and commas), array given
-- itself as hosts
ValueError(0): setting 'ssl_sni_certs' must be an array of host => ['ssl_cert_file' => ..., 'ssl_key_file' => ...], array given
-- nested deeply
unsupported option my_tree
bool(true)
-- nested deeply, as hosts
ValueError(0): setting 'ssl_sni_certs' must be an array of host => ['ssl_cert_file' => ..., 'ssl_key_file' => ...], array given
-- a key
unsupported option caf
bool(true)
-- keys within
unsupported option my_table
bool(true)
-- keys within what is known
ValueError(0): setting 'ssl_sni_certs' must be an array of host => ['ssl_cert_file' => ..., 'ssl_key_file' => ...], array given
alive
