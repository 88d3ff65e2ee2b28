<?php

namespace Swoole\Connection;

/**
 * The connections of a server, as `$server->connections`, or of one of its ports, as `$port->connections`: to count, to look
 * up by fd and to loop over.
 *
 * The connections of a {@see \Swoole\WebSocket\Server}, and of a port that speaks WebSocket, are its WebSocket users, handshake
 * done and not yet closing. Those of another server or port are all that are open.
 *
 *     count($server->connections);           // how many
 *     isset($server->connections[$fd]);      // is it there
 *     $server->connections[$fd];             // what getClientInfo($fd) says
 *     foreach ($server->connections as $fd)  // each fd, in no particular order
 *
 * Loops may be nested, and connections may come and go meanwhile: one that has ended is left out, one that was there
 * all the time is seen once. Before the start there are none.
 *
 * It comes with its server; one made with `new` is of no use. Also known as `swoole_connection_iterator`.
 *
 * @implements \Iterator<int, int>
 * @implements \ArrayAccess<int, array<string, mixed>|false>
 */
class Iterator implements \Iterator, \ArrayAccess, \Countable
{
    /**
     * Begins again with the first connection.
     *
     * @return void
     */
    public function rewind(): void
    {
    }

    /**
     * Goes on to the next connection.
     *
     * @return void
     */
    public function next(): void
    {
    }

    /**
     * The connection that the loop stands at.
     *
     * @return int|false Its fd; false when the loop is over.
     */
    public function current(): mixed
    {
    }

    /**
     * Where the loop stands.
     *
     * @return int 1 at the first connection, 2 at the second, and so on.
     */
    public function key(): mixed
    {
    }

    /**
     * Whether the loop stands at a connection.
     *
     * @return bool False after the last one.
     */
    public function valid(): bool
    {
    }

    /**
     * How many connections there are.
     *
     * @return int 0 before the start.
     */
    public function count(): int
    {
    }

    /**
     * Whether a connection is there, for `isset($server->connections[$fd])`.
     *
     * @param mixed $fd The connection.
     *
     * @return bool False when it has ended or never was; on a WebSocket server also for plain HTTP connections.
     */
    public function offsetExists(mixed $fd): bool
    {
    }

    /**
     * What is known about a connection, for `$server->connections[$fd]`.
     *
     * @param mixed $fd The connection.
     *
     * @return array<string, mixed>|false As {@see \Swoole\Server::getClientInfo()}; false for those that `isset()` denies.
     */
    public function offsetGet(mixed $fd): mixed
    {
    }

    /**
     * Does nothing: connections can't be put into the list.
     *
     * @param mixed $fd    The connection.
     * @param mixed $value Not used.
     *
     * @return void
     */
    public function offsetSet(mixed $fd, mixed $value): void
    {
    }

    /**
     * Does nothing: connections can't be taken out of the list; {@see \Swoole\Server::close()} ends one.
     *
     * @param mixed $fd The connection.
     *
     * @return void
     */
    public function offsetUnset(mixed $fd): void
    {
    }
}
