--TEST--
open_cpu_affinity gives each worker a CPU of its own, without those of cpu_affinity_ignore
--SKIPIF--
<?php
preg_match('/^Cpus_allowed_list:\s+(.*)$/m', file_get_contents('/proc/self/status'), $match);
if (ctype_digit($match[1])) {
    echo 'skip there is one CPU only';
}
?>
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$cpus = Swoole\Process::getAffinity();
$cpusOf = function (int $pid): string {
    preg_match('/^Cpus_allowed_list:\s+(.*)$/m', file_get_contents("/proc/$pid/status"), $match);
    return $match[1];
};
foreach (MODES as $mode) {
    foreach ([['open_cpu_affinity' => true], ['open_cpu_affinity' => true, 'cpu_affinity_ignore' => [$cpus[0]]], []] as $settings) {
        $server = cluster($mode, $settings);
        $of = [$cpusOf(pidOf($server, 0)), $cpusOf(pidOf($server, 1))];
        echo "$mode, ", json_encode(array_keys($settings)), ': ', match ($of) {
            [(string) $cpus[0], (string) $cpus[1]] => 'one after the other',
            array_fill(0, 2, $cpusOf(getmypid())) => 'all',
            default => in_array((string) $cpus[0], $of) ? implode(' and ', $of) : 'without the first',
        }, "\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE, ["open_cpu_affinity"]: one after the other
SWOOLE_BASE, ["open_cpu_affinity","cpu_affinity_ignore"]: without the first
SWOOLE_BASE, []: all
SWOOLE_PROCESS, ["open_cpu_affinity"]: one after the other
SWOOLE_PROCESS, ["open_cpu_affinity","cpu_affinity_ignore"]: without the first
SWOOLE_PROCESS, []: all
