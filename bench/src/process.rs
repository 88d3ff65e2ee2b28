//! What a tree of processes has cost so far, from `/proc`.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::unistd::Pid;

/// What a tree of processes has used since its start; a difference of two is what it used in between.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// Of all threads, in user and in kernel mode.
    pub(crate) cpu: Duration,
    /// How often a thread gave the processor up or lost it.
    pub(crate) switches: u64,
}

impl Usage {
    /// Of a process and all its descendants, to the nanosecond.
    pub(crate) fn of_tree(root: Pid) -> Result<Self> {
        let mut usage = Self::default();
        for pid in tree(root)? {
            // A thread may end while it is looked at.
            let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else { continue };
            for thread in threads.flatten() {
                let path = thread.path();
                let (Ok(schedule), Ok(status)) =
                    (fs::read_to_string(path.join("schedstat")), fs::read_to_string(path.join("status")))
                else {
                    continue;
                };
                usage.cpu += Duration::from_nanos(first_number(&schedule));
                usage.switches += status
                    .lines()
                    .filter(|line| line.contains("ctxt_switches"))
                    .filter_map(|line| line.split_whitespace().last()?.parse::<u64>().ok())
                    .sum::<u64>();
            }
        }
        Ok(usage)
    }

    /// What was used since `earlier`.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self { cpu: self.cpu.saturating_sub(earlier.cpu), switches: self.switches.saturating_sub(earlier.switches) }
    }
}

/// Memory of a process and all its descendants, in bytes; what several of them share counts once (PSS).
pub(crate) fn memory_of_tree(root: Pid) -> Result<u64> {
    let mut bytes = 0;
    for pid in tree(root)? {
        let Ok(rollup) = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")) else { continue };
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        bytes += line.map_or(0, first_number) * 1024;
    }
    Ok(bytes)
}

/// A process and all its descendants.
fn tree(root: Pid) -> Result<Vec<i32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc").context("/proc can't be read")?.flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        // The name before it, in brackets, may contain anything.
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<i32>().ok());
        parents.extend(parent.map(|parent| (pid, parent)));
    }
    let mut found = vec![root.as_raw()];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        next += 1;
    }
    Ok(found)
}

fn first_number(text: &str) -> u64 {
    text.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
