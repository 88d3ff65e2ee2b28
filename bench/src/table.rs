//! What was measured, as a table: medians over the rounds with the least and the most, and what ours is to each other server
//! in the same round.

use std::fmt::Write;
use std::time::Duration;

use crate::load::Measured;

/// One server under one load, round by round.
pub(crate) struct Row {
    pub(crate) server: String,
    pub(crate) rounds: Vec<Measured>,
}

/// One figure of a measurement; `None` where the load has none.
type Figure = fn(&Measured) -> Option<f64>;

fn rate(measured: &Measured) -> Option<f64> {
    Some(measured.count as f64 / measured.elapsed.as_secs_f64())
}

fn cpu(measured: &Measured) -> Option<f64> {
    let cpu = measured.usage.cpu.as_secs_f64() * 1e6 / measured.count as f64;
    (cpu > 0.0).then_some(cpu)
}

fn switches(measured: &Measured) -> Option<f64> {
    (measured.usage.switches > 0).then(|| measured.usage.switches as f64 / measured.count as f64)
}

fn memory(measured: &Measured) -> Option<f64> {
    measured.memory
}

fn latency(measured: &Measured, part: f64) -> Option<f64> {
    let last = measured.latencies.len().checked_sub(1)?;
    let at = (last as f64 * part) as usize;
    measured.latencies.get(at).map(Duration::as_secs_f64).map(|seconds| seconds * 1e6)
}

fn half(measured: &Measured) -> Option<f64> {
    latency(measured, 0.5)
}

fn most(measured: &Measured) -> Option<f64> {
    latency(measured, 0.99)
}

const COLUMNS: [(&str, Figure); 6] = [
    ("per second", rate),
    ("CPU us each", cpu),
    ("switches each", switches),
    ("p50 us", half),
    ("p99 us", most),
    ("bytes each", memory),
];

/// What ours is compared by.
const RATIOS: [(&str, Figure); 4] = [("rate", rate), ("CPU", cpu), ("p50", half), ("bytes", memory)];

pub(crate) fn head() -> String {
    let columns = COLUMNS.map(|(name, _)| name).join(" | ");
    format!("| load | server | {columns} | ours to it |\n|{}", " --- |".repeat(COLUMNS.len() + 3))
}

/// The rows of one load; ours is the first of them.
pub(crate) fn rows(load: &str, rows: &[Row]) -> String {
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let _ = write!(text, "| {} | {} |", if number == 0 { load } else { "" }, row.server);
        for (_, figure) in COLUMNS {
            let mut values: Vec<f64> = row.rounds.iter().filter_map(figure).collect();
            let _ = write!(text, " {} |", spread(&mut values));
        }
        let ratios: Vec<String> = match rows.first() {
            Some(ours) if number > 0 => {
                RATIOS.iter().filter_map(|(name, figure)| ratio(name, *figure, ours, row)).collect()
            }
            _ => Vec::new(),
        };
        let _ = writeln!(text, " {} |", ratios.join(", "));
    }
    text
}

/// Round by round, so that what slows the machine down for a while counts on both sides.
fn ratio(name: &str, figure: Figure, ours: &Row, other: &Row) -> Option<String> {
    let pairs = ours.rounds.iter().zip(&other.rounds);
    let mut ratios: Vec<f64> = pairs.filter_map(|(ours, other)| Some(figure(ours)? / figure(other)?)).collect();
    ratios.sort_by(f64::total_cmp);
    let middle = ratios.get(ratios.len() / 2)?;
    Some(format!("{name} {middle:.2}"))
}

/// The median, and in brackets the least and the most.
fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    match (values.first(), values.get(values.len() / 2), values.last()) {
        (Some(least), Some(middle), Some(most)) if values.len() > 1 => {
            format!("{} ({}-{})", number(*middle), number(*least), number(*most))
        }
        (_, Some(middle), _) => number(*middle),
        _ => String::new(),
    }
}

/// Three digits that count.
fn number(value: f64) -> String {
    match value {
        _ if value >= 1e6 => format!("{:.2} M", value / 1e6),
        _ if value >= 100_000.0 => format!("{:.0} k", value / 1e3),
        _ if value >= 10_000.0 => format!("{:.1} k", value / 1e3),
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(count: u64, cpu: u64) -> Measured {
        let mut measured = Measured { count, elapsed: Duration::from_secs(1), ..Measured::default() };
        measured.usage.cpu = Duration::from_micros(cpu);
        measured
    }

    #[test]
    fn ours_is_compared_round_by_round() {
        let ours =
            Row { server: "ours".into(), rounds: vec![measured(100, 200), measured(50, 200), measured(100, 300)] };
        let other =
            Row { server: "other".into(), rounds: vec![measured(50, 200), measured(25, 200), measured(50, 300)] };
        let text = rows("load", &[ours, other]);
        assert_eq!(
            text,
            "| load | ours | 100 (50.0-100) | 3.00 (2.00-4.00) |  |  |  |  |  |\n\
             |  | other | 50.0 (25.0-50.0) | 6.00 (4.00-8.00) |  |  |  |  | rate 2.00, CPU 0.50 |\n"
        );
    }
}
