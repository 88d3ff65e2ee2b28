--TEST--
Whatever a program does with a frame, the next message comes with one that knows nothing of it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    class Hung
    {
        public function __destruct()
        {
            echo "destroyed\n";
        }
    }
    $does = [
        'nothing' => fn ($frame) => null,
        'keep' => function ($frame) use (&$kept) { $kept[] = $frame; },
        'clone' => function ($frame) use (&$kept) { $kept[] = clone $frame; },
        'weak' => function ($frame) use (&$weak) { $weak = WeakReference::create($frame); },
        'weak map' => function ($frame) use (&$map) {
            $map ??= new WeakMap();
            $map[$frame] = 'known';
        },
        'hang' => function ($frame) { $frame->hung = new Hung(); },
        'in data' => function ($frame) { $frame->data = new Hung(); },
        'refer' => function ($frame) use (&$referred) { $referred[] = &$frame->data; },
        'change' => function ($frame) {
            [$frame->fd, $frame->data, $frame->opcode, $frame->flags, $frame->finish] = ['x', ['x'], 99, 0, false];
        },
        'unset' => function ($frame) { unset($frame->opcode, $frame->finish); },
        'look' => function ($frame) { var_export(get_object_vars($frame), true); },
        'by reference' => function (&$frame) { $frame = 'gone'; },
        'collect' => fn ($frame) => gc_collect_cycles(),
        'circle' => function ($frame) { $frame->self = $frame; },
    ];
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) use ($does, &$weak, &$map) {
        $server->push($frame->fd, json_encode($frame) . ', weak: ' . json_encode($weak?->get()) . count($map ?? []));
        $does[$frame->data]($frame);
    });
    $server->on('close', function () use (&$kept, &$referred) {
        foreach ($kept as $frame) {
            echo "kept: $frame->data\n";
        }
        echo "referred: $referred[0]\n";
    });
    PHP);

$client = new WebSocketClient($server->port);
foreach (['nothing', 'keep', 'clone', 'weak', 'weak map', 'hang', 'in data', 'refer', 'change', 'unset', 'look', 'by reference',
    'collect', 'circle', 'nothing', 'keep'] as $what) {
    $frame = json_encode(['fd' => 1, 'data' => $what, 'opcode' => 1, 'flags' => 33, 'finish' => true]);
    $answer = (string) $client->text($what)->receive();
    echo $answer === "text: $frame, weak: null0" ? "$what\n" : "$what: $answer\n";
}
$client->leave();
$server->waitForOutput("referred: refer\n");
echo $server->stop(), "\n", $server->output();
?>
--EXPECT--
nothing
keep
clone
weak
weak map
hang
in data
refer
change
unset
look
by reference
collect
circle
nothing
keep
0
destroyed
destroyed
kept: keep
kept: clone
kept: keep
referred: refer