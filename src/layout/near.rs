//! Which matches touch a window: told of whole blocks of rows by their least and greatest bounds, row by row elsewhere.

use super::frame::Input;
use crate::store::{WIDE_ZONE_ROWS, ZONE_ROWS, Zone};

/// Words of a row set in a wide zone.
const WIDE: usize = (WIDE_ZONE_ROWS / ZONE_ROWS) as usize;

/// Calls `run` with the place of each word of a row set that has rows touching `[from, to)`, the bits of the matching
/// rows that do so for certain, and of those that do so possibly.
pub(crate) fn each_word(input: &Input, from: f64, to: f64, run: &mut dyn FnMut(usize, u64, u64)) {
    for (at, wide) in input.zones.wide.iter().enumerate() {
        let decided = decide(wide, from, to);
        if decided == Some((0, 0)) {
            continue;
        }
        let first = at * WIDE;
        let zones = input.zones.fine.get(first..).unwrap_or(&[]);
        for (word, zone) in (first..).zip(zones).take(WIDE) {
            let matching = input.word(word);
            if matching == 0 {
                continue;
            }
            let decided = decided.or_else(|| decide(zone, from, to));
            let (certain, possible) = decided.unwrap_or_else(|| look(input, zone, word as u32, from, to));
            if (certain | possible) & matching != 0 {
                run(word, certain & matching, possible & matching);
            }
        }
    }
}

/// The matching rows that touch `[from, to)`, for certain or possibly, a bit each.
pub(crate) fn touching(input: &Input, from: f64, to: f64) -> Vec<u64> {
    let mut words = vec![0; input.words()];
    each_word(input, from, to, &mut |at, certain, possible| {
        if let Some(word) = words.get_mut(at) {
            *word = certain | possible;
        }
    });
    words
}

/// How many matching rows touch `[from, to)` for certain, and how many possibly.
pub(crate) fn count(input: &Input, from: f64, to: f64) -> (u32, u32) {
    let mut counts = (0, 0);
    each_word(input, from, to, &mut |_, certain, possible| {
        counts.0 += certain.count_ones();
        counts.1 += possible.count_ones();
    });
    counts
}

/// The certain and the possible bits of all rows of a zone, where the same is true of all.
fn decide(zone: &Zone, from: f64, to: f64) -> Option<(u64, u64)> {
    let Zone { min, max } = zone;
    if max[3] <= from || to <= min[0] {
        return Some((0, 0));
    }
    if min[3] <= from || to <= max[0] {
        return None;
    }
    if from <= min[2] && max[1] <= to {
        return Some((u64::MAX, 0));
    }
    (max[2] < from || to < min[1]).then_some((0, u64::MAX))
}

/// The certain and the possible bits of one block; only those bounds are read that its zone leaves open.
fn look(input: &Input, zone: &Zone, word: u32, from: f64, to: f64) -> (u64, u64) {
    let Zone { min, max } = zone;
    let mut touching = u64::MAX;
    if min[3] <= from {
        touching &= !at_most(input, 3, word, from);
    }
    if to <= max[0] {
        touching &= below(input, 0, word, to);
    }
    let mut unsure = 0;
    if min[2] < from {
        unsure |= below(input, 2, word, from);
    }
    if to < max[1] {
        unsure |= !at_most(input, 1, word, to);
    }
    (touching & !unsure, touching & unsure)
}

/// Bit by row of a block: the bound is less than a moment.
fn below(input: &Input, bound: usize, word: u32, moment: f64) -> u64 {
    // The next number down makes "less" of "not more": one loop for both.
    at_most(input, bound, word, moment.next_down())
}

/// Bit by row of a block: the bound is not after a moment.
fn at_most(input: &Input, bound: usize, word: u32, moment: f64) -> u64 {
    let (column, first) = (input.bounds[bound], (word * ZONE_ROWS) as usize);
    let rows = column.base.get(first..column.base.len().min(first + ZONE_ROWS as usize)).unwrap_or(&[]);
    // Numbers of a byte's bits side by side: comparisons of several rows at once.
    let mut bits = 0;
    for (byte, rows) in rows.chunks(8).enumerate() {
        let mut eight = 0u64;
        for (bit, base) in rows.iter().enumerate() {
            eight |= u64::from(base + column.plus <= moment) << bit;
        }
        bits |= eight << (8 * byte);
    }
    bits
}
