//! Loops over the codes of a category field: the rows that have some of them, and how often each occurs.

use super::rows::{RowSet, push_rows};
use crate::store::{Category, RowValues};
use crate::table::Codes;

/// Up to this many codes a column is compared with each of them, many rows at once; beyond, each row looks its code up.
const MOST_COMPARED: usize = 8;

/// Rows that are taken out of a row set at a time.
const CHUNK_ROWS: usize = 4096;

/// A code as it is stored.
trait Code: Copy + PartialEq {
    fn index(self) -> usize;
    fn of(code: u32) -> Self;
}

macro_rules! code {
    ($($width:ty),*) => {$(
        impl Code for $width {
            #[inline(always)]
            fn index(self) -> usize {
                self as usize
            }
            #[inline(always)]
            fn of(code: u32) -> Self {
                code as $width
            }
        }
    )*};
}
code!(u8, u16, u32);

/// Rows that have a code for which `hits` is true.
pub(crate) fn rows_with_codes(len: u32, column: &Category, hits: &[bool]) -> RowSet {
    let wanted: Vec<u32> = (0..).zip(hits).filter(|(_, hit)| **hit).map(|(code, _)| code).collect();
    if wanted.is_empty() {
        return RowSet::none(len);
    }
    let words = match column.row_values() {
        RowValues::Same(code) => {
            let hit = code.is_some_and(|code| wanted.contains(&code));
            return if hit { RowSet::all(len) } else { RowSet::none(len) };
        }
        RowValues::Single(Codes::U8(codes)) => marked(codes, &wanted, hits),
        RowValues::Single(Codes::U16(codes)) => marked(codes, &wanted, hits),
        RowValues::Single(Codes::U32(codes)) => marked(codes, &wanted, hits),
        RowValues::Multi { offsets, codes } => {
            let all = match codes {
                Codes::U8(codes) => marked(codes, &wanted, hits),
                Codes::U16(codes) => marked(codes, &wanted, hits),
                Codes::U32(codes) => marked(codes, &wanted, hits),
            };
            owners(&all, offsets, len)
        }
        RowValues::Few { rows, codes } => {
            let mut found = RowSet::none(len);
            let is_hit = |at: usize| codes.get(at).and_then(|code| hits.get(code as usize)).is_some_and(|hit| *hit);
            rows.iter().zip(0..).filter(|(_, at)| is_hit(*at)).for_each(|(row, _)| found.insert(*row));
            return found;
        }
    };
    RowSet::from_words(words, len)
}

/// Bit by code of a column: whether it is wanted.
fn marked<C: Code>(codes: &[C], wanted: &[u32], hits: &[bool]) -> Vec<u64> {
    let few = wanted.len() <= MOST_COMPARED;
    let wanted: Vec<C> = wanted.iter().map(|code| C::of(*code)).collect();
    let chunks = codes.chunks(64).map(|codes| {
        let mut bytes = [0_u8; 64];
        if few {
            for wanted in &wanted {
                for (byte, code) in bytes.iter_mut().zip(codes) {
                    *byte |= u8::from(code == wanted);
                }
            }
        } else {
            for (byte, code) in bytes.iter_mut().zip(codes) {
                *byte = u8::from(hits.get(code.index()).copied().unwrap_or(false));
            }
        }
        pack(&bytes)
    });
    chunks.collect()
}

/// 64 bytes that are 0 or 1 as the bits of a word.
fn pack(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let word = |word: u64, eight: &[u8; 8]| {
        // The factor moves bit 0 of each byte i to bit 56 + i, each by a way of its own.
        let packed = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word << 8 | packed
    };
    eights.iter().rev().fold(0, word)
}

/// Bit by row: whether one of its codes is marked.
fn owners(marked: &[u64], offsets: &[u32], len: u32) -> Vec<u64> {
    let mut words = vec![0; (len as usize).div_ceil(64)];
    let mut row = 0;
    for (at, &word) in marked.iter().enumerate() {
        let mut rest = word;
        while rest != 0 {
            let code = at as u32 * 64 + rest.trailing_zeros();
            rest &= rest - 1;
            while offsets.get(row + 1).is_some_and(|end| *end <= code) {
                row += 1;
            }
            if let Some(word) = words.get_mut(row / 64) {
                *word |= 1 << (row % 64);
            }
        }
    }
    words
}

/// Counts by value of a category field, before they are added up along a hierarchy.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    counts: Vec<u32>,
    /// By code, the last row that was counted for it, plus one; empty where rows need no such note.
    seen: Vec<u32>,
}

impl Tally {
    /// Zero for each value.
    pub fn new(column: &Category) -> Tally {
        let len = column.values().len();
        let noted = if by_closure(column) { len } else { 0 };
        // One more than values: the code that stands for none is counted where nobody looks.
        Tally { counts: vec![0; len + 1], seen: vec![0; noted] }
    }

    /// The counts of a whole column, where they are known without counting.
    pub fn of_all(column: &Category) -> Option<Tally> {
        if !column.is_flat() && !by_closure(column) {
            return None;
        }
        let mut tally = Tally::new(column);
        for (count, value) in tally.counts.iter_mut().zip(column.values()) {
            *count = value.total;
        }
        Some(tally)
    }

    /// Counts by value, an event with a narrower value counted, once.
    pub fn sums(&self, column: &Category) -> Vec<u32> {
        if column.is_flat() || by_closure(column) {
            return self.counts.get(..column.values().len()).unwrap_or(&[]).to_vec();
        }
        // A row with one value at most has each of the broader ones once.
        let mut sums = vec![0; column.values().len()];
        for (value, count) in column.values().iter().zip(&self.counts) {
            for reached in value.closure.iter().filter(|_| *count != 0) {
                add(&mut sums, *reached as usize, *count);
            }
        }
        sums
    }

    /// Counts rows in, or takes them out: `step` is 1, or −1 as it stands in 32 bits. Columns of which few rows have values
    /// are [counted](Self::count_few) by themselves.
    fn count(&mut self, column: &Category, rows: &[u32], step: u32) {
        match column.row_values() {
            RowValues::Same(None) | RowValues::Few { .. } => {}
            RowValues::Same(Some(code)) => {
                let times = step.wrapping_mul(rows.len() as u32);
                add(&mut self.counts, *code as usize, times);
            }
            RowValues::Single(Codes::U8(codes)) => single(codes, rows, &mut self.counts, step),
            RowValues::Single(Codes::U16(codes)) => single(codes, rows, &mut self.counts, step),
            RowValues::Single(Codes::U32(codes)) => single(codes, rows, &mut self.counts, step),
            RowValues::Multi { .. } if column.is_flat() => {
                for code in rows.iter().flat_map(|row| column.codes(*row)) {
                    add(&mut self.counts, code as usize, step);
                }
            }
            RowValues::Multi { .. } => self.count_closures(column, rows, step),
        }
    }

    fn count_closures(&mut self, column: &Category, rows: &[u32], step: u32) {
        for row in rows {
            column.codes(*row).for_each(|code| self.count_closure(column, *row, code, step));
        }
    }

    fn count_closure(&mut self, column: &Category, row: u32, code: u32, step: u32) {
        let closure = column.value(code).map_or(&[][..], |value| &value.closure);
        for reached in closure {
            let reached = *reached as usize;
            if let Some(seen) = self.seen.get_mut(reached)
                && *seen != row + 1
            {
                *seen = row + 1;
                add(&mut self.counts, reached, step);
            }
        }
    }

    /// The same of the rows of some words, which ascend, in a column of which few rows have values.
    fn count_few(&mut self, column: &Category, (rows, codes): (&[u32], &Codes), words: &[(u32, u64)], step: u32) {
        let (flat, mut at) = (column.is_flat(), 0);
        let row_at = |at: usize| rows.get(at).copied();
        for (word_at, word) in words {
            let first = word_at * 64;
            if row_at(at).is_some_and(|row| row < first) {
                at += rows.get(at..).map_or(0, |rest| rest.partition_point(|row| *row < first));
            }
            while let Some(row) = row_at(at).filter(|row| row - first < 64) {
                match codes.get(at) {
                    Some(code) if word >> (row - first) & 1 == 1 => {
                        if flat {
                            add(&mut self.counts, code as usize, step);
                        } else {
                            self.count_closure(column, row, code, step);
                        }
                    }
                    _ => {}
                }
                at += 1;
            }
        }
    }
}

/// Whether events of the field must be counted with their closures one by one: they have several values, and those are
/// parts of one another.
fn by_closure(column: &Category) -> bool {
    !column.is_flat() && matches!(column.row_values(), RowValues::Multi { .. } | RowValues::Few { .. })
}

#[inline(always)]
fn add(counts: &mut [u32], at: usize, step: u32) {
    if let Some(count) = counts.get_mut(at) {
        *count = count.wrapping_add(step);
    }
}

fn single<C: Code>(codes: &[C], rows: &[u32], counts: &mut [u32], step: u32) {
    for row in rows {
        if let Some(code) = codes.get(*row as usize) {
            add(counts, code.index(), step);
        }
    }
}

/// Counts the rows of some words in or out, each with its place, for several fields at once.
pub(crate) fn count_rows(words: &[(u32, u64)], columns: &[&Category], tallies: &mut [&mut Tally], step: u32) {
    // A row may be counted in after it was counted out.
    for tally in tallies.iter_mut() {
        tally.seen.fill(0);
    }
    for (column, tally) in columns.iter().zip(tallies.iter_mut()) {
        if let RowValues::Few { rows, codes } = column.row_values() {
            tally.count_few(column, (rows, codes), words, step);
        }
    }
    let mut rows = Vec::with_capacity(CHUNK_ROWS + 64);
    for (nth, (at, word)) in words.iter().enumerate() {
        push_rows(at * 64, *word, &mut rows);
        if CHUNK_ROWS <= rows.len() || nth + 1 == words.len() {
            for (column, tally) in columns.iter().zip(tallies.iter_mut()) {
                tally.count(column, &rows, step);
            }
            rows.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_packed_in_order() {
        for at in 0..64 {
            let mut bytes = [0; 64];
            bytes[at] = 1;
            assert_eq!(pack(&bytes), 1 << at);
        }
        assert_eq!(pack(&[1; 64]), u64::MAX);
    }

    #[test]
    fn compared_and_looked_up_codes_are_the_same() {
        let codes: Vec<u16> = (0..1000).map(|at| (at * at % 97) as u16).collect();
        for count in [1, 3, MOST_COMPARED, MOST_COMPARED + 1, 97] {
            let hits: Vec<bool> = (0..97).map(|code| code % 7 < 3 && code < count * 2).collect();
            let wanted: Vec<u32> = (0..97).filter(|code| hits[*code as usize]).collect();
            let words = marked(&codes, &wanted, &hits);
            for (row, code) in codes.iter().enumerate() {
                assert_eq!(words[row / 64] >> (row % 64) & 1 == 1, hits[usize::from(*code)], "{row} {count}");
            }
        }
    }

    #[test]
    fn codes_are_their_rows() {
        let offsets = [0, 0, 2, 2, 3, 3, 3, 70];
        let mut marked = vec![0_u64; 2];
        assert_eq!(owners(&marked, &offsets, 7), [0]);
        for code in [1_u32, 2, 69] {
            marked[code as usize / 64] |= 1 << (code % 64);
        }
        assert_eq!(owners(&marked, &offsets, 7), [0b100_1010]);
    }
}
