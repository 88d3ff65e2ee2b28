<?php
/*
 * Files for servers to send:
 *
 *   $folder = folder(['page.html' => 'text', 'sub/style.css' => 'a {}']);   a folder, gone at the end of the test
 */

require_once __DIR__ . '/harness.php';

/** @param array<string, string> $files contents by path */
function folder(array $files): string
{
    $folder = sys_get_temp_dir() . '/swoxide-files-' . bin2hex(random_bytes(8));
    mkdir($folder, 0755);
    foreach ($files as $path => $content) {
        if (!is_dir(dirname("$folder/$path"))) {
            mkdir(dirname("$folder/$path"), 0755, true);
        }
        file_put_contents("$folder/$path", $content);
    }
    register_shutdown_function(fn () => remove_all($folder));
    return $folder;
}

function remove_all(string $path): void
{
    if (is_dir($path) && !is_link($path)) {
        array_map(fn ($name) => remove_all("$path/$name"), array_diff(scandir($path), ['.', '..']));
        rmdir($path);
    } else {
        unlink($path);
    }
}

/** The most memory that a process, or any that comes from it, has had so far, in MiB. */
function most_memory(Program $program): float
{
    $peaks = array_map(function ($pid) {
        preg_match('/VmHWM:\s+(\d+) kB/', file_get_contents("/proc/$pid/status"), $match);
        return $match[1] / 1024;
    }, $program->processes());
    return max($peaks);
}
