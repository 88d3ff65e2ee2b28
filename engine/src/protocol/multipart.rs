//! Bodies of `multipart/form-data` (RFC 7578, RFC 2046 section 5.1), taken apart while they come: bytes in, pieces of parts
//! out. At most a part's head and a delimiter are held back.
//!
//! Our own and no crate: names are bytes and not always UTF-8, and PHP has rules of its own for reading them, which its
//! programs know. See [`PartHead::read`].

use memchr::memmem;

/// The longest head of a part, in bytes.
pub const MOST_HEAD: usize = 8 * 1024;

/// The longest boundary. RFC 2046 says 70; some clients go beyond that.
const MOST_BOUNDARY: usize = 256;

/// Blanks that may stand behind a delimiter (RFC 2046: transport padding).
const MOST_PADDING: usize = 64;

/// What a part's head says, as it was sent but for quotes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PartHead {
    /// The field's name; `None` for a part that nobody can be given.
    pub name: Option<Vec<u8>>,
    /// Of a file: what the client calls it, with a path if it said one. Empty if none was chosen.
    pub file_name: Option<Vec<u8>>,
    /// Of a file: its type, without parameters; empty if none was said.
    pub kind: Vec<u8>,
}

/// A step through a body.
#[derive(Debug, Eq, PartialEq)]
pub enum Piece<'a> {
    /// A part begins.
    Begin(PartHead),
    /// The next bytes of its content.
    Data(&'a [u8]),
    /// It is whole.
    End,
}

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Broken {
    /// Longer than [`MOST_HEAD`].
    Head,
    /// C programs would read it as its end.
    Nul,
    /// Missing, empty, or longer than any client makes it.
    Boundary,
}

impl Broken {
    /// In words.
    pub fn text(self) -> &'static str {
        match self {
            Self::Head => "the head of a part is too long",
            Self::Nul => "there is a NUL in the head of a part",
            Self::Boundary => "multipart/form-data without a good boundary",
        }
    }
}

/// See the module.
#[derive(Debug)]
pub struct Parser {
    /// What stands before each part and behind the last: a line break, two hyphens, the boundary.
    delimiter: memmem::Finder<'static>,
    buffer: Vec<u8>,
    /// Where in the buffer what was not given out begins.
    start: usize,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    /// Before the first delimiter; what stands there has no meaning.
    Preamble,
    /// In a head, which begins with the line break of its delimiter, so that an empty one looks like any other.
    Head,
    Body,
    /// Behind the last part.
    Epilogue,
}

/// What follows a delimiter.
enum Behind {
    /// So many bytes on a head begins.
    Head(usize),
    Close,
    /// Anything else: it only looks like one.
    Nothing,
    /// That can't be known yet.
    Unknown,
}

impl Parser {
    /// One for bodies of this boundary.
    pub fn new(boundary: &[u8]) -> Self {
        let delimiter = [b"\r\n--", boundary].concat();
        Self {
            delimiter: memmem::Finder::new(&delimiter).into_owned(),
            // The first delimiter may be the first of all, without a line break.
            buffer: b"\r\n".to_vec(),
            start: 0,
            stage: Stage::Preamble,
        }
    }

    /// Adds bytes that have come. [`next`](Self::next) goes through them before more are added.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next piece; `None` when more bytes are needed.
    ///
    /// # Errors
    /// What is wrong with the body, which can't be read on.
    #[expect(clippy::should_implement_trait, reason = "pieces borrow from the parser")]
    pub fn next(&mut self) -> Result<Option<Piece<'_>>, Broken> {
        loop {
            match self.stage {
                Stage::Preamble | Stage::Body => {
                    let is_body = self.stage == Stage::Body;
                    let (length, behind) = self.until_delimiter();
                    if length > 0 {
                        let begin = self.start;
                        self.start += length;
                        if is_body {
                            return Ok(Some(Piece::Data(&self.buffer[begin..begin + length])));
                        }
                        continue;
                    }
                    match behind {
                        Behind::Unknown | Behind::Nothing => return Ok(None),
                        Behind::Head(length) => (self.start, self.stage) = (self.start + length, Stage::Head),
                        Behind::Close => self.stage = Stage::Epilogue,
                    }
                    if is_body {
                        return Ok(Some(Piece::End));
                    }
                }
                Stage::Head => {
                    let rest = &self.buffer[self.start..];
                    let within = &rest[..rest.len().min(MOST_HEAD)];
                    let Some(end) = memmem::find(within, b"\r\n\r\n") else {
                        return if rest.len() >= MOST_HEAD { Err(Broken::Head) } else { Ok(None) };
                    };
                    let head = PartHead::read(&rest[..end])?;
                    (self.start, self.stage) = (self.start + end + 4, Stage::Body);
                    return Ok(Some(Piece::Begin(head)));
                }
                Stage::Epilogue => {
                    self.start = self.buffer.len();
                    return Ok(None);
                }
            }
        }
    }

    /// No more bytes come: what was held back of a part that has no end, if one has begun and goes on.
    pub fn finish(&mut self) -> Option<&[u8]> {
        let rest = &self.buffer[self.start..];
        (self.stage == Stage::Body).then_some(rest)
    }

    /// How many bytes come before what is or may be a delimiter; if there are none, what follows that.
    fn until_delimiter(&self) -> (usize, Behind) {
        let rest = &self.buffer[self.start..];
        let needle = self.delimiter.needle();
        let Some(at) = self.delimiter.find(rest) else {
            // Its beginning may stand at the end.
            let last = rest.len().saturating_sub(needle.len() - 1);
            let held = rest[last..].iter().position(|byte| *byte == b'\r').map_or(rest.len(), |at| last + at);
            return (held, Behind::Unknown);
        };
        if at > 0 {
            return (at, Behind::Unknown);
        }
        match behind(&rest[needle.len()..]) {
            // The delimiter begins with the only line break in it: none can begin within.
            Behind::Nothing => (needle.len(), Behind::Nothing),
            behind => (0, behind.from(needle.len())),
        }
    }
}

impl Behind {
    fn from(self, length: usize) -> Self {
        match self {
            Self::Head(more) => Self::Head(length + more),
            other => other,
        }
    }
}

fn behind(bytes: &[u8]) -> Behind {
    let padding = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match &bytes[padding..] {
        [b'\r', b'\n', ..] if padding <= MOST_PADDING => Behind::Head(padding),
        [b'-', b'-', ..] if padding == 0 => Behind::Close,
        [] | [b'\r'] if padding <= MOST_PADDING => Behind::Unknown,
        [b'-'] if padding == 0 => Behind::Unknown,
        _ => Behind::Nothing,
    }
}

impl PartHead {
    /// Reads the lines of a head as PHP does: quotes of both kinds, in which a backslash takes the meaning of a quote or of
    /// another backslash and else stays (`C:\file`); bytes as they are, `%22` and those beyond ASCII too. `filename*` is
    /// none (RFC 7578 section 4.2).
    ///
    /// # Errors
    /// If there is a NUL in it.
    fn read(head: &[u8]) -> Result<Self, Broken> {
        if head.contains(&0) {
            return Err(Broken::Nul);
        }
        let mut read = Self::default();
        for line in unfolded(head) {
            let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
            let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
            if name.eq_ignore_ascii_case(b"content-disposition") {
                for (key, value) in parameters(value) {
                    if key.eq_ignore_ascii_case(b"name") {
                        read.name = Some(value);
                    } else if key.eq_ignore_ascii_case(b"filename") {
                        read.file_name = Some(value);
                    }
                }
            } else if name.eq_ignore_ascii_case(b"content-type") {
                let kind = value.split(|byte| *byte == b';').next().unwrap_or_default();
                read.kind = kind.trim_ascii().to_vec();
            }
        }
        Ok(read)
    }
}

/// The lines of a head; one that begins with a blank goes on with the line before.
fn unfolded(head: &[u8]) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match lines.last_mut() {
            Some(last) if line.starts_with(b" ") || line.starts_with(b"\t") => last.extend_from_slice(line),
            _ => lines.push(line.to_vec()),
        }
    }
    lines
}

/// The parameters of a header's value, without quotes: `form-data; name="a"; filename=b`.
fn parameters(value: &[u8]) -> impl Iterator<Item = (&[u8], Vec<u8>)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (parameter, then) = rest.split_at(length_of_parameter(rest));
            rest = then.strip_prefix(b";").unwrap_or(then);
            if let Some(equals) = parameter.iter().position(|byte| *byte == b'=') {
                return Some((parameter[..equals].trim_ascii(), unquoted(parameter[equals + 1..].trim_ascii())));
            }
        }
        None
    })
}

/// How far it is to the next `;` outside of quotes.
fn length_of_parameter(text: &[u8]) -> usize {
    let mut quote = None;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match quote {
            None if *byte == b';' => return at,
            None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            Some(open) if *byte == open => quote = None,
            Some(open) if *byte == b'\\' && text.get(at + 1) == Some(&open) => at += 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

fn unquoted(value: &[u8]) -> Vec<u8> {
    let quote = match value.first() {
        Some(quote @ (b'"' | b'\'')) => *quote,
        _ => return value.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default().to_vec(),
    };
    let mut text = Vec::new();
    let mut bytes = value[1..].iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => text.push(bytes.next_if(|next| *next == b'\\' || *next == quote).unwrap_or(byte)),
            byte if byte == quote => break,
            byte => text.push(byte),
        }
    }
    text
}

/// The boundary that a `Content-Type` says; `None` if it is not `multipart/form-data`.
pub fn boundary(content_type: &[u8]) -> Option<Result<Vec<u8>, Broken>> {
    let end = content_type.iter().position(|byte| *byte == b';').unwrap_or(content_type.len());
    if !content_type[..end].trim_ascii().eq_ignore_ascii_case(b"multipart/form-data") {
        return None;
    }
    let said = parameters(&content_type[end..]).find(|(key, _)| key.eq_ignore_ascii_case(b"boundary"));
    let boundary = said.map(|(_, value)| value).filter(|value| !value.is_empty() && value.len() <= MOST_BOUNDARY);
    Some(boundary.ok_or(Broken::Boundary))
}

#[cfg(test)]
mod tests;
