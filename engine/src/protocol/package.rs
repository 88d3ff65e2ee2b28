//! Plain TCP: from bytes as they arrive to the packages that a program is given.

#[cfg(test)]
mod tests;

use bytes::Bytes;
use memchr::memmem;

/// What tells one package from the next.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Framing {
    /// Nothing: a package is whatever has come.
    #[default]
    None,
    /// What has come is given when it ends so (`open_eof_check`): one package or several.
    Ends(Vec<u8>),
    /// Each package ends so, and is given with that (`open_eof_split`).
    Split(Vec<u8>),
    /// A number in its head says how long it is (`open_length_check`).
    Length(LengthField),
}

/// Where in a package its length stands, and what it counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LengthField {
    /// `package_length_type`
    pub kind: LengthType,
    /// `package_length_offset`: bytes before it.
    pub offset: usize,
    /// `package_body_offset`: bytes that it does not count.
    pub body_offset: usize,
}

/// How a length is written, as PHP's `pack()` knows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LengthType {
    /// `c`
    I8,
    /// `C`
    U8,
    /// `s`, in the order of this machine.
    I16,
    /// `S`, in the order of this machine.
    U16,
    /// `n`
    U16Big,
    /// `v`
    U16Little,
    /// `l`, in the order of this machine.
    I32,
    /// `L`, in the order of this machine.
    U32,
    /// `N`
    U32Big,
    /// `V`
    U32Little,
}

impl LengthType {
    /// The type that a letter of `pack()` stands for.
    pub fn of_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'c' => Self::I8,
            'C' => Self::U8,
            's' => Self::I16,
            'S' => Self::U16,
            'n' => Self::U16Big,
            'v' => Self::U16Little,
            'l' => Self::I32,
            'L' => Self::U32,
            'N' => Self::U32Big,
            'V' => Self::U32Little,
            _ => return None,
        })
    }

    fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 | Self::U16Big | Self::U16Little => 2,
            Self::I32 | Self::U32 | Self::U32Big | Self::U32Little => 4,
        }
    }

    /// The number that `bytes` begin with; `None` if there are too few.
    fn read(self, bytes: &[u8]) -> Option<i64> {
        let one = || bytes.first().copied();
        let two = || bytes.first_chunk::<2>().copied();
        let four = || bytes.first_chunk::<4>().copied();
        Some(match self {
            Self::I8 => one()?.cast_signed().into(),
            Self::U8 => one()?.into(),
            Self::I16 => i16::from_ne_bytes(two()?).into(),
            Self::U16 => u16::from_ne_bytes(two()?).into(),
            Self::U16Big => u16::from_be_bytes(two()?).into(),
            Self::U16Little => u16::from_le_bytes(two()?).into(),
            Self::I32 => i32::from_ne_bytes(four()?).into(),
            Self::U32 => u32::from_ne_bytes(four()?).into(),
            Self::U32Big => u32::from_be_bytes(four()?).into(),
            Self::U32Little => u32::from_le_bytes(four()?).into(),
        })
    }
}

/// Why what comes can't be packages.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Broken {
    /// One is longer than it may be, or has not ended by then.
    #[error("a package is longer than package_max_length, {0} bytes")]
    TooLong(usize),
    /// A length is negative, or less than what stands before its own end.
    #[error("a package says that it is {0} bytes long, which is less than its own head")]
    Length(i64),
}

/// What the beginning of some bytes is.
enum Found {
    /// A package of so many bytes.
    Package(usize),
    /// Less than one.
    Less,
}

/// Takes bytes as they come, and gives packages out. It holds what has come of an unfinished one, and nothing else.
#[derive(Debug)]
pub struct Splitter {
    framing: Framing,
    /// The longest package, in bytes.
    limit: usize,
    unfinished: Vec<u8>,
    /// So many of its bytes hold no end.
    searched: usize,
}

impl Splitter {
    /// At the beginning of a connection.
    pub fn new(framing: Framing, limit: usize) -> Self {
        Self::thaw(framing, limit, Vec::new())
    }

    /// One that goes on where another one, of the same framing, stood: see [`freeze`](Self::freeze).
    pub fn thaw(framing: Framing, limit: usize, unfinished: Vec<u8>) -> Self {
        Self { framing, limit, unfinished, searched: 0 }
    }

    /// Takes out what has come of an unfinished package.
    pub fn freeze(&mut self) -> Vec<u8> {
        self.searched = 0;
        std::mem::take(&mut self.unfinished)
    }

    /// Whether another one tells packages apart in the same way.
    pub fn is_like(&self, other: &Self) -> bool {
        self.framing == other.framing && self.limit == other.limit
    }

    /// Bytes of an unfinished package.
    pub fn held(&self) -> usize {
        self.unfinished.len()
    }

    /// Takes what came next, and gives the packages that are whole by now to `give`.
    ///
    /// # Errors
    /// When what follows can't be a package; those before it were given. It is to be given nothing more then.
    pub fn take(&mut self, bytes: &[u8], give: &mut impl FnMut(Bytes)) -> Result<(), Broken> {
        if self.unfinished.is_empty() {
            let used = self.split(bytes, give)?;
            self.unfinished.extend_from_slice(&bytes[used..]);
            return Ok(());
        }
        let mut data = std::mem::take(&mut self.unfinished);
        data.extend_from_slice(bytes);
        let used = self.split(&data, give)?;
        if used == data.len() {
            // Nothing is kept for a connection that is between two packages.
            return Ok(());
        }
        data.drain(..used);
        self.unfinished = data;
        Ok(())
    }

    /// Gives the packages out that `data` begins with, and says how many bytes they were.
    fn split(&mut self, data: &[u8], give: &mut impl FnMut(Bytes)) -> Result<usize, Broken> {
        let mut used = 0;
        while used < data.len() {
            match self.first(&data[used..])? {
                Found::Package(length) => {
                    give(Bytes::copy_from_slice(&data[used..used + length]));
                    used += length;
                    self.searched = 0;
                }
                Found::Less => {
                    self.searched = data.len() - used;
                    break;
                }
            }
        }
        Ok(used)
    }

    fn first(&self, data: &[u8]) -> Result<Found, Broken> {
        let found = match &self.framing {
            Framing::None => return Ok(Found::Package(data.len())),
            Framing::Ends(end) if data.ends_with(end) => Found::Package(data.len()),
            Framing::Ends(_) => Found::Less,
            Framing::Split(end) => {
                // An end may have begun in what was searched.
                let from = self.searched.saturating_sub(end.len() - 1).min(data.len());
                let at = memmem::find(&data[from..], end);
                at.map_or(Found::Less, |at| Found::Package(from + at + end.len()))
            }
            Framing::Length(field) => {
                let Some(number) = data.get(field.offset..).and_then(|rest| field.kind.read(rest)) else {
                    return self.within_limit(Found::Less, data.len());
                };
                let said = number.saturating_add(field.body_offset as i64);
                let length = usize::try_from(said).ok().filter(|length| *length >= field.offset + field.kind.size());
                let length = length.ok_or(Broken::Length(said))?;
                if length > self.limit {
                    return Err(Broken::TooLong(self.limit));
                }
                if length <= data.len() { Found::Package(length) } else { Found::Less }
            }
        };
        self.within_limit(found, data.len())
    }

    fn within_limit(&self, found: Found, held: usize) -> Result<Found, Broken> {
        let length = match found {
            Found::Package(length) => length,
            Found::Less => held,
        };
        if length > self.limit { Err(Broken::TooLong(self.limit)) } else { Ok(found) }
    }
}
