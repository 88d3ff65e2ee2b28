<?php

namespace Swoole;

/**
 * A number that processes share: made before the server starts (or before a fork), it is the same in all of them.
 *
 *     $visits = new Swoole\Atomic(0);
 *     $server->on('request', fn ($request, $response) => $response->end('visitor ' . $visits->add()));
 *
 * It has 32 bits and no sign, 0 to 4294967295, and goes on at the other end beyond either; -1 is the greatest. Every method
 * is one step: two processes that add 1 have added 2. {@see \Swoole\Atomic\Long} has 64 bits.
 *
 * The values 0 and 1 are also a signal, for {@see self::wait()} and {@see self::wakeup()}.
 *
 * A number that is made after a fork belongs to its process, and to those that this one forks. It can't be cloned or
 * serialised. Also known as `swoole_atomic`.
 */
#[\AllowDynamicProperties]
class Atomic
{
    /**
     * Makes a number in shared memory.
     *
     * @param int $value What it is at first.
     */
    public function __construct(int $value = 0)
    {
    }

    /**
     * Adds to the number.
     *
     * @param int $add_value How much.
     *
     * @return int The new value.
     */
    public function add(int $add_value = 1)
    {
    }

    /**
     * Subtracts from the number.
     *
     * @param int $sub_value How much.
     *
     * @return int The new value.
     */
    public function sub(int $sub_value = 1)
    {
    }

    /**
     * Reads the number.
     *
     * @return int The value.
     */
    public function get()
    {
    }

    /**
     * Sets the number.
     *
     * @param int $value The new value.
     *
     * @return null
     */
    public function set(int $value)
    {
    }

    /**
     * Takes a signal: makes the number 0 if it is 1. If it is 0, sleeps until another process calls {@see self::wakeup()}.
     * With any other number there is nothing to wait for.
     *
     * Handlers of signals that `pcntl_async_signals(true)` lets run at once do so while this waits; what they throw ends the
     * wait.
     *
     * @param float $timeout How many seconds to wait at most; for ever if negative.
     *
     * @return bool Whether a signal came. False when the time is over, and at once when the number is neither 0 nor 1.
     */
    public function wait(float $timeout = 1.0)
    {
    }

    /**
     * Leaves a signal: makes the number 1 if it is 0, and wakes processes that wait. The signal stays until one takes it.
     *
     * @param int $count How many to wake at most.
     *
     * @return bool True.
     */
    public function wakeup(int $count = 1)
    {
    }

    /**
     * Sets the number if it has a certain value, in one step.
     *
     * @param int $cmp_value The value that it must have.
     * @param int $new_value The new value.
     *
     * @return bool Whether it had that value, and has the new one now.
     */
    public function cmpset(int $cmp_value, int $new_value)
    {
    }
}
