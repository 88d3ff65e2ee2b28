<?php

/*
 * A notice board, in one file:   php server.php [host] [port] [internal port] [folder for pictures] [base or process]
 *
 * One server with two ports and four kinds of clients:
 *
 *     browsers      get the page (public/, served without PHP) and its pictures, and hear of each notice by WebSocket
 *     programs      POST /notices {"text": "...", "picture": "..."} as JSON: all browsers are told at once
 *     forms         POST /pictures with a file: the answer says what to give as "picture"
 *     your backend  connects to the internal port, on this machine alone: each line is a notice
 *                   (echo 'The lift works again' | nc -N 127.0.0.1 9502)
 *
 * GET /notices gives the last ones. What each WebSocket message is: {type: "notices", notices} at the start,
 * {type: "notice", notice} for each that comes.
 */

declare(strict_types=1);

use Swoole\Atomic;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\Table;
use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Server;

/** What cannot be done as it was asked for; the message is for whoever asked, the code an HTTP status. */
final class Refusal extends RuntimeException
{
}

final class Board
{
    public const TEXT_LIMIT = 500;
    private const KEPT = 50;
    private const KINDS = ['image/png' => 'png', 'image/jpeg' => 'jpg', 'image/gif' => 'gif', 'image/webp' => 'webp'];

    /** The last notices, in rows that go round. All workers share them, so they are made before the start. */
    private readonly Table $notices;

    private readonly Atomic $count;

    public function __construct(private readonly Server $server, private readonly string $pictures)
    {
        $this->notices = new Table(self::KEPT * 2);
        $this->notices->column('json', Table::TYPE_STRING, 4096);
        $this->notices->create();
        $this->count = new Atomic();
    }

    /** Puts a notice up and tells all browsers, whichever worker has them. Gives the notice as they get it. */
    public function post(string $text, string $from, ?string $picture = null): array
    {
        $text = trim($text);
        if ($text === '' || !preg_match('//u', $text)) {
            throw new Refusal('"text" must be some text in UTF-8', 422);
        }
        if (preg_match_all('/./su', $text) > self::TEXT_LIMIT) {
            throw new Refusal('"text" may have ' . self::TEXT_LIMIT . ' characters', 422);
        }
        if ($picture !== null && $this->fileOf($picture) === null) {
            throw new Refusal('there is no such "picture": POST it to /pictures first', 422);
        }
        $number = $this->count->add();
        $notice = ['number' => $number, 'text' => $text, 'from' => $from, 'picture' => $picture, 'at' => time()];
        $json = json_encode($notice, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        $this->notices->set((string) ($number % self::KEPT), ['json' => $json]);
        // One string for all of them: the server builds one frame, however many get it.
        $message = "{\"type\":\"notice\",\"notice\":{$json}}";
        foreach ($this->server->connections as $fd) {
            $this->server->push($fd, $message);
        }

        return $notice;
    }

    /** @return list<array<string, mixed>> the last notices, oldest first */
    public function last(): array
    {
        $notices = [];
        foreach ($this->notices as $row) {
            $notices[] = json_decode($row['json'], true);
        }
        usort($notices, fn (array $one, array $other) => $one['number'] <=> $other['number']);

        return $notices;
    }

    /** Keeps an uploaded picture and gives the name to call it by. What it is says its content, not its sender. */
    public function keep(?array $file): string
    {
        if (($file['error'] ?? UPLOAD_ERR_NO_FILE) !== UPLOAD_ERR_OK) {
            throw new Refusal('send one file, in the field "picture"', 422);
        }
        $kind = self::KINDS[@getimagesize($file['tmp_name'])['mime'] ?? ''] ?? null;
        if ($kind === null) {
            throw new Refusal('a picture is a PNG, JPEG, GIF or WebP', 415);
        }
        $name = bin2hex(random_bytes(8)) . ".{$kind}";
        if (!move_uploaded_file($file['tmp_name'], "{$this->pictures}/{$name}")) {
            throw new Refusal('the picture cannot be kept', 500);
        }

        return $name;
    }

    /** The file of a picture that was kept; null if there is none of that name. */
    public function fileOf(string $name): ?string
    {
        $file = "{$this->pictures}/{$name}";

        return preg_match('/^[0-9a-f]{16}\.(png|jpg|gif|webp)$/D', $name) && is_file($file) ? $file : null;
    }
}

/** Answers with a value as JSON. */
function answer(Response $response, mixed $value, int $status = 200): void
{
    $response->status($status);
    $response->header('Content-Type', 'application/json');
    $response->end(json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
}

$pictures = $argv[4] ?? sys_get_temp_dir() . '/noticeboard';
if (!is_dir($pictures) && !mkdir($pictures, 0o755, true)) {
    fwrite(STDERR, "The board cannot start: there is no folder {$pictures}, and none can be made there\n");
    exit(1);
}
try {
    $mode = ($argv[5] ?? 'base') === 'process' ? SWOOLE_PROCESS : SWOOLE_BASE;
    $server = new Server($argv[1] ?? '127.0.0.1', (int) ($argv[2] ?? 9501), $mode);
    $internal = $server->listen('127.0.0.1', (int) ($argv[3] ?? 9502), SWOOLE_SOCK_TCP);
} catch (Swoole\Exception $exception) {
    fwrite(STDERR, "The board cannot start: {$exception->getMessage()}\n");
    exit(1);
}
if ($internal === false) {
    fwrite(STDERR, "The board cannot start: the internal port is taken\n");
    exit(1);
}
$server->set([
    'worker_num' => 2,
    'document_root' => __DIR__ . '/public',
    'enable_static_handler' => true,
    'http_index_files' => ['index.html'],
    'package_max_length' => 8 << 20,   // a picture and what is around it
]);
$board = new Board($server, $pictures);

$server->on('start', function (Server $server) use ($internal): void {
    echo "The board is at http://{$server->host}:{$server->port}/, and takes lines on {$internal->host}:{$internal->port}\n";
});

$server->on('open', function (Server $server, Request $request) use ($board): void {
    $server->push($request->fd, json_encode(['type' => 'notices', 'notices' => $board->last()]));
});

/* Browsers only listen here. */
$server->on('message', function (Server $server, Frame $frame): void {
    $server->disconnect($frame->fd, SWOOLE_WEBSOCKET_CLOSE_POLICY_ERROR, 'POST it to /notices');
});

$server->on('request', function (Request $request, Response $response) use ($board): void {
    $response->header('X-Content-Type-Options', 'nosniff');
    $path = $request->server['request_uri'];
    try {
        switch ("{$request->getMethod()} {$path}") {
            case 'GET /notices':
                answer($response, $board->last());
                break;
            case 'POST /notices':
                $asked = json_decode($request->getContent(), true);
                if (!is_array($asked) || !is_string($asked['text'] ?? null) || !is_string($asked['picture'] ?? '')) {
                    throw new Refusal('send {"text": "...", "picture": "..."} as JSON', 400);
                }
                answer($response, $board->post($asked['text'], 'a visitor', $asked['picture'] ?? null), 201);
                break;
            case 'POST /pictures':
                answer($response, ['picture' => $board->keep($request->files['picture'] ?? null)], 201);
                break;
            default:
                $picture = str_starts_with($path, '/pictures/') ? $board->fileOf(substr($path, 10)) : null;
                if ($picture === null) {
                    throw new Refusal('there is nothing here: the board is at /', 404);
                }
                $response->header('Cache-Control', 'max-age=31536000, immutable');
                $response->sendfile($picture);
        }
    } catch (Refusal $refusal) {
        answer($response, ['error' => $refusal->getMessage()], $refusal->getCode());
    }
});

/* The internal port speaks lines. Whoever may connect to it may post. */
$internal->set([
    'open_http_protocol' => false,
    'open_websocket_protocol' => false,
    'open_eof_check' => true,
    'open_eof_split' => true,
    'package_eof' => "\n",
    'package_max_length' => 64 * 1024,
]);
$internal->on('receive', function (Server $server, int $fd, int $reactor, string $line) use ($board): void {
    try {
        $server->send($fd, "notice {$board->post($line, 'the house')['number']}\n");
    } catch (Refusal $refusal) {
        $server->send($fd, "refused: {$refusal->getMessage()}\n");
    }
});

$server->start();
