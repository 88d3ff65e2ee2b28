<?php

/**
 * Clients in a process of their own that send numbered messages all the time, and check what is answered: each answer once
 * and in order. The server answers "<pid> <message>".
 *
 *     $load = new Load($server->port, clients: 8);
 *     $load->await(1000);               // so many more answers
 *     print_r($load->end());            // what it came to
 */
final class Load
{
    /** How long nothing may come before a client that lost an answer goes on. */
    private const PATIENCE = 0.5;

    private int $pid;
    /** @var resource */
    private $pipe;

    /**
     * @param int $clients WebSockets, each with up to $depth messages under way
     * @param bool $returns whether a client that the server drops connects again
     */
    public function __construct(int $port, int $clients = 8, int $depth = 4, bool $returns = false, int $size = 0)
    {
        [$this->pipe, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $this->pid = pcntl_fork();
        if ($this->pid === 0) {
            fclose($this->pipe);
            try {
                self::work($theirs, $port, $clients, $depth, $returns, $size);
            } catch (Throwable $throwable) {
                fwrite($theirs, json_encode(['failed' => $throwable->getMessage()]) . "\n");
            }
            // Nothing of the test's own end is to run here.
            posix_kill(getmypid(), SIGKILL);
        }
        fclose($theirs);
        stream_set_timeout($this->pipe, 20);
        $this->await(1);
    }

    /** Waits for so many more answers, and that every client has had one. */
    public function await(int $answers): void
    {
        fwrite($this->pipe, "await $answers\n");
        $this->read();
    }

    /**
     * Ends the load: what is under way is waited for.
     *
     * @return array{answered: int, missing: int, wrong: int, dropped: int, workers: int}
     */
    public function end(): array
    {
        fwrite($this->pipe, "end\n");
        return $this->read();
    }

    /** As end(), in one line: how many answers are missing or came out of order or twice, how many clients were dropped. */
    public function verdict(): string
    {
        ['missing' => $missing, 'wrong' => $wrong, 'dropped' => $dropped] = $this->end();
        return "$missing missing, $wrong wrong, $dropped dropped";
    }

    public function __destruct()
    {
        posix_kill($this->pid, SIGKILL);
        pcntl_waitpid($this->pid, $status);
    }

    private function read(): array
    {
        $line = fgets($this->pipe);
        if ($line === false) {
            throw new RuntimeException('the load says nothing');
        }
        $said = json_decode($line, true);
        return isset($said['failed']) ? throw new RuntimeException("the load failed: {$said['failed']}") : $said;
    }

    private static function work($pipe, int $port, int $count, int $depth, bool $returns, int $size): void
    {
        $padding = str_repeat('.', $size);
        $connect = function () use ($port) {
            $client = new class {
                public $socket;
                public string $in = '';
                public int $sent = 0;
                public int $settled = 0;
                public int $answered = 0;
                public float $heard = 0;
            };
            $client->socket = stream_socket_client("tcp://127.0.0.1:$port", $code, $message, 10)
                ?: throw new RuntimeException("can't connect: $message");
            stream_set_timeout($client->socket, 10);
            fwrite($client->socket, WebSocketClient::handshake());
            $head = '';
            while (!str_contains($head, "\r\n\r\n")) {
                $line = fgets($client->socket);
                if ($line === false) {
                    return null;
                }
                $head .= $line;
            }
            stream_set_blocking($client->socket, false);
            $client->heard = microtime(true);
            return $client;
        };
        $clients = [];
        for ($number = 0; $number < $count; $number++) {
            $clients[$number] = $connect() ?? throw new RuntimeException('a handshake was not answered');
        }
        $result = ['answered' => 0, 'missing' => 0, 'wrong' => 0, 'dropped' => 0, 'workers' => 0];
        $workers = [];
        $target = null;
        $ending = null;
        while (true) {
            $now = microtime(true);
            foreach ($clients as $client) {
                // Who lost an answer goes on after a while.
                $extra = $now - $client->heard > self::PATIENCE ? 1 : 0;
                if (!$ending && $client->sent - $client->settled < $depth + $extra) {
                    $frames = '';
                    while ($client->sent - $client->settled < $depth + $extra) {
                        $frames .= WebSocketClient::frame(++$client->sent . $padding);
                    }
                    if ($extra) {
                        $client->heard = $now;
                    }
                    for ($left = 20; $frames !== '' && $left > 0 && ($written = @fwrite($client->socket, $frames)) !== false; $left--) {
                        $frames = substr($frames, $written);
                    }
                }
            }
            $pending = array_filter($clients, fn ($client) => $client->sent > $client->settled);
            if ($ending && (!$pending || $now > $ending)) {
                foreach ($clients as $client) {
                    $result['missing'] += $client->sent - $client->settled;
                }
                $result['workers'] = count($workers);
                fwrite($pipe, json_encode($result) . "\n");
                return;
            }
            if ($target !== null && $result['answered'] >= $target
                && !array_filter($clients, fn ($client) => $client->answered === 0)) {
                $target = null;
                fwrite($pipe, json_encode($result) . "\n");
            }
            $read = array_map(fn ($client) => $client->socket, $clients) + ['pipe' => $pipe];
            $none = null;
            if (!@stream_select($read, $none, $none, 0, 50000)) {
                continue;
            }
            foreach ($read as $key => $socket) {
                if ($key === 'pipe') {
                    $words = explode(' ', trim((string) fgets($pipe)));
                    match ($words[0]) {
                        'await' => $target = $result['answered'] + (int) $words[1],
                        'end' => $ending = microtime(true) + 5,
                        default => posix_kill(getmypid(), SIGKILL),
                    };
                    continue;
                }
                $client = $clients[$key];
                $bytes = @fread($socket, 65536);
                if ($bytes === '' || $bytes === false) {
                    if ($bytes === false || feof($socket)) {
                        $result['dropped']++;
                        // What was under way is lost with the connection.
                        unset($clients[$key]);
                        if ($returns && !$ending && $fresh = $connect()) {
                            $clients[$key] = $fresh;
                        }
                    }
                    continue;
                }
                $client->in .= $bytes;
                while (($length = strlen($client->in)) >= 2) {
                    $size7 = ord($client->in[1]);
                    [$head, $size] = match (true) {
                        $size7 < 126 => [2, $size7],
                        $length < 10 => [10, 0],
                        $size7 === 126 => [4, unpack('n', $client->in, 2)[1]],
                        default => [10, unpack('J', $client->in, 2)[1]],
                    };
                    if ($length < $head + $size) {
                        break;
                    }
                    $opcode = ord($client->in[0]) & 15;
                    $payload = substr($client->in, $head, $size);
                    $client->in = substr($client->in, $head + $size);
                    if ($opcode !== 1) {
                        continue;
                    }
                    [$worker, $number] = explode(' ', rtrim($payload, '.')) + [1 => '0'];
                    $workers[$worker] = true;
                    $number = (int) $number;
                    $client->heard = microtime(true);
                    $client->answered++;
                    $result['answered']++;
                    if ($number <= $client->settled || $number > $client->sent) {
                        $result['wrong']++;
                    } else {
                        $result['missing'] += $number - $client->settled - 1;
                        $client->settled = $number;
                    }
                }
            }
        }
    }
}
