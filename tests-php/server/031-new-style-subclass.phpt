--TEST--
A subclass that overrides methods with Swoole's types and return types loads and works
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    class NewServer extends Swoole\WebSocket\Server
    {
        public function __construct(string $host = '0.0.0.0', int $port = 0, int $mode = SWOOLE_BASE, int $sock_type = SWOOLE_SOCK_TCP)
        {
            parent::__construct($host, $port, $mode, $sock_type);
        }

        public function on(string $event_name, callable $callback): bool
        {
            return parent::on($event_name, $callback);
        }

        public function set(array $settings): bool
        {
            return parent::set($settings);
        }

        public function push(int $fd, Swoole\WebSocket\Frame|string $data, int $opcode = SWOOLE_WEBSOCKET_OPCODE_TEXT, int $flags = SWOOLE_WEBSOCKET_FLAG_FIN): bool
        {
            return parent::push($fd, is_string($data) ? "new: $data" : $data, $opcode, $flags);
        }

        public function exist(int $fd): bool
        {
            return parent::exist($fd);
        }

        public function isEstablished(int $fd): bool
        {
            return parent::isEstablished($fd);
        }

        public function disconnect(int $fd, int $code = SWOOLE_WEBSOCKET_CLOSE_NORMAL, string $reason = ''): bool
        {
            return parent::disconnect($fd, $code, $reason);
        }

        public function close(int $fd, bool $reset = false): bool
        {
            return parent::close($fd, $reset);
        }

        public function getClientInfo(int $fd, int $reactorId = -1, bool $ignoreError = false): array|false
        {
            return parent::getClientInfo($fd, $reactorId, $ignoreError);
        }

        public function getClientList(int $start_fd = 0, int $find_count = 10): array|false
        {
            return parent::getClientList($start_fd, $find_count);
        }

        public function start(): bool
        {
            return parent::start();
        }

        public function shutdown(): bool
        {
            return parent::shutdown();
        }

        public function stats(): array|false
        {
            return parent::stats();
        }
    }
    class NewResponse extends Swoole\Http\Response
    {
        public function header(string $key, string|array $value, bool $format = true): bool
        {
            return parent::header($key, $value, $format);
        }

        public function end(?string $content = null): bool
        {
            return parent::end($content);
        }

        public function status(int $http_code, string $reason = ''): bool
        {
            return parent::status($http_code, $reason);
        }
    }
    $server = new NewServer('127.0.0.1', 0);
    $server->on('message', function (NewServer $server, Swoole\WebSocket\Frame $frame): void {
        $server->push($frame->fd, $frame->data);
    });
    PHP);

echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n";
echo $server->stop(), "\n", $server->output(), $server->log();
?>
--EXPECT--
text: new: hello
0
