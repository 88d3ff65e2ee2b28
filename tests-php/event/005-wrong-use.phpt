--TEST--
What can't be watched or written to is a warning that says why, and false; nothing changes
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

set_error_handler(function ($level, $message) { echo $message, "\n"; });
$say = fn (mixed $result) => print(var_export($result, true) . ', ' . swoole_last_error() . "\n");
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$nothing = fn () => null;

$say(Swoole\Event::add($here));
$say(Swoole\Event::add($here, $nothing, null, SWOOLE_EVENT_WRITE));
$say(Swoole\Event::add($here, $nothing, null, 4));
$say(Swoole\Event::add($here, $nothing, null, 0));
$say(Swoole\Event::isset($here));
$say(Swoole\Event::set($here, $nothing));
$say(Swoole\Event::del($here));
$say(is_int(Swoole\Event::add($here, $nothing)));
$say(Swoole\Event::add($here, $nothing));
$say(Swoole\Event::set($here, null, null, SWOOLE_EVENT_WRITE));
$say(Swoole\Event::isset($here, SWOOLE_EVENT_WRITE));
$say(Swoole\Event::isset($here, 3));
$say(Swoole\Event::write($here, ''));
Swoole\Event::del($here);

foreach ([fopen(__FILE__, 'r'), fopen('php://memory', 'r'), 'text', -1, 1.5, null, [], new stdClass, 100000] as $what) {
    $say(Swoole\Event::add($what, $nothing));
}
$closed = fopen('php://memory', 'r');
fclose($closed);
$say(Swoole\Event::add($closed, $nothing));
$say(Swoole\Event::write($closed, 'x'));
$say(Swoole\Event::write(100000, 'x'));
$say(Swoole\Event::del($closed));

catching(fn () => Swoole\Event::add($here, 'no such function'));
catching(fn () => Swoole\Event::add($here, null, [$here, 'method']));
catching(fn () => Swoole\Event::defer(5));
catching(fn () => Swoole\Event::cycle('no such function'));
catching(fn () => Swoole\Event::write($here));
catching(fn () => new Swoole\Event);
$say(Swoole\Event::cycle(null));
// Nothing to wait for.
$say(Swoole\Event::dispatch());
$say(Swoole\Event::wait());
Swoole\Event::exit();
?>
--EXPECTF--
Swoole\Event::add(): fd %d has no read callback, which SWOOLE_EVENT_READ needs
false, 503
Swoole\Event::add(): fd %d has no write callback, which SWOOLE_EVENT_WRITE needs
false, 503
Swoole\Event::add(): $events [4] is not known: use SWOOLE_EVENT_READ (512), SWOOLE_EVENT_WRITE (1024) or both, or-ed
false, 503
Swoole\Event::add(): $events [0] is not known: use SWOOLE_EVENT_READ (512), SWOOLE_EVENT_WRITE (1024) or both, or-ed
false, 503
false, 503
Swoole\Event::set(): fd %d is not watched: Swoole\Event::add() comes first
false, 503
Swoole\Event::del(): fd %d is not watched: Swoole\Event::add() comes first
false, 503
true, 503
Swoole\Event::add(): fd %d is watched already: Swoole\Event::set() changes its callbacks
false, 503
Swoole\Event::set(): fd %d has no write callback, which SWOOLE_EVENT_WRITE needs
false, 503
false, 503
Swoole\Event::isset(): $events [3] is not known: use SWOOLE_EVENT_READ (512), SWOOLE_EVENT_WRITE (1024) or both, or-ed
false, 503
Swoole\Event::write(): the data to write is empty
false, 503
Swoole\Event::add(): fd %d is always ready, as regular files are: there is nothing to wait for, read and write it as it is
false, 1
Swoole\Event::add(): there is no descriptor in what was given (resource): %s
false, 503
Swoole\Event::add(): there is no descriptor in what was given (string): %s
false, 503
Swoole\Event::add(): there is no descriptor in what was given (int): %s
false, 503
Swoole\Event::add(): there is no descriptor in what was given (float): %s
false, 503
Swoole\Event::add(): there is no descriptor in what was given (null): %s
false, 503
Swoole\Event::add(): there is no descriptor in what was given (array): %s
false, 503
Swoole\Event::add(): there is no descriptor in what was given (stdClass): %s
false, 503
Swoole\Event::add(): fd 100000 can't be used, Error: Bad file descriptor[9]
false, 9
Swoole\Event::add(): there is no descriptor in what was given (resource): %s
false, 503
Swoole\Event::write(): there is no descriptor in what was given (resource): %s
false, 503
Swoole\Event::write(): fd 100000 can't be used, Error: Bad file descriptor[9]
false, 9
Swoole\Event::del(): what was given (resource) is not watched: Swoole\Event::add() comes first
false, 503
TypeError(0): Swoole\Event::add(): Argument #2 ($read_callback) must be a valid callback or null, function "no such function" not found or invalid function name
TypeError(0): Swoole\Event::add(): Argument #3 ($write_callback) must be a valid callback or null, %s
TypeError(0): Swoole\Event::defer(): Argument #1 ($callback) must be a valid callback, no array or string given
TypeError(0): Swoole\Event::cycle(): Argument #1 ($callback) must be a valid callback or null, function "no such function" not found or invalid function name
ArgumentCountError(0): Swoole\Event::write() expects exactly 2 arguments, 1 given
Error(0): The object of Swoole\Event can not be created for security reasons
false, 503
false, 503
NULL, 503
