//! The table against a model of it, under several processes, and under processes that are killed at every step.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;
use proptest::prelude::*;

use super::super::tests::{child, join};
use super::*;

/// After how many more steps this process ends; 0 for never. Set in children only.
static STEPS_LEFT: AtomicU32 = AtomicU32::new(0);

/// Called between any two writes to a table's structure.
pub(super) fn step() {
    let left = STEPS_LEFT.load(Ordering::Relaxed);
    if left > 0 {
        STEPS_LEFT.store(left - 1, Ordering::Relaxed);
        if left == 1 {
            // SAFETY: ends the process here and now.
            unsafe { libc::_exit(99) }
        }
    }
}

fn table(rows: i64) -> Table {
    let mut columns = Columns::default();
    assert!(columns.add(b"number", Kind::Int(Width::Eight)) && columns.add(b"text", Kind::String(200)));
    Table::create(rows, 0.2, columns).unwrap()
}

fn key(name: &str) -> Key<'_> {
    Key::of(name.as_bytes())
}

fn number(table: &Table, name: &str) -> Option<i64> {
    let mut row = Vec::new();
    match table.get(key(name), &mut row).then(|| table.columns().read(0, &row)) {
        Some(Value::Int(number)) => Some(number),
        _ => None,
    }
}

fn keys(table: &Table) -> Vec<String> {
    let (mut place, mut key, mut row, mut keys) = (0, Vec::new(), Vec::new(), Vec::new());
    while let Some(next) = table.row_from(place, &mut key, &mut row) {
        keys.push(String::from_utf8(key.clone()).unwrap());
        place = next;
    }
    keys
}

#[derive(Clone, Debug)]
enum Action {
    Set(u8, i64),
    Add(u8, i64),
    Delete(u8),
    Loop,
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => (any::<u8>(), any::<i64>()).prop_map(|(key, value)| Action::Set(key, value)),
        1 => (any::<u8>(), any::<i64>()).prop_map(|(key, value)| Action::Add(key, value)),
        2 => any::<u8>().prop_map(Action::Delete),
        1 => Just(Action::Loop),
    ]
}

proptest! {
    #[test]
    fn it_does_what_a_map_of_limited_size_does(actions in prop::collection::vec(action(), 0..400)) {
        let table = table(64);
        let capacity = table.stats().capacity as usize;
        let mut model: HashMap<String, i64> = HashMap::new();
        for action in actions {
            match action {
                Action::Set(name, value) => {
                    let name = name.to_string();
                    let has_room = model.len() < capacity || model.contains_key(&name);
                    let expected = if has_room { Ok(()) } else { Err(Refused::Full) };
                    prop_assert_eq!(table.set(key(&name), &[(0, Value::Int(value))]), expected);
                    if has_room {
                        model.insert(name, value);
                    }
                }
                Action::Add(name, by) => {
                    let name = name.to_string();
                    let sum = model.get(&name).copied().unwrap_or(0).wrapping_add(by);
                    let has_room = model.len() < capacity || model.contains_key(&name);
                    let expected = if has_room { Ok(Value::Int(sum)) } else { Err(Refused::Full) };
                    prop_assert_eq!(table.increase(key(&name), 0, Value::Int(by)), expected);
                    if has_room {
                        model.insert(name, sum);
                    }
                }
                Action::Delete(name) => {
                    let name = name.to_string();
                    prop_assert_eq!(table.delete(key(&name)), model.remove(&name).is_some());
                }
                Action::Loop => {
                    let (mut found, mut expected) = (keys(&table), Vec::from_iter(model.keys().cloned()));
                    found.sort();
                    expected.sort();
                    prop_assert_eq!(found, expected);
                }
            }
        }
        for (name, value) in &model {
            prop_assert_eq!(number(&table, name), Some(*value));
        }
        prop_assert_eq!(table.count(), model.len() as u64);
        table.slots.check();
    }
}

#[test]
fn as_many_rows_as_were_asked_for_fit_whatever_their_keys() {
    let table = table(1000);
    assert_eq!(table.stats().capacity, 1024 + 204);
    for row in 0..1228 {
        assert_eq!(table.set(key(&row.to_string()), &[(0, Value::Int(row))]), Ok(()));
    }
    assert_eq!(table.set(key("more"), &[]), Err(Refused::Full));
    assert_eq!(table.increase(key("more"), 0, Value::Int(1)), Err(Refused::Full));
    assert!(table.delete(key("7")));
    assert_eq!(table.set(key("more"), &[]), Ok(()));
    assert_eq!((table.count(), table.stats().free), (1228, 0));
    table.slots.check();
}

#[test]
fn deleting_in_a_loop_skips_nothing() {
    let table = table(64);
    for row in 0..60 {
        table.set(key(&row.to_string()), &[(0, Value::Int(row))]).unwrap();
    }
    let (mut place, mut name, mut row, mut seen) = (0, Vec::new(), Vec::new(), 0);
    while let Some(next) = table.row_from(place, &mut name, &mut row) {
        assert!(table.delete(Key::of(&name)));
        seen += 1;
        place = next;
    }
    assert_eq!((seen, table.count()), (60, 0));
    table.slots.check();
}

#[test]
fn eight_processes_count_in_the_same_rows() {
    let table = table(64);
    let children: Vec<_> = (0..8)
        .map(|process| {
            let table = &table;
            child(move || {
                for turn in 0..4000_i64 {
                    table.increase(key(&(turn % 5).to_string()), 0, Value::Int(1)).unwrap();
                    let own = format!("{process} {}", turn % 3);
                    table.set(key(&own), &[(1, Value::String(own.as_bytes()))]).unwrap();
                    if turn % 2 == 0 && !table.delete(key(&own)) {
                        return false;
                    }
                }
                true
            })
        })
        .collect();
    assert!(children.into_iter().all(join));
    for row in 0..5 {
        assert_eq!(number(&table, &row.to_string()), Some(8 * 800));
    }
    table.slots.check();
}

/// Runs `work` in a child that ends at step 1, in one that ends at step 2, and so on, until one comes to the end.
fn at_every_step(work: impl Fn(), check: impl Fn()) -> u32 {
    for steps in 1.. {
        let ended = join(child(|| {
            STEPS_LEFT.store(steps, Ordering::Relaxed);
            work();
            true
        }));
        check();
        if ended {
            return steps - 1;
        }
    }
    0
}

#[test]
fn a_process_that_dies_while_it_inserts_leaves_all_or_nothing() {
    let table = table(64);
    table.set(key("other"), &[(0, Value::Int(1))]).unwrap();
    let steps = at_every_step(
        || table.set(key("new"), &[(0, Value::Int(2))]).unwrap(),
        || {
            table.slots.check();
            assert_eq!(number(&table, "other"), Some(1));
            assert!(matches!(number(&table, "new"), None | Some(2)));
            table.delete(key("new"));
            table.slots.check();
        },
    );
    assert!(steps >= 8, "{steps}");
}

#[test]
fn a_process_that_dies_while_it_deletes_has_deleted_or_not() {
    let table = table(64);
    table.set(key("other"), &[(0, Value::Int(1))]).unwrap();
    let steps = at_every_step(
        || {
            table.set(key("row"), &[(0, Value::Int(2))]).unwrap();
            assert!(table.delete(key("row")));
        },
        || {
            table.slots.check();
            assert_eq!(number(&table, "other"), Some(1));
            assert!(matches!(number(&table, "row"), None | Some(2)));
            table.delete(key("row"));
            assert_eq!(table.count(), 1);
        },
    );
    assert!(steps >= 16, "{steps}");
}

#[test]
fn a_table_with_one_free_slot_loses_none_of_them_to_deaths() {
    let table = table(64);
    for row in 0..table.stats().capacity - 1 {
        table.set(key(&row.to_string()), &[]).unwrap();
    }
    at_every_step(
        || {
            table.set(key("last"), &[]).unwrap();
            table.delete(key("last"));
        },
        || table.slots.check(),
    );
    table.delete(key("last"));
    assert_eq!((table.stats().free, table.set(key("last"), &[])), (1, Ok(())));
}

#[test]
fn a_process_that_dies_inside_of_a_row_holds_nobody_up() {
    let table = table(64);
    table.set(key("row"), &[(0, Value::Int(1))]).unwrap();
    let holder = child(|| {
        let _chain = table.slots.lock(key("row"));
        // SAFETY: ends the process while it holds the lock.
        unsafe { libc::_exit(0) }
    });
    assert!(join(holder));
    assert_eq!(table.increase(key("row"), 0, Value::Int(1)), Ok(Value::Int(2)));
    table.slots.check();
}

#[test]
fn processes_that_are_killed_anywhere_leave_the_table_whole() {
    let table = table(64);
    let text = [b'x'; 200];
    for round in 0..60 {
        let victim = child(|| {
            for turn in 0_u64.. {
                let name = (turn % 70).to_string();
                let _ = table.set(key(&name), &[(0, Value::Int(1)), (1, Value::String(&text))]);
                table.delete(key(&(turn * 7 % 70).to_string()));
            }
            true
        });
        // Not a wait for anything: some time for the victim to get somewhere.
        let before = table.stats().inserts;
        while table.stats().inserts < before + 50 + round {
            std::hint::spin_loop();
        }
        kill(victim, Signal::SIGKILL).unwrap();
        waitpid(victim, None).unwrap();
        table.slots.check();
    }
}

#[test]
fn others_lose_nothing_while_processes_are_killed_beside_them() {
    let table = table(64);
    let churn = |turn: u64| {
        let name = (turn % 40).to_string();
        let _ = table.set(key(&name), &[(1, Value::String(name.as_bytes()))]);
        table.delete(key(&(turn * 7 % 40).to_string()));
    };
    let survivors: Vec<_> = (0..2)
        .map(|_| {
            child(|| {
                (0..20_000).for_each(|turn| {
                    table.increase(key("sum"), 0, Value::Int(1)).unwrap();
                    churn(turn);
                });
                true
            })
        })
        .collect();
    for _ in 0..60 {
        let victim = child(|| {
            let mut turn = 0;
            loop {
                churn(turn);
                turn += 1;
            }
        });
        let before = table.stats().deletes;
        while table.stats().deletes < before + 40 {
            std::hint::spin_loop();
        }
        kill(victim, Signal::SIGKILL).unwrap();
        waitpid(victim, None).unwrap();
    }
    assert!(survivors.into_iter().all(join));
    assert_eq!(number(&table, "sum"), Some(40_000));
    table.slots.check();
}
