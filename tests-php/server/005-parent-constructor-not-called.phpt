--TEST--
A subclass that forgets its parent's constructor is told so
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::run(<<<'PHP'
    class Forgetful extends Swoole\WebSocket\Server
    {
        public function __construct()
        {
        }
    }
    $server = new Forgetful;
    $server->on('message', fn () => null);
    echo "never reached\n";
    PHP);
echo $program->output(), $program->exitCode(), "\n";
?>
--EXPECTF--
%AInvalid instance of Forgetful%A
255
