<?php

namespace Swoole\Atomic;

/**
 * A number of 64 bits with a sign that processes share, all that an int of PHP's can be. Beyond either end it goes on at the
 * other.
 *
 * It is as {@see \Swoole\Atomic}, but nobody can wait for it. Also known as `swoole_atomic_long`.
 */
#[\AllowDynamicProperties]
class Long
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
