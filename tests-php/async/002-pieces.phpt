--TEST--
read() gives a file piece by piece as long as the callback says true, and write() puts bytes where they belong
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$file = folder(['file' => 'abcdefghij']) . '/file';
$pieces = function (mixed $goesOn, mixed ...$more) use ($file): string {
    $pieces = [];
    Swoole\Async::read($file, function (string $name, string $piece) use (&$pieces, $goesOn, $file) {
        $pieces[] = $name === $file ? $piece : "of $name";
        return $goesOn;
    }, ...$more);
    Swoole\Event::wait();
    return json_encode($pieces);
};
echo $pieces(true), ' ', $pieces(true, 4), ' ', $pieces(true, 5, 3), ' ', $pieces(true, 100, 10), ' ', $pieces(true, 100, 1000), "\n";
echo $pieces(false, 4), ' ', $pieces(null, 4), ' ', $pieces(1, 8), "\n";

$lengths = [];
$note = function (string $name, int $length) use (&$lengths) { $lengths[] = $length; };
Swoole\Async::write($file, 'XY', 2, $note);
Swoole\Async::write($file, 'end', -1, $note);
Swoole\Async::write($file, 'Z', 0);
Swoole\Async::write($file, '!', callback: $note);
Swoole\Event::wait();
echo file_get_contents($file), ' ', json_encode($lengths), "\n";
// Far more than one piece, compared whole.
file_put_contents($file, $content = random_bytes(5_000_000));
$read = '';
Swoole\Async::read($file, function ($name, $piece) use (&$read) {
    $read .= $piece;
    return true;
});
Swoole\Event::wait();
var_dump($read === $content);
?>
--EXPECT--
["abcdefghij",""] ["abcd","efgh","ij",""] ["defgh","ij",""] [""] [""]
["abcd"] ["abcd"] ["abcdefgh","ij",""]
ZbXYefghijend! [2,3,1]
bool(true)
