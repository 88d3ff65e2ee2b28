<?php
/*
 * Forms with files, by hand:
 *
 *   $body = form(['a' => 'text', 'f' => ['name.txt', 'content']]);   fields, and files by name and content
 *   $client->post('/', $body, FORM);                                 the header that goes with it
 *   $folder = uploadFolder();                                        an empty folder that goes away with the test
 *   echo inside($folder);                                            how many files are there
 */

require_once __DIR__ . '/harness.php';

const FORM = ['Content-Type: multipart/form-data; boundary=b'];

/** @param array<string, string|array{string, string}> $parts */
function form(array $parts): string
{
    $body = '';
    foreach ($parts as $name => $content) {
        [$file, $text] = is_array($content) ? ["; filename=\"$content[0]\"\r\nContent-Type: text/plain", $content[1]] : ['', $content];
        $body .= part("form-data; name=\"$name\"$file", $text);
    }
    return "$body--b--\r\n";
}

/** One part, with its Content-Disposition as it stands. */
function part(string $disposition, string $content): string
{
    return "--b\r\nContent-Disposition: $disposition\r\n\r\n$content\r\n";
}

function uploadFolder(): string
{
    $folder = sys_get_temp_dir() . '/swoxide-uploads-' . bin2hex(random_bytes(8));
    mkdir($folder);
    register_shutdown_function(function () use ($folder) {
        array_map('unlink', glob("$folder/*"));
        rmdir($folder);
    });
    return $folder;
}

function inside(string $folder): int
{
    return count(glob("$folder/*"));
}
