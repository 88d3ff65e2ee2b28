<?php
/*
 * Swoxide\WebSocket\Client, and Swoole\Http\Client with its callbacks, talk to other people's servers: the Python package
 * "websockets" and the npm package "ws", over ws and wss, compressed in all ways and not; and Python's http.server. Prints
 * "ok - case" or "not ok - case" for each.
 *
 *     php -d extension=... cases.php /path/to/python
 */

require __DIR__ . '/../sample.php';
require __DIR__ . '/../../include/certificates.php';

use Swoxide\WebSocket\Client;

const TIME_LIMIT = 30.0;
const SIZES = [0, 1, 125, 126, 65535, 65536, 8 << 20];

/** A server in a process of its own, which ends with this one. */
final class Server
{
    public readonly int $port;
    private $process;

    public function __construct(array $command, array $options)
    {
        $command = ['setpriv', '--pdeathsig', 'KILL', ...$command, json_encode($options, JSON_FORCE_OBJECT)];
        $this->process = proc_open($command, [1 => ['pipe', 'w']], $pipes);
        $this->port = (int) fgets($pipes[1]) ?: throw new RuntimeException('the server ended before it was ready');
    }

    public function __destruct()
    {
        proc_terminate($this->process, SIGKILL);
        proc_close($this->process);
    }
}

function check(bool $condition, string $otherwise): void
{
    $condition || throw new RuntimeException($otherwise);
}

$servers = [
    'Python websockets' => [$argv[1], __DIR__ . '/websockets_server.py'],
    'Node ws' => ['node', __DIR__ . '/ws-server.mjs'],
];
$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$tls = ['certificate' => $certificate->file, 'key' => $certificate->keyFile];
$compressed = ['websocket_compression' => true];
$withMemory = $compressed + ['websocket_context_takeover' => true];
// Names of the parameters of compression differ from package to package.
$windows = ['Python websockets' => ['server_max_window_bits' => 9, 'client_max_window_bits' => 10], 'Node ws' => ['serverMaxWindowBits' => 9, 'clientMaxWindowBits' => 10]];
$forgetful = ['Python websockets' => ['server_no_context_takeover' => true, 'client_no_context_takeover' => true], 'Node ws' => ['serverNoContextTakeover' => true, 'clientNoContextTakeover' => true]];
// Name, the server's options, the client's settings, whether compression comes of it.
$variants = fn (string $server) => [
    ['ws', [], [], false],
    ['ws, no compression here', ['deflate' => []], [], false],
    ['ws, no compression there', [], $compressed, false],
    ['ws, compressed', ['deflate' => []], $compressed, true],
    ['ws, compressed with memory', ['deflate' => []], $withMemory, true],
    ['ws, compressed, memory declined', ['deflate' => $forgetful[$server]], $withMemory, true],
    ['ws, compressed with small windows', ['deflate' => $windows[$server]], $withMemory, true],
    ['wss', $tls, ['ssl_cafile' => $authority->file], false],
    ['wss, compressed', $tls + ['deflate' => []], ['ssl_cafile' => $authority->file] + $compressed, true],
];

/** @var array<string, Closure(Client, bool): void> $cases */
$cases = ['what was agreed on' => function (Client $client, bool $isCompressed) {
    check(isset($client->getHeaders()['sec-websocket-extensions']) === $isCompressed, 'compression was not agreed on as expected');
    check($client->getSubprotocol() === 'v1.chat', 'the subprotocol was not agreed on');
    $client->send('about me');
    $about = json_decode($client->receive()->data, true);
    check($about === ['path' => '/room?id=1', 'user' => 'anna', 'subprotocol' => 'v1.chat'], 'the server knows ' . json_encode($about));
}];
foreach (['random', 'lines'] as $kind) {
    foreach (SIZES as $seed => $size) {
        foreach ([true, false] as $isText) {
            $cases["$kind, " . ($isText ? 'text' : 'binary') . " of $size bytes"] = function (Client $client) use ($kind, $isText, $seed, $size) {
                $data = Sample::make($kind, $isText, $seed, $size);
                $client->send($data, $isText ? WEBSOCKET_OPCODE_TEXT : WEBSOCKET_OPCODE_BINARY);
                $frame = $client->receive();
                check($frame?->data === $data, 'other bytes came back');
                check($frame->opcode === ($isText ? 1 : 2), "it came back with opcode $frame->opcode");
            };
        }
    }
}
$cases += [
    'fragments sent' => function (Client $client) {
        $client->send('one ', flags: 0);
        $client->send('', WEBSOCKET_OPCODE_CONTINUATION, 0);
        $client->send('two', WEBSOCKET_OPCODE_CONTINUATION);
        check($client->receive()->data === 'one two', 'they were not joined');
    },
    'fragments received' => function (Client $client) {
        $client->send('in fragments');
        check($client->receive()->data === 'one two three', 'they were not joined');
    },
    'pings' => function (Client $client) {
        foreach (['', 'payload', random_bytes(125)] as $data) {
            check($client->ping($data), 'no pong came');
        }
    },
    'ping of the server' => function (Client $client, bool $isCompressed) {
        $client->send('ping me');
        // "ws" has told of the pongs of the case before, too.
        do {
            $frame = $client->receive();
            check($frame !== null, 'the server has not heard a pong');
        } while ($frame->data !== 'the pong came');
    },
    '2,000 messages' => function (Client $client) {
        for ($number = 0; $number < 2000; $number++) {
            $client->send("message $number");
        }
        for ($number = 0; $number < 2000; $number++) {
            check(($came = $client->receive()?->data) === "message $number", "'$came' came in the place of number $number");
        }
    },
    'close by the server' => function (Client $client) {
        $client->send('close me');
        try {
            $client->receive();
            check(false, 'nothing was thrown');
        } catch (Swoxide\WebSocket\Exception $exception) {
            check($exception->getCode() === 4000 && $client->getCloseReason() === 'as you asked', $exception->getMessage());
        }
    },
];

/**
 * What a client with callbacks hears until its connection ends: its status, what came for each of $messages, the code at its end.
 *
 * @param string[] $messages each is sent when the one before was answered
 */
function converse(Server $server, array $settings, string $path, array $messages): array
{
    $client = new Swoole\Http\Client('127.0.0.1', $server->port, isset($settings['ssl_cafile']));
    unset($settings['websocket_subprotocol']);
    $client->set($settings + ['socket_buffer_size' => 16 << 20]);
    $client->setHeaders(['X-User' => 'anna', 'Sec-WebSocket-Protocol' => 'v2.chat, v1.chat']);
    $heard = [];
    $say = function () use ($client, &$messages) {
        return $messages && $client->push(...array_shift($messages));
    };
    $client->on('message', function ($client, $frame) use (&$heard, $say) {
        $heard[] = $frame->data;
        $say() || $client->close();
    });
    $end = null;
    $client->on('close', function ($client) use (&$end) {
        $end = $client->errCode;
    });
    $status = null;
    $client->upgrade($path, function ($client) use (&$status, $say) {
        $status = $client->statusCode;
        $status === 101 && $say();
    });
    Swoole\Event::wait();
    return [$status, $heard, $end];
}

$failed = 0;
$judge = function (string $name, Closure $case) use (&$failed) {
    try {
        $case();
        echo "ok - $name\n";
    } catch (Throwable $throwable) {
        $failed++;
        echo "not ok - $name\n  ", get_class($throwable), ": {$throwable->getMessage()}\n";
    }
};
foreach ($servers as $name => $command) {
    foreach ($variants($name) as [$variant, $options, $settings, $isCompressed]) {
        $server = new Server($command, $options);
        $url = (isset($options['certificate']) ? 'wss' : 'ws') . "://127.0.0.1:$server->port";
        $settings += ['timeout' => TIME_LIMIT, 'package_max_length' => 16 << 20, 'websocket_subprotocol' => ['v2.chat', 'v1.chat']];
        $client = new Client("$url/room?id=1", $settings + ['headers' => ['X-User' => 'anna']]);
        foreach ($cases as $case => $run) {
            $judge("$name, $variant: $case", fn () => $run($client, $isCompressed));
        }
        $judge("$name, $variant: close by the client", function () use ($url, $settings) {
            $client = new Client($url, $settings);
            check($client->close(4001, 'enough'), 'the server has not answered');
            check($client->getCloseCode() === 4001, 'the server has answered with ' . $client->getCloseCode());
        });
        $judge("$name, $variant: an end without a word", function () use ($url, $settings) {
            $client = new Client($url, $settings);
            $client->send('abort');
            try {
                $client->receive();
                check(false, 'nothing was thrown');
            } catch (Swoxide\WebSocket\Exception $exception) {
                check($exception->getCode() === 1006, $exception->getMessage());
            }
        });
        $judge("$name, $variant: a refusal", function () use ($url, $settings) {
            try {
                new Client("$url/refuse", $settings);
                check(false, 'nothing was thrown');
            } catch (Swoxide\WebSocket\Exception $exception) {
                check($exception->getCode() === 403, $exception->getMessage());
            }
        });
        unset($client);
        $judge("$name, $variant: with callbacks", function () use ($server, $settings) {
            $messages = [];
            foreach (SIZES as $seed => $size) {
                foreach ([true, false] as $isText) {
                    $messages[] = [Sample::make('lines', $isText, $seed, $size), $isText ? WEBSOCKET_OPCODE_TEXT : WEBSOCKET_OPCODE_BINARY];
                }
            }
            $expected = [...array_column($messages, 0), 'one two three', 'the pong came'];
            array_push($messages, ['in fragments'], ['ping me'], ['close me']);
            [$status, $heard, $end] = converse($server, $settings, '/room?id=1', $messages);
            check($status === 101, "its status was $status");
            check($heard === $expected, 'other messages came back: ' . json_encode(array_map('strlen', $heard)));
            check($end === 4000, "it ended with $end");
        });
        $judge("$name, $variant: with callbacks, an end without a word", function () use ($server, $settings) {
            [$status, $heard, $end] = converse($server, $settings, '/', [['abort']]);
            check($status === 101 && $heard === [] && $end !== null, "status $status, end " . json_encode($end));
        });
        $judge("$name, $variant: with callbacks, a refusal", function () use ($server, $settings) {
            [$status] = converse($server, $settings, '/refuse', []);
            check($status === 403, "its status was $status");
        });
        unset($server);
    }
}

$content = Sample::make('random', false, 1, 3 << 20);
file_put_contents("$folder/sample", $content);
$files = proc_open(['setpriv', '--pdeathsig', 'KILL', $argv[1], '-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', $folder], [1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes);
preg_match('/port (\d+)/', fgets($pipes[1]), $match);
$judge('Python http.server: files', function () use ($match, $folder, $content) {
    $client = new Swoole\Http\Client('127.0.0.1', (int) $match[1]);
    $client->set(['timeout' => TIME_LIMIT, 'package_max_length' => 16 << 20]);
    $seen = [];
    $client->get('/sample', function ($client) use (&$seen, $content, $folder) {
        $seen[] = [$client->statusCode, $client->body === $content];
        $client->download('/sample', "$folder/copy", function ($client) use (&$seen, $content, $folder) {
            $seen[] = [$client->statusCode, file_get_contents("$folder/copy") === $content];
            $client->get('/nothing', function ($client) use (&$seen) {
                $seen[] = [$client->statusCode, $client->body !== ''];
            });
        });
    });
    Swoole\Event::wait();
    check($seen === [[200, true], [200, true], [404, true]], json_encode($seen));
});
proc_terminate($files, SIGKILL);
exit($failed ? 1 : 0);
