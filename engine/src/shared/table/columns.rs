//! The columns of a table: how values lie in the bytes of a row.

use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// An integer with a sign. What does not fit into its width loses its upper bits.
    Int(Width),
    /// A number with a fraction.
    Float,
    /// Up to so many bytes of any kind.
    String(u32),
}

impl Kind {
    /// The bytes that a value takes.
    fn length(self) -> usize {
        match self {
            Self::Int(width) => width as usize,
            Self::Float => size_of::<f64>(),
            Self::String(longest) => size_of::<u32>() + longest as usize,
        }
    }
}

/// The bytes of an integer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Width {
    /// -128 to 127
    One = 1,
    /// -32,768 to 32,767
    Two = 2,
    /// -2,147,483,648 to 2,147,483,647
    Four = 4,
    /// All that an integer of PHP's can be.
    Eight = 8,
}

/// A value of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'bytes> {
    /// Of a column of integers.
    Int(i64),
    /// Of a column of numbers with a fraction.
    Float(f64),
    /// Of a column of strings.
    String(&'bytes [u8]),
}

#[derive(Clone, Debug)]
struct Column {
    name: Vec<u8>,
    kind: Kind,
    offset: usize,
}

/// The columns of a table, in order.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    columns: Vec<Column>,
    length: usize,
}

impl Columns {
    /// Adds a column behind the others; `false`, and nothing is added, if there is one of that name.
    pub fn add(&mut self, name: &[u8], kind: Kind) -> bool {
        if self.find(name).is_some() {
            return false;
        }
        self.columns.push(Column { name: name.to_owned(), kind, offset: self.length });
        self.length = self.length.saturating_add(kind.length());
        true
    }

    /// The number of the column of that name.
    pub fn find(&self, name: &[u8]) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// What a column holds.
    pub fn kind(&self, column: usize) -> Kind {
        self.columns[column].kind
    }

    /// Names and kinds, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u8], Kind)> {
        self.columns.iter().map(|column| (column.name.as_slice(), column.kind))
    }

    /// The bytes of a row.
    pub fn length(&self) -> usize {
        self.length
    }

    /// A column's value in the bytes of a row.
    pub fn read<'row>(&self, column: usize, row: &'row [u8]) -> Value<'row> {
        let Column { kind, offset, .. } = self.columns[column];
        let bytes = &row[offset..offset + kind.length()];
        match kind {
            Kind::Int(width) => Value::Int(read_int(width, bytes)),
            Kind::Float => Value::Float(f64::from_ne_bytes(first(bytes))),
            Kind::String(longest) => {
                let (length, bytes) = bytes.split_at(size_of::<u32>());
                // A process that was killed in the middle may have left a length that is not this string's, but never
                // one that is too long. Nothing may depend on that.
                let length = u32::from_ne_bytes(first(length)).min(longest) as usize;
                Value::String(&bytes[..length])
            }
        }
    }

    /// Makes all numbers of a row 0 and all strings empty, and leaves the rest of the bytes of strings as they are: wide
    /// columns that are not used cost no memory.
    pub fn clear(&self, row: &mut [u8]) {
        for column in 0..self.columns.len() {
            let value = if let Kind::String(_) = self.kind(column) { Value::String(b"") } else { Value::Int(0) };
            self.write(column, value, row);
        }
    }

    /// Puts a value into the bytes of a row. Strings are cut to what fits, and a number of the other kind is converted; a
    /// number for strings, or a string for numbers, changes nothing.
    pub fn write(&self, column: usize, value: Value<'_>, row: &mut [u8]) {
        let Column { kind, offset, .. } = self.columns[column];
        let bytes = &mut row[offset..offset + kind.length()];
        match (kind, value) {
            (Kind::Int(width), Value::Int(number)) => write_int(width, number, bytes),
            (Kind::Int(width), Value::Float(number)) => write_int(width, number as i64, bytes),
            (Kind::Float, Value::Int(number)) => bytes.copy_from_slice(&(number as f64).to_ne_bytes()),
            (Kind::Float, Value::Float(number)) => bytes.copy_from_slice(&number.to_ne_bytes()),
            (Kind::String(longest), Value::String(string)) => {
                let string = &string[..string.len().min(longest as usize)];
                let (length, bytes) = bytes.split_at_mut(size_of::<u32>());
                bytes[..string.len()].copy_from_slice(string);
                length.copy_from_slice(&(string.len() as u32).to_ne_bytes());
            }
            (Kind::String(_), _) | (_, Value::String(_)) => {}
        }
    }

    /// Adds to a number, and gives the new one; `None` for a column of strings.
    pub fn increase(&self, column: usize, by: Value<'_>, row: &mut [u8]) -> Option<Value<'static>> {
        let sum = match (self.read(column, row), by) {
            (Value::Int(number), Value::Int(by)) => Value::Int(number.wrapping_add(by)),
            (Value::Int(number), Value::Float(by)) => Value::Int(number.wrapping_add(by as i64)),
            (Value::Float(number), Value::Int(by)) => Value::Float(number + by as f64),
            (Value::Float(number), Value::Float(by)) => Value::Float(number + by),
            (Value::String(_), _) | (_, Value::String(_)) => return None,
        };
        self.write(column, sum, row);
        match self.read(column, row) {
            Value::Int(number) => Some(Value::Int(number)),
            Value::Float(number) => Some(Value::Float(number)),
            Value::String(_) => None,
        }
    }

    /// The names, for an error that names them.
    pub fn names(&self) -> String {
        let names: Vec<Cow<'_, str>> = self.iter().map(|(name, _)| String::from_utf8_lossy(name)).collect();
        names.join(", ")
    }
}

/// The first bytes of a slice that has as many.
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(&bytes[..N]);
    array
}

fn read_int(width: Width, bytes: &[u8]) -> i64 {
    match width {
        Width::One => i8::from_ne_bytes(first(bytes)).into(),
        Width::Two => i16::from_ne_bytes(first(bytes)).into(),
        Width::Four => i32::from_ne_bytes(first(bytes)).into(),
        Width::Eight => i64::from_ne_bytes(first(bytes)),
    }
}

fn write_int(width: Width, number: i64, bytes: &mut [u8]) {
    match width {
        Width::One => bytes.copy_from_slice(&(number as i8).to_ne_bytes()),
        Width::Two => bytes.copy_from_slice(&(number as i16).to_ne_bytes()),
        Width::Four => bytes.copy_from_slice(&(number as i32).to_ne_bytes()),
        Width::Eight => bytes.copy_from_slice(&number.to_ne_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind() -> impl Strategy<Value = Kind> {
        prop_oneof![
            prop_oneof![Just(Width::One), Just(Width::Two), Just(Width::Four), Just(Width::Eight)].prop_map(Kind::Int),
            Just(Kind::Float),
            (0..40_u32).prop_map(Kind::String),
        ]
    }

    /// What a column makes of a number or a string.
    fn stored(kind: Kind, number: i64, string: &[u8]) -> Value<'_> {
        match kind {
            Kind::Int(Width::One) => Value::Int((number as i8).into()),
            Kind::Int(Width::Two) => Value::Int((number as i16).into()),
            Kind::Int(Width::Four) => Value::Int((number as i32).into()),
            Kind::Int(Width::Eight) => Value::Int(number),
            Kind::Float => Value::Float(number as f64),
            Kind::String(longest) => Value::String(&string[..string.len().min(longest as usize)]),
        }
    }

    proptest! {
        #[test]
        fn every_column_gives_back_its_own_value(
            rows in prop::collection::vec((kind(), any::<i64>(), prop::collection::vec(any::<u8>(), 0..50)), 0..12),
            order in any::<prop::sample::Index>(),
        ) {
            let mut columns = Columns::default();
            for (number, (kind, ..)) in rows.iter().enumerate() {
                prop_assert!(columns.add(number.to_string().as_bytes(), *kind));
            }
            let mut row = vec![0; columns.length()];
            // Whatever column is written last, the others keep theirs.
            let first = if rows.is_empty() { 0 } else { order.index(rows.len()) };
            for column in (first..rows.len()).chain(0..first) {
                let (kind, number, string) = &rows[column];
                let value = if let Kind::String(_) = kind { Value::String(string) } else { Value::Int(*number) };
                columns.write(column, value, &mut row);
            }
            for (column, (kind, number, string)) in rows.iter().enumerate() {
                prop_assert_eq!(columns.read(column, &row), stored(*kind, *number, string));
                prop_assert_eq!(columns.find(column.to_string().as_bytes()), Some(column));
            }
        }

        #[test]
        fn any_bytes_of_a_row_can_be_read_and_cleared(kinds in prop::collection::vec(kind(), 0..12), byte in any::<u8>()) {
            let mut columns = Columns::default();
            for (number, kind) in kinds.iter().enumerate() {
                columns.add(number.to_string().as_bytes(), *kind);
            }
            let mut row = vec![byte; columns.length()];
            for column in 0..kinds.len() {
                columns.read(column, &row);
            }
            columns.clear(&mut row);
            for (column, kind) in kinds.into_iter().enumerate() {
                prop_assert_eq!(columns.read(column, &row), stored(kind, 0, b""));
            }
        }
    }

    #[test]
    fn counters_go_round_at_the_ends_of_their_width() {
        let mut columns = Columns::default();
        columns.add(b"a", Kind::Int(Width::One));
        columns.add(b"b", Kind::Int(Width::Eight));
        columns.add(b"c", Kind::Float);
        columns.add(b"d", Kind::String(8));
        let mut row = vec![0; columns.length()];
        assert_eq!(columns.increase(0, Value::Int(127), &mut row), Some(Value::Int(127)));
        assert_eq!(columns.increase(0, Value::Int(2), &mut row), Some(Value::Int(-127)));
        assert_eq!(columns.increase(1, Value::Int(i64::MAX), &mut row), Some(Value::Int(i64::MAX)));
        assert_eq!(columns.increase(1, Value::Int(1), &mut row), Some(Value::Int(i64::MIN)));
        assert_eq!(columns.increase(2, Value::Float(0.5), &mut row), Some(Value::Float(0.5)));
        assert_eq!(columns.increase(2, Value::Int(-2), &mut row), Some(Value::Float(-1.5)));
        assert_eq!(columns.increase(3, Value::Int(1), &mut row), None);
        assert!(!columns.add(b"a", Kind::Float));
    }
}
