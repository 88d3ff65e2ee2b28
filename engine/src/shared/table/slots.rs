//! The memory of a table: slots with rows in them, in chains by their hash.
//!
//! Processes may be killed at any instruction, so that everything here is written in an order that leaves a whole
//! structure behind at each of them:
//!
//! - A row is there from the moment that its slot's state says so, and gone from the moment that it does not.
//! - A slot does not move while a row is in it. So a loop over all slots misses no row, whatever is deleted meanwhile.
//! - Before a slot is taken or freed, its number is noted as the stripe's `pending`. Whoever gets the lock from a dead
//!   holder looks there, and finishes a deletion or undoes an insertion ([`Slots::recover`]).
//! - A free slot is only ever taken, and a taken one freed, under the lock of the pool; whoever gets that one from a dead
//!   holder makes the list of free slots anew out of their states ([`Slots::rebuild`]).
//!
//! The order of locks is a stripe, then the pool.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::super::Mapping;
use super::super::mutex::{Guard, RobustMutex};
use super::layout::Layout;
use super::{Key, Stats};

/// In the list of free slots, or never used.
const FREE: u32 = 0;
/// On its way in or out.
const TAKEN: u32 = 1;
/// A row is in it.
const ROW: u32 = 2;

/// The slots that are free.
#[repr(C)]
struct Pool {
    mutex: RobustMutex,
    /// The first of the list of free slots, counted from 1; 0 when it is empty.
    head: AtomicU32,
    /// How many slots were ever used. Those behind have cost no memory yet.
    used: AtomicU32,
    /// How many slots are free, used before or not.
    free: AtomicU32,
}

/// The lock of some chains, and what is counted of their rows.
#[repr(C)]
struct Stripe {
    mutex: RobustMutex,
    /// The slot that is being taken or freed, counted from 1; 0 if none is.
    pending: AtomicU32,
    rows: AtomicU32,
    inserts: AtomicU64,
    updates: AtomicU64,
    deletes: AtomicU64,
    conflicts: AtomicU64,
    longest_chain: AtomicU32,
}

/// What is before the row's bytes in a slot.
#[repr(C)]
struct Slot {
    state: AtomicU32,
    hash: AtomicU32,
    /// The next slot of the chain, or of the list of free ones, counted from 1; 0 for none.
    next: AtomicU32,
    key_length: AtomicU32,
    key: [u8; Key::LONGEST + 1],
}

/// The memory of a table whose rows are so many bytes.
#[derive(Debug)]
pub(super) struct Slots {
    mapping: Mapping,
    layout: Layout,
    row_length: usize,
    /// Keys often come from strangers, who must not be able to choose some that all fall into one chain.
    hasher: RandomState,
}

impl Slots {
    pub(super) fn create(rows: i64, spare: f64, row_length: usize) -> io::Result<Self> {
        // At least one byte, so that also the last row of no columns begins inside of the mapping.
        let layout = Layout::of(rows, spare, size_of::<Slot>().saturating_add(row_length.max(1)))?;
        let slots = Self { mapping: Mapping::create(layout.length)?, layout, row_length, hasher: RandomState::new() };
        // SAFETY: new memory; a mutex of a row is held inside of calls of this module only, which borrow it.
        unsafe {
            RobustMutex::create(slots.mapping.at(Layout::POOL))?;
            for stripe in 0..layout.stripes {
                RobustMutex::create(slots.mapping.at(layout.stripe(stripe)))?;
            }
        }
        slots.pool().free.store(layout.capacity, Ordering::Relaxed);
        Ok(slots)
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    fn pool(&self) -> &Pool {
        // SAFETY: of atomics and a mutex, for which any bytes are right; so for the two below.
        unsafe { self.mapping.at(Layout::POOL).as_ref() }
    }

    fn stripe(&self, number: u32) -> &Stripe {
        // SAFETY: as above.
        unsafe { self.mapping.at(self.layout.stripe(number)).as_ref() }
    }

    fn head(&self, bucket: u32) -> &AtomicU32 {
        // SAFETY: as above.
        unsafe { self.mapping.at(self.layout.head(bucket)).as_ref() }
    }

    fn place(&self, slot: u32) -> NonNull<Slot> {
        self.mapping.at(self.layout.slot(slot))
    }

    fn state(&self, slot: u32) -> &AtomicU32 {
        // SAFETY: an atomic field of a slot; so for the two below.
        unsafe { &(*self.place(slot).as_ptr()).state }
    }

    fn hash(&self, slot: u32) -> &AtomicU32 {
        // SAFETY: as above.
        unsafe { &(*self.place(slot).as_ptr()).hash }
    }

    fn next(&self, slot: u32) -> &AtomicU32 {
        // SAFETY: as above.
        unsafe { &(*self.place(slot).as_ptr()).next }
    }

    /// The slots of a chain, whatever their state.
    fn chain(&self, bucket: u32) -> impl Iterator<Item = u32> {
        let mut next = self.head(bucket);
        std::iter::from_fn(move || {
            let slot = next.load(Ordering::Relaxed).checked_sub(1)?;
            next = self.next(slot);
            Some(slot)
        })
    }

    /// Locks the chain of a key.
    pub(super) fn lock(&self, key: Key<'_>) -> Chain<'_> {
        self.lock_hash(self.hasher.hash_one(key.bytes()) as u32)
    }

    fn lock_hash(&self, hash: u32) -> Chain<'_> {
        let number = self.layout.stripe_of(hash);
        let stripe = self.stripe(number);
        let guard = stripe.mutex.lock();
        if guard.holder_died {
            self.recover(number);
        }
        Chain { slots: self, stripe, hash, _guard: guard }
    }

    /// Takes a slot. The caller holds the stripe.
    fn take(&self, stripe: &Stripe, hash: u32) -> Option<u32> {
        let pool = self.pool();
        let _guard = self.lock_pool();
        let head = pool.head.load(Ordering::Relaxed);
        let used = pool.used.load(Ordering::Relaxed);
        let slot = head.checked_sub(1).or_else(|| (used < self.layout.capacity).then_some(used))?;
        step();
        stripe.pending.store(slot + 1, Ordering::Release);
        step();
        self.hash(slot).store(hash, Ordering::Relaxed);
        self.state(slot).store(TAKEN, Ordering::Release);
        step();
        if head == 0 {
            pool.used.store(used + 1, Ordering::Release);
        } else {
            pool.head.store(self.next(slot).load(Ordering::Relaxed), Ordering::Release);
        }
        step();
        pool.free.fetch_sub(1, Ordering::Release);
        Some(slot)
    }

    /// Gives a taken slot back. The caller holds the stripe; no chain has the slot in it.
    fn free(&self, slot: u32) {
        let pool = self.pool();
        let _guard = self.lock_pool();
        step();
        self.next(slot).store(pool.head.load(Ordering::Relaxed), Ordering::Relaxed);
        self.state(slot).store(FREE, Ordering::Release);
        step();
        pool.head.store(slot + 1, Ordering::Release);
        step();
        pool.free.fetch_add(1, Ordering::Release);
    }

    fn lock_pool(&self) -> Guard<'_> {
        let guard = self.pool().mutex.lock();
        if guard.holder_died {
            self.rebuild();
        }
        guard
    }

    /// Makes the list of free slots anew. The caller holds the pool.
    fn rebuild(&self) {
        let pool = self.pool();
        let is_free = |slot: u32| self.state(slot).load(Ordering::Acquire) == FREE;
        let mut used = pool.used.load(Ordering::Relaxed);
        // One at the most: the one that was taken last.
        while used < self.layout.capacity && !is_free(used) {
            used += 1;
        }
        pool.used.store(used, Ordering::Release);
        let (mut head, mut free) = (0, self.layout.capacity - used);
        for slot in (0..used).rev().filter(|slot| is_free(*slot)) {
            self.next(slot).store(head, Ordering::Relaxed);
            head = slot + 1;
            free += 1;
        }
        pool.head.store(head, Ordering::Release);
        pool.free.store(free, Ordering::Release);
    }

    /// Puts in order what a dead holder of a stripe has left. The caller holds the stripe.
    fn recover(&self, number: u32) {
        let stripe = self.stripe(number);
        if let Some(slot) = stripe.pending.load(Ordering::Relaxed).checked_sub(1) {
            // A row is whole and in its chain. A free slot was not taken yet, or is freed already, and by now somebody
            // else may have it: then its hash is of another stripe.
            let is_taken = self.state(slot).load(Ordering::Acquire) == TAKEN;
            let hash = self.hash(slot).load(Ordering::Relaxed);
            if is_taken && self.layout.stripe_of(hash) == number {
                self.unlink(self.layout.bucket_of(hash), slot);
                self.free(slot);
            }
        }
        let buckets = (number..self.layout.buckets).step_by(self.layout.stripes as usize);
        let rows = buckets.flat_map(|bucket| self.chain(bucket)).filter(|slot| self.is_row(*slot)).count();
        stripe.rows.store(rows as u32, Ordering::Relaxed);
        stripe.pending.store(0, Ordering::Release);
    }

    fn is_row(&self, slot: u32) -> bool {
        self.state(slot).load(Ordering::Acquire) == ROW
    }

    /// Takes a slot out of its chain, if it is in it. The caller holds the stripe.
    fn unlink(&self, bucket: u32, slot: u32) {
        let mut link = self.head(bucket);
        while let Some(other) = link.load(Ordering::Relaxed).checked_sub(1) {
            if other == slot {
                link.store(self.next(slot).load(Ordering::Relaxed), Ordering::Release);
                return;
            }
            link = self.next(other);
        }
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> u64 {
        let stripes = (0..self.layout.stripes).map(|number| self.stripe(number));
        stripes.map(|stripe| u64::from(stripe.rows.load(Ordering::Relaxed))).sum()
    }

    pub(super) fn stats(&self) -> Stats {
        let mut stats = Stats {
            free: self.pool().free.load(Ordering::Relaxed),
            capacity: self.layout.capacity,
            ..Stats::default()
        };
        for stripe in (0..self.layout.stripes).map(|number| self.stripe(number)) {
            stats.rows += u64::from(stripe.rows.load(Ordering::Relaxed));
            stats.inserts += stripe.inserts.load(Ordering::Relaxed);
            stats.updates += stripe.updates.load(Ordering::Relaxed);
            stats.deletes += stripe.deletes.load(Ordering::Relaxed);
            stats.conflicts += stripe.conflicts.load(Ordering::Relaxed);
            stats.longest_chain = stats.longest_chain.max(stripe.longest_chain.load(Ordering::Relaxed));
        }
        stats
    }

    /// Finds the first row in the slots from `slot` on, and shows its key and bytes to `look`; gives its slot.
    pub(super) fn find_from(&self, slot: u32, look: impl FnOnce(&[u8], &[u8])) -> Option<u32> {
        for slot in slot..self.pool().used.load(Ordering::Acquire) {
            // Another row may come into the slot before the lock is there, perhaps one of another lock.
            while self.is_row(slot) {
                let hash = self.hash(slot).load(Ordering::Relaxed);
                let chain = self.lock_hash(hash);
                if self.is_row(slot) && self.hash(slot).load(Ordering::Relaxed) == hash {
                    look(chain.key(slot), chain.row(slot));
                    return Some(slot);
                }
            }
        }
        None
    }

    /// Whether every slot is a row in its chain or in the list of free ones, and the counts are right.
    #[cfg(test)]
    pub(super) fn check(&self) {
        let (pool, mut is_seen) = (self.pool(), vec![false; self.layout.capacity as usize]);
        let mut see = |slot: u32| assert!(!std::mem::replace(&mut is_seen[slot as usize], true), "{slot} twice");
        for number in 0..self.layout.stripes {
            drop(self.lock_hash(number));
            let chains = (number..self.layout.buckets).step_by(self.layout.stripes as usize);
            let rows: Vec<_> = chains.flat_map(|bucket| self.chain(bucket)).collect();
            assert_eq!(self.stripe(number).rows.load(Ordering::Relaxed), rows.len() as u32);
            assert!(rows.iter().all(|slot| self.is_row(*slot)));
            rows.into_iter().for_each(&mut see);
        }
        drop(self.lock_pool());
        let used = pool.used.load(Ordering::Relaxed);
        let mut free = pool.head.load(Ordering::Relaxed);
        while let Some(slot) = free.checked_sub(1) {
            assert_eq!(self.state(slot).load(Ordering::Relaxed), FREE);
            see(slot);
            free = self.next(slot).load(Ordering::Relaxed);
        }
        (used..self.layout.capacity).for_each(see);
        assert!(is_seen.iter().all(|is_seen| *is_seen), "a slot is lost");
        assert_eq!(u64::from(pool.free.load(Ordering::Relaxed)) + self.count(), self.layout.capacity.into());
    }
}

/// A chain, locked.
pub(super) struct Chain<'slots> {
    slots: &'slots Slots,
    stripe: &'slots Stripe,
    hash: u32,
    _guard: Guard<'slots>,
}

impl Chain<'_> {
    fn bucket(&self) -> u32 {
        self.slots.layout.bucket_of(self.hash)
    }

    /// The slot of a key, which must be the one that the chain was locked for.
    pub(super) fn find(&self, key: Key<'_>) -> Option<u32> {
        let slots = self.slots;
        slots.chain(self.bucket()).find(|slot| {
            slots.is_row(*slot)
                && slots.hash(*slot).load(Ordering::Relaxed) == self.hash
                && self.key(*slot) == key.bytes()
        })
    }

    /// The key of a row of this chain.
    fn key(&self, slot: u32) -> &[u8] {
        // SAFETY: the slot is in this chain, whose lock is held, so that nobody else writes to it.
        let slot = unsafe { self.slots.place(slot).as_ref() };
        let length = slot.key_length.load(Ordering::Relaxed) as usize;
        &slot.key[..length.min(Key::LONGEST)]
    }

    fn bytes(&self, slot: u32) -> *mut u8 {
        let start = self.slots.layout.slot(slot) + size_of::<Slot>();
        // For the check that the last byte is inside, too.
        let _: NonNull<u8> = self.slots.mapping.at(start + self.slots.row_length.saturating_sub(1));
        self.slots.mapping.at::<u8>(start).as_ptr()
    }

    /// The bytes of a row of this chain.
    pub(super) fn row(&self, slot: u32) -> &[u8] {
        // SAFETY: within the slot; the lock is held.
        unsafe { std::slice::from_raw_parts(self.bytes(slot), self.slots.row_length) }
    }

    /// The bytes of a row of this chain, to be changed.
    pub(super) fn row_mut(&mut self, slot: u32) -> &mut [u8] {
        // SAFETY: within the slot; the lock is held, and this borrows it mutably.
        unsafe { std::slice::from_raw_parts_mut(self.bytes(slot), self.slots.row_length) }
    }

    /// Notes that a row of this chain was changed.
    pub(super) fn updated(&mut self) {
        self.stripe.updates.fetch_add(1, Ordering::Relaxed);
    }

    /// Enters a row for a key that has none; `fill` writes its bytes, which are another row's before. `None` when no slot is
    /// free.
    pub(super) fn insert<R>(&mut self, key: Key<'_>, fill: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
        let (slots, stripe) = (self.slots, self.stripe);
        let length = slots.chain(self.bucket()).count() as u32 + 1;
        let slot = slots.take(stripe, self.hash)?;
        step();
        // SAFETY: the slot is taken, and the lock of its stripe held.
        let place = unsafe { slots.place(slot).as_mut() };
        place.key[..key.bytes().len()].copy_from_slice(key.bytes());
        place.key_length.store(key.bytes().len() as u32, Ordering::Relaxed);
        let result = fill(self.row_mut(slot));
        let head = slots.head(self.bucket());
        slots.next(slot).store(head.load(Ordering::Relaxed), Ordering::Relaxed);
        step();
        head.store(slot + 1, Ordering::Release);
        step();
        slots.state(slot).store(ROW, Ordering::Release);
        step();
        stripe.rows.fetch_add(1, Ordering::Relaxed);
        stripe.inserts.fetch_add(1, Ordering::Relaxed);
        if length > 1 {
            stripe.conflicts.fetch_add(1, Ordering::Relaxed);
            stripe.longest_chain.fetch_max(length, Ordering::Relaxed);
        }
        step();
        stripe.pending.store(0, Ordering::Release);
        Some(result)
    }

    /// Deletes a row of this chain.
    pub(super) fn delete(&mut self, slot: u32) {
        let (slots, stripe) = (self.slots, self.stripe);
        stripe.pending.store(slot + 1, Ordering::Release);
        step();
        slots.state(slot).store(TAKEN, Ordering::Release);
        step();
        slots.unlink(self.bucket(), slot);
        step();
        slots.free(slot);
        step();
        stripe.rows.fetch_sub(1, Ordering::Relaxed);
        stripe.deletes.fetch_add(1, Ordering::Relaxed);
        step();
        stripe.pending.store(0, Ordering::Release);
    }
}

/// Marks the places between two writes, at which tests end a process.
fn step() {
    #[cfg(test)]
    super::tests::step();
}
