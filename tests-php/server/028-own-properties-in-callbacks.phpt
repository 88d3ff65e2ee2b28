--TEST--
A program's own properties and properties of a subclass are there in the callbacks
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    class Game extends swoole_websocket_server
    {
        protected int $messages = 0;

        public function __construct(string $host, int $port)
        {
            parent::__construct($host, $port);
            $this->on('message', [$this, 'message']);
        }

        public function message(self $server, swoole_websocket_frame $frame): void
        {
            $this->messages++;
            $same = $server === $this ? 'same object' : 'another object';
            $this->push($frame->fd, "$server->greeting $frame->data, message $this->messages, $same");
        }
    }
    $server = new Game('127.0.0.1', 0);
    $server->greeting = 'hello';
    PHP);

$client = new WebSocketClient($server->port);
echo $client->text('anna')->receive(), "\n", $client->text('bert')->receive(), "\n", $server->output();
?>
--EXPECT--
text: hello anna, message 1, same object
text: hello bert, message 2, same object
