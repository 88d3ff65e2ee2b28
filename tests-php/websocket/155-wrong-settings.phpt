--TEST--
A wrong value of a WebSocket setting is an exception that names the setting, says what would be right and what was given
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new swoole_websocket_server('127.0.0.1', 0);
foreach ([
    ['websocket_compression' => 'maybe'],
    ['websocket_compression' => []],
    ['websocket_compression_level' => 0],
    ['websocket_compression_level' => 10],
    ['websocket_compression_level' => 'best'],
    ['websocket_compression_min_length' => -1],
    ['websocket_compression_min_length' => 1.5],
    ['websocket_context_takeover' => 2.5],
    ['websocket_require_mask' => 'sometimes'],
    ['websocket_ping_interval' => -1],
    ['websocket_ping_interval' => 'often'],
    ['websocket_ping_interval' => NAN],
    ['websocket_pong_timeout' => -0.5],
    ['websocket_pong_timeout' => [1]],
    ['websocket_subprotocol' => true],
    ['websocket_subprotocol' => "chat\r\nX-Header: yes"],
    ['websocket_subprotocol' => ['chat', 'not a token']],
    ['websocket_subprotocol' => ['chat', '']],
    ['websocket_subprotocol' => ['chat', ['v2']]],
    ['heartbeat_idle_time' => -1],
    ['heartbeat_idle_time' => 'a while'],
    ['heartbeat_check_interval' => -1],
    ['heartbeat_check_interval' => null],
    ['max_idle_time' => -1],
    ['max_idle_time' => INF],
    ['max_idle_time' => 1e12],
    ['http_header_timeout' => 0],
    ['http_header_timeout' => 0.5],
    ['http_header_timeout' => 'long'],
    ['socket_buffer_size' => 0],
    ['socket_buffer_size' => '8M'],
    ['socket_buffer_total_size' => 0],
    ['socket_buffer_total_size' => new stdClass],
    ['socket_buffer_policy' => 'block'],
    ['socket_buffer_policy' => 1],
    ['buffer_high_watermark' => -1],
    ['buffer_low_watermark' => 'low'],
] as $settings) {
    catching(fn () => $server->set($settings) && print('accepted: ' . key($settings) . "\n"));
}
// Nothing of it was taken.
var_dump($server->setting);
?>
--EXPECTF--
TypeError(0): setting 'websocket_compression' must be of type bool, string "maybe" given
TypeError(0): setting 'websocket_compression' must be of type bool, array given
ValueError(0): setting 'websocket_compression_level' must be from 1 to 9, int 0 given
ValueError(0): setting 'websocket_compression_level' must be from 1 to 9, int 10 given
TypeError(0): setting 'websocket_compression_level' must be of type int, string "best" given
ValueError(0): setting 'websocket_compression_min_length' must be 0 or more, int -1 given
TypeError(0): setting 'websocket_compression_min_length' must be of type int, float 1.5 given
TypeError(0): setting 'websocket_context_takeover' must be of type bool, float 2.5 given
TypeError(0): setting 'websocket_require_mask' must be of type bool, string "sometimes" given
ValueError(0): setting 'websocket_ping_interval' must be from 0 to 31622400, int -1 given
TypeError(0): setting 'websocket_ping_interval' must be of type float, string "often" given
TypeError(0): setting 'websocket_ping_interval' must be of type float, float %s given
ValueError(0): setting 'websocket_pong_timeout' must be from 0 to 31622400, float -0.5 given
TypeError(0): setting 'websocket_pong_timeout' must be of type float, array given
%s(0): setting 'websocket_subprotocol' must be %s given
%s(0): setting 'websocket_subprotocol' must be %a given
%s(0): setting 'websocket_subprotocol' must be %s given
%s(0): setting 'websocket_subprotocol' must be %s given
%s(0): setting 'websocket_subprotocol' must be %s given
ValueError(0): setting 'heartbeat_idle_time' must be from 0 to 31622400, int -1 given
TypeError(0): setting 'heartbeat_idle_time' must be of type int, string "a while" given
ValueError(0): setting 'heartbeat_check_interval' must be from 0 to 31622400, int -1 given
TypeError(0): setting 'heartbeat_check_interval' must be of type int, null given
ValueError(0): setting 'max_idle_time' must be from 0 to 31622400, int -1 given
TypeError(0): setting 'max_idle_time' must be of type float, float %s given
ValueError(0): setting 'max_idle_time' must be from 0 to 31622400, float 1000000000000 given
ValueError(0): setting 'http_header_timeout' must be from 1 to 31622400, int 0 given
ValueError(0): setting 'http_header_timeout' must be from 1 to 31622400, float 0.5 given
TypeError(0): setting 'http_header_timeout' must be of type float, string "long" given
ValueError(0): setting 'socket_buffer_size' must be 1 or more, int 0 given
TypeError(0): setting 'socket_buffer_size' must be of type int, string "8M" given
ValueError(0): setting 'socket_buffer_total_size' must be 1 or more, int 0 given
TypeError(0): setting 'socket_buffer_total_size' must be of type int, stdClass given
ValueError(0): setting 'socket_buffer_policy' must be 'refuse' or 'drop', string "block" given
ValueError(0): setting 'socket_buffer_policy' must be 'refuse' or 'drop', int 1 given
ValueError(0): setting 'buffer_high_watermark' must be 0 or more, int -1 given
TypeError(0): setting 'buffer_low_watermark' must be of type int, string "low" given
NULL
