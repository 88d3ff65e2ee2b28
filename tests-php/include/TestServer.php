<?php

/** A server program that is ready: it has announced its port, and clients may connect. */
final class TestServer extends Program
{
    public readonly int $port;
    /** @var int[] the numbers of all ports, by their place in $server->ports */
    public readonly array $ports;

    /**
     * Runs a server that $text sets up in $server, on a port of 127.0.0.1 that the system chooses; this class starts it.
     * WebSocketServer and HttpServer, for short, are the classes to use.
     */
    public static function run(string $text, array $settings = [], float $seconds = TIME_LIMIT): static
    {
        return self::script($text . "\n\$server->on('start', ready(...));\n\$server->start();\n", $settings);
    }

    /** Runs a whole program, which calls start() itself and ready($server) in its onStart. */
    public static function script(string $text, array $settings = []): static
    {
        $server = self::start('require ' . var_export(__DIR__ . '/ready.php', true) . "; $text", $settings);
        $server->ports = array_map('intval', explode(' ', $server->announcement()));
        $server->port = $server->ports[0];
        return $server;
    }

    /** Runs a program file as it stands (but for the combination), which is ready when something listens on $port. */
    public static function file(string $file, int $port): static
    {
        if (Combination::isOneProcess()) {
            $server = new self($file);
        } else {
            $server = self::start(preg_replace('/^<\?php/', '', file_get_contents($file)));
        }
        $server->waitFor(fn () => Network::isListening($port), "something to listen on port $port", TIME_LIMIT);
        $server->port = $port;
        return $server;
    }
}
