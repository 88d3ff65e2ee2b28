//! Forms with files: fields come into memory, files onto the disk while they come.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use super::body::Arriving;
use super::refusal::Refusal;
use crate::gateway::Shared;
use crate::link::{Form, Held, UploadError, UploadedFile};
use crate::protocol::multipart::{Parser, PartHead, Piece};
use crate::settings::Settings;
use crate::uploads::{Holder, Notes, Upload};

/// The most parts of a form, those without names too: as many fields as PHP takes by default (`max_input_vars`).
const MOST_PARTS: usize = 1000;

/// What a part costs beside its texts, in bytes.
const ENTRY: usize = 64;

/// How much of a file is written at once.
///
/// A thread of tokio's pool writes, and the client waits meanwhile: a disk that hangs must not hang the other connections.
/// 100 MiB take 52 ms of a gateway so, 25 ms without handing over, and 200 ms in pieces of 16 KiB.
const WRITE_AT: usize = 128 * 1024;

/// Where files go.
#[derive(Clone)]
struct Target {
    folder: PathBuf,
    notes: Option<(Arc<Notes>, Holder)>,
}

/// The part that is coming.
enum Part {
    /// Nobody can be given it.
    Unnamed,
    Field(Bytes, Vec<u8>),
    File(Box<Incoming>),
}

/// A file that is coming.
struct Incoming {
    head: PartHead,
    length: u64,
    /// What was not written yet.
    buffer: Vec<u8>,
    written: Result<Option<(Upload, File)>, UploadError>,
}

/// Reads a form to its end; what was written of one that can't be taken is deleted again.
pub(super) async fn read_form(
    mut body: Arriving,
    boundary: &[u8],
    held: &mut Held,
    settings: &Settings,
    shared: &Shared,
) -> Result<Form, Refusal> {
    let mut parser = Parser::new(boundary);
    let mut reader = Reader::new(settings, shared);
    while let Some(data) = body.next().await? {
        parser.feed(&data);
        drop(data);
        loop {
            match parser.next()? {
                None => break,
                Some(Piece::Begin(head)) => reader.begin(head)?,
                Some(Piece::Data(data)) => reader.add(data)?,
                Some(Piece::End) => reader.end(None).await,
            }
            reader.write_if_much().await;
        }
        if !held.set(reader.memory()) {
            return Err(Refusal::NO_ROOM);
        }
    }
    // PHP takes a field that has no end as it is.
    if let Some(rest) = parser.finish() {
        reader.add(rest)?;
        reader.end(Some(UploadError::Partial)).await;
    }
    Ok(reader.form)
}

struct Reader<'shared> {
    settings: &'shared Settings,
    shared: &'shared Shared,
    target: Target,
    form: Form,
    part: Part,
    parts: usize,
    /// Bytes of all fields, names and values.
    fields: usize,
}

impl<'shared> Reader<'shared> {
    fn new(settings: &'shared Settings, shared: &'shared Shared) -> Self {
        let notes = shared.neighbours.as_ref().map(|neighbours| Arc::clone(neighbours.roster.uploads()));
        let holder = match shared.events.dispatcher() {
            Some(_) => Holder::GATEWAY,
            None => Holder { place: shared.owner.gateway, life: shared.owner.life },
        };
        let folder = shared.upload_folder.clone();
        let target = Target { folder, notes: notes.map(|notes| (notes, holder)) };
        Self { settings, shared, target, form: Form::default(), part: Part::Unnamed, parts: 0, fields: 0 }
    }

    /// What is in memory, in bytes.
    fn memory(&self) -> usize {
        let buffer = match &self.part {
            Part::File(file) => file.buffer.capacity(),
            Part::Field(..) | Part::Unnamed => 0,
        };
        self.fields + buffer
    }

    fn begin(&mut self, head: PartHead) -> Result<(), Refusal> {
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return Err(Refusal::TOO_MANY_PARTS);
        }
        let name = head.name.as_ref().filter(|name| !name.is_empty());
        let texts = [name.map_or(0, Vec::len), head.file_name.as_ref().map_or(0, Vec::len), head.kind.len()];
        self.count(ENTRY + texts.iter().sum::<usize>())?;
        self.part = match (name, &head.file_name) {
            (None, _) => Part::Unnamed,
            (Some(name), None) => Part::Field(name.clone().into(), Vec::new()),
            (Some(_), Some(file_name)) => {
                let written = if file_name.is_empty() { Err(UploadError::None) } else { Ok(None) };
                Part::File(Box::new(Incoming { head, length: 0, buffer: Vec::new(), written }))
            }
        };
        Ok(())
    }

    fn add(&mut self, data: &[u8]) -> Result<(), Refusal> {
        match &mut self.part {
            Part::Unnamed => {}
            Part::Field(_, value) => {
                value.extend_from_slice(data);
                self.count(data.len())?;
            }
            Part::File(file) => {
                file.length += data.len() as u64;
                if file.length > self.settings.upload_limit() && file.written.is_ok() {
                    file.fail(UploadError::TooLong);
                }
                if file.written.is_ok() {
                    file.buffer.extend_from_slice(data);
                }
            }
        }
        Ok(())
    }

    /// What stays in memory may be as long as any other body.
    fn count(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.fields += bytes;
        if self.fields > self.settings.package_limit() + MOST_PARTS * ENTRY { Err(Refusal::TOO_LONG) } else { Ok(()) }
    }

    async fn write_if_much(&mut self) {
        if let Part::File(file) = &mut self.part
            && file.buffer.len() >= WRITE_AT
        {
            file.write(&self.target, self.shared).await;
        }
    }

    /// The part is whole, or `problem` says why it is not.
    async fn end(&mut self, problem: Option<UploadError>) {
        match std::mem::replace(&mut self.part, Part::Unnamed) {
            Part::Unnamed => {}
            Part::Field(name, value) => self.form.fields.push((name, value.into())),
            Part::File(mut file) => {
                if let Some(problem) = problem
                    && file.written.is_ok()
                {
                    file.fail(problem);
                }
                file.write(&self.target, self.shared).await;
                let Incoming { head, length, written, .. } = *file;
                let content = match written {
                    Ok(Some((upload, _))) => Ok((upload, length)),
                    Ok(None) => Err(UploadError::NotWritten),
                    Err(problem) => Err(problem),
                };
                let field = head.name.unwrap_or_default();
                let name = head.file_name.unwrap_or_default();
                self.form.files.push(UploadedFile { field, name, kind: head.kind, content });
            }
        }
    }
}

impl Incoming {
    /// Gives it up; what was written is deleted, and what still comes is dropped.
    fn fail(&mut self, problem: UploadError) {
        self.written = Err(problem);
        self.buffer = Vec::new();
    }

    /// Writes what is in the buffer. The file is made with its first bytes, or at its end if it has none.
    async fn write(&mut self, target: &Target, shared: &Shared) {
        let Ok(written) = &mut self.written else { return };
        let (written, target, mut buffer) = (written.take(), target.clone(), std::mem::take(&mut self.buffer));
        let folder = target.folder.clone();
        let done = tokio::task::spawn_blocking(move || {
            let mut written = match written {
                Some(written) => written,
                None => create(&target).map_err(|error| (UploadError::NoFolder, error))?,
            };
            written.1.write_all(&buffer).map_err(|error| (UploadError::NotWritten, error))?;
            buffer.clear();
            Ok((written, buffer))
        })
        .await;
        match done {
            Ok(Ok((written, buffer))) => (self.written, self.buffer) = (Ok(Some(written)), buffer),
            Ok(Err((problem, error))) => {
                shared.log.error(format_args!("an upload can't be written to {}: {error}", folder.display()));
                self.fail(problem);
            }
            // The runtime ends, and this task with it; or a panic.
            Err(_) => self.fail(UploadError::NotWritten),
        }
    }
}

fn create(target: &Target) -> io::Result<(Upload, File)> {
    Upload::create(&target.folder, target.notes.as_ref().map(|(notes, holder)| (notes, *holder)))
}
