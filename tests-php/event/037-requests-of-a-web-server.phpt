--TEST--
In a web server, whose process has to go on, nothing is watched, put off or written: an exception, and nothing is left
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::start(<<<'PHP'
    $code = '[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        foreach ([
            fn () => Swoole\Event::add($here, fn () => null),
            fn () => Swoole\Event::write($here, "x"),
            fn () => Swoole\Event::defer(fn () => null),
        ] as $attempt) {
            try {
                $attempt();
            } catch (Swoole\Exception $exception) {
                echo get_class($exception), ": ", $exception->getMessage(), "\n";
            }
        }
        var_dump(Swoole\Event::cycle(null), Swoole\Event::cycle(fn () => print("never")), Swoole\Event::dispatch());
        Swoole\Event::wait();';
    file_put_contents(__DIR__ . '/request.php', "<?php $code");
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    $address = stream_socket_get_name($listener, false);
    fclose($listener);
    echo "$address\n";
    $settings = preg_split('/ +/', trim(getenv('TEST_PHP_EXTRA_ARGS') ?: '')) ?: [];
    $settings = array_map(fn ($word) => trim($word, "'\""), array_filter($settings));
    pcntl_exec(PHP_BINARY, [...$settings, '-S', $address, __DIR__ . '/request.php']);
    PHP);
$program->waitForOutput("\n");
$address = trim(strtok($program->output(), "\n"));
$ask = fn () => @file_get_contents("http://$address/");
$first = waitUntil($ask, 'the web server');
// Twice the same: the first request has left nothing behind.
echo $first, $ask() === $first ? 'the same again' : 'another answer', "\n";
?>
--EXPECT--
Swoole\Exception: Swoole\Event can only be used in PHP CLI mode
Swoole\Exception: Swoole\Event can only be used in PHP CLI mode
Swoole\Exception: Swoole\Event can only be used in PHP CLI mode
bool(false)
bool(true)
bool(false)
the same again
