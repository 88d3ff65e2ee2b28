//! Files that clients have uploaded, until a program moves them or the request that they belong to is gone.
//!
//! Whoever has an [`Upload`] deletes its file by dropping it. Where a server has several processes each file is noted in
//! shared memory with the process that has it, so that what a killed process leaves behind is deleted too.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use crate::shared::{Mapping, forks};

/// What all names begin with, as Swoole's do; [`RANDOM`] characters follow.
const PREFIX: &str = "swoole.upfile.";

/// Letters and digits of a name that are random.
const RANDOM: usize = 6;

/// How many files a server can have noted: 128 KiB of memory, once they are used.
const NOTES: usize = 16 * 1024;

/// A process of a server, for what it has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Holder {
    /// Its place in the roster, or [`Self::GATEWAY`].
    pub place: u16,
    /// Which of the processes that had this place.
    pub life: u16,
}

impl Holder {
    /// The one gateway of SWOOLE_PROCESS, which has no place.
    pub const GATEWAY: Self = Self { place: u16::MAX, life: 0 };

    /// Whether it is this process. In notes lives count round at 4096: none is ever so far behind another.
    pub fn is(self, other: Self) -> bool {
        self.packed() == other.packed()
    }

    fn packed(self) -> u64 {
        u64::from(self.place) << LIFE_BITS | u64::from(self.life % (1 << LIFE_BITS))
    }
}

/// Which uploaded files there are, and who has them, in memory that all processes of a server share.
#[derive(Debug)]
pub struct Notes(Mapping);

impl Notes {
    /// Memory for the notes of a server.
    ///
    /// # Errors
    /// The system's, when it grants no such mapping.
    pub fn create() -> io::Result<Arc<Self>> {
        Ok(Arc::new(Self(Mapping::create(NOTES * size_of::<AtomicU64>())?)))
    }

    fn all(&self) -> &[AtomicU64] {
        // SAFETY: the mapping has so many, all-zero bytes are valid ones, and they are only used as atomics.
        unsafe { std::slice::from_raw_parts(self.0.at::<AtomicU64>(0).as_ptr(), NOTES) }
    }

    /// Notes a file; `None` if there is no room, and it is left to its holder alone.
    fn enter(&self, path: &Path, holder: Holder) -> Option<u32> {
        let name = path.file_name()?.to_str()?.strip_prefix(PREFIX)?;
        let note = pack(name, holder)?;
        // Different files begin to look in different places.
        let begin = note as usize % NOTES;
        (begin..NOTES).chain(0..begin).find_map(|place| {
            self.all()[place].compare_exchange(0, note, Ordering::AcqRel, Ordering::Relaxed).ok()?;
            u32::try_from(place).ok()
        })
    }

    /// Changes the note of a file, if it is still that.
    fn change(&self, place: u32, path: &Path, change: impl Fn(u64) -> u64) {
        let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix(PREFIX));
        if let (Some(note), Some(name)) = (self.all().get(place as usize), name) {
            let is_its = |note: u64| note != 0 && unpack(note).1 == name;
            let _ = note.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |note| is_its(note).then(|| change(note)));
        }
    }

    /// Deletes the files in `folder` whose holders, as `is_gone` says, are there no more. How many there were.
    pub fn sweep(&self, folder: &Path, is_gone: impl Fn(Holder) -> bool) -> usize {
        let mut count = 0;
        for note in self.all() {
            let seen = note.load(Ordering::Acquire);
            if seen == 0 {
                continue;
            }
            let (holder, name) = unpack(seen);
            if is_gone(holder) && note.compare_exchange(seen, 0, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                // The program may have moved it just before the end of the process.
                count += usize::from(std::fs::remove_file(folder.join(format!("{PREFIX}{name}"))).is_ok());
            }
        }
        count
    }
}

/// Bits of a packed [`Holder`], and of the life within; six for each character of a name follow.
const HOLDER_BITS: u32 = 28;
const LIFE_BITS: u32 = 12;

const CHARACTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A note in 64 bits, never 0; `None` for names that are none of ours.
fn pack(name: &str, holder: Holder) -> Option<u64> {
    let digits = name.bytes().map(|byte| CHARACTERS.iter().position(|character| *character == byte));
    let name = digits.take(RANDOM + 1).try_fold(0_u64, |packed, digit| Some(packed << 6 | (digit? as u64 + 1)))?;
    (name >> (6 * (RANDOM - 1)) != 0 && name >> (6 * RANDOM) == 0).then_some(name << HOLDER_BITS | holder.packed())
}

fn unpack(note: u64) -> (Holder, String) {
    let digits = (0..RANDOM).rev().map(|place| (note >> HOLDER_BITS >> (6 * place)) as usize % 64);
    let name = digits.filter_map(|digit| CHARACTERS.get(digit.wrapping_sub(1))).map(|byte| char::from(*byte)).collect();
    let place = (note >> LIFE_BITS) as u16;
    (Holder { place, life: (note % (1 << LIFE_BITS)) as u16 }, name)
}

/// A file that was uploaded. The process that has it deletes it, by dropping this; one that it is sent to has it then.
#[derive(Debug, Deserialize, Serialize)]
pub struct Upload {
    path: PathBuf,
    /// Where it is noted.
    note: Option<u32>,
    #[serde(skip)]
    notes: Option<Arc<Notes>>,
    /// Which process is to delete it, see [`forks`]. A child that a program forks has a copy, and is not to.
    #[serde(skip, default = "here")]
    process: Option<u32>,
}

fn here() -> Option<u32> {
    Some(forks::generation())
}

impl Upload {
    /// Makes an empty file in `folder`, which is made too if it is not there; nobody but this user may read it.
    ///
    /// # Errors
    /// The system's.
    pub fn create(folder: &Path, notes: Option<(&Arc<Notes>, Holder)>) -> io::Result<(Self, std::fs::File)> {
        let make = || tempfile::Builder::new().prefix(PREFIX).rand_bytes(RANDOM).tempfile_in(folder);
        let made = match make() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::fs::create_dir_all(folder)?;
                make()
            }
            made => made,
        };
        let (file, path) = made?.into_parts();
        let note = notes.and_then(|(notes, holder)| notes.enter(&path, holder));
        let notes = notes.map(|(notes, _)| Arc::clone(notes));
        Ok((Self { path: path.keep()?, note, notes, process: here() }, file))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// This process has it now, from another one.
    pub fn take_over(&mut self, notes: &Arc<Notes>, holder: Holder) {
        if let Some(place) = self.note {
            notes.change(place, &self.path, |note| note >> HOLDER_BITS << HOLDER_BITS | holder.packed());
            self.notes = Some(Arc::clone(notes));
        }
    }

    /// Another process, which it was sent to, has it.
    pub fn leave(&mut self) {
        self.process = None;
    }

    /// Somebody has moved it away: there is nothing to delete.
    pub fn moved(mut self) {
        self.forget();
        self.process = None;
    }

    fn forget(&self) {
        if let (Some(place), Some(notes)) = (self.note, &self.notes) {
            notes.change(place, &self.path, |_| 0);
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if self.process == here() {
            // Gone already is as good.
            let _ = std::fs::remove_file(&self.path);
            self.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn count(folder: &Path) -> usize {
        std::fs::read_dir(folder).unwrap().count()
    }

    const FIRST: Holder = Holder { place: 1, life: 5000 };
    const SECOND: Holder = Holder { place: 1, life: 2 };

    #[test]
    fn a_file_lives_as_long_as_its_upload() {
        let root = folder();
        let folder = root.path().join("made/on/the/way");
        let (upload, _file) = Upload::create(&folder, None).unwrap();
        let name = upload.path().file_name().unwrap().to_str().unwrap();
        assert!(
            name.strip_prefix(PREFIX).unwrap().chars().all(|letter| letter.is_ascii_alphanumeric()) && name.len() == 20
        );
        assert_eq!(count(&folder), 1);
        drop(upload);
        assert_eq!(count(&folder), 0);
    }

    #[test]
    fn what_a_process_leaves_behind_is_swept_and_nothing_else() {
        let (folder, notes) = (folder(), Notes::create().unwrap());
        let make = |holder| Upload::create(folder.path(), Some((&notes, holder))).unwrap().0;
        let mut uploads = [make(FIRST), make(FIRST), make(SECOND), make(Holder::GATEWAY)];
        uploads[1].take_over(&notes, SECOND);
        // As if they were a dead process's.
        uploads.iter_mut().for_each(Upload::leave);
        assert_eq!((notes.sweep(folder.path(), |holder| holder.is(FIRST)), count(folder.path())), (1, 3));
        assert_eq!((notes.sweep(folder.path(), |holder| holder.is(SECOND)), count(folder.path())), (2, 1));
        assert_eq!((notes.sweep(folder.path(), |_| true), count(folder.path())), (1, 0));
        assert_eq!(notes.sweep(folder.path(), |_| true), 0);
    }

    #[test]
    fn what_is_moved_or_dropped_is_not_noted_any_more() {
        let (folder, notes) = (folder(), Notes::create().unwrap());
        for _ in 0..3 {
            let moved = Upload::create(folder.path(), Some((&notes, FIRST))).unwrap().0;
            drop(Upload::create(folder.path(), Some((&notes, FIRST))).unwrap());
            std::fs::rename(moved.path(), folder.path().join("moved")).unwrap();
            moved.moved();
        }
        assert!(notes.all().iter().all(|note| note.load(Ordering::Relaxed) == 0));
        assert_eq!(count(folder.path()), 1);
    }

    #[test]
    fn one_that_is_sent_belongs_to_who_gets_it() {
        let (folder, notes) = (folder(), Notes::create().unwrap());
        let mut upload = Upload::create(folder.path(), Some((&notes, Holder::GATEWAY))).unwrap().0;
        let sent = postcard::to_stdvec(&upload).unwrap();
        let mut received: Upload = postcard::from_bytes(&sent).unwrap();
        received.take_over(&notes, FIRST);
        upload.leave();
        drop(upload);
        assert_eq!(count(folder.path()), 1);
        drop(received);
        assert_eq!((count(folder.path()), notes.sweep(folder.path(), |_| true)), (0, 0));
    }

    #[test]
    fn a_note_says_name_and_holder() {
        for holder in [FIRST, SECOND, Holder::GATEWAY, Holder { place: 0, life: 0 }] {
            let note = pack("aZ09z0", holder).unwrap();
            let (seen, name) = unpack(note);
            assert!(seen.is(holder) && name == "aZ09z0");
        }
        assert_eq!([pack("", FIRST), pack("short", FIRST), pack("toolong", FIRST), pack("../abc", FIRST)], [None; 4]);
    }
}
