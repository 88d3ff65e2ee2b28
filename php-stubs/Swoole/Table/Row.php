<?php

namespace Swoole\Table;

/**
 * A row of a {@see \Swoole\Table}, as `$table[$key]` gives it: a copy of its values, through which they can be set.
 *
 *     $row = $table['rob'];
 *     $row['age'];           // as it was when $row was made
 *     $row['age'] = 31;      // in the table, for all processes
 *     $table['rob']['age'] = 31;   // the same
 *     $row->value;           // all columns, an array; empty if there is no such row
 *
 * It comes from a table; one made with `new` is of no use. Also known as `swoole_table_row`.
 *
 * @implements \ArrayAccess<string, int|float|string>
 */
#[\AllowDynamicProperties]
class Row implements \ArrayAccess
{
    /**
     * The key.
     *
     * @var string|null
     */
    public $key = null;

    /**
     * The values by the names of their columns; empty if there is no such row.
     *
     * @var array<string, int|float|string>|null
     */
    public $value = null;

    /**
     * Whether the row has a column, for `isset($row['age'])`.
     *
     * @param mixed $column The name of the column.
     *
     * @return bool False also when there is no such row.
     */
    public function offsetExists(mixed $column): bool
    {
    }

    /**
     * The value of a column, for `$row['age']`.
     *
     * @param mixed $column The name of the column.
     *
     * @return int|float|string|null Null, and a warning, if there is none.
     */
    public function offsetGet(mixed $column): mixed
    {
    }

    /**
     * Sets a column in the table, for `$row['age'] = 31`. A row that is not there is made, its other columns 0 and empty.
     *
     * @param mixed $column The name of the column; a warning if the table has none.
     * @param mixed $value  The value, converted to the type of the column.
     *
     * @return void
     */
    public function offsetSet(mixed $column, mixed $value): void
    {
    }

    /**
     * Does nothing but warn: every row has all columns.
     *
     * @param mixed $column The name of the column.
     *
     * @return void
     */
    public function offsetUnset(mixed $column): void
    {
    }
}
