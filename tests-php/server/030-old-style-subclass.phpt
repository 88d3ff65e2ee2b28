--TEST--
A subclass that overrides methods without types, as old programs do, loads and works
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    error_reporting(E_ALL);
    class OldServer extends swoole_websocket_server
    {
        public function on($event, $callback)
        {
            return parent::on($event, $callback);
        }

        public function set($settings)
        {
            return parent::set($settings);
        }

        public function push($fd, $data, $opcode = 1, $finish = true)
        {
            return parent::push($fd, "old: $data", $opcode, $finish);
        }

        public function exist($fd)
        {
            return parent::exist($fd);
        }

        public function close($fd, $reset = false)
        {
            return parent::close($fd, $reset);
        }

        public function start()
        {
            return parent::start();
        }

        public function shutdown()
        {
            return parent::shutdown();
        }
    }
    class OldFrame extends swoole_websocket_frame
    {
    }
    $server = new OldServer('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, $frame->data);
    });
    PHP);

echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n";
echo $server->stop(), "\n", $server->output(), $server->log();
?>
--EXPECT--
text: old: hello
0
