<?php

// The version of Swoole whose classes and functions this extension offers, for programs that compare it.
// The version of the extension itself is `phpversion('swoxide')`.
const SWOOLE_VERSION = '6.2.2';
/** As PHP_VERSION_ID: major * 10000 + minor * 100 + release. */
const SWOOLE_VERSION_ID = 60202;
const SWOOLE_MAJOR_VERSION = 6;
const SWOOLE_MINOR_VERSION = 2;
const SWOOLE_RELEASE_VERSION = 2;
/** What follows the three numbers, such as "-dev"; empty. */
const SWOOLE_EXTRA_VERSION = '';
/** Whether this is a debugging build. */
const SWOOLE_DEBUG = false;

// Modes of a server, for the constructor of Swoole\Server.
/** Every worker owns connections of its own. */
const SWOOLE_BASE = 1;
/** One process owns all connections, and the workers are others: one that dies takes none along. */
const SWOOLE_PROCESS = 2;

// Kinds of sockets, for the constructor of Swoole\Server, which takes SWOOLE_SOCK_TCP and SWOOLE_SOCK_TCP6.
// getClientInfo() tells them as `socket_type`.
const SWOOLE_SOCK_TCP = 1;
const SWOOLE_SOCK_TCP6 = 3;
const SWOOLE_SOCK_UDP = 2;
const SWOOLE_SOCK_UDP6 = 4;
const SWOOLE_SOCK_UNIX_DGRAM = 6;
const SWOOLE_SOCK_UNIX_STREAM = 5;
const SWOOLE_SOCK_RAW = 7;
const SWOOLE_SOCK_RAW6 = 8;

// The same under shorter names.
const SWOOLE_TCP = 1;
const SWOOLE_TCP6 = 3;
const SWOOLE_UDP = 2;
const SWOOLE_UDP6 = 4;
const SWOOLE_UNIX_DGRAM = 6;
const SWOOLE_UNIX_STREAM = 5;
const SWOOLE_RAW = 7;
const SWOOLE_RAW6 = 8;

/** To be or-ed into a socket type: the port speaks TLS (https:// and wss://), with `ssl_cert_file` and `ssl_key_file`. */
const SWOOLE_SSL = 512;
/** To be or-ed into the type of a Swoole\Client: the same as SWOOLE_SOCK_ASYNC behind it. */
const SWOOLE_ASYNC = 1024;
/** To be or-ed into the type of a Swoole\Client: it waits, as it does without. */
const SWOOLE_SYNC = 2048;
/** To be or-ed into the type of a Swoole\Client: its connection outlives it. */
const SWOOLE_KEEP = 4096;

// How a Swoole\Client waits, for its constructor.
/** On the thread that calls it. */
const SWOOLE_SOCK_SYNC = false;
/** By callbacks of the event loop. */
const SWOOLE_SOCK_ASYNC = true;

// Versions of TLS, or-ed together for the setting `ssl_protocols`. The first two are not safe any more, and are refused.
const SWOOLE_SSL_TLSv1 = 8;
const SWOOLE_SSL_TLSv1_1 = 16;
const SWOOLE_SSL_TLSv1_2 = 32;
const SWOOLE_SSL_TLSv1_3 = 64;

// How far a WebSocket connection is: `websocket_status` of getClientInfo(), which is 0 for plain HTTP.
/** An upgrade was asked for. */
const SWOOLE_WEBSOCKET_STATUS_CONNECTION = 1;
/** The handshake is under way. */
const SWOOLE_WEBSOCKET_STATUS_HANDSHAKE = 2;
/** The handshake is done; push() reaches it. */
const SWOOLE_WEBSOCKET_STATUS_ACTIVE = 3;
/** This side has sent its close frame. */
const SWOOLE_WEBSOCKET_STATUS_CLOSING = 4;

// Opcodes of WebSocket frames, for push() and for Swoole\WebSocket\Frame::$opcode.
/** A further part of a message. */
const SWOOLE_WEBSOCKET_OPCODE_CONTINUATION = 0;
const SWOOLE_WEBSOCKET_OPCODE_TEXT = 1;
const SWOOLE_WEBSOCKET_OPCODE_BINARY = 2;
const SWOOLE_WEBSOCKET_OPCODE_CLOSE = 8;
const SWOOLE_WEBSOCKET_OPCODE_PING = 9;
const SWOOLE_WEBSOCKET_OPCODE_PONG = 10;

// Bits of Swoole\WebSocket\Frame::$flags and of the last argument of push().
/** The message ends with this frame. */
const SWOOLE_WEBSOCKET_FLAG_FIN = 1;
/** The three reserved bits of a frame. permessage-deflate uses the first. */
const SWOOLE_WEBSOCKET_FLAG_RSV1 = 4;
const SWOOLE_WEBSOCKET_FLAG_RSV2 = 8;
const SWOOLE_WEBSOCKET_FLAG_RSV3 = 16;
/** The frame was masked, as those of a client should be. Never set on frames that are pushed. */
const SWOOLE_WEBSOCKET_FLAG_MASK = 32;
/** Compress the payload. */
const SWOOLE_WEBSOCKET_FLAG_COMPRESS = 2;

// Why a WebSocket connection ends, for disconnect() and Swoole\WebSocket\CloseFrame::$code.
// 3000 to 4999 are free for programs.
const SWOOLE_WEBSOCKET_CLOSE_NORMAL = 1000;
/** The server stops, or the browser leaves the page. */
const SWOOLE_WEBSOCKET_CLOSE_GOING_AWAY = 1001;
const SWOOLE_WEBSOCKET_CLOSE_PROTOCOL_ERROR = 1002;
/** A kind of data that is not accepted. */
const SWOOLE_WEBSOCKET_CLOSE_DATA_ERROR = 1003;
/** Never sent: the close frame had no code. */
const SWOOLE_WEBSOCKET_CLOSE_STATUS_ERROR = 1005;
/** Never sent: the connection ended without a close frame. */
const SWOOLE_WEBSOCKET_CLOSE_ABNORMAL = 1006;
/** Text that is not UTF-8. */
const SWOOLE_WEBSOCKET_CLOSE_MESSAGE_ERROR = 1007;
/** Not allowed, for any reason that has no code of its own. */
const SWOOLE_WEBSOCKET_CLOSE_POLICY_ERROR = 1008;
const SWOOLE_WEBSOCKET_CLOSE_MESSAGE_TOO_BIG = 1009;
/** Sent by clients: the server did not agree to an extension that they need. */
const SWOOLE_WEBSOCKET_CLOSE_EXTENSION_MISSING = 1010;
const SWOOLE_WEBSOCKET_CLOSE_SERVER_ERROR = 1011;
/** Come back later: the service restarts. ("CLOSE" stands twice in the name, as in Swoole.) */
const SWOOLE_WEBSOCKET_CLOSE_CLOSE_SERVICE_RESTART = 1012;
const SWOOLE_WEBSOCKET_CLOSE_TRY_AGAIN_LATER = 1013;
const SWOOLE_WEBSOCKET_CLOSE_BAD_GATEWAY = 1014;
/** Never sent: the TLS handshake failed. */
const SWOOLE_WEBSOCKET_CLOSE_TLS = 1015;

// The status again, under older names.
const WEBSOCKET_STATUS_CONNECTION = 1;
const WEBSOCKET_STATUS_HANDSHAKE = 2;
/** The same as WEBSOCKET_STATUS_ACTIVE. */
const WEBSOCKET_STATUS_FRAME = 3;
const WEBSOCKET_STATUS_ACTIVE = 3;
const WEBSOCKET_STATUS_CLOSING = 4;
/** The handshake was refused. */
const WEBSOCKET_STATUS_HANDSHAKE_FAILED = 5;

// The opcodes again, under older names.
const WEBSOCKET_OPCODE_CONTINUATION = 0;
const WEBSOCKET_OPCODE_TEXT = 1;
const WEBSOCKET_OPCODE_BINARY = 2;
const WEBSOCKET_OPCODE_CLOSE = 8;
const WEBSOCKET_OPCODE_PING = 9;
const WEBSOCKET_OPCODE_PONG = 10;

// The close codes again, under older names.
const WEBSOCKET_CLOSE_NORMAL = 1000;
const WEBSOCKET_CLOSE_GOING_AWAY = 1001;
const WEBSOCKET_CLOSE_PROTOCOL_ERROR = 1002;
const WEBSOCKET_CLOSE_DATA_ERROR = 1003;
/** Never sent: the close frame had no code. */
const WEBSOCKET_CLOSE_STATUS_ERROR = 1005;
/** Never sent: the connection ended without a close frame. */
const WEBSOCKET_CLOSE_ABNORMAL = 1006;
const WEBSOCKET_CLOSE_MESSAGE_ERROR = 1007;
const WEBSOCKET_CLOSE_POLICY_ERROR = 1008;
const WEBSOCKET_CLOSE_MESSAGE_TOO_BIG = 1009;
const WEBSOCKET_CLOSE_EXTENSION_MISSING = 1010;
const WEBSOCKET_CLOSE_SERVER_ERROR = 1011;
const WEBSOCKET_CLOSE_CLOSE_SERVICE_RESTART = 1012;
const WEBSOCKET_CLOSE_TRY_AGAIN_LATER = 1013;
const WEBSOCKET_CLOSE_BAD_GATEWAY = 1014;
/** Never sent: the TLS handshake failed. */
const WEBSOCKET_CLOSE_TLS = 1015;

// Kinds of locks, for the constructor of Swoole\Lock, which explains them.
const SWOOLE_RWLOCK = 1;
const SWOOLE_FILELOCK = 2;
const SWOOLE_MUTEX = 3;
const SWOOLE_SEM = 4;
const SWOOLE_SPINLOCK = 5;

// Values of the setting `log_level`: lines below the level are not written.
const SWOOLE_LOG_DEBUG = 0;
const SWOOLE_LOG_TRACE = 1;
const SWOOLE_LOG_INFO = 2;
const SWOOLE_LOG_NOTICE = 3;
const SWOOLE_LOG_WARNING = 4;
const SWOOLE_LOG_ERROR = 5;
/** No lines at all. */
const SWOOLE_LOG_NONE = 6;

// Values of the setting `log_rotation`, for programs that name them.
const SWOOLE_LOG_ROTATION_SINGLE = 0;
const SWOOLE_LOG_ROTATION_MONTHLY = 1;
const SWOOLE_LOG_ROTATION_DAILY = 2;
const SWOOLE_LOG_ROTATION_HOURLY = 3;
const SWOOLE_LOG_ROTATION_EVERY_MINUTE = 4;

// Values of the setting `dispatch_mode`: which worker of SWOOLE_PROCESS is told of an event.
/** In turn. */
const SWOOLE_DISPATCH_ROUND = 1;
/** By connection: its messages always go to the same worker. */
const SWOOLE_DISPATCH_FDMOD = 2;
/** Whoever is idle. */
const SWOOLE_DISPATCH_IDLE_WORKER = 3;
/** By address of the client. */
const SWOOLE_DISPATCH_IPMOD = 4;
/** By the user number that bind() gave. */
const SWOOLE_DISPATCH_UIDMOD = 5;
/** As `dispatch_func` says. */
const SWOOLE_DISPATCH_USERFUNC = 6;
const SWOOLE_DISPATCH_STREAM = 7;
const SWOOLE_DISPATCH_CO_CONN_LB = 8;
const SWOOLE_DISPATCH_CO_REQ_LB = 9;
const SWOOLE_DISPATCH_CONCURRENT_LB = 10;

// What a `dispatch_func` may return, for programs that name them.
const SWOOLE_DISPATCH_RESULT_DISCARD_PACKET = -1;
const SWOOLE_DISPATCH_RESULT_CLOSE_CONNECTION = -2;
const SWOOLE_DISPATCH_RESULT_USERFUNC_FALLBACK = -3;

// What getWorkerStatus() gives.
const SWOOLE_WORKER_BUSY = 1;
const SWOOLE_WORKER_IDLE = 2;
const SWOOLE_WORKER_EXIT = 3;

// Values of the setting `task_ipc_mode` and the like, for programs that name them.
const SWOOLE_IPC_NONE = 0;
/** A Unix socket. */
const SWOOLE_IPC_UNIXSOCK = 1;
const SWOOLE_IPC_SOCKET = 3;
/** A Unix socket. */
const SWOOLE_IPC_UNSOCK = 1;
/** A System V message queue, each message for one worker. */
const SWOOLE_IPC_MSGQUEUE = 2;
/** A System V message queue, each message for whoever takes it. */
const SWOOLE_IPC_PREEMPTIVE = 3;

// Kinds of error numbers, for the second argument of swoole_strerror().
/** An errno of the system. */
const SWOOLE_STRERROR_SYSTEM = 0;
/** A code of getaddrinfo(). */
const SWOOLE_STRERROR_GAI = 1;
/** A code of the resolver. */
const SWOOLE_STRERROR_DNS = 2;
/** One of the SWOOLE_ERROR_* numbers. */
const SWOOLE_STRERROR_SWOOLE = 9;

// Numbers of getLastError(), swoole_last_error() and exceptions. Swoole has more of them than can happen in this
// extension; all are there for programs that name them. Here: general ones.
const SWOOLE_ERROR_MALLOC_FAIL = 501;
const SWOOLE_ERROR_SYSTEM_CALL_FAIL = 502;
/** A call has failed with a warning that says why. */
const SWOOLE_ERROR_PHP_FATAL_ERROR = 503;
const SWOOLE_ERROR_NAME_TOO_LONG = 504;
const SWOOLE_ERROR_INVALID_PARAMS = 505;
const SWOOLE_ERROR_QUEUE_FULL = 506;
const SWOOLE_ERROR_OPERATION_NOT_SUPPORT = 507;
const SWOOLE_ERROR_PROTOCOL_ERROR = 508;
/** Not possible at this time, such as shutdown() before start(). */
const SWOOLE_ERROR_WRONG_OPERATION = 509;
/** A call has raised a lesser warning. */
const SWOOLE_ERROR_PHP_RUNTIME_NOTICE = 510;
const SWOOLE_ERROR_FOR_TEST = 511;
const SWOOLE_ERROR_NO_PAYLOAD = 550;
const SWOOLE_ERROR_UNDEFINED_BEHAVIOR = 600;
const SWOOLE_ERROR_NOT_THREAD_SAFETY = 601;

// Errors with files, names and addresses.
const SWOOLE_ERROR_FILE_NOT_EXIST = 700;
const SWOOLE_ERROR_FILE_TOO_LARGE = 701;
const SWOOLE_ERROR_FILE_EMPTY = 702;
const SWOOLE_ERROR_DIR_NOT_EXIST = 703;
const SWOOLE_ERROR_DNSLOOKUP_DUPLICATE_REQUEST = 710;
const SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED = 711;
const SWOOLE_ERROR_DNSLOOKUP_RESOLVE_TIMEOUT = 712;
const SWOOLE_ERROR_DNSLOOKUP_UNSUPPORTED = 713;
const SWOOLE_ERROR_DNSLOOKUP_NO_SERVER = 714;
const SWOOLE_ERROR_BAD_IPV6_ADDRESS = 720;
const SWOOLE_ERROR_UNREGISTERED_SIGNAL = 721;
/** Not an address. */
const SWOOLE_ERROR_BAD_HOST_ADDR = 722;
const SWOOLE_ERROR_BAD_PORT = 723;
const SWOOLE_ERROR_BAD_SOCKET_TYPE = 724;

// Errors of an event loop.
const SWOOLE_ERROR_EVENT_REMOVE_FAILED = 800;
const SWOOLE_ERROR_EVENT_ADD_FAILED = 801;
const SWOOLE_ERROR_EVENT_UPDATE_FAILED = 802;
const SWOOLE_ERROR_EVENT_UNKNOWN_DATA = 803;

// Errors with connections, which Swoole also calls sessions, and TLS.
const SWOOLE_ERROR_SESSION_CLOSED_BY_SERVER = 1001;
const SWOOLE_ERROR_SESSION_CLOSED_BY_CLIENT = 1002;
const SWOOLE_ERROR_SESSION_CLOSING = 1003;
const SWOOLE_ERROR_SESSION_CLOSED = 1004;
/** No such connection, or it has ended. */
const SWOOLE_ERROR_SESSION_NOT_EXIST = 1005;
const SWOOLE_ERROR_SESSION_INVALID_ID = 1006;
/** Something came from a connection that has ended since, and was dropped. */
const SWOOLE_ERROR_SESSION_DISCARD_TIMEOUT_DATA = 1007;
const SWOOLE_ERROR_SESSION_DISCARD_DATA = 1008;
/** More is waiting to be sent to the connection than `socket_buffer_size` allows. */
const SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW = 1009;
const SWOOLE_ERROR_OUTPUT_SEND_YIELD = 1010;
const SWOOLE_ERROR_SSL_NOT_READY = 1011;
/** ("SENFILE" without a "d", as in Swoole.) */
const SWOOLE_ERROR_SSL_CANNOT_USE_SENFILE = 1012;
const SWOOLE_ERROR_SSL_EMPTY_PEER_CERTIFICATE = 1013;
const SWOOLE_ERROR_SSL_VERIFY_FAILED = 1014;
const SWOOLE_ERROR_SSL_BAD_CLIENT = 1015;
const SWOOLE_ERROR_SSL_BAD_PROTOCOL = 1016;
const SWOOLE_ERROR_SSL_RESET = 1017;
const SWOOLE_ERROR_SSL_HANDSHAKE_FAILED = 1018;
const SWOOLE_ERROR_SSL_CREATE_CONTEXT_FAILED = 1019;
const SWOOLE_ERROR_SSL_CREATE_SESSION_FAILED = 1020;

// Errors with what a client sent, which Swoole calls a package.
/** Longer than `package_max_length`. */
const SWOOLE_ERROR_PACKAGE_LENGTH_TOO_LARGE = 1201;
const SWOOLE_ERROR_PACKAGE_LENGTH_NOT_FOUND = 1202;
const SWOOLE_ERROR_DATA_LENGTH_TOO_LARGE = 1203;
const SWOOLE_ERROR_PACKAGE_MALFORMED_DATA = 1204;

// Errors of tasks.
const SWOOLE_ERROR_TASK_PACKAGE_TOO_BIG = 2001;
const SWOOLE_ERROR_TASK_DISPATCH_FAIL = 2002;
const SWOOLE_ERROR_TASK_TIMEOUT = 2003;

// Errors of HTTP/2.
const SWOOLE_ERROR_HTTP2_STREAM_ID_TOO_BIG = 3001;
const SWOOLE_ERROR_HTTP2_STREAM_NO_HEADER = 3002;
const SWOOLE_ERROR_HTTP2_STREAM_NOT_FOUND = 3003;
const SWOOLE_ERROR_HTTP2_STREAM_IGNORE = 3004;
const SWOOLE_ERROR_HTTP2_SEND_CONTROL_FRAME_FAILED = 3005;
const SWOOLE_ERROR_HTTP2_INTERNAL_ERROR = 3006;

// Errors of asynchronous file access.
const SWOOLE_ERROR_AIO_BAD_REQUEST = 4001;
const SWOOLE_ERROR_AIO_CANCELED = 4002;
const SWOOLE_ERROR_AIO_TIMEOUT = 4003;

// Errors of clients and sockets.
const SWOOLE_ERROR_CLIENT_NO_CONNECTION = 5001;
const SWOOLE_ERROR_SOCKET_CLOSED = 6001;
const SWOOLE_ERROR_SOCKET_POLL_TIMEOUT = 6002;
const SWOOLE_ERROR_SOCKET_NOT_EXISTS = 6003;

// Errors of clients behind a proxy.
const SWOOLE_ERROR_SOCKS5_UNSUPPORT_VERSION = 7001;
const SWOOLE_ERROR_SOCKS5_UNSUPPORT_METHOD = 7002;
const SWOOLE_ERROR_SOCKS5_AUTH_FAILED = 7003;
const SWOOLE_ERROR_SOCKS5_SERVER_ERROR = 7004;
const SWOOLE_ERROR_SOCKS5_HANDSHAKE_FAILED = 7005;
const SWOOLE_ERROR_SOCKS5_CONNECT_FAILED = 7006;
const SWOOLE_ERROR_HTTP_PROXY_HANDSHAKE_ERROR = 7101;

// Errors of HTTP.
const SWOOLE_ERROR_HTTP_INVALID_PROTOCOL = 7102;
const SWOOLE_ERROR_HTTP_PROXY_HANDSHAKE_FAILED = 7103;
const SWOOLE_ERROR_HTTP_PROXY_BAD_RESPONSE = 7104;
const SWOOLE_ERROR_HTTP_CONFLICT_HEADER = 7105;
/** The response has ended already. */
const SWOOLE_ERROR_HTTP_CONTEXT_UNAVAILABLE = 7106;
const SWOOLE_ERROR_HTTP_COOKIE_UNAVAILABLE = 7107;

// Errors of WebSocket.
const SWOOLE_ERROR_WEBSOCKET_BAD_CLIENT = 8501;
/** Not an opcode. */
const SWOOLE_ERROR_WEBSOCKET_BAD_OPCODE = 8502;
/** The connection is not a WebSocket (any more). */
const SWOOLE_ERROR_WEBSOCKET_UNCONNECTED = 8503;
const SWOOLE_ERROR_WEBSOCKET_HANDSHAKE_FAILED = 8504;
/** The message can't be made into a frame. */
const SWOOLE_ERROR_WEBSOCKET_PACK_FAILED = 8505;
const SWOOLE_ERROR_WEBSOCKET_UNPACK_FAILED = 8506;
const SWOOLE_ERROR_WEBSOCKET_INCOMPLETE_PACKET = 8507;

// Errors of a server and its processes.
const SWOOLE_ERROR_SERVER_MUST_CREATED_BEFORE_CLIENT = 9001;
const SWOOLE_ERROR_SERVER_TOO_MANY_SOCKET = 9002;
const SWOOLE_ERROR_SERVER_WORKER_TERMINATED = 9003;
/** Not a port number. */
const SWOOLE_ERROR_SERVER_INVALID_LISTEN_PORT = 9004;
const SWOOLE_ERROR_SERVER_TOO_MANY_LISTEN_PORT = 9005;
const SWOOLE_ERROR_SERVER_PIPE_BUFFER_FULL = 9006;
const SWOOLE_ERROR_SERVER_NO_IDLE_WORKER = 9007;
/** A process can have one server only. */
const SWOOLE_ERROR_SERVER_ONLY_START_ONE = 9008;
const SWOOLE_ERROR_SERVER_SEND_IN_MASTER = 9009;
const SWOOLE_ERROR_SERVER_INVALID_REQUEST = 9010;
const SWOOLE_ERROR_SERVER_CONNECT_FAIL = 9011;
const SWOOLE_ERROR_SERVER_INVALID_COMMAND = 9012;
const SWOOLE_ERROR_SERVER_IS_NOT_REGULAR_FILE = 9013;
/** ("WOKER" without an "R", as in Swoole.) */
const SWOOLE_ERROR_SERVER_SEND_TO_WOKER_TIMEOUT = 9014;
const SWOOLE_ERROR_SERVER_INVALID_CALLBACK = 9015;
const SWOOLE_ERROR_SERVER_UNRELATED_THREAD = 9016;
const SWOOLE_ERROR_SERVER_WORKER_EXIT_TIMEOUT = 9101;
const SWOOLE_ERROR_SERVER_WORKER_ABNORMAL_PIPE_DATA = 9102;
const SWOOLE_ERROR_SERVER_WORKER_UNPROCESSED_DATA = 9103;

// Errors of coroutines.
const SWOOLE_ERROR_CO_OUT_OF_COROUTINE = 10001;
const SWOOLE_ERROR_CO_HAS_BEEN_BOUND = 10002;
const SWOOLE_ERROR_CO_HAS_BEEN_DISCARDED = 10003;
const SWOOLE_ERROR_CO_MUTEX_DOUBLE_UNLOCK = 10004;
const SWOOLE_ERROR_CO_BLOCK_OBJECT_LOCKED = 10005;
const SWOOLE_ERROR_CO_BLOCK_OBJECT_WAITING = 10006;
const SWOOLE_ERROR_CO_YIELD_FAILED = 10007;
const SWOOLE_ERROR_CO_GETCONTEXT_FAILED = 10008;
const SWOOLE_ERROR_CO_SWAPCONTEXT_FAILED = 10009;
const SWOOLE_ERROR_CO_MAKECONTEXT_FAILED = 10010;
const SWOOLE_ERROR_CO_IOCPINIT_FAILED = 10011;
const SWOOLE_ERROR_CO_PROTECT_STACK_FAILED = 10012;
const SWOOLE_ERROR_CO_STD_THREAD_LINK_ERROR = 10013;
const SWOOLE_ERROR_CO_DISABLED_MULTI_THREAD = 10014;
const SWOOLE_ERROR_CO_CANNOT_CANCEL = 10015;
const SWOOLE_ERROR_CO_NOT_EXISTS = 10016;
const SWOOLE_ERROR_CO_CANCELED = 10017;
const SWOOLE_ERROR_CO_TIMEDOUT = 10018;
const SWOOLE_ERROR_CO_SOCKET_CLOSE_WAIT = 10019;

// What Swoole\Event waits for.
/** Something to read, or the end of the other side. */
const SWOOLE_EVENT_READ = 512;
/** Room to write. */
const SWOOLE_EVENT_WRITE = 1024;
