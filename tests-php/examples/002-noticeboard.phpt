--TEST--
The notice board: static page, JSON, upload and an internal TCP port of one program, and all browsers hear of each notice
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

/** Of each page the next message. */
function heard(array $pages): string
{
    $messages = array_map(fn ($page) => json_decode($page->receive()->payload, true), $pages);
    $same = count(array_unique(array_map(json_encode(...), $messages))) === 1;
    ['number' => $number, 'text' => $text, 'from' => $from] = $messages[0]['notice'];
    return ($same ? 'all' : 'not all') . " hear of $number, from $from: $text\n";
}

$folder = sys_get_temp_dir() . '/swoxide-noticeboard-' . getmypid();
$file = var_export(dirname(__DIR__, 2) . '/examples/noticeboard/server.php', true);
$image = base64_decode('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7');
$multipart = fn (string $content) => "--limit\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.gif\"\r\n"
    . "Content-Type: image/gif\r\n\r\n$content\r\n--limit--\r\n";
foreach (['base', 'process'] as $mode) {
    $server = Program::start("\$argv = ['', '127.0.0.1', '0', '0', '$folder', '$mode']; require $file;");
    $server->waitForOutput('takes lines on');
    preg_match('~http://127\.0\.0\.1:(\d+)/.* 127\.0\.0\.1:(\d+)~', $server->output(), $match);
    [, $port, $internal] = array_map(intval(...), $match);
    $http = new HttpClient($port);

    echo "$mode: ";
    foreach (['/', '/board.js', '/board.css', '/server.php', '/../server.php'] as $path) {
        $page = $http->get($path);
        echo "$page->status ", strtok($page->header('Content-Type') ?? '', ';'), ', ';
    }
    echo strlen($http->get('/')->body) === filesize(dirname(__DIR__, 2) . '/examples/noticeboard/public/index.html') ? "whole\n" : "not whole\n";

    $pages = array_map(fn () => new WebSocketClient($port), range(1, 8));
    foreach ($pages as $page) {
        $page->receive();
    }
    $post = fn (mixed $body) => (new HttpClient($port))->post('/notices', is_string($body) ? $body : json_encode($body));
    echo $post(['text' => 'Bring your own cups, 你好'])->status, ' ', heard($pages);
    foreach (['{', '{"text": 1}', '{"text": " "}', ['text' => str_repeat('x', 501)], ['text' => 'a', 'picture' => '../server.php']] as $bad) {
        $answer = $post($bad);
        echo "$answer->status $answer->body\n";
    }

    $upload = fn (string $content) => (new HttpClient($port))->post(
        '/pictures',
        $multipart($content),
        ['Content-Type: multipart/form-data; boundary=limit'],
    );
    $answer = $upload('no picture');
    echo "$answer->status $answer->body\n";
    $answer = $upload($image);
    $picture = json_decode($answer->body, true)['picture'];
    echo "$answer->status ", preg_replace('/[0-9a-f]{16}/', '<name>', $picture), "\n";
    echo $post(['text' => 'With a picture', 'picture' => $picture])->status, ' ', heard($pages);
    $answer = $http->get("/pictures/$picture");
    echo "$answer->status ", $answer->header('Content-Type'), ' ', $answer->body === $image ? 'the same' : 'another', "\n";
    echo $http->get('/pictures/0123456789abcdef.gif')->status, "\n";

    $house = new Connection($internal);
    $house->raw("The lift works again\n\nand so does ");
    echo heard($pages), $house->readThrough("\n"), $house->readThrough("\n");
    $house->raw("the bell\n");
    echo heard($pages), $house->readThrough("\n");

    $last = json_decode($http->get('/notices')->body, true);
    echo count($last), ' notices, the last: ', end($last)['text'], "\n";
    echo 'exit code ', $server->stop(), "\n", $server->log();
}
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
base: 200 text/html, 200 text/javascript, 200 text/css, 404 application/json, 404 application/json, whole
201 all hear of 1, from a visitor: Bring your own cups, 你好
400 {"error":"send {\"text\": \"...\", \"picture\": \"...\"} as JSON"}
400 {"error":"send {\"text\": \"...\", \"picture\": \"...\"} as JSON"}
422 {"error":"\"text\" must be some text in UTF-8"}
422 {"error":"\"text\" may have 500 characters"}
422 {"error":"there is no such \"picture\": POST it to /pictures first"}
415 {"error":"a picture is a PNG, JPEG, GIF or WebP"}
201 <name>.gif
201 all hear of 2, from a visitor: With a picture
200 image/gif the same
404
all hear of 3, from the house: The lift works again
notice 3
refused: "text" must be some text in UTF-8
all hear of 4, from the house: and so does the bell
notice 4
4 notices, the last: and so does the bell
exit code 0
process: 200 text/html, 200 text/javascript, 200 text/css, 404 application/json, 404 application/json, whole
201 all hear of 1, from a visitor: Bring your own cups, 你好
400 {"error":"send {\"text\": \"...\", \"picture\": \"...\"} as JSON"}
400 {"error":"send {\"text\": \"...\", \"picture\": \"...\"} as JSON"}
422 {"error":"\"text\" must be some text in UTF-8"}
422 {"error":"\"text\" may have 500 characters"}
422 {"error":"there is no such \"picture\": POST it to /pictures first"}
415 {"error":"a picture is a PNG, JPEG, GIF or WebP"}
201 <name>.gif
201 all hear of 2, from a visitor: With a picture
200 image/gif the same
404
all hear of 3, from the house: The lift works again
notice 3
refused: "text" must be some text in UTF-8
all hear of 4, from the house: and so does the bell
notice 4
4 notices, the last: and so does the bell
exit code 0
