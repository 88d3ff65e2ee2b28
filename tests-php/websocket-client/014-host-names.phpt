--TEST--
A name server that does not answer costs no more than the time limit, and a hanging look-up holds nobody's end up
--SKIPIF--
<?php
require __DIR__ . '/../include/harness.php';
if (!preg_match('/^nameserver\s+\d/m', @file_get_contents('/etc/resolv.conf') ?: '') || !Network::isolate()) echo 'skip no network of its own to be had, or no name server';
?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

Network::isolate();
preg_match_all('/^nameserver\s+(\d[\d.]*)/m', file_get_contents('/etc/resolv.conf'), $matches);
$silent = [];
foreach ($matches[1] as $address) {
    exec("ip address add $address/32 dev lo 2>&1");
    $silent[] = stream_socket_server("udp://$address:53", $code, $message, STREAM_SERVER_BIND);
}

/** @return float seconds that it took */
function attempt(): float
{
    $begin = microtime(true);
    try {
        new Client('ws://chat.example.test/', ['timeout' => 0.2]);
    } catch (Swoxide\WebSocket\Exception $exception) {
        echo $exception->getCode(), ' ', $exception->getMessage(), "\n";
    }
    return microtime(true) - $begin;
}

$took = attempt();
var_dump($took > 0.19 && $took < 3);
// Threads that hang are bounded: a look-up that finds none free waits as long as it may.
ob_start();
for ($number = 1; $number < 16; $number++) {
    attempt();
}
$same = array_unique(explode("\n", trim(ob_get_clean())));
echo implode("\n", $same), "\n";
var_dump(attempt() < 1);
echo count(glob('/proc/self/task/*')), " threads\n";

// The end of a process does not wait for them, and they are no harm to it.
$begin = microtime(true);
$program = Program::run("try { new Swoxide\\WebSocket\\Client('ws://chat.example.test/', ['timeout' => 0.1]); } catch (Exception) { echo \"end\\n\"; }");
echo $program->output(), $program->exitCode(), "\n";
var_dump(microtime(true) - $begin < 3);
?>
--EXPECT--
110 failed to connect to ws://chat.example.test/: the time was over before the host was found
bool(true)
110 failed to connect to ws://chat.example.test/: the time was over before the host was found
110 failed to connect to ws://chat.example.test/: the time was over before the host was found
bool(true)
17 threads
end
0
bool(true)
