<?php

/*
 * A bridge, in one file:   php server.php [host] [port] [upstream host] [upstream port] [upstream path]
 *
 * Browsers talk to this server, and each of its two workers has one WebSocket to another one, the upstream server: what a browser
 * says goes there, and what comes from there goes to all browsers of that worker. So thousands of browsers cost the upstream
 * server two connections. When it is away, browsers are told ({"bridge": "away"}), and the workers try again, after a second,
 * then two, and so on up to 30.
 *
 * Without an upstream of yours, try it with the document's first example, which answers all that it hears:
 *
 *     php ../document/1-echo.php      and then      php server.php 127.0.0.1 9502 127.0.0.1 9501
 */

declare(strict_types=1);

use Swoole\Http\Client;
use Swoole\Timer;
use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Server;

/** A worker's WebSocket to the upstream server, which comes back when it was lost. */
final class Upstream
{
    private const LONGEST_PAUSE = 30;

    private ?Client $client = null;
    private int $pause = 1;
    private bool $isWanted = true;

    /**
     * @param Closure(string, int): void $onMessage what came, and its opcode
     * @param Closure(bool): void        $onChange  whether it is there, each time that this changes
     */
    public function __construct(
        private readonly string $host,
        private readonly int $port,
        private readonly string $path,
        private readonly Closure $onMessage,
        private readonly Closure $onChange,
    ) {
        $this->connect();
    }

    public function isOpen(): bool
    {
        return $this->client !== null;
    }

    /** False if it is away, or does not take so much. */
    public function push(string $data, int $opcode): bool
    {
        return $this->client?->push($data, $opcode) ?? false;
    }

    /** Ends it for good. */
    public function close(): void
    {
        $this->isWanted = false;
        $this->client?->close();
    }

    private function connect(): void
    {
        if (!$this->isWanted) {
            return;
        }
        $client = new Client($this->host, $this->port);
        $client->set(['timeout' => 5]);
        $client->on('message', fn (Client $client, Frame $frame) => ($this->onMessage)($frame->data, $frame->opcode));
        $client->on('close', function () {
            if ($this->client !== null) {
                $this->client = null;
                ($this->onChange)(false);
                $this->tryAgain();
            }
        });
        $hasBegun = $client->upgrade($this->path, function (Client $client) {
            if ($client->statusCode !== 101) {
                echo "no upstream: {$client->statusCode} {$client->errMsg}\n";
                $client->close();
                $this->tryAgain();
                return;
            }
            $this->client = $client;
            $this->pause = 1;
            ($this->onChange)(true);
        });
        $hasBegun || $this->tryAgain();
    }

    private function tryAgain(): void
    {
        Timer::after($this->pause * 1000, fn () => $this->connect());
        $this->pause = min($this->pause * 2, self::LONGEST_PAUSE);
    }
}

/** One worker's side of the bridge. */
final class Bridge
{
    /** @var array<int, true> the browsers of this worker, by their numbers */
    private array $browsers = [];

    private readonly Upstream $upstream;

    public function __construct(private readonly Server $server, string $host, int $port, string $path)
    {
        $this->upstream = new Upstream($host, $port, $path, $this->tell(...), function (bool $isThere) {
            echo "worker {$this->server->worker_id}: upstream ", $isThere ? 'there' : 'away', "\n";
            $this->tell($this->state($isThere));
        });
    }

    public function enter(int $fd): void
    {
        $this->browsers[$fd] = true;
        $this->server->push($fd, $this->state($this->upstream->isOpen()));
    }

    public function leave(int $fd): void
    {
        unset($this->browsers[$fd]);
    }

    public function hear(Frame $frame): void
    {
        if (!$this->upstream->push($frame->data, $frame->opcode)) {
            $this->server->push($frame->fd, $this->state(false));
        }
    }

    public function close(): void
    {
        $this->upstream->close();
    }

    private function tell(string $data, int $opcode = WEBSOCKET_OPCODE_TEXT): void
    {
        foreach ($this->browsers as $fd => $_) {
            $this->server->push($fd, $data, $opcode);
        }
    }

    private function state(bool $isThere): string
    {
        return json_encode(['bridge' => $isThere ? 'there' : 'away']);
    }
}

[, $host, $port, $upstreamHost, $upstreamPort, $path] = $argv + ['', '127.0.0.1', '9502', '127.0.0.1', '9501', '/'];

$server = new Server($host, (int) $port, SWOOLE_BASE);
$server->set(['worker_num' => 2]);

$bridge = null;
$server->on('start', fn (Server $server) => print("bridges ws://{$server->host}:{$server->port}/ to ws://$upstreamHost:$upstreamPort$path\n"));
$server->on('workerStart', function (Server $server) use (&$bridge, $upstreamHost, $upstreamPort, $path) {
    $bridge = new Bridge($server, $upstreamHost, (int) $upstreamPort, $path);
});
$server->on('workerStop', function () use (&$bridge) {
    $bridge->close();
});
$server->on('open', function (Server $server, $request) use (&$bridge) {
    $bridge->enter($request->fd);
});
$server->on('message', function (Server $server, Frame $frame) use (&$bridge) {
    $bridge->hear($frame);
});
$server->on('close', function (Server $server, int $fd) use (&$bridge) {
    $bridge->leave($fd);
});
$server->start();
