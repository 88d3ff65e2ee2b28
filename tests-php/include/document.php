<?php
/*
 * Runs a program of the document as it stands: it listens on 0.0.0.0:9501, so it gets a network of its own. Where this process
 * may not make one, the program runs with 127.0.0.1 and a free port instead; the test's SKIPIF section says so.
 */

require_once __DIR__ . '/harness.php';

function runDocument(string $name): TestServer
{
    $file = dirname(__DIR__, 2) . "/examples/document/$name.php";
    if (Network::isolate()) {
        return TestServer::file($file, 9501);
    }
    $port = Network::freePort();
    $copy = tempnam(sys_get_temp_dir(), 'swoxide-document-');
    file_put_contents($copy, str_replace('"0.0.0.0", 9501', "\"127.0.0.1\", $port", file_get_contents($file)));
    register_shutdown_function('unlink', $copy);
    return TestServer::file($copy, $port);
}

/** For SKIPIF: no reason to skip, but something to say. */
function sayIfNotIsolated(): void
{
    if (!Network::isolate()) {
        echo 'info no network namespace here: 127.0.0.1 and a free port are put in for 0.0.0.0:9501';
    }
}
