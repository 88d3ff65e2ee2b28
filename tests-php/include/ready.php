<?php
/* Required by the server programs that TestServer runs. */

/** Announces to the test that the server listens. */
function ready(Swoole\Server $server): void
{
    file_put_contents('php://fd/3', "$server->port\n");
}
