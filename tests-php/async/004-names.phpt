--TEST--
Names are looked up as the system does, several at a time, and one that is not there has the address ""
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$found = [];
foreach (['localhost', '127.0.0.1', '::1', 'no such name.invalid', 'also-not-there.invalid'] as $name) {
    var_dump(swoole_async_dns_lookup($name, function (string $name, string $address) use (&$found) {
        $found[$name] = $address;
    }));
}
Swoole\Event::wait();
ksort($found);
print_r($found);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
Array
(
    [127.0.0.1] => 127.0.0.1
    [::1] => ::1
    [also-not-there.invalid] => 
    [localhost] => 127.0.0.1
    [no such name.invalid] => 
)
