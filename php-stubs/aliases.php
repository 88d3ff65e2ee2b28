<?php

/*
 * The older names of the classes. They are not subclasses: a class has two names, and `new`, `extends`, `instanceof` and
 * type declarations take either. `get_class()` answers with the name on the left.
 */

class_alias(\Swoole\Server::class, 'swoole_server');
class_alias(\Swoole\Server\Port::class, 'swoole_server_port');
class_alias(\Swoole\Http\Server::class, 'swoole_http_server');
class_alias(\Swoole\Http\Client::class, 'swoole_http_client');
class_alias(\Swoole\Http\Request::class, 'swoole_http_request');
class_alias(\Swoole\Http\Response::class, 'swoole_http_response');
class_alias(\Swoole\WebSocket\Server::class, 'swoole_websocket_server');
class_alias(\Swoole\WebSocket\Frame::class, 'swoole_websocket_frame');
class_alias(\Swoole\WebSocket\CloseFrame::class, 'swoole_websocket_closeframe');
class_alias(\Swoole\Client::class, 'swoole_client');
class_alias(\Swoole\Connection\Iterator::class, 'swoole_connection_iterator');
class_alias(\Swoole\Timer::class, 'swoole_timer');
class_alias(\Swoole\Async::class, 'swoole_async');
class_alias(\Swoole\Event::class, 'swoole_event');
class_alias(\Swoole\Exception::class, 'swoole_exception');
class_alias(\Swoole\Table::class, 'swoole_table');
class_alias(\Swoole\Table\Row::class, 'swoole_table_row');
class_alias(\Swoole\Atomic::class, 'swoole_atomic');
class_alias(\Swoole\Atomic\Long::class, 'swoole_atomic_long');
class_alias(\Swoole\Lock::class, 'swoole_lock');
class_alias(\Swoole\Process::class, 'swoole_process');
