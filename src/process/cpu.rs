//! Which CPUs a process runs on.

use std::io;

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

use super::problem::Problem;

/// The CPUs that this process may run on, by number.
///
/// # Errors
/// The system's; there is none in practice.
pub(crate) fn allowed() -> io::Result<Vec<usize>> {
    let set = sched_getaffinity(Pid::from_raw(0))?;
    Ok((0..CpuSet::count()).filter(|cpu| set.is_set(*cpu).unwrap_or(false)).collect())
}

/// Has this process run on these CPUs only.
///
/// # Errors
/// `EINVAL` for a CPU that is not there.
pub(crate) fn allow(cpus: &[usize]) -> io::Result<()> {
    let mut set = CpuSet::new();
    for cpu in cpus {
        set.set(*cpu)?;
    }
    Ok(sched_setaffinity(Pid::from_raw(0), &set)?)
}

/// Has a worker run on one CPU, for the setting `open_cpu_affinity`: the workers in turn on those that the server may use,
/// but for those in `ignore` (`cpu_affinity_ignore`). Gives the number of the CPU.
///
/// # Errors
/// `cpu_affinity_ignore` leaves none; the system's.
pub(crate) fn bind_to_cpu(worker_id: usize, ignore: &[usize]) -> Result<usize, Problem> {
    let failed =
        |error| Problem::system(format!("open_cpu_affinity: failed to bind worker {worker_id} to a CPU"), error);
    let all = allowed().map_err(failed)?;
    let mut usable: Vec<usize> = all.iter().copied().filter(|cpu| !ignore.contains(cpu)).collect();
    if usable.is_empty() {
        return Err(Problem::plain(format!(
            "cpu_affinity_ignore[{}] leaves no CPU for the workers: this server may use {}",
            list(ignore),
            list(&all)
        )));
    }
    let cpu = usable.swap_remove(worker_id % usable.len());
    allow(&[cpu]).map_err(failed)?;
    Ok(cpu)
}

fn list(cpus: &[usize]) -> String {
    cpus.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On a thread of its own: CPUs are a thread's.
    fn bound(worker_id: usize, ignore: Vec<usize>) -> Option<(Result<usize, String>, Vec<usize>)> {
        std::thread::spawn(move || {
            let cpu = bind_to_cpu(worker_id, &ignore).map_err(|problem| problem.to_string());
            (cpu, allowed().unwrap_or_default())
        })
        .join()
        .ok()
    }

    #[test]
    fn workers_take_turns() {
        let all = allowed().unwrap_or_default();
        for worker in 0..2 * all.len() {
            let expected = all[worker % all.len()];
            assert_eq!(bound(worker, vec![]), Some((Ok(expected), vec![expected])));
        }
    }

    #[test]
    fn some_cpus_may_be_left_to_others() {
        let all = allowed().unwrap_or_default();
        if let [first, second, ..] = all[..] {
            assert_eq!(bound(0, vec![first]).map(|(_, cpus)| cpus), Some(vec![second]));
        }
        let words = bound(1, all.clone()).and_then(|(result, _)| result.err());
        let expected =
            format!("cpu_affinity_ignore[{0}] leaves no CPU for the workers: this server may use {0}", list(&all));
        assert_eq!(words, Some(expected));
    }
}
