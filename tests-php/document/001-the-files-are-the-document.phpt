--TEST--
examples/document holds the document's three programs, with <?php in front and otherwise unchanged
--SKIPIF--
<?php if (!is_file(__DIR__ . '/../../../shared/reference/websocket-doc.md')) echo 'skip the document is not here'; ?>
--FILE--
<?php
$document = file_get_contents(__DIR__ . '/../../../shared/reference/websocket-doc.md');
preg_match_all('/^```php\n(.*?)^```$/ms', $document, $blocks);

foreach (['1-echo', '2-request-procedural', '3-request-object'] as $index => $name) {
    $file = file_get_contents(__DIR__ . "/../../examples/document/$name.php");
    echo "$name: ", $file === "<?php\n" . $blocks[1][$index] ? 'equal' : 'different', "\n";
}
echo count($blocks[1]), " programs\n";
?>
--EXPECT--
1-echo: equal
2-request-procedural: equal
3-request-object: equal
3 programs
