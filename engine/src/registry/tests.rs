//! The table by itself, and under several threads.

use super::*;

fn registry(capacity: u32) -> Registry {
    Registry::create(capacity, 1).unwrap()
}

const ARRIVAL: Arrival = Arrival { port: 2, number: 9501, descriptor: 4 };

fn open(registry: &Registry) -> Option<Entry> {
    registry.open("127.0.0.1:4000".parse().unwrap(), ARRIVAL, 7, Owner::default())
}

#[test]
fn numbers_count_from_one_and_are_never_reused() {
    let registry = registry(2);
    let numbers: Vec<_> = (0..100)
        .map(|_| {
            let entry = open(&registry).unwrap();
            assert!(registry.close(entry, ClosedBy::Peer));
            registry.release(entry);
            entry.fd
        })
        .collect();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
}

#[test]
fn a_long_lived_connection_keeps_its_number_while_others_go_round() {
    let registry = registry(2);
    let old = open(&registry).unwrap();
    for _ in 0..1000 {
        let entry = open(&registry).unwrap();
        assert_ne!(entry.slot, old.slot);
        assert!(registry.close(entry, ClosedBy::Peer));
        registry.release(entry);
    }
    assert_eq!(registry.find_open(old.fd), Some(old));
}

#[test]
fn a_full_table_refuses_until_a_slot_is_released() {
    let registry = registry(2);
    let first = open(&registry).unwrap();
    open(&registry).unwrap();
    assert_eq!(open(&registry), None);
    assert!(registry.close(first, ClosedBy::Server));
    assert_eq!(open(&registry), None, "a closed connection still waits for its onClose");
    registry.release(first);
    assert!(open(&registry).is_some());
}

#[test]
fn closing_hides_a_connection_from_all_but_its_info() {
    let registry = registry(4);
    let entry = open(&registry).unwrap();
    registry.set_websocket(entry, WebSocketStatus::Active);
    assert_eq!(registry.websocket_count(), 1);
    assert!(registry.close(entry, ClosedBy::Peer));
    assert!(!registry.close(entry, ClosedBy::Peer), "only the first ends it");
    assert_eq!(registry.find_open(entry.fd), None);
    assert_eq!(registry.websocket_status(entry.fd), None);
    assert_eq!(registry.next_open(0, false), None);
    assert_eq!(registry.websocket_count(), 0);
    assert_eq!(registry.info(entry.fd).unwrap().websocket, WebSocketStatus::Active);
    assert_eq!(registry.closed_by(entry.fd), Some(ClosedBy::Peer));
    registry.release(entry);
    assert!(registry.info(entry.fd).is_none());
}

#[test]
fn a_connection_that_moves_keeps_all_but_its_descriptor() {
    let registry = registry(2);
    let entry = open(&registry).unwrap();
    registry.protect(entry.fd, true);
    registry.moved(entry, 23, Owner::default());
    let info = registry.info(entry.fd).unwrap();
    assert_eq!((info.socket, info.arrival, registry.find_open(entry.fd)), (23, ARRIVAL, Some(entry)));
    assert!(registry.is_protected(entry.fd));
    assert!(registry.close(entry, ClosedBy::Peer));
    registry.release(entry);
    let next = open(&registry).unwrap();
    registry.moved(entry, 42, Owner::default());
    assert_eq!(registry.info(next.fd).unwrap().socket, 7, "late news of the one before");
}

#[test]
fn addresses_of_both_families_come_back_whole() {
    let registry = registry(4);
    for address in ["192.0.2.7:65535", "[2001:db8::7]:1", "[::ffff:192.0.2.7]:80"] {
        let entry = registry.open(address.parse().unwrap(), ARRIVAL, 1, Owner::default()).unwrap();
        assert_eq!(registry.info(entry.fd).unwrap().remote.to_string(), address);
    }
}

#[test]
fn a_walk_visits_each_open_connection_once() {
    let registry = registry(64);
    let entries: Vec<_> = (0..40).map(|_| open(&registry).unwrap()).collect();
    for entry in entries.iter().step_by(3) {
        registry.set_websocket(*entry, WebSocketStatus::Active);
    }
    let walk = |websockets_only| {
        let mut seen = Vec::new();
        let mut from = 0;
        while let Some(entry) = registry.next_open(from, websockets_only) {
            seen.push(entry.fd);
            from = entry.slot + 1;
        }
        seen
    };
    assert_eq!(walk(false), (1..=40).collect::<Vec<_>>());
    assert_eq!(walk(true), (1..=40).step_by(3).collect::<Vec<_>>());
}

#[test]
fn two_threads_changing_one_connection_count_it_once() {
    let registry = registry(4);
    for _ in 0..20_000 {
        let entry = open(&registry).unwrap();
        registry.set_websocket(entry, WebSocketStatus::Active);
        std::thread::scope(|scope| {
            scope.spawn(|| registry.set_websocket(entry, WebSocketStatus::Closing));
            registry.close(entry, ClosedBy::Peer);
        });
        assert!(!registry.set_websocket(entry, WebSocketStatus::Active), "it has ended");
        registry.release(entry);
    }
    assert_eq!(registry.websocket_count(), 0);
}

#[test]
fn threads_opening_and_closing_never_share_a_number_or_a_slot() {
    let registry = registry(8);
    let numbers = parking_lot::Mutex::new(std::collections::HashSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5_000 {
                    let Some(entry) = open(&registry) else { continue };
                    assert!(numbers.lock().insert(entry.fd));
                    assert_eq!(registry.find_open(entry.fd), Some(entry));
                    assert!(registry.close(entry, ClosedBy::Peer));
                    registry.release(entry);
                }
            });
        }
    });
    let totals = registry.totals();
    assert_eq!((totals.open, totals.accepted), (0, totals.closed));
}

#[test]
fn what_is_on_the_way_counts_like_what_waits() {
    let registry = registry(2);
    let entry = open(&registry).unwrap();
    assert!(registry.reserve(entry, 5000, 1000, || true), "nothing waited");
    assert!(!registry.reserve(entry, 1, 1000, || true));
    registry.arrived(entry, 5000);
    registry.queued(entry, 1100);
    assert!(!registry.reserve(entry, 1, 1000, || true));
    registry.queued(entry, 0);
    assert!(registry.reserve(entry, 1, 1000, || true));
}

#[test]
fn what_a_dead_process_has_counted_as_on_the_way_is_struck_off() {
    let registry = registry(4);
    let [stale, alive, _, gone] = [(); 4].map(|()| open(&registry).unwrap());
    for entry in [stale, alive, gone] {
        assert!(registry.reserve(entry, 500, 1000, || true));
    }
    let ways = registry.ways();
    assert_eq!(ways, [(stale, 500), (alive, 500), (gone, 500)]);
    registry.arrived(alive, 100);
    registry.close(gone, ClosedBy::Peer);
    registry.release(gone);
    let next = open(&registry).unwrap();
    assert!(registry.reserve(next, 500, 1000, || true));
    registry.forget_ways(&ways);
    assert_eq!(registry.ways(), [(alive, 400), (next, 500)], "what has moved is somebody's who lives");
    registry.arrived(stale, 500);
    assert_eq!(registry.on_the_way(stale), 0);
}

#[test]
fn a_connection_is_bound_once() {
    let registry = registry(2);
    let entry = open(&registry).unwrap();
    assert_eq!(registry.uid(entry), None);
    assert!(registry.bind(entry.fd, 77));
    assert!(!registry.bind(entry.fd, 78));
    assert_eq!(registry.info(entry.fd).unwrap().uid, Some(77));
    registry.close(entry, ClosedBy::Peer);
    registry.release(entry);
    assert_eq!(registry.uid(open(&registry).unwrap()), None);
}

#[test]
fn the_connections_of_a_dead_process_are_swept_and_no_others() {
    let registry = registry(10);
    let open =
        |gateway, life| registry.open("127.0.0.1:4000".parse().unwrap(), ARRIVAL, 1, Owner { gateway, life }).unwrap();
    let dead: Vec<_> = (0..3).map(|_| open(1, 0)).collect();
    let closed = open(1, 0);
    registry.close(closed, ClosedBy::Peer);
    let others = [open(0, 0), open(1, 1)];
    registry.moved(dead[2], 9, Owner { gateway: 1, life: 1 });
    assert_eq!(registry.sweep(Owner { gateway: 1, life: 0 }), 2);
    assert_eq!((registry.open_count(), registry.held_count()), (3, 3));
    assert!(others.iter().all(|entry| registry.find_open(entry.fd).is_some()));
}
