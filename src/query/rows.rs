//! A set of rows, one bit each, in words of 64.

/// Rows out of `0..len`, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    words: Vec<u64>,
    len: u32,
}

impl RowSet {
    /// No row out of `0..len`.
    pub fn none(len: u32) -> RowSet {
        RowSet { words: vec![0; (len as usize).div_ceil(64)], len }
    }

    /// Every row of `0..len`.
    pub fn all(len: u32) -> RowSet {
        RowSet::from_words(vec![u64::MAX; (len as usize).div_ceil(64)], len)
    }

    /// The rows whose bits are set; there must be a word for every 64 rows or part of them.
    pub(crate) fn from_words(mut words: Vec<u64>, len: u32) -> RowSet {
        words.resize((len as usize).div_ceil(64), 0);
        let mut set = RowSet { words, len };
        set.trim();
        set
    }

    /// The rows for which `test` holds.
    pub fn of(len: u32, mut test: impl FnMut(usize) -> bool) -> RowSet {
        let mut set = RowSet::none(len);
        for (at, word) in set.words.iter_mut().enumerate() {
            let first = at * 64;
            let end = (first + 64).min(len as usize);
            for row in first..end {
                *word |= u64::from(test(row)) << (row - first);
            }
        }
        set
    }

    /// Rows there could be.
    pub fn capacity(&self) -> u32 {
        self.len
    }

    /// Rows there are.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Rows there are from `from` on.
    pub fn count_from(&self, from: u32) -> u32 {
        let at = from as usize / 64;
        let first = self.word(at) & (u64::MAX << (from % 64));
        let rest = self.words.get(at + 1..).unwrap_or(&[]);
        first.count_ones() + rest.iter().map(|word| word.count_ones()).sum::<u32>()
    }

    /// Rows there are in both sets.
    pub fn count_common(&self, other: &RowSet) -> u32 {
        self.words.iter().zip(&other.words).map(|(word, with)| (word & with).count_ones()).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The bits: row `r` is bit `r % 64` of word `r / 64`; those beyond the capacity are clear.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The bits of rows `64 × at` and on.
    pub fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or(0)
    }

    /// Sets the bits of rows `64 × at` and on; none may be beyond the capacity.
    pub(crate) fn set_word(&mut self, at: usize, bits: u64) {
        if let Some(word) = self.words.get_mut(at) {
            *word = bits;
        }
    }

    /// Adds a row; one beyond the capacity is ignored.
    pub fn insert(&mut self, row: u32) {
        if row < self.len
            && let Some(word) = self.words.get_mut(row as usize / 64)
        {
            *word |= 1 << (row % 64);
        }
    }

    /// Adds the rows `from..to`, as far as the capacity goes.
    pub fn insert_range(&mut self, from: u32, to: u32) {
        let (from, to) = (from as usize, to.min(self.len) as usize);
        if to <= from {
            return;
        }
        let (first, last) = (from / 64, (to - 1) / 64);
        let (head, tail) = (u64::MAX << (from % 64), u64::MAX >> (63 - (to - 1) % 64));
        if first == last {
            self.or_word(first, head & tail);
            return;
        }
        self.or_word(first, head);
        if let Some(between) = self.words.get_mut(first + 1..last) {
            between.fill(u64::MAX);
        }
        self.or_word(last, tail);
    }

    /// Takes out the rows from `len` on.
    pub fn truncate(&mut self, len: u32) {
        let (word, bit) = (len as usize / 64, len % 64);
        if let Some(last) = self.words.get_mut(word) {
            *last &= (1 << bit) - 1;
        }
        if let Some(rest) = self.words.get_mut(word + 1..) {
            rest.fill(0);
        }
    }

    fn or_word(&mut self, at: usize, bits: u64) {
        if let Some(word) = self.words.get_mut(at) {
            *word |= bits;
        }
    }

    /// Whether the row is in the set.
    pub fn contains(&self, row: u32) -> bool {
        self.word(row as usize / 64) >> (row % 64) & 1 == 1
    }

    /// Keeps the rows that `other` has too.
    pub fn keep(&mut self, other: &RowSet) {
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word &= with;
        }
    }

    /// Takes out the rows that `other` has.
    pub fn remove(&mut self, other: &RowSet) {
        for (word, without) in self.words.iter_mut().zip(&other.words) {
            *word &= !without;
        }
    }

    /// Adds the rows that `other` has.
    pub fn add(&mut self, other: &RowSet) {
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word |= with;
        }
        self.trim();
    }

    /// Keeps the rows that only one of the two has.
    pub fn toggle(&mut self, other: &RowSet) {
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word ^= with;
        }
        self.trim();
    }

    /// The rows that are in both.
    pub(crate) fn meet(&self, other: &RowSet) -> RowSet {
        let words = self.words.iter().zip(&other.words).map(|(word, with)| word & with).collect();
        RowSet { words, len: self.len.min(other.len) }
    }

    /// Turns it into the rows it does not have.
    pub fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.trim();
    }

    /// The rows, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|rest| *rest != 0)
                .map(move |rest| at as u32 * 64 + rest.trailing_zeros())
        })
    }

    /// Clears the bits beyond the capacity.
    fn trim(&mut self) {
        let used = self.len % 64;
        if used != 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << used) - 1;
        }
    }
}

/// Appends the rows of a word whose first row is `first`.
#[inline]
pub(crate) fn push_rows(first: u32, word: u64, rows: &mut Vec<u32>) {
    if word == u64::MAX {
        rows.extend(first..first + 64);
        return;
    }
    let mut rest = word;
    while rest != 0 {
        rows.push(first + rest.trailing_zeros());
        rest &= rest - 1;
    }
}

/// The bits of a word that stand for rows below `end`.
pub(crate) fn first_bits(end: u32, at: usize) -> u64 {
    match (end as usize).saturating_sub(at * 64) {
        0 => 0,
        rest if rest < 64 => (1 << rest) - 1,
        _ => u64::MAX,
    }
}

/// The place of the `nth` set bit of a word, counted from 0; 64 where there are not so many.
fn nth_bit(mut word: u64, nth: u32) -> u32 {
    for _ in 0..nth {
        word &= word.wrapping_sub(1);
    }
    word.trailing_zeros()
}

/// A word without so many of its first set bits.
pub(crate) fn without_first(word: u64, count: u32) -> u64 {
    if count < word.count_ones() { word & (u64::MAX << nth_bit(word, count)) } else { 0 }
}

/// A word without so many of its last set bits.
pub(crate) fn without_last(word: u64, count: u32) -> u64 {
    let left = word.count_ones().saturating_sub(count);
    word & !without_first(word, left)
}

/// How many rows of a set come before each 512th one: ranks and selections without a walk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    before: Vec<u32>,
}

const DIRECTORY_WORDS: usize = 8;

impl Directory {
    pub fn of(set: &RowSet) -> Directory {
        let mut sum = 0;
        let mut before = Vec::with_capacity(set.words.len() / DIRECTORY_WORDS + 1);
        for words in set.words.chunks(DIRECTORY_WORDS) {
            before.push(sum);
            sum += words.iter().map(|word| word.count_ones()).sum::<u32>();
        }
        Directory { before }
    }

    /// How many rows of the set come before `row`.
    pub fn rank(&self, set: &RowSet, row: u32) -> u32 {
        let word = row as usize / 64;
        let block = word / DIRECTORY_WORDS;
        let Some(before) = self.before.get(block) else { return set.count() };
        let whole = set.words.get(block * DIRECTORY_WORDS..word.min(set.words.len())).unwrap_or(&[]);
        let part = set.word(word) & ((1 << (row % 64)) - 1);
        before + whole.iter().map(|word| word.count_ones()).sum::<u32>() + part.count_ones()
    }

    /// The `nth` row of the set, counted from 0.
    pub fn select(&self, set: &RowSet, nth: u32) -> Option<u32> {
        let mut row = Vec::with_capacity(1);
        self.slice(set, nth, 1, &mut row);
        row.first().copied()
    }

    /// Appends the rows from the `offset`th on, at most `limit`.
    pub fn slice(&self, set: &RowSet, offset: u32, limit: u32, rows: &mut Vec<u32>) {
        let block = self.before.partition_point(|before| *before <= offset).saturating_sub(1);
        let mut skip = offset - self.before.get(block).copied().unwrap_or(0).min(offset);
        let end = rows.len().saturating_add(limit as usize);
        for (at, &word) in set.words.iter().enumerate().skip(block * DIRECTORY_WORDS) {
            if end <= rows.len() {
                break;
            }
            let count = word.count_ones();
            if count <= skip {
                skip -= count;
                continue;
            }
            push_rows(at as u32 * 64, without_first(word, skip), rows);
            skip = 0;
        }
        rows.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_beyond_the_capacity_stay_clear() {
        for len in [0, 1, 63, 64, 65, 130] {
            let mut set = RowSet::all(len);
            assert_eq!(set.count(), len);
            assert_eq!(set.iter().collect::<Vec<_>>(), (0..len).collect::<Vec<_>>());
            set.invert();
            assert_eq!(set, RowSet::none(len));
            set.insert(len);
            set.insert_range(len, len + 100);
            assert_eq!(set.count(), 0);
            assert_eq!(RowSet::from_words(vec![u64::MAX; 9], len), RowSet::all(len));
        }
    }

    #[test]
    fn sets_combine() {
        let even = RowSet::of(100, |row| row % 2 == 0);
        let three = RowSet::of(100, |row| row % 3 == 0);
        let mut both = even.clone();
        both.keep(&three);
        assert_eq!(both, RowSet::of(100, |row| row % 6 == 0));
        assert_eq!(even.count_common(&three), both.count());
        let mut rest = even.clone();
        rest.remove(&three);
        assert!(rest.iter().all(|row| row % 2 == 0 && row % 3 != 0));
        let mut either = even.clone();
        either.toggle(&three);
        assert_eq!(either, RowSet::of(100, |row| (row % 2 == 0) != (row % 3 == 0)));
        let mut any = even;
        any.add(&three);
        assert_eq!(any.count(), 50 + 34 - 17);
        assert!(any.contains(99) && !any.contains(97) && !any.contains(1000));
    }

    #[test]
    fn ranges_are_filled_across_words() {
        for from in (0..200).step_by(7) {
            for to in (0..210).step_by(9) {
                let mut set = RowSet::of(200, |row| row % 50 == 0);
                set.insert_range(from, to);
                let expected = RowSet::of(200, |row| row % 50 == 0 || (from as usize..to as usize).contains(&row));
                assert_eq!(set, expected, "{from} {to}");
            }
        }
    }

    #[test]
    fn bits_are_left_out_from_either_end() {
        for word in [0, 1, u64::MAX, 1 << 63, 0x8000_0000_0000_0001, 0x00ff_0000_1234_0000] {
            let bits: Vec<u32> = (0..64).filter(|bit| word >> bit & 1 == 1).collect();
            let of = |bits: &[u32]| bits.iter().fold(0_u64, |word, bit| word | 1 << bit);
            for count in 0..bits.len() + 2 {
                let kept = bits.len().saturating_sub(count);
                assert_eq!(without_first(word, count as u32), of(&bits[bits.len() - kept..]));
                assert_eq!(without_last(word, count as u32), of(&bits[..kept]));
            }
        }
    }

    #[test]
    fn ranks_and_slices_are_those_of_the_list() {
        for (len, step) in [(0, 1), (1, 1), (64, 1), (600, 1), (5000, 3), (5000, 97), (5000, 1)] {
            let set = RowSet::of(len, |row| row % step == 0 || row % 1000 > 900);
            let list: Vec<u32> = set.iter().collect();
            let directory = Directory::of(&set);
            for row in (0..len + 70).step_by(13) {
                let rank = list.iter().filter(|other| **other < row).count();
                assert_eq!(directory.rank(&set, row) as usize, rank, "{len} {step} {row}");
            }
            for (offset, limit) in [(0, 0), (0, 1), (0, 100), (1, 64), (63, 2), (511, 700), (1500, u32::MAX), (9999, 5)]
            {
                let mut slice = vec![7];
                directory.slice(&set, offset, limit, &mut slice);
                let expected = list.iter().skip(offset as usize).take(limit as usize);
                assert!(slice.iter().skip(1).eq(expected), "{len} {step} {offset} {limit}");
            }
        }
    }
}
