//! Who holds a lock, and whether that process is still there.

use std::cell::Cell;
use std::sync::atomic::Ordering;

use super::super::forks;
use super::Place;

/// A process. Its number alone would not do: when it has ended, another may get that.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Holder {
    process: u32,
    /// When it began, in ticks since the system did; 0 if that can't be found out.
    started: u64,
}

thread_local! {
    /// With the generation of the process that has found it out.
    static THIS: Cell<Option<(u32, Holder)>> = const { Cell::new(None) };
}

impl Holder {
    pub(super) fn this_process() -> Self {
        let generation = forks::generation();
        match THIS.get() {
            Some((known, holder)) if known == generation => holder,
            _ => {
                let process = std::process::id();
                let started = look_up(process).map_or(0, |process| process.started);
                let holder = Self { process, started };
                THIS.set(Some((generation, holder)));
                holder
            }
        }
    }

    pub(super) fn of(place: &Place) -> Self {
        Self { process: place.process.load(Ordering::Acquire), started: place.started.load(Ordering::Relaxed) }
    }

    pub(super) fn is_in(self, place: &Place) -> bool {
        Self::of(place) == self
    }

    pub(super) fn enter(self, place: &Place, reads: u32) {
        place.started.store(self.started, Ordering::Relaxed);
        place.reads.store(reads, Ordering::Relaxed);
        place.process.store(self.process, Ordering::Release);
    }

    pub(super) fn is_alive(self) -> bool {
        match look_up(self.process) {
            Some(found) => !found.has_ended && (self.started == 0 || found.started == self.started),
            // No /proc, or none that shows others: then the number has to do.
            None => {
                let process = libc::pid_t::try_from(self.process).unwrap_or(0);
                // SAFETY: signal 0 only asks.
                let status = unsafe { libc::kill(process, 0) };
                status == 0 || std::io::Error::last_os_error().raw_os_error() != Some(libc::ESRCH)
            }
        }
    }
}

struct Found {
    started: u64,
    /// It is a zombie: its parent has not asked how it ended yet.
    has_ended: bool,
}

fn look_up(process: u32) -> Option<Found> {
    parse(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

/// Reads `/proc/PID/stat`; see proc_pid_stat(5).
fn parse(line: &str) -> Option<Found> {
    // The second field is the program's name in brackets, and may have anything in it, brackets and blanks too.
    let mut fields = line.rsplit_once(')')?.1.split_ascii_whitespace();
    let has_ended = matches!(fields.next()?, "Z" | "X" | "x");
    // Field 22; the state was field 3.
    let started = fields.nth(18)?.parse().ok()?;
    Some(Found { started, has_ended })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn this_process_is_alive_and_one_that_began_at_another_time_is_not() {
        let this = Holder::this_process();
        assert!(this.started > 0 && this.is_alive());
        assert!(!Holder { started: this.started + 1, ..this }.is_alive());
        assert!(!Holder { process: i32::MAX as u32, started: 1 }.is_alive());
    }

    #[test]
    fn odd_names_of_programs_do_not_matter() {
        let line = "7 (a) Z (b) S 1 7 7 0 -1 4194304 1 0 0 0 1 1 0 0 20 0 1 0 4711 100 50";
        let found = parse(line).unwrap();
        assert_eq!((found.started, found.has_ended), (4711, false));
        assert!(parse(&line.replace(") S", ") Z")).unwrap().has_ended);
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_harm(line in ".*") {
            parse(&line);
        }
    }
}
