//! Tables whose keys others choose. The hashes are the same in every run, so keys can be made that all meet in one place:
//! a key is looked for in a few slots only, and what finds no room there belongs in a tree.

use std::collections::BTreeMap;

/// Slots that are looked at for a key. In tables at most half full, keys that nobody has chosen for it never need so many.
pub(crate) const MOST_PROBED: usize = 128;

/// What the slots say of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Probed {
    /// It has this number.
    Found(u32),
    /// It is in no slot, and belongs in this one.
    Free(usize),
    /// It is in no slot, and there is none for it.
    Crowded,
}

/// Looks for a key from a slot on. A slot has the number of a key plus one, 0 where it is free; there is a power of two of
/// them.
#[inline]
pub(crate) fn probe(slots: &[u32], first: usize, is: impl Fn(u32) -> bool) -> Probed {
    let mask = slots.len().wrapping_sub(1);
    let mut at = first & mask;
    for _ in 0..MOST_PROBED {
        match slots.get(at).map(|slot| slot.checked_sub(1)) {
            Some(Some(number)) if is(number) => return Probed::Found(number),
            Some(Some(_)) => at = (at + 1) & mask,
            Some(None) => return Probed::Free(at),
            None => break,
        }
    }
    Probed::Crowded
}

/// The numbers of the keys that found no slot near enough.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crowded {
    /// Hardly any table has one: a word of memory must do for it.
    #[allow(clippy::box_collection)]
    numbers: Option<Box<BTreeMap<Box<[u8]>, u32>>>,
}

impl Crowded {
    /// How many there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.numbers.as_ref().map_or(0, |numbers| numbers.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_none()
    }

    /// The number of a key.
    #[inline]
    pub fn get(&self, key: &[u8]) -> Option<u32> {
        if self.is_empty() { None } else { self.found(key) }
    }

    // One of each for all tables: nobody is in a hurry here.
    #[cold]
    #[inline(never)]
    fn found(&self, key: &[u8]) -> Option<u32> {
        self.numbers.as_ref()?.get(key).copied()
    }

    /// Adds a key that is not there.
    #[cold]
    #[inline(never)]
    pub fn insert(&mut self, key: &[u8], number: u32) {
        self.numbers.get_or_insert_default().insert(key.into(), number);
    }
}
