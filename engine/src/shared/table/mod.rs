//! A table in shared memory: rows of fixed columns by key, of a fixed number.
//!
//! Reading and writing a row are atomic: whoever reads sees a row as one writer left it. A process that is killed in the
//! middle of anything holds nobody up, and leaves the table whole; at the worst, the row that it was just changing has
//! some of the new values and some of the old.

mod columns;
mod layout;
mod slots;
#[cfg(test)]
mod tests;

use std::io;

pub use self::columns::{Columns, Kind, Value, Width};
use self::slots::Slots;

/// The key of a row.
#[derive(Clone, Copy, Debug)]
pub struct Key<'bytes>(&'bytes [u8]);

impl<'bytes> Key<'bytes> {
    /// The most bytes that a key has.
    pub const LONGEST: usize = 63;

    /// A key of these bytes, or of as many of them as a key may have.
    pub fn of(bytes: &'bytes [u8]) -> Self {
        Self(&bytes[..bytes.len().min(Self::LONGEST)])
    }

    fn bytes(self) -> &'bytes [u8] {
        self.0
    }
}

/// Why a row was not changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// There is no room for another row.
    Full,
    /// The column holds strings.
    NotANumber,
}

/// What a table has counted since it was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Rows that are there.
    pub rows: u64,
    /// Rows that were new.
    pub inserts: u64,
    /// Rows that were there and changed.
    pub updates: u64,
    /// Rows that were deleted.
    pub deletes: u64,
    /// New rows that came into a chain with others.
    pub conflicts: u64,
    /// The rows of the longest chain that there was, if more than one.
    pub longest_chain: u32,
    /// How many more rows there is room for.
    pub free: u32,
    /// How many rows there is room for.
    pub capacity: u32,
}

/// A table that processes share.
#[derive(Debug)]
pub struct Table {
    columns: Columns,
    slots: Slots,
}

impl Table {
    /// Makes a table for `rows` rows, rounded up to a power of two, and a part `spare` (0.2 to 1) of them more.
    ///
    /// # Errors
    /// The system's, when it grants no such memory.
    pub fn create(rows: i64, spare: f64, columns: Columns) -> io::Result<Self> {
        let slots = Slots::create(rows, spare, columns.length())?;
        Ok(Self { columns, slots })
    }

    /// How many rows a table is made for, when so many are asked for.
    pub fn rounded(rows: i64) -> u32 {
        layout::rounded(rows)
    }

    /// The columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The bytes of memory that the table takes when it is full.
    pub fn memory(&self) -> usize {
        self.slots.layout().length
    }

    /// Changes the row of a key, or makes it first.
    fn change<R>(&self, key: Key<'_>, change: impl FnOnce(&mut [u8]) -> R) -> Result<R, Refused> {
        let mut chain = self.slots.lock(key);
        let Some(slot) = chain.find(key) else {
            let fill = |row: &mut [u8]| {
                self.columns.clear(row);
                change(row)
            };
            return chain.insert(key, fill).ok_or(Refused::Full);
        };
        let result = change(chain.row_mut(slot));
        chain.updated();
        Ok(result)
    }

    /// Sets columns of a row. Those that are not named stay as they are, or are 0 and empty in a row that is new.
    ///
    /// # Errors
    /// [`Refused::Full`]
    pub fn set(&self, key: Key<'_>, values: &[(usize, Value<'_>)]) -> Result<(), Refused> {
        self.change(key, |row| {
            for (column, value) in values {
                self.columns.write(*column, *value, row);
            }
        })
    }

    /// Adds to a number of a row; the new one. A row that is new begins with 0.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn increase(&self, key: Key<'_>, column: usize, by: Value<'_>) -> Result<Value<'static>, Refused> {
        if matches!(self.columns.kind(column), Kind::String(_)) {
            return Err(Refused::NotANumber);
        }
        self.change(key, |row| self.columns.increase(column, by, row))?.ok_or(Refused::NotANumber)
    }

    /// Copies the bytes of a row, for [`Columns::read`]; `false` if there is none.
    pub fn get(&self, key: Key<'_>, row: &mut Vec<u8>) -> bool {
        let chain = self.slots.lock(key);
        let Some(slot) = chain.find(key) else { return false };
        row.clear();
        row.extend_from_slice(chain.row(slot));
        true
    }

    /// A column's value of a row, a string copied to `copy`; `None` if there is no such row.
    pub fn get_value<'copy>(&self, key: Key<'_>, column: usize, copy: &'copy mut Vec<u8>) -> Option<Value<'copy>> {
        let chain = self.slots.lock(key);
        let slot = chain.find(key)?;
        Some(match self.columns.read(column, chain.row(slot)) {
            Value::Int(number) => Value::Int(number),
            Value::Float(number) => Value::Float(number),
            Value::String(bytes) => {
                copy.clear();
                copy.extend_from_slice(bytes);
                Value::String(copy)
            }
        })
    }

    /// Whether there is a row.
    pub fn exists(&self, key: Key<'_>) -> bool {
        self.slots.lock(key).find(key).is_some()
    }

    /// Deletes a row; `false` if there is none.
    pub fn delete(&self, key: Key<'_>) -> bool {
        let mut chain = self.slots.lock(key);
        let Some(slot) = chain.find(key) else { return false };
        chain.delete(slot);
        true
    }

    /// How many rows there are.
    pub fn count(&self) -> u64 {
        self.slots.count()
    }

    /// What was counted.
    pub fn stats(&self) -> Stats {
        self.slots.stats()
    }

    /// Copies key and bytes of the first row at `place` or behind it, and gives the place of the next.
    ///
    /// From place 0 on, this comes to every row that is there all the time exactly once, whatever happens to others.
    pub fn row_from(&self, place: u32, key: &mut Vec<u8>, row: &mut Vec<u8>) -> Option<u32> {
        let slot = self.slots.find_from(place, |found, bytes| {
            key.clear();
            key.extend_from_slice(found);
            row.clear();
            row.extend_from_slice(bytes);
        })?;
        Some(slot + 1)
    }
}
