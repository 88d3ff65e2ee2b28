<?php

/** Sends datagrams to a server, and receives what comes back. */
final class DatagramClient
{
    private Socket $socket;
    private ?string $path = null;

    /** @param int|string $to a port of $host, or the path of a Unix socket */
    public function __construct(private int|string $to, private string $host = '127.0.0.1')
    {
        $family = is_string($to) ? AF_UNIX : (str_contains($host, ':') ? AF_INET6 : AF_INET);
        $this->socket = socket_create($family, SOCK_DGRAM, 0);
        socket_set_option($this->socket, SOL_SOCKET, SO_RCVTIMEO, ['sec' => (int) TIME_LIMIT, 'usec' => 0]);
        if (is_string($to)) {
            $this->path = socketPath();
            socket_bind($this->socket, $this->path);
        } else {
            socket_bind($this->socket, $host);
        }
    }

    /** Where it can be answered: its port, or its path. */
    public function address(): int|string
    {
        socket_getsockname($this->socket, $address, $port);
        return $this->path ?? $port;
    }

    public function send(string $data): static
    {
        $to = is_string($this->to) ? [$this->to, 0] : [$this->host, $this->to];
        if (socket_sendto($this->socket, $data, strlen($data), 0, ...$to) !== strlen($data)) {
            throw new RuntimeException('a datagram could not be sent');
        }
        return $this;
    }

    public function receive(): string
    {
        if (@socket_recvfrom($this->socket, $data, 1 << 18, 0, $from, $port) === false) {
            throw new RuntimeException('no datagram came from the server for ' . TIME_LIMIT . ' s');
        }
        return $data;
    }

    /** What comes back to $data. */
    public function ask(string $data): string
    {
        return $this->send($data)->receive();
    }
}
