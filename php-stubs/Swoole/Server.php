<?php

namespace Swoole;

/**
 * A server for many connections at a time: the base of {@see \Swoole\Http\Server} and {@see \Swoole\WebSocket\Server}.
 *
 * What stands here is what all have in common: settings, callbacks, the start and the end, processes, tasks, and the
 * connections, which are known by number (`$fd`, counted from 1, never used twice). By itself it serves plain TCP, UDP and
 * Unix sockets: the callbacks `receive` and `packet`. Each of the three can have more ports, which speak anything:
 * {@see self::listen()}.
 *
 * Lifecycle:
 *
 *  1. `new` takes the port (a port that is in use is an exception, here and not later);
 *  2. {@see self::set()} and {@see self::on()} say what the server does; both are refused once it runs;
 *  3. {@see self::start()} listens, starts the processes, and then blocks: callbacks are called for everything that happens,
 *     until {@see self::shutdown()}, or SIGTERM or SIGINT to the process that called it;
 *  4. the connections are closed (WebSocket users get close code 1001, each ends with the callback `close`), the
 *     callbacks `workerStop`, `managerStop` and `shutdown` run, and `start()` returns true, in the process that called it.
 *
 * Processes. With one worker, no task workers, no added process and no `max_request`, a server of `SWOOLE_BASE` is one
 * process. Otherwise it is several:
 *
 *  - `worker_num` workers, numbered from 0, call the callbacks of connections;
 *  - `task_worker_num` task workers, numbered on from there, do what {@see self::task()} gives them;
 *  - processes of {@see self::addProcess()} come after them;
 *  - the manager starts all these, replaces those that end, and reloads them. In `SWOOLE_BASE` it is the process that called
 *    `start()`; in `SWOOLE_PROCESS` it is a child of that one, which is called the master;
 *  - in `SWOOLE_BASE` each worker has the sockets of its own connections; in `SWOOLE_PROCESS` all sockets are in one more
 *    process, which runs no code of the program's (but for `dispatch_func`).
 *
 * In both modes workers and task workers reach every connection by its fd: {@see self::close()},
 * {@see \Swoole\WebSocket\Server::push()}, {@see self::getClientInfo()} and {@see self::$connections} are the same in
 * each. Variables are not: a worker begins as a copy of the program at `start()`, and what it changes is its own. What all
 * shall see goes into a {@see \Swoole\Table} or {@see \Swoole\Atomic} that was made before; what a worker needs for
 * itself, such as a database connection, is made in `workerStart`.
 *
 * In a process all callbacks run one after the other. Sockets are served by another thread, which runs no PHP: while a
 * callback is slow, connections are still accepted, pings answered and data read; only the next callback waits. A process has
 * one server, and may not make a second one while the first exists.
 *
 * An exception that a callback does not catch is reported with the name of the event and the fd, and the worker goes on.
 * `exit()` and fatal errors end the process as they end any PHP program; a worker of several is replaced then.
 *
 * Signals, to the process that called `start()` (whose pid is in `pid_file`): SIGTERM and SIGINT stop the server, a second
 * one without waiting for clients; SIGUSR1 is {@see self::reload()}, SIGUSR2 reloads the task workers alone; SIGWINCH and
 * SIGRTMIN open `log_file` again, after it was moved away. SIGTERM to a worker replaces that one.
 *
 * Programs may put properties of their own on the object; PHP raises no deprecation for it.
 *
 *     $server = new Swoole\WebSocket\Server('127.0.0.1', 9501, SWOOLE_PROCESS);
 *     $server->set(['worker_num' => 4, 'package_max_length' => 8 * 1024 * 1024]);
 *     $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
 *     $server->start();
 *
 * Also known as `swoole_server`. Objects of this class can be neither cloned nor serialised.
 */
#[\AllowDynamicProperties]
class Server
{
    /**
     * The settings: what all calls of {@see self::set()} gave, merged; once the server runs also those that it chose by itself,
     * such as `worker_num` and `max_connection`. Null until the first call. For reading only.
     *
     * @var array<string, mixed>|null
     */
    public $setting = null;

    /**
     * The connections of the server, to count, to look up by fd and to loop over. The connections of a
     * {@see \Swoole\WebSocket\Server} are its WebSocket users on all ports, and nobody else; {@see \Swoole\Server\Port} has
     * those of one port.
     *
     *     foreach ($server->connections as $fd) {
     *         $server->push($fd, 'hello');
     *     }
     *
     * @var \Swoole\Connection\Iterator
     */
    public $connections = null;

    /**
     * The address to listen on, as it was given to the constructor.
     *
     * @var string
     */
    public $host = '';

    /**
     * The port that the server has. Where the constructor got 0, this is the free port that the system chose; 0 for a Unix
     * socket.
     *
     * @var int
     */
    public $port = 0;

    /**
     * The kind of socket: one of the `SWOOLE_SOCK_*` constants.
     *
     * @var int
     */
    public $type = 0;

    /**
     * Whether the port speaks TLS: made with `SWOOLE_SSL`.
     *
     * @var bool
     */
    public $ssl = false;

    /**
     * The mode that was given to the constructor: `SWOOLE_BASE` or `SWOOLE_PROCESS`.
     *
     * @var int
     */
    public $mode = 0;

    /**
     * The ports that the server listens on: first the constructor's, then those of {@see self::listen()} in their order.
     *
     * @var array<int, \Swoole\Server\Port>
     */
    public $ports = null;

    /**
     * Process id of the process that called {@see self::start()}, in all of the server's processes; 0 before.
     *
     * @var int
     */
    public $master_pid = 0;

    /**
     * Process id of the manager; in `SWOOLE_BASE` that is the process that called {@see self::start()}. 0 before the start,
     * and in a server of one process, which has none.
     *
     * @var int
     */
    public $manager_pid = 0;

    /**
     * Number of the worker that this process is: 0 to `worker_num` - 1, then task workers, then added processes. -1 in
     * master and manager, and before {@see self::start()}.
     *
     * @var int
     */
    public $worker_id = -1;

    /**
     * Whether this process is a task worker.
     *
     * @var bool
     */
    public $taskworker = false;

    /**
     * Process id of this process if it is a worker, else 0.
     *
     * @var int
     */
    public $worker_pid = 0;

    /**
     * Creates the server and takes the port. Nothing is accepted before {@see self::start()}.
     *
     * @param string $host      IPv4 address to listen on: `127.0.0.1` (or `localhost`) for this machine only, `0.0.0.0` for
     *                          every interface. With `SWOOLE_SOCK_TCP6` or `_UDP6` an IPv6 address such as `::1`. With
     *                          `SWOOLE_SOCK_UNIX_STREAM` or `_UNIX_DGRAM` the path of the socket; its file goes when the server
     *                          ends, and one that a dead server has left is replaced. Must be given, although reflection shows a
     *                          default.
     * @param int    $port      Port, 0 to 65535. 0 takes a free one; {@see self::$port} then says which.
     * @param int    $mode      `SWOOLE_BASE`: each worker has its own connections, one worker unless `worker_num` says
     *                          otherwise. `SWOOLE_PROCESS`: a process of its own has all connections, so that a worker which
     *                          dies takes none along; as many workers as CPUs unless `worker_num` says otherwise.
     * @param int    $sock_type `SWOOLE_SOCK_TCP`, `_TCP6` or `_UNIX_STREAM` for connections; with `| SWOOLE_SSL` the port
     *                          speaks TLS (https, wss). `SWOOLE_SOCK_UDP`, `_UDP6` or `_UNIX_DGRAM` for datagrams.
     *
     * @throws \Swoole\Exception   When the port can't be taken: `failed to listen server port[127.0.0.1:9501], Error:
     *                             Address already in use[98]`. The code is the number at the end: 98 in use, 99 not an
     *                             address of this machine, 0 not an IP address, 9004 not a port number or a socket type
     *                             that is not supported.
     *                             Code -3, `server is running. unable to create Swoole\WebSocket\Server`: the process
     *                             already has a server. Code -1: PHP does not run on the command line.
     * @throws \ArgumentCountError When no host is given.
     * @throws \Error              `invalid $mode parameters 9`; or `Constructor of Swoole\WebSocket\Server can only be
     *                             called once`.
     */
    public function __construct(string $host = '0.0.0.0', int $port = 0, int $mode = \SWOOLE_BASE, int $sock_type = \SWOOLE_SOCK_TCP)
    {
    }

    /**
     * Sets the callback of an event. A second call for the same event replaces the first.
     *
     * In each worker, for the connections:
     *
     * | event         | called with                                                              | when |
     * | ------------- | ------------------------------------------------------------------------ | ---- |
     * | `connect`     | `Swoole\Server $server, int $fd, int $reactorId`                         | a connection was accepted, of whatever kind it turns out to be |
     * | `request`     | {@see \Swoole\Http\Request} `$request`, {@see \Swoole\Http\Response} `$response` | an HTTP request came in, with its whole body; the server itself is not among the arguments |
     * | `open`        | `Swoole\WebSocket\Server $server,` {@see \Swoole\Http\Request} `$request` | the WebSocket handshake was answered; `$request->fd` is the connection |
     * | `handshake`   | {@see \Swoole\Http\Request} `$request`, {@see \Swoole\Http\Response} `$response` | a WebSocket was asked for, rightly, and the program decides: see {@see \Swoole\WebSocket\Server}. `open` is not called then |
     * | `beforeHandshakeResponse` | `$server`, `$request`, `$response`                           | the same, and the answer is yes unless the program ends it otherwise; it may add headers and cookies. `open` follows |
     * | `message`     | `Swoole\WebSocket\Server $server,` {@see \Swoole\WebSocket\Frame} `$frame` | a WebSocket message came in, whole, however many frames it had; control frames too, if settings ask for them |
     * | `receive`     | `Swoole\Server $server, int $fd, int $reactorId, string $data`           | something came over plain TCP: a whole package if settings say what is one (`open_eof_split`, `open_length_check`), else whatever has come |
     * | `packet`      | `Swoole\Server $server, string $data, array $client`                     | a datagram came. `$client` has `address` and `port` of the sender (the path of a Unix socket, and 0), which {@see self::sendto()} answers; `server_port` and `server_socket`, where it came in; `dispatch_time` |
     * | `close`       | `Swoole\Server $server, int $fd, int $reactorId`                         | a connection has ended, for whatever reason, once for each; of a plain HTTP connection too. `$reactorId` is -1 when this side ended it, 0 or more when the other side did. {@see self::getClientInfo()} still answers, the rest takes the fd for closed |
     * | `disconnect`  | as `close`                                                               | instead of `close`, for a connection that was no established WebSocket at its end: plain HTTP or TCP, or after {@see \Swoole\WebSocket\Server::disconnect()} |
     * | `bufferFull`  | `Swoole\Server $server, int $fd`                                         | `buffer_high_watermark` bytes wait to be sent, or a push found no room; once until the buffer is empty again |
     * | `bufferEmpty` | `Swoole\Server $server, int $fd`                                         | what waits of a full buffer has gone down to `buffer_low_watermark` |
     *
     * For the processes:
     *
     * | event         | called with                            | in | when |
     * | ------------- | -------------------------------------- | -- | ---- |
     * | `start`       | `$server`                              | the master; `SWOOLE_BASE`: worker 0 | the server listens, once. Other processes begin at the same time, in no order |
     * | `beforeShutdown` | `$server`                           | as `start` | the server is about to stop |
     * | `shutdown`    | `$server`                              | the process that called {@see self::start()} | the last one, just before that returns |
     * | `managerStart`, `managerStop` | `$server`              | the manager | it has started the workers; all have ended |
     * | `workerStart` | `$server, int $workerId`               | each worker and task worker | it begins; the place for what it needs, such as a database connection |
     * | `workerStop`  | `$server, int $workerId`               | each worker and task worker | it ends; its connections are closed, or with its replacement, already |
     * | `workerExit`  | `$server, int $workerId`               | each worker and task worker | it is to end and has timers still: again and again until the program has cleared them, for `max_wait_time` at the most. Without this callback timers don't hold the end up |
     * | `workerError` | `$server, int $workerId, int $workerPid, int $exitCode, int $signal` | the manager | a process has ended that should not have; another one takes its place |
     * | `beforeReload`, `afterReload` | `$server`              | the manager | all workers are about to be replaced; they are |
     * | `task`        | `$server, int $taskId, int $workerId, mixed $data` | a task worker | {@see self::task()} was called in a worker. What it returns, unless null, is the answer |
     * | `finish`      | `$server, int $taskId, mixed $data`    | the worker that gave the task | the answer came |
     * | `pipeMessage` | `$server, int $workerId, mixed $message` | each worker and task worker | {@see self::sendMessage()} was called in another process, whose number comes first |
     *
     * A server of one process calls none of manager, reload, task and message between workers.
     *
     * Settings change arguments: with `task_object` (or `task_enable_coroutine`) `task` gets `$server` and a
     * {@see \Swoole\Server\Task}. With `event_object` it does too, `connect`, `receive`, `close` and `disconnect` get a
     * {@see \Swoole\Server\Event}, `packet` a {@see \Swoole\Server\Packet}, `finish` a {@see \Swoole\Server\TaskResult}, `pipeMessage` a
     * {@see \Swoole\Server\PipeMessage} and `workerError` a {@see \Swoole\Server\StatusInfo}.
     *
     * What a callback returns is ignored, but for `task`, and for `handshake`: true accepts, false refuses. It may declare
     * fewer parameters than it is called with. A port that speaks WebSocket must have `message`, one that speaks HTTP `request`,
     * one of plain TCP `receive`, one of datagrams `packet`, and a server with task workers `task`. A WebSocket server without
     * `request` answers plain HTTP with `400 Bad Request`. What is set here is for the first port, and for all other ports that
     * have no callback of their own for the event.
     *
     * Refused with a warning and false: an event that does not exist (`unknown event types[foo]`), a callback that can't be
     * called (`function 'nosuchfn' is not callable`; `illegal callback function` for null), and any call once the server runs
     * (`server is running, unable to register event callback function`).
     *
     * @param string   $event_name Name of the event in any letter case, without "on".
     * @param callable $callback   What to call: a closure, the name of a function, or `[$object, 'method']`.
     *
     * @return bool True, or false with a warning.
     */
    public function on(string $event_name, callable $callback)
    {
    }

    /**
     * The callback that {@see self::on()} set for an event.
     *
     * @param string $event_name Name of the event in any letter case, without "on".
     *
     * @return \Closure|array|string|null What `on()` was given; null when the event has no callback.
     */
    public function getCallback(string $event_name)
    {
    }

    /**
     * Changes settings; to be called before {@see self::start()}. Several calls add up, and the later value of a key counts.
     * Numbers and switches may come as strings too ("8", "on"), as they stand in .ini and .env files.
     *
     * Processes and tasks:
     *
     * | key                   | type, default         | effect |
     * | --------------------- | --------------------- | ------ |
     * | `worker_num`          | int, 1 to 30000       | workers; without it 1 in `SWOOLE_BASE`, as many as CPUs in `SWOOLE_PROCESS` |
     * | `task_worker_num`     | int, 0                | task workers, up to 30000; they need the callback `task` |
     * | `max_request`, `task_max_request` | int, 0    | a worker (task worker) is replaced after so many requests, messages and handshakes of the program's (tasks); 0 for never. Connections stay |
     * | `max_request_grace`, `task_max_request_grace` | int, half of it | how many more it may be, by chance, so that not all are replaced at once; without it none for limits up to 10 |
     * | `max_wait_time`       | int seconds, 3        | what a server that stops gives its connections, and a worker that is replaced gives what it has begun; a second signal ends the wait |
     * | `reload_async`        | bool, true            | a worker that ends waits for its timers if there is the callback `workerExit` |
     * | `dispatch_mode`       | int, 2                | `SWOOLE_PROCESS`: which worker is told of an event. 1 in turns, 2 (and 8) always the same one for a connection, 3 (and 7, 9 and 10) the one with least to do, 4 the same for an address, 5 the same for a number that {@see self::bind()} gave. With 1, 3, 7, 9 and 10 one worker may get a message while another handles the one before it; with those `connect`, `close` and `disconnect` are not called therefore, unless `enable_unsafe_event` (bool, false) is set. (`SWOOLE_BASE`: always the one that has the connection; a new one goes to whoever has fewest) |
     * | `dispatch_func`       | callable, none        | `SWOOLE_PROCESS`: `function ($server, $fd, $type, $data)` returns the number of the worker; -1 drops the event, -2 also closes the connection, -3 leaves it to `dispatch_mode`. `$type` is 4 for connect, 3 for close, 1 for a datagram (`$fd` is 0 then), else 0. It runs for every event, in the process that has the sockets: let it be quick |
     * | `task_object` (`task_use_object`), `task_enable_coroutine`, `event_object` | bool, false | callbacks get objects: {@see self::on()} |
     * | `daemonize`           | bool, false           | {@see self::start()} goes on in the background, in the directory `/`, and what is printed goes to `log_file` or nowhere; the process that called it ends with 0 |
     * | `pid_file`            | string, none          | file with the pid of the process to send signals to; it goes at the end |
     * | `user`, `group`, `chroot` | string, none      | whom the processes run as that have to do with clients, and what they see as the root directory; for a server that root has started. Code and files that workers load later must be readable there |
     * | `open_cpu_affinity`   | bool, false           | each worker keeps to one CPU, in turns; `cpu_affinity_ignore` (list of int) leaves some to others |
     *
     * Connections, HTTP, WebSocket, log:
     *
     * | key                   | type, default         | effect |
     * | --------------------- | --------------------- | ------ |
     * | `package_max_length`  | int bytes, 2097152    | longest WebSocket message, HTTP body and package of plain TCP; less than 65536 counts as 65536. A connection that brings a longer package is closed, and the log says so |
     * | `open_eof_split`      | bool, false           | plain TCP: packages end with `package_eof` (string, "\r\n"), and `receive` gets each by itself |
     * | `open_eof_check`      | bool, false           | plain TCP: `receive` is called when what has come ends with `package_eof`; it may be several packages |
     * | `open_length_check`   | bool, false           | plain TCP: packages say in their head how long they are: a number of `package_length_type` (one of the letters c C s S n N v V l L of `pack()`, "N") behind `package_length_offset` bytes (0), which does not count the first `package_body_offset` bytes (0) |
     * | `enable_delay_receive` | bool, false          | plain TCP: a connection is not read before {@see self::confirm()} |
     * | `open_http_protocol`, `open_websocket_protocol` | bool | what a port speaks, see {@see \Swoole\Server\Port} |
     * | `socket_buffer_size`  | int bytes, 1048576    | what may wait to be sent to one connection; above it `push()` returns false |
     * | `socket_buffer_total_size` | int bytes, 536870912 | what may wait to be sent to all connections of a process, and as much again what has come of messages and bodies that are not whole or not answered |
     * | `socket_buffer_policy` | string, "refuse"     | a client that finds no room is kept ("refuse") or closed with 1013 ("drop") |
     * | `buffer_high_watermark`, `buffer_low_watermark` | int bytes, four fifths of `socket_buffer_size`, 0 | when `bufferFull` and `bufferEmpty` are called |
     * | `max_connection`, `max_conn` | int, 0         | connections at the same time, further ones are refused (503); 0: 100000. The limit of open files of the process bounds it |
     * | `websocket_subprotocol` | string or array, none | a string is sent as `Sec-WebSocket-Protocol` with every handshake, whatever the client asked for; of a list the first that the client offered |
     * | `websocket_compression` | bool, false         | permessage-deflate with clients that offer it |
     * | `websocket_compression_level` | int, 1 to 9, 2 | fast to small |
     * | `websocket_compression_min_length` | int bytes, 64 | shorter messages are sent as they are |
     * | `websocket_context_takeover` | bool, false     | messages may refer to earlier ones: smaller, and some 300 KB for each client that agrees |
     * | `websocket_require_mask` | bool, false        | a client frame without a mask ends the connection (1002) |
     * | `websocket_ping_interval` | float seconds, 0   | a WebSocket user who has sent nothing for so long is pinged; 0 for never |
     * | `websocket_pong_timeout` | float seconds, 0    | one who sends nothing for so long after a ping is gone; 0 for the interval |
     * | `heartbeat_idle_time`, `heartbeat_check_interval` | int seconds, 0 | every interval, connections that have sent nothing for longer than the idle time are ended; one of the two is enough (the idle time is twice the interval) |
     * | `max_idle_time`       | float seconds, 0      | a connection without a byte in either direction for so long is ended |
     * | `http_header_timeout` | float seconds, 60     | for a TLS handshake, for the head of a request, and between two requests |
     * | `http_body_timeout`   | float seconds, 60     | for the next bytes of a request's body; and for all of it, with one second more for each KiB that comes, 408 beyond that. And for a client that takes less than a KiB a second of an answer, whose connection is reset beyond that |
     * | `upload_tmp_dir`      | string, "/tmp"        | where uploaded files are; made when it is missing |
     * | `upload_max_filesize` | int bytes, 0          | a longer file has the error `UPLOAD_ERR_INI_SIZE`, and the rest of the form comes; a form with files may be as long as this where that is more than `package_max_length`. 0 for `package_max_length` |
     * | `max_queued_bytes`    | int bytes, 67108864   | what requests that PHP has not taken may hold; further ones get a 503 |
     * | `max_concurrency`     | int, 0                | requests that may wait for their answer at the same time, in `SWOOLE_BASE` those of each worker; further ones get a 503. 0 for any number |
     * | `open_websocket_ping_frame` | bool, false     | `onMessage` gets pings too (opcode 9), and nothing answers them but the program |
     * | `open_websocket_pong_frame` | bool, false     | `onMessage` gets pongs too (opcode 10) |
     * | `open_websocket_close_frame` | bool, false    | `onMessage` gets the client's close frame too, a {@see \Swoole\WebSocket\CloseFrame}; the connection is ending already |
     * | `http_parse_post`     | bool, true            | fill `$request->post` from bodies like query strings; forms with files fill it always |
     * | `http_parse_files`    | bool, false           | `$request->files` in the form of PHP's `$_FILES` |
     * | `http_parse_cookie`   | bool, true            | fill `$request->cookie`; false leaves the header `cookie` in place |
     * | `http_compression`    | bool, true            | compress what `end()` sends, with br, zstd, gzip or deflate, as the client likes best |
     * | `http_compression_level` | int, 1 to 9, 1     | fast to small; also `compression_level`, `http_gzip_level` |
     * | `http_compression_min_length` | int bytes, 20 | shorter bodies are sent as they are; also `compression_min_length` |
     * | `http_compression_types` | string[]           | only bodies of these types, such as `text/html`; all without it; also `compression_types` |
     * | `enable_static_handler` | bool, false         | answer GET and HEAD with files of `document_root` before the callback `request` hears of it |
     * | `document_root`       | string                | the folder of static files, read with the rights of the process that has the connections. Inside of it are files with an extension that is known; a path for which there is none goes to the callback |
     * | `static_handler_locations` | string[]         | nothing but files is below these paths, with any extension or none, and what is not there is a 404; all other paths go to the callback |
     * | `static_handler_follow_symlinks` | bool, false | serve also what a symbolic link has outside of `document_root` |
     * | `http_index_files`    | string[]              | `['index.html']`: names of files that are served for their folder |
     * | `http_autoindex`      | bool, false           | a folder without such a file is a page with its names |
     * | `open_tcp_nodelay`    | bool, true            | send small messages at once |
     * | `open_tcp_keepalive`  | bool, false           | let the kernel probe silent connections: after `tcp_keepidle` (int seconds, 3600), every `tcp_keepinterval` (int seconds, 60), and end one after `tcp_keepcount` (int, 5) probes without an answer |
     * | `ssl_cert_file`, `ssl_key_file` | string      | certificate (with those that lead to its root) and key of a port that was made with `SWOOLE_SSL`; PEM |
     * | `ssl_protocols`       | int, both             | `SWOOLE_SSL_TLSv1_2`, `SWOOLE_SSL_TLSv1_3` or both |
     * | `ssl_ciphers`         | string, all safe ones | names as OpenSSL writes them, with colons between; `ssl_prefer_server_ciphers` (bool, false) lets their order count |
     * | `ssl_sni_certs`       | array, none           | further certificates: `['example.com' => ['ssl_cert_file' => ..., 'ssl_key_file' => ...], '*.example.org' => ...]` |
     * | `ssl_verify_peer`     | bool, false           | clients must present a certificate that `ssl_client_cert_file`, `ssl_cafile` or a file in `ssl_capath` has signed; with `ssl_allow_self_signed` (bool, false) also one that has signed itself. {@see self::getClientInfo()} shows it as `ssl_client_cert` |
     * | `backlog`             | int, 512              | connections that the kernel holds until they are accepted |
     * | `start_session_id`    | int, 0 to 4294967295  | the first connection gets this number plus one |
     * | `log_file`            | string, none          | file that log lines are added to; without it they go to stderr. SIGWINCH opens it again |
     * | `log_level`           | int, `SWOOLE_LOG_INFO` | lines below this level are not written |
     *
     * Other settings of Swoole are checked, and those whose feature is not in this extension say so with a notice in the log;
     * those that have nothing to change here (`reactor_num`, `enable_coroutine`, `task_ipc_mode`, `task_tmpdir`) are taken in
     * silence. A key that neither knows raises `unsupported option [wroker_num]` (E_USER_WARNING); the others take effect all the same.
     *
     * @param array<string, mixed> $settings Names and values.
     *
     * @return bool True; false, with the warning `server is running, unable to execute Swoole\WebSocket\Server->set`, once
     *              the server runs.
     *
     * @throws \TypeError  `setting 'worker_num' must be of type int, string "many" given`. Nothing has changed then.
     * @throws \ValueError `setting 'log_level' must be from 0 to 6, int 9 given`. Nothing has changed then.
     */
    public function set(array $settings)
    {
    }

    /**
     * Runs the server, and comes back when it has ended.
     *
     * Fatal error, and nothing is left listening, when the callback is missing that the kind of server needs: `require
     * onMessage callback` (WebSocket), `require onRequest callback` (HTTP), `failed to start server. Error: require 'onTask'
     * callback` (`task_worker_num`); `require onReceive callback` for plain TCP, `require onPacket callback` for datagrams.
     *
     * Workers end inside of `start()`: what follows it in the program runs in the process that called it, and so do the
     * shutdown functions that were registered before.
     *
     * A server runs once. A second call is refused with a warning and false: `The server is running, unable to execute
     * Swoole\WebSocket\Server->start()` from inside a callback, `The server have been shutdown, unable to execute
     * Swoole\WebSocket\Server->start()` after it has ended; `The event-loop has already been created, unable to start
     * Swoole\WebSocket\Server` while the program has timers.
     *
     * @return bool True after a clean end, false with a warning when the server did not start; false, too, when the process
     *              that had the sockets of `SWOOLE_PROCESS` has died, and in a child that a callback has forked and that comes
     *              back from the callback: the server is its parent's.
     *
     * @throws \Swoole\Exception When it can't listen (another program has begun to in the meantime), can't open `log_file` or
     *                           write `pid_file`, when a certificate is not right, or when the system gives no process; and
     *                           when `open_length_check` is to go by `package_length_func`, which can't be called here.
     */
    public function start()
    {
    }

    /**
     * Whether a connection is there, of whatever kind. For "can I push to it" ask
     * {@see \Swoole\WebSocket\Server::isEstablished()}.
     *
     * @param int $fd The connection.
     *
     * @return bool False when it has ended, is being disconnected or never was; false with the warning `server is not running`
     *              before the start.
     */
    public function exists(int $fd)
    {
    }

    /**
     * The same as {@see self::exists()}.
     *
     * @param int $fd The connection.
     *
     * @return bool Whether the connection is there.
     */
    public function exist(int $fd)
    {
    }

    /**
     * Closes a connection. What was queued for it is still sent. A WebSocket user gets no close frame; to send
     * one use {@see \Swoole\WebSocket\Server::disconnect()}. The callback `close` follows, with -1 as its `$reactorId`.
     *
     * @param int  $fd    The connection.
     * @param bool $reset True throws away what is queued and resets the TCP connection.
     *
     * @return bool True; false when there is no such connection any more ({@see self::getLastError()} is then 1005), or with the
     *              warning `server is not running`.
     */
    public function close(int $fd, bool $reset = false)
    {
    }

    /**
     * Exempts a connection from being ended for its silence (`heartbeat_idle_time`, `max_idle_time`), or takes that back.
     *
     * @param int  $fd           The connection.
     * @param bool $is_protected False takes it back.
     *
     * @return bool Whether the connection is there; false with the warning `server is not running` before the start.
     */
    public function protect(int $fd, bool $is_protected = true)
    {
    }

    /**
     * Sends bytes to a connection as they are: this is how plain TCP is answered. Nothing frames them: to a browser's WebSocket
     * they would be nonsense, for which there is {@see \Swoole\WebSocket\Server::push()}, and HTTP has
     * {@see \Swoole\Http\Response}; unless the program has made a frame itself, with
     * {@see \Swoole\WebSocket\Server::pack()} for instance.
     *
     * @param int|string $fd           The connection; or the path of a Unix socket, to send it a datagram.
     * @param string     $send_data    Bytes, at least one.
     * @param int        $serverSocket Of a datagram, as with {@see self::sendto()}; has no effect for a connection.
     *
     * @return bool Whether they were queued. False in silence when there is no such connection (any more;
     *              {@see self::getLastError()} is then 1005) or no room (1009); with a warning: `the data sent must not be empty`,
     *              `server is not running`.
     */
    public function send(string|int $fd, string $send_data, int $serverSocket = -1)
    {
    }

    /**
     * The same as {@see self::send()} to a connection; nothing here waits.
     *
     * @param int    $conn_fd   The connection.
     * @param string $send_data Bytes, at least one.
     *
     * @return bool As {@see self::send()}.
     */
    public function sendwait(int $conn_fd, string $send_data)
    {
    }

    /**
     * Sends a file, or a part of it, over plain TCP, behind what was sent before. It is read piece by piece as the client takes
     * it, by the process that has the socket, and never through the memory of PHP. Files of HTTP are
     * {@see \Swoole\Http\Response}'s.
     *
     * @param int    $conn_fd  The connection.
     * @param string $filename A regular file.
     * @param int    $offset   Where to begin.
     * @param int    $length   How much; 0 for all that follows.
     *
     * @return bool Whether it is going to be sent. False when there is no such connection (any more); with a line in the log when
     *              the file is not there, has not so much, or the connection speaks HTTP; with the warning `server is not running`.
     */
    public function sendfile(int $conn_fd, string $filename, int $offset = 0, int $length = 0)
    {
    }

    /**
     * Sends a datagram, from any process of the server. It is not known whether it arrives.
     *
     *     $server->on('packet', fn ($server, $data, $client) => $server->sendto($client['address'], $client['port'], 'got it'));
     *
     * @param string $ip            IPv4 or IPv6 address; or the path of a Unix socket.
     * @param int    $port          Port; of a Unix socket it does not matter.
     * @param string $send_data     Bytes, at least one.
     * @param int    $server_socket Which port of the server it comes from: `$client['server_socket']`, or
     *                              {@see \Swoole\Server\Port::$sock}. -1 takes the first of the right kind.
     *
     * @return bool Whether the system took it. Otherwise {@see self::getLastError()} has the system's number (11: there is no room
     *              now); with a warning: `UDP listener has to be added before executing sendto`, `the data sent must not be
     *              empty`, `server is not running`, or that it is no address.
     */
    public function sendto(string $ip, int $port, string $send_data, int $server_socket = -1)
    {
    }

    /**
     * Adds a port, before the start. It has settings and callbacks of its own, see {@see \Swoole\Server\Port}; what it has not
     * is the server's.
     *
     *     $internal = $server->listen('127.0.0.1', 9502, SWOOLE_SOCK_TCP);
     *     $internal->set(['open_eof_split' => true, 'package_eof' => "\n"]);
     *     $internal->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, 'got it'));
     *
     * @param string $host      As in the constructor: an address, or a path.
     * @param int    $port      As in the constructor.
     * @param int    $sock_type As in the constructor.
     *
     * @return \Swoole\Server\Port|false The port, which is in {@see self::$ports} from now on; false with a warning when it can't be
     *                                    had (`failed to listen server port[127.0.0.1:9502], Error: Address already in use[98]`;
     *                                    {@see self::getLastError()} has the number), or once the server runs.
     */
    public function listen(string $host, int $port, int $sock_type)
    {
    }

    /**
     * The same as {@see self::listen()}.
     *
     * @param string $host      As there.
     * @param int    $port      As there.
     * @param int    $sock_type As there.
     *
     * @return \Swoole\Server\Port|false As there.
     */
    public function addlistener(string $host, int $port, int $sock_type)
    {
    }

    /**
     * Reads a connection no further, until {@see self::resume()}: who sends more has to wait. What has come already is still told;
     * of a connection whose socket another worker has, also what comes until that has heard of it. An HTTP connection is read all
     * the same.
     *
     * @param int $fd The connection.
     *
     * @return bool Whether it is there; false with the warning `server is not running` before the start.
     */
    public function pause(int $fd)
    {
    }

    /**
     * Reads a connection again after {@see self::pause()}.
     *
     * @param int $fd The connection.
     *
     * @return bool Whether it is there; false with the warning `server is not running` before the start.
     */
    public function resume(int $fd)
    {
    }

    /**
     * Begins to read a connection, with `enable_delay_receive`. The same as {@see self::resume()}.
     *
     * @param int $fd The connection.
     *
     * @return bool Whether it is there; false with the warning `server is not running` before the start.
     */
    public function confirm(int $fd)
    {
    }

    /**
     * Binds a connection to a number of the program's, such as that of a user, once. With `dispatch_mode` 5 all connections of a
     * number are handled by the same worker; {@see self::getClientInfo()} shows it as `uid`.
     *
     * @param int $fd  The connection.
     * @param int $uid The number.
     *
     * @return bool False when the connection is bound already or not there, or with the warning `server is not running`.
     */
    public function bind(int $fd, int $uid)
    {
    }

    /**
     * Gives work to a task worker, which calls `task` with it, and goes on at once. The answer, if there is one, comes to
     * `finish` in the worker that called this.
     *
     *     $server->set(['task_worker_num' => 2]);
     *     $server->on('message', function ($server, $frame) {
     *         $server->task(['fd' => $frame->fd, 'url' => $frame->data]);
     *     });
     *     $server->on('task', function ($server, $taskId, $workerId, $data) {
     *         $server->push($data['fd'], fetch_slowly($data['url']));      // task workers may push
     *         return $data['fd'];                                          // and so calls onFinish
     *     });
     *     $server->on('finish', fn ($server, $taskId, $fd) => print("task {$taskId} is done\n"));
     *
     * Tasks wait in order until a task worker is free. What one of them works at when it dies is lost, and nothing else is.
     *
     * @param mixed         $data            Anything that `serialize()` takes, of any size; an exception of PHP's says what it
     *                                       does not take.
     * @param int           $taskWorkerIndex Which task worker, counted from 0; -1 means the first one that is free.
     * @param callable|null $finishCallback  `function ($server, int $taskId, mixed $answer)`, for this task instead of `finish`.
     *
     * @return int|false Number of the task, counted from 0 in each worker. False in silence when 64 MiB wait already
     *                   ({@see self::getLastError()} is then 1009); with a warning: `task method can't be executed without task
     *                   worker`, `Server->task() cannot use in the task-worker`, `Server->task() can only be used in a worker`,
     *                   `worker_id must be less than task_worker_num[2]`, `server is not running`.
     */
    public function task(mixed $data, int $taskWorkerIndex = -1, ?callable $finishCallback = null)
    {
    }

    /**
     * Gives work to a task worker and waits for the answer. What comes meanwhile is handled when this has returned.
     *
     * @param mixed $data            As for {@see self::task()}.
     * @param float $timeout         Seconds to wait at the most. An answer that comes later is dropped.
     * @param int   $taskWorkerIndex As for {@see self::task()}.
     *
     * @return mixed The answer: what `task` returned, or gave to {@see self::finish()} first. False when the time is over, and at
     *               once when the task was done without an answer, its worker has died, or it could not be given.
     */
    public function taskwait(mixed $data, float $timeout = 0.5, int $taskWorkerIndex = -1)
    {
    }

    /**
     * Gives several pieces of work at once, and waits for all answers.
     *
     *     ['a' => $one, 'b' => $two] = $server->taskWaitMulti(['a' => 'first', 'b' => 'second'], 2.0);
     *
     * @param array $tasks   Any key => what {@see self::task()} takes.
     * @param float $timeout Seconds to wait for all at the most.
     *
     * @return array|false The answers by the keys of the tasks; what has none (in time) is missing. False when a task could not
     *                     be given.
     */
    public function taskWaitMulti(array $tasks, float $timeout = 0.5)
    {
    }

    /**
     * The same as {@see self::taskWaitMulti()}, but for tasks without an answer, which are false here. (There are no coroutines:
     * it waits as that does.)
     *
     * @param array $tasks   Any key => what {@see self::task()} takes.
     * @param float $timeout Seconds to wait for all at the most.
     *
     * @return array|false The answers by the keys of the tasks; false when a task could not be given.
     */
    public function taskCo(array $tasks, float $timeout = 0.5)
    {
    }

    /**
     * Answers the task that is being done, in `task`: the answer comes to `finish` in the worker that gave it, once for each call.
     * The same as returning it; both may be done.
     *
     * @param mixed $data Anything that `serialize()` takes.
     *
     * @return bool False when it can't be sent, when {@see self::taskwait()} has had its answer already, or with a warning outside
     *              of `task`: `finish() answers the task that is being done: it can only be called in onTask`.
     */
    public function finish(mixed $data)
    {
    }

    /**
     * Sends something to another worker or task worker, which calls `pipeMessage` with it.
     *
     *     for ($worker = 0; $worker < $server->setting['worker_num']; $worker++) {
     *         if ($worker !== $server->worker_id) {
     *             $server->sendMessage(['forget' => $key], $worker);
     *         }
     *     }
     *
     * @param mixed $message       Anything that `serialize()` takes, of any size.
     * @param int   $dst_worker_id Number of the worker; task workers are those from `worker_num` on.
     *
     * @return bool Whether it is on its way. False in silence when 64 MiB wait already; with a warning: `onPipeMessage is null,
     *              can't use sendMessage`, `can't send messages to self`, `worker_id[9] is invalid`, `server is not running`.
     */
    public function sendMessage(mixed $message, int $dst_worker_id)
    {
    }

    /**
     * Adds a process of the program's own, before the start: it is started, watched and ended with the workers, and started again
     * when it ends. Its `worker_id` follows those of the task workers. It gets no events; it may push to every
     * connection, give tasks and send messages.
     *
     *     $server->addProcess(new Swoole\Process(function () use ($server) {
     *         while (true) {
     *             $server->sendMessage(wait_for_news(), 0);
     *         }
     *     }));
     *
     * @param \Swoole\Process $process What it runs. At the end of the server it is sent SIGTERM.
     *
     * @return int|false How many there were before; false with the warning `server is running, unable to add process`.
     */
    public function addProcess(\Swoole\Process $process)
    {
    }

    /**
     * The connections that have been silent for longer than `heartbeat_idle_time`, without waiting for the next look at
     * `heartbeat_check_interval`.
     *
     * @param bool $ifCloseConnection Whether to end them: WebSocket users get a close frame with 1001.
     *
     * @return array|false Their numbers; false when no heartbeat is set, or with the warning `server is not running`.
     */
    public function heartbeat(bool $ifCloseConnection = true)
    {
    }

    /**
     * Replaces the workers by new ones, one after the other, and reads certificates of TLS again, for connections to come. The
     * same as SIGUSR1 to {@see self::$master_pid} from outside; `$only_reload_taskworker` is SIGUSR2.
     *
     * No client notices. The new worker is started first and calls `workerStart`; then the old one finishes what it has begun,
     * within `max_wait_time`, hands its connections over (`SWOOLE_BASE`), calls `workerStop` and ends. Neither `close` nor `open`
     * is called. Encrypted connections of `SWOOLE_BASE` can't be handed over: their WebSocket users get close code 1012, and
     * may come back at once; in `SWOOLE_PROCESS` they stay as well. A new worker that does not come up ends the reload, and
     * the old one goes on.
     *
     * A new worker is a copy of the program as it was at the start: it loads new code if the program loads that code in
     * `workerStart`.
     *
     *     $server->on('workerStart', function ($server) {
     *         $server->handlers = require __DIR__ . '/handlers.php';
     *     });
     *
     * A server of one process has no workers to replace: only certificates are read again, and false means that one is not
     * right, which the log names (the old ones stay).
     *
     * @param bool $only_reload_taskworker Whether to replace task workers only, and leave certificates as they are.
     *
     * @return bool True: it has begun; false with the warning `server is not running`.
     */
    public function reload(bool $only_reload_taskworker = false)
    {
    }

    /**
     * Ends the server cleanly from inside a callback, of whatever process: connections are closed, `workerStop`, `managerStop`
     * and `shutdown` run, and {@see self::start()} returns true where it was called. The same as SIGTERM from outside.
     *
     * @return bool True; false when the server does not run ({@see self::getLastError()} is then 509).
     */
    public function shutdown()
    {
    }

    /**
     * Ends a worker cleanly and has another one take its place, as {@see self::reload()} does with all: clients don't
     * notice. A server of one process ends, as by {@see self::shutdown()}.
     *
     * @param int $workerId Number of the worker or task worker; -1 means the one that the callback runs in.
     *
     * @return bool True; false with a warning: `server is not running`, or `worker_id[9] is invalid`.
     */
    public function stop(int $workerId = -1)
    {
    }

    /**
     * Number of the last error, one of the `SWOOLE_ERROR_*` constants. A success does not set it back. After a warning it reads
     * 503, whatever the cause was; it tells more after calls that return false in silence.
     *
     * @return int 0 when nothing has failed yet.
     */
    public function getLastError()
    {
    }

    /**
     * What is known about a connection.
     *
     * @param int  $fd          The connection.
     * @param int  $reactor_id  Has no effect; old programs pass it.
     * @param bool $ignoreError Has no effect; old programs pass it.
     *
     * @return array{
     *     uid?: int,
     *     websocket_status?: int,
     *     server_port: int,
     *     server_fd: int,
     *     socket_fd: int,
     *     socket_type: int,
     *     remote_port: int,
     *     remote_ip: string,
     *     reactor_id: int,
     *     connect_time: int,
     *     last_time: int,
     *     last_recv_time: float,
     *     last_send_time: float,
     *     last_dispatch_time: float,
     *     close_errno: int,
     *     recv_queued_bytes: int,
     *     send_queued_bytes: int,
     *     ssl_client_cert?: string,
     * }|false False when there is no such connection, or with the warning `server is not running`. Of a
     *         connection that has just ended it is there until the callback `close` returns.
     *
     *         `uid` is there after {@see self::bind()}. `websocket_status` is there on a port that speaks WebSocket only: 0 plain HTTP, `WEBSOCKET_STATUS_ACTIVE` (3),
     *         `WEBSOCKET_STATUS_CLOSING` (4). `server_port`, `server_fd`, `socket_fd`: the server's port, and the numbers
     *         that the listening socket and the connection have in the operating system. `socket_type`: a `SWOOLE_SOCK_*`
     *         constant. `remote_ip`, `remote_port`: the other side; "" and 0 over a Unix socket. Times are Unix times in seconds: of the accept
     *         (`connect_time`), of the last bytes that came (`last_time`, `last_recv_time`) or went (`last_send_time`, 0
     *         for never), of the last callback (`last_dispatch_time`). `recv_queued_bytes`: came and not given to
     *         a callback yet; `send_queued_bytes`: waiting to be sent. `reactor_id` is the worker that
     *         has the socket, 0 in `SWOOLE_PROCESS`. `close_errno` is 0. `ssl_client_cert`: the certificate that the client
     *         has presented, PEM.
     */
    public function getClientInfo(int $fd, int $reactor_id = -1, bool $ignoreError = false)
    {
    }

    /**
     * Numbers of the connections of every kind, a page at a time, in no particular order:
     *
     *     $last = 0;
     *     while ($page = $server->getClientList($last, 100)) {
     *         $last = end($page);
     *         // ...
     *     }
     *
     * @param int $start_fd   The page begins after this connection; 0 begins with the first.
     * @param int $find_count Size of the page, at most 100.
     *
     * @return int[]|false The next connections; an empty array when `$find_count` is 0 or less. False after the last one,
     *                     when `$start_fd` is not a connection (any more), and with a warning when the server does not run
     *                     (`server is not running`) or the page is too big (`swoole connection list max_find_count=100`).
     */
    public function getClientList(int $start_fd = 0, int $find_count = 10)
    {
    }

    /**
     * Number of the worker that the callback runs in.
     *
     * @return int|false False in a process that is none (master, manager), and when the server does not run.
     */
    public function getWorkerId()
    {
    }

    /**
     * Process id of a worker or task worker.
     *
     * @param int $worker_id Number of the worker; -1 means the one that the callback runs in.
     *
     * @return int|false False when there is no such worker (for the moment) or the server does not run.
     */
    public function getWorkerPid(int $worker_id = -1)
    {
    }

    /**
     * What a worker or task worker is doing.
     *
     * @param int $worker_id Number of the worker; -1 means the one that the callback runs in.
     *
     * @return int|false 1 busy (as is whoever asks for itself), 2 waiting for work, 3 ending or not there; false when there is no
     *                   such number or the server does not run.
     */
    public function getWorkerStatus(int $worker_id = -1)
    {
    }

    /**
     * Process id of the manager, as {@see self::$manager_pid}, and of its successor if it had to be replaced.
     *
     * @return int 0 in a server of one process, and when the server does not run.
     */
    public function getManagerPid()
    {
    }

    /**
     * Process id of the process that called {@see self::start()}, as {@see self::$master_pid}.
     *
     * @return int 0 when the server does not run.
     */
    public function getMasterPid()
    {
    }

    /**
     * The same as {@see self::getClientInfo()}, under its older name.
     *
     * @param int  $fd          The connection.
     * @param int  $reactor_id  Has no effect; old programs pass it.
     * @param bool $ignoreError Has no effect; old programs pass it.
     *
     * @return array<string, mixed>|false What is known about the connection; false when there is none.
     */
    public function connection_info(int $fd, int $reactor_id = -1, bool $ignoreError = false)
    {
    }

    /**
     * The same as {@see self::getClientList()}, under its older name.
     *
     * @param int $start_fd   The page begins after this connection; 0 begins with the first.
     * @param int $find_count Size of the page, at most 100.
     *
     * @return int[]|false The next connections; false after the last one.
     */
    public function connection_list(int $start_fd = 0, int $find_count = 10)
    {
    }

    /**
     * Counters of the running server, of all its processes together; those of others may be some events behind.
     *
     * @return array{
     *     start_time: int,
     *     connection_num: int,
     *     accept_count: int,
     *     close_count: int,
     *     worker_num: int,
     *     task_worker_num: int,
     *     user_worker_num: int,
     *     idle_worker_num: int,
     *     dispatch_count: int,
     *     request_count: int,
     *     response_count: int,
     *     total_recv_bytes: int,
     *     total_send_bytes: int,
     *     worker_request_count?: int,
     *     worker_response_count?: int,
     *     worker_dispatch_count?: int,
     *     task_idle_worker_num?: int,
     *     tasking_num?: int,
     *     task_count?: int,
     *     coroutine_num: int,
     * }|false False with the warning `server is not running` before the start and after the end.
     *
     *         `start_time` is a Unix time in seconds. `connection_num` connections are open, `accept_count` were ever
     *         accepted, `close_count` have ended; of every kind. `user_worker_num`: added processes; `idle_worker_num` workers
     *         are waiting for work. `dispatch_count`: events that PHP took, `request_count` of them HTTP requests, WebSocket
     *         frames and tasks; `response_count`: responses, messages and close frames that PHP sent. The `worker_*` counts are
     *         those of this process, if it is a worker. `total_recv_bytes`, `total_send_bytes`: bytes of all connections.
     *         With task workers: `task_idle_worker_num` of them are waiting, `tasking_num` tasks are not done yet, `task_count`
     *         were ever given. `coroutine_num` is 0.
     */
    public function stats()
    {
    }

    /**
     * Has a function called every `$ms` milliseconds: {@see \Swoole\Timer::tick()}.
     *
     * @param int      $ms       Milliseconds between two calls, 1 or more.
     * @param callable $callback `function (int $timerId, mixed ...$params)`
     * @param mixed    $param    An argument for the callback, if it is given; so is each that follows.
     *
     * @return int|false The timer's number. False with the warning `Timer must be greater than or equal to 1`.
     */
    public function tick(int $ms, callable $callback, mixed $param = null)
    {
    }

    /**
     * Has a function called once, `$ms` milliseconds from now: {@see \Swoole\Timer::after()}.
     *
     * @param int      $ms       Milliseconds from now, 1 or more.
     * @param callable $callback `function (mixed ...$params)`
     * @param mixed    $param    An argument for the callback, if it is given; so is each that follows.
     *
     * @return int|false The timer's number. False with the warning `Timer must be greater than or equal to 1`.
     */
    public function after(int $ms, callable $callback, mixed $param = null)
    {
    }

    /**
     * Ends a timer: {@see \Swoole\Timer::clear()}.
     *
     * @param int $timer_id The timer.
     *
     * @return bool False when there is none of this number, or no more.
     */
    public function clearTimer(int $timer_id)
    {
    }

    /**
     * Puts a call off until the worker has done with the callbacks of the moment.
     *
     * @param callable $callback `function ()`
     *
     * @return bool True.
     */
    public function defer(callable $callback)
    {
    }
}
