--TEST--
A close frame is answered with its own code, then the server ends the connection
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    PHP);

foreach ([[1000, ''], [1001, 'going away'], [1014, ''], [3000, ''], [4999, '再见']] as [$code, $reason]) {
    echo (new WebSocketClient($server->port))->close($code, $reason)->receiveAll(), "\n";
}
// Without a code, and with the longest reason that fits.
echo (new WebSocketClient($server->port))->send('', 8)->receiveAll(), "\n";
echo strlen((new WebSocketClient($server->port))->close(1000, str_repeat('x', 123))->receive()->payload), "\n";

// What comes after it is not looked at.
$bytes = WebSocketClient::frame("\x03\xe8", 8) . WebSocketClient::frame('after') . WebSocketClient::frame('', 9);
echo (new WebSocketClient($server->port))->raw($bytes)->receiveAll(), "\n";
?>
--EXPECTF--
close: 1000%S
end
close: 1001%S
end
close: 1014%S
end
close: 3000%S
end
close: 4999%S
end
close: %S
end
%d
close: 1000
end
