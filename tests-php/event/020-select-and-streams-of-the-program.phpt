--TEST--
A stream of the program's that changes the array while swoole_select() asks for its descriptor changes nothing of what is waited for
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

class Stream
{
    public static $base;
    public static ?Closure $meanwhile = null;
    public $context;

    public function stream_open(): bool { return true; }
    public function stream_set_option(): bool { return false; }
    public function stream_cast()
    {
        (self::$meanwhile)();
        return self::$base;
    }
}
stream_wrapper_register('program', Stream::class);

$pairs = [];
$pair = function () use (&$pairs) {
    return $pairs[] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
};
[Stream::$base, $other] = $pair();
fwrite($other, 'x');
// The memory of the array, and of what was in it, is somebody else's then.
$taken = [];
$take = function () use (&$taken) {
    for ($i = 0; $i < 100; $i++) {
        $taken[] = [str_repeat('A', 56), 1, 2, 3, 4, 5, 6, 7];
    }
};
foreach (['the array', 'its element', 'the other array'] as $what) {
    $stream = fopen('program://', 'r+');
    $read = ['stream' => &$stream];
    for ($i = 0; $i < 7; $i++) {
        $read["$i of " . getmypid()] = $pair()[0];
    }
    $write = [$pair()[0]];
    $except = null;
    Stream::$meanwhile = function () use (&$read, &$write, &$stream, $what, $take) {
        match ($what) {
            'the array' => $read = [],
            'its element' => $stream = null,
            'the other array' => $write = null,
        };
        $take();
    };
    echo "$what: ", swoole_select($read, $write, $except, 0.0), ': ', json_encode([array_keys($read), array_keys($write)]), "\n";
    unset($stream);
}
?>
--EXPECT--
the array: 2: [["stream"],[0]]
its element: 2: [["stream"],[0]]
the other array: 2: [["stream"],[0]]
