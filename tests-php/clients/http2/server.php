<?php
/*
 * What the HTTP/2 clients talk to: server.php MODE [SETTINGS as JSON]. With ssl_cert_file among the settings it speaks TLS.
 * Prints its port on the first line when it is ready, and "later", "close" or "held" when it has such a request;
 * the last it holds until it reads a line.
 */

$settings = json_decode($argv[2] ?? '{}', true, flags: JSON_THROW_ON_ERROR);
$tls = isset($settings['ssl_cert_file']) ? SWOOLE_SSL : 0;
$server = new Swoole\WebSocket\Server('127.0.0.1', 0, constant($argv[1]), SWOOLE_SOCK_TCP | $tls);
$server->set($settings + [
    'open_http2_protocol' => true,
    'worker_num' => 1,
    'package_max_length' => 64 << 20,
    'log_level' => SWOOLE_LOG_WARNING,
]);
$up = new Swoole\Atomic();
$server->on('workerStart', function ($server) use ($up) {
    if ($up->add() === $server->setting['worker_num']) {
        echo "$server->port\n";
    }
});
$server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
$server->on('request', function ($request, $response) use ($server) {
    switch ($request->server['request_uri']) {
        case '/describe':
            $response->end(json_encode([
                'protocol' => $request->server['server_protocol'],
                'method' => $request->getMethod(),
                'host' => $request->header['host'] ?? null,
                'stream' => $request->streamId,
                'get' => $request->get,
                'post' => $request->post,
                'cookie' => $request->cookie,
            ]));
            break;
        case '/echo':
            $response->end($request->getContent());
            break;
        case '/chunks':
            foreach (['one ', 'two ', 'three'] as $part) {
                $response->write($part);
            }
            $response->end();
            break;
        case '/trailers':
            $response->trailer('checked', 'yes');
            $response->write('a body');
            $response->end();
            break;
        case '/file':
            $response->sendfile(__FILE__);
            break;
        case '/form':
            $response->end(json_encode([$request->post, array_map(fn ($file) => md5_file($file['tmp_name']), $request->files)]));
            break;
        case '/page':
            $response->end(str_repeat('x', (int) $request->get['size']));
            break;
        case '/status':
            $response->status((int) $request->get['status']);
            $response->end('no body');
            break;
        case '/held':
            echo "held\n";
            fgets(STDIN);
            $response->write('some');
            $response->end('more');
            break;
        case '/much':
            for ($i = 0; $i < 256; $i++) {
                $response->write(str_repeat('x', 65536));
            }
            $response->end();
            break;
        case '/headers':
            $response->status(404, 'Gone Fishing');
            $response->header('Connection', 'close');
            $response->header('X-Many', ['one', 'two']);
            $response->cookie('a', 'b');
            $response->end('as it is');
            break;
        case '/later':
            echo "later\n";
            Swoole\Timer::after((int) $request->get['ms'], fn () => $response->end('later'));
            break;
        case '/close':
            echo "close\n";
            $server->close($request->fd);
            break;
        default:
            $response->end($request->server['request_uri']);
    }
});
$server->start();
