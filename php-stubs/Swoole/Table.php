<?php

namespace Swoole;

/**
 * A table that processes share: rows of fixed columns by key. Made before the server starts (or before a fork), all
 * processes see the same rows.
 *
 *     $table = new Swoole\Table(1024);
 *     $table->column('name', Swoole\Table::TYPE_STRING, 64);
 *     $table->column('age', Swoole\Table::TYPE_INT);
 *     $table->create();
 *
 *     $table->set('rob', ['name' => 'Rob', 'age' => 30]);
 *     $table->incr('rob', 'age');
 *     foreach ($table as $key => $row) {
 *         echo "$key: {$row['name']} is {$row['age']}\n";
 *     }
 *
 * It is an array, too, as in the 1.x days: `$table['rob'] = [...]`, `isset($table['rob'])`, `unset($table['rob'])`, and
 * `$table['rob']` is a {@see \Swoole\Table\Row}, so that `$table['rob']['age'] = 31` sets a column.
 *
 * - The memory is fixed: see {@see self::__construct()}.
 * - Keys have up to 63 bytes. Longer ones are cut, with a warning.
 * - `set()`, `get()`, `incr()` and the others are one step each: whoever reads a row sees it as one writer left it.
 * - A process that is killed, even in the middle of a change, holds nobody up and breaks nothing. At the worst, the row
 *   that it was just changing has some of the new values and some of the old.
 * - A loop comes to every row that is there all the time, once, also when rows are deleted meanwhile. All loops over one
 *   object share one place, so they can't be nested.
 *
 * It can't be cloned or serialised. Before `create()` and after `destroy()`, most methods end the program. Also known as
 * `swoole_table`.
 *
 * @implements \Iterator<string, array<string, int|float|string>>
 * @implements \ArrayAccess<string, \Swoole\Table\Row>
 */
#[\AllowDynamicProperties]
class Table implements \Iterator, \ArrayAccess, \Countable
{
    /** An integer. */
    public const TYPE_INT = 1;
    /** A number with a fraction. */
    public const TYPE_FLOAT = 2;
    /** Bytes, up to the size of the column. */
    public const TYPE_STRING = 3;

    /**
     * How many rows the table is made for. Null before {@see self::create()}.
     *
     * @var int|null
     */
    public $size = null;

    /**
     * How many bytes of memory the table takes when it is full. Null before {@see self::create()}.
     *
     * @var int|null
     */
    public $memorySize = null;

    /**
     * Begins a table.
     *
     * @param int   $table_size          How many rows there will be: rounded up to a power of two, 64 at least. That many
     *                                   fit, whatever their keys.
     * @param float $conflict_proportion How many more fit, as a part of that: 0.2 to 1.
     */
    public function __construct(int $table_size, float $conflict_proportion = 0.2)
    {
    }

    /**
     * Adds a column, before {@see self::create()}.
     *
     * @param string $name Its name.
     * @param int    $type One of the `TYPE_*` constants.
     * @param int    $size Of TYPE_STRING, how many bytes a value has at most, rounded up to a multiple of 8. Of TYPE_INT,
     *                     the bytes of a value: 1, 2 or 4, with a sign, and what does not fit loses its upper bits, so that 127
     *                     and 1 more are -128 in a column of size 1. Any other size is 8: all that an int can be.
     *
     * @return bool False, and a warning, if there can be no such column.
     */
    public function column(string $name, int $type, int $size = 0)
    {
    }

    /**
     * Makes the table, with the columns that were added. From here on, processes that are forked share it.
     *
     * @return bool False, and a warning, if there is no memory for it, or it is there already.
     */
    public function create()
    {
    }

    /**
     * Ends the table for this process. Others go on with it.
     *
     * @return bool True.
     */
    public function destroy()
    {
    }

    /**
     * Sets columns of a row. Those that are not named keep their values, or are 0 and empty in a row that is new; names that
     * are no columns are passed over.
     *
     * @param string               $key   The row.
     * @param array<string, mixed> $value Values by the names of their columns. They are converted to the columns' types;
     *                                    strings that are too long are cut, with a warning.
     *
     * @return bool False, and a warning, if there is no room for another row.
     */
    public function set(string $key, array $value)
    {
    }

    /**
     * Reads a row, or a column of it.
     *
     * @param string      $key   The row.
     * @param string|null $field The column, if not all.
     *
     * @return array<string, int|float|string>|int|float|string|false False if there is no such row or column.
     */
    public function get(string $key, ?string $field = null)
    {
    }

    /**
     * Deletes a row.
     *
     * @param string $key The row.
     *
     * @return bool False if there is none.
     */
    public function del(string $key)
    {
    }

    /**
     * The same as {@see self::del()}.
     *
     * @param string $key The row.
     *
     * @return bool False if there is none.
     */
    public function delete(string $key)
    {
    }

    /**
     * Whether there is a row.
     *
     * @param string $key The row.
     *
     * @return bool True if there is one.
     */
    public function exists(string $key)
    {
    }

    /**
     * The same as {@see self::exists()}.
     *
     * @param string $key The row.
     *
     * @return bool True if there is one.
     */
    public function exist(string $key)
    {
    }

    /**
     * Adds to a number. A row that is not there is made, and begins with 0.
     *
     * @param string    $key    The row.
     * @param string    $column The column, of type TYPE_INT or TYPE_FLOAT.
     * @param int|float $incrby How much.
     *
     * @return int|float|false The new number. False, and a warning, if there is no such column, or no room for another row.
     */
    public function incr(string $key, string $column, int|float $incrby = 1)
    {
    }

    /**
     * Subtracts from a number. A row that is not there is made, and begins with 0.
     *
     * @param string    $key    The row.
     * @param string    $column The column, of type TYPE_INT or TYPE_FLOAT.
     * @param int|float $incrby How much.
     *
     * @return int|float|false The new number. False, and a warning, if there is no such column, or no room for another row.
     */
    public function decr(string $key, string $column, int|float $incrby = 1)
    {
    }

    /**
     * How many rows the table is made for.
     *
     * @return int The size, rounded up.
     */
    public function getSize()
    {
    }

    /**
     * How many bytes of memory the table takes when it is full. Memory that no row has used yet is only reserved.
     *
     * @return int 0 before {@see self::create()}.
     */
    public function getMemorySize()
    {
    }

    /**
     * What the table has counted since it was made.
     *
     * @return array<string, int> `num`, rows that are there; `conflict_count`, new rows whose keys fell together with
     *                            others; `conflict_max_level`, the most that did; `insert_count`, `update_count`, `delete_count`;
     *                            `available_slice_num` and `total_slice_num`, rows there is room for, more and in all.
     */
    public function stats()
    {
    }

    /**
     * How many rows there are, for `count($table)`.
     *
     * @return int The number of rows.
     */
    public function count(): int
    {
    }

    /**
     * Begins again with the first row.
     *
     * @return void
     */
    public function rewind(): void
    {
    }

    /**
     * Whether the loop stands at a row.
     *
     * @return bool False after the last one.
     */
    public function valid(): bool
    {
    }

    /**
     * Goes on to the next row.
     *
     * @return void
     */
    public function next(): void
    {
    }

    /**
     * The row that the loop stands at, as it was when the loop came to it.
     *
     * @return array<string, int|float|string>|null Null when the loop is over.
     */
    public function current(): mixed
    {
    }

    /**
     * The key of the row that the loop stands at.
     *
     * @return string|null Null when the loop is over.
     */
    public function key(): mixed
    {
    }

    /**
     * Whether there is a row, for `isset($table[$key])`.
     *
     * @param mixed $key The row.
     *
     * @return bool True if there is one.
     */
    public function offsetExists(mixed $key): bool
    {
    }

    /**
     * A row as an object, for `$table[$key]` and `$table[$key]['age'] = 31`.
     *
     * @param mixed $key The row.
     *
     * @return \Swoole\Table\Row With an empty `value` if there is no such row.
     */
    public function offsetGet(mixed $key): mixed
    {
    }

    /**
     * Sets columns of a row, for `$table[$key] = [...]`: as {@see self::set()}.
     *
     * @param mixed $key   The row.
     * @param mixed $value Values by the names of their columns.
     *
     * @return void
     */
    public function offsetSet(mixed $key, mixed $value): void
    {
    }

    /**
     * Deletes a row, for `unset($table[$key])`.
     *
     * @param mixed $key The row.
     *
     * @return void
     */
    public function offsetUnset(mixed $key): void
    {
    }
}
