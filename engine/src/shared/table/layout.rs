//! Where in the memory of a table what lies.

use std::io;

/// The fewest rows that a table is made for.
const FEWEST_ROWS: u32 = 64;

/// The most rows, so that every number of a slot fits into 32 bits with room for the spare ones.
const MOST_ROWS: u32 = 1 << 30;

/// The most locks of rows. Rows whose keys fall to the same lock wait for each other for as long as a row is copied, which
/// is rare with so many. Each costs 128 bytes whether it is used or not, and counting the rows looks at all of them.
const MOST_STRIPES: u32 = 256;

/// What is used by different processes at the same time lies this far apart: two cache lines, which processors load as one.
const APART: usize = 128;

/// Offsets and counts. The pool comes first, then the stripes, the heads of the chains, and the slots.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// Chains; a power of two.
    pub(super) buckets: u32,
    /// Locks; a power of two, not more than there are chains.
    pub(super) stripes: u32,
    /// Slots.
    pub(super) capacity: u32,
    heads: usize,
    slots: usize,
    slot_length: usize,
    pub(super) length: usize,
}

/// How many rows a table is made for, when so many are asked for: a power of two.
pub(super) fn rounded(rows: i64) -> u32 {
    let rows = rows.clamp(FEWEST_ROWS.into(), MOST_ROWS.into());
    u32::try_from(rows).unwrap_or(MOST_ROWS).next_power_of_two()
}

impl Layout {
    /// For `rows` and `spare` as a part of them, between 0.2 and 1, with slots of `slot_length` bytes.
    ///
    /// # Errors
    /// If it takes more memory than there are addresses.
    pub(super) fn of(rows: i64, spare: f64, slot_length: usize) -> io::Result<Self> {
        let buckets = rounded(rows);
        let spare = if spare.is_nan() { 0.2 } else { spare.clamp(0.2, 1.0) };
        let capacity = buckets + (f64::from(buckets) * spare) as u32;
        let stripes = buckets.min(MOST_STRIPES);
        let heads = APART * (1 + stripes as usize);
        let slots = (heads + size_of::<u32>() * buckets as usize).next_multiple_of(APART);
        let length = slot_length
            .checked_next_multiple_of(align_of::<u64>())
            .and_then(|slot| Some((slot, slot.checked_mul(capacity as usize)?.checked_add(slots)?)))
            .filter(|(_, length)| isize::try_from(*length).is_ok());
        let (slot_length, length) = length.ok_or_else(|| io::Error::from_raw_os_error(libc::ENOMEM))?;
        Ok(Self { buckets, stripes, capacity, heads, slots, slot_length, length })
    }

    /// Where the pool is.
    pub(super) const POOL: usize = 0;

    /// Where a stripe is.
    pub(super) fn stripe(&self, number: u32) -> usize {
        APART * (1 + number as usize)
    }

    /// Where the head of a chain is.
    pub(super) fn head(&self, bucket: u32) -> usize {
        self.heads + size_of::<u32>() * bucket as usize
    }

    /// Where a slot is.
    pub(super) fn slot(&self, number: u32) -> usize {
        self.slots + self.slot_length * number as usize
    }

    /// The chain of a hash.
    pub(super) fn bucket_of(&self, hash: u32) -> u32 {
        hash & (self.buckets - 1)
    }

    /// The lock of a hash; the same for all hashes of a chain.
    pub(super) fn stripe_of(&self, hash: u32) -> u32 {
        hash & (self.stripes - 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_overlaps(rows in 1..100_000_i64, spare in 0.0..2.0, slot in 80..2000_usize) {
            let layout = Layout::of(rows, spare, slot).unwrap();
            prop_assert!(layout.buckets.is_power_of_two() && i64::from(layout.buckets) >= rows.max(64));
            prop_assert!(layout.stripe(layout.stripes) <= layout.head(0));
            prop_assert!(layout.head(layout.buckets) <= layout.slot(0));
            prop_assert!(layout.slot(0) + slot <= layout.slot(1));
            prop_assert_eq!(layout.slot(layout.capacity), layout.length);
            prop_assert!(layout.slot(1).is_multiple_of(8));
            // Room for a fifth more, at the least.
            prop_assert!(layout.capacity >= layout.buckets + layout.buckets / 5);
        }
    }

    #[test]
    fn sizes_without_sense_are_moved_to_the_next_one_with() {
        assert_eq!([-1, 0, 1, 64, 65, i64::MAX].map(rounded), [64, 64, 64, 64, 128, 1 << 30]);
        assert_eq!(Layout::of(100, f64::NAN, 80).unwrap().capacity, 128 + 25);
        assert_eq!(Layout::of(100, 7.0, 80).unwrap().capacity, 256);
        assert!(Layout::of(i64::MAX, 1.0, usize::MAX / 4).is_err());
    }
}
