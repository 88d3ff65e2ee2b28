<?php
/* What php-fpm runs for every request of the test: ?do= says what. */

use Swoxide\WebSocket\Client;

$url = "ws://127.0.0.1:$_GET[port]";
$ask = function (Client $client, string $text = 'hello'): string {
    $client->send($text);
    return $client->receive()->data . ($client->isReused() ? ' reused' : ' new');
};
try {
    switch ($_GET['do']) {
        case 'push':
            // The three lines.
            $client = new Client("$url/push", ['timeout' => 5, 'websocket_subprotocol' => 'push']);
            $client->send(json_encode(['to' => (int) $_GET['to'], 'text' => $_GET['text']]));
            echo $client->receive()->data;
            break;
        case 'echo':
            echo $ask(new Client("$url/echo"));
            break;
        case 'by name':
            echo $ask(new Client("ws://localhost:$_GET[port]/echo"));
            break;
        case 'persistent':
            echo $ask(new Client("$url/echo", ['persistent' => true]), $_GET['text'] ?? 'hello');
            break;
        case 'goodbye':
            $client = new Client("$url/echo", ['persistent' => true]);
            $client->send('goodbye');
            echo 'asked';
            break;
        case 'unread':
            $client = new Client("$url/echo", ['persistent' => true]);
            $client->send('for an earlier request');
            $client->ping();
            echo 'asked';
            break;
        case 'slow':
            $client = new Client("$url/echo", ['timeout' => 0.2]);
            $client->send('silence');
            var_export($client->receive());
            break;
        case 'for ever':
            $client = new Client("$url/echo");
            $client->send('silence');
            $client->receive(-1);
            break;
        case 'exit':
            $client = new Client("$url/echo", ['persistent' => true]);
            echo $ask($client);
            exit;
        case 'fatal error':
            $client = new Client("$url/echo");
            echo $ask($client);
            $client->send('half a message', flags: 0);
            not_a_function();
        case 'out of memory':
            $client = new Client("$url/echo", ['persistent' => true]);
            ini_set('memory_limit', '4M');
            $client->send(str_repeat('x', 8 << 20));
        case 'process':
            echo json_encode([
                'pid' => getmypid(),
                'threads' => count(glob('/proc/self/task/*')),
                'descriptors' => count(glob('/proc/self/fd/*')),
            ]);
            break;
    }
} catch (Swoxide\WebSocket\Exception $exception) {
    echo $exception->getCode(), ' ', $exception->getMessage();
}
