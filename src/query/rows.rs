//! A set of rows, one bit each.

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
        let mut set = RowSet { words: vec![u64::MAX; (len as usize).div_ceil(64)], len };
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

    /// Adds a row; one beyond the capacity is ignored.
    pub fn insert(&mut self, row: u32) {
        if row < self.len
            && let Some(word) = self.words.get_mut(row as usize / 64)
        {
            *word |= 1 << (row % 64);
        }
    }

    /// Whether the row is in the set.
    pub fn contains(&self, row: u32) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
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
            assert_eq!(set.count(), 0);
        }
    }

    #[test]
    fn sets_combine() {
        let even = RowSet::of(100, |row| row % 2 == 0);
        let three = RowSet::of(100, |row| row % 3 == 0);
        let mut both = even.clone();
        both.keep(&three);
        assert_eq!(both, RowSet::of(100, |row| row % 6 == 0));
        let mut rest = even.clone();
        rest.remove(&three);
        assert!(rest.iter().all(|row| row % 2 == 0 && row % 3 != 0));
        let mut any = even;
        any.add(&three);
        assert_eq!(any.count(), 50 + 34 - 17);
        assert!(any.contains(99) && !any.contains(97) && !any.contains(1000));
    }
}
