<?php

namespace Swoole\Timer;

/**
 * The numbers of timers, as {@see \Swoole\Timer::list()} found them.
 */
class Iterator extends \ArrayIterator
{
}
