//! The matches of a query as an order needs them: out of the set that was found, or sought one after the other where so
//! few are wanted that the set need not be.

use super::filter::Times;
use super::rows::{RowSet, first_bits, without_first, without_last};
use super::window::Window;
use crate::store::{Store, WIDE_ZONE_ROWS, ZONE_ROWS};
use std::ops::Range;
use std::sync::Arc;

/// Words of a wide zone.
const WIDE: usize = (WIDE_ZONE_ROWS / ZONE_ROWS) as usize;

/// The rows that match.
pub(crate) enum Matching<'a> {
    /// They are known.
    Found(&'a RowSet),
    /// They are told from the others one by one.
    Sought(Sought<'a>),
}

/// What tells the rows that match from the others.
pub(crate) struct Sought<'a> {
    /// The rows that meet each condition but that on the time.
    sets: Vec<Arc<RowSet>>,
    window: Option<Window<'a>>,
    times: Times,
    dated: u32,
    len: u32,
}

impl<'a> Sought<'a> {
    /// The rows of some sets that also meet what is asked of their time.
    pub fn of(store: &'a Store, sets: Vec<Arc<RowSet>>, times: Times) -> Sought<'a> {
        let window = times.window.map(|(from, to)| Window::of(store, from, to));
        Sought { sets, window, times, dated: store.dated(), len: store.len() }
    }

    fn contains(&self, row: u32) -> bool {
        let in_time = if self.dated <= row {
            row < self.len && self.times.with_undated()
        } else {
            let touches = |window: &Window| window.touches(row, self.times.certain_only);
            self.times.dated() && self.window.as_ref().is_none_or(touches)
        };
        in_time && self.sets.iter().all(|set| set.contains(row))
    }

    fn word(&self, at: usize, wide: Option<(u64, u64)>) -> u64 {
        let among = self.sets.iter().fold(u64::MAX, |word, set| word & set.word(at));
        if among == 0 {
            return 0;
        }
        let dated = first_bits(self.dated, at);
        let mut word = if self.times.with_undated() { first_bits(self.len, at) & !dated } else { 0 };
        if self.times.dated() && dated != 0 {
            word |= match &self.window {
                None => dated,
                Some(window) if self.times.certain_only => window.word(at, wide).0,
                Some(window) => window.touching(at, wide),
            };
        }
        word & among
    }

    /// What the window says of all dated rows of a wide zone.
    fn wide(&self, wide: usize) -> Option<(u64, u64)> {
        self.window.as_ref().and_then(|window| window.wide(wide))
    }

    /// Bit by word of a wide zone: some of its rows may match.
    fn some(&self, at: usize, wide: Option<(u64, u64)>) -> u64 {
        match &self.window {
            Some(window) if wide.is_none() && self.is_dated(at) => window.some(at),
            _ => u64::MAX,
        }
    }

    /// Whether all rows of a wide zone are dated.
    fn is_dated(&self, at: usize) -> bool {
        (at as u64 + 1) * u64::from(WIDE_ZONE_ROWS) <= u64::from(self.dated)
    }

    /// How many rows of a wide zone match, where that is known without looking at them.
    fn count(&self, at: usize) -> Option<u32> {
        if !self.is_dated(at) || !self.sets.is_empty() {
            return None;
        }
        let decided = if self.window.is_some() { self.wide(at)? } else { (u64::MAX, 0) };
        let all = self.times.dated() && (decided.0 != 0 || decided.1 != 0 && !self.times.certain_only);
        Some(if all { WIDE_ZONE_ROWS } else { 0 })
    }

    /// Whether no row of a wide zone matches, by what the window says of it.
    fn is_without(&self, at: usize, wide: Option<(u64, u64)>) -> bool {
        self.is_dated(at) && (!self.times.dated() || wide == Some((0, 0)))
    }
}

impl Matching<'_> {
    /// Whether a row matches.
    #[inline]
    pub fn contains(&self, row: u32) -> bool {
        match self {
            Matching::Found(rows) => rows.contains(row),
            Matching::Sought(sought) => sought.contains(row),
        }
    }

    /// What is known of a wide zone before its words are looked at; `None` where none of its rows matches.
    fn wide(&self, at: usize) -> Option<Wide> {
        match self {
            Matching::Found(_) => Some(Wide { at, decided: None, some: u64::MAX }),
            Matching::Sought(sought) => {
                let decided = sought.wide(at);
                (!sought.is_without(at, decided)).then(|| Wide { at, decided, some: sought.some(at, decided) })
            }
        }
    }

    /// How many rows of a wide zone match, where that is known without looking at them, and no more than so many.
    fn count_up_to(&self, at: usize, most: u32) -> Option<u32> {
        match self {
            Matching::Found(_) => None,
            Matching::Sought(sought) => sought.count(at).filter(|count| *count <= most),
        }
    }

    fn word(&self, at: usize, wide: Wide) -> u64 {
        match self {
            Matching::Found(rows) => rows.word(at),
            Matching::Sought(sought) => sought.word(at, wide.decided),
        }
    }

    /// Those of the rows `from..to`, ascending.
    pub fn ascending(&self, from: u32, to: u32) -> Walk<'_> {
        Walk::new(self, from, to, false)
    }

    /// Those of the rows `0..to`, descending.
    pub fn descending(&self, to: u32) -> Walk<'_> {
        Walk::new(self, 0, to, true)
    }
}

/// What is known of a wide zone.
#[derive(Clone, Copy)]
struct Wide {
    at: usize,
    decided: Option<(u64, u64)>,
    /// Bit by word: some of its rows may match.
    some: u64,
}

/// Rows that match, one after the other, from either end: see [`Matching::ascending`] and [`Matching::descending`].
pub(crate) struct Walk<'a> {
    matching: &'a Matching<'a>,
    descending: bool,
    /// The rows that it goes through.
    from: u32,
    to: u32,
    /// The words that were not looked at yet.
    words: Range<usize>,
    wide: Option<Wide>,
    /// The word at hand, and the rows that are left of it.
    word: usize,
    bits: u64,
}

impl<'a> Walk<'a> {
    fn new(matching: &'a Matching<'a>, from: u32, to: u32, descending: bool) -> Walk<'a> {
        let end = if from < to { (to as usize).div_ceil(64) } else { 0 };
        Walk { matching, descending, from, to, words: from as usize / 64..end, wide: None, word: 0, bits: 0 }
    }

    /// Leaves out the next rows; how many of so many there were not.
    pub fn pass(&mut self, mut count: u32) -> u32 {
        while 0 < count {
            let here = self.bits.count_ones();
            if here == 0 && self.words.is_empty() {
                return count;
            }
            let without = if self.descending { without_last } else { without_first };
            self.bits = without(self.bits, count);
            count = count.saturating_sub(here);
            if 0 < count {
                count -= self.pass_wide(count);
                self.advance();
            }
        }
        0
    }

    /// Goes past whole wide zones that have no more than so many rows together, and tells how many.
    fn pass_wide(&mut self, most: u32) -> u32 {
        let mut passed = 0;
        while let Some(at) = self.next_word().map(|word| word / WIDE)
            && self.words.start <= at * WIDE
            && (at + 1) * WIDE <= self.words.end
            && self.from as usize <= at * WIDE * 64
            && (at + 1) * WIDE * 64 <= self.to as usize
            && let Some(count) = self.matching.count_up_to(at, most - passed)
        {
            passed += count;
            self.leave(at);
        }
        passed
    }

    /// The next word that was not looked at.
    fn next_word(&self) -> Option<usize> {
        match self.words.is_empty() {
            true => None,
            false if self.descending => Some(self.words.end - 1),
            false => Some(self.words.start),
        }
    }

    /// Goes past what is left of a wide zone.
    fn leave(&mut self, at: usize) {
        if self.descending {
            self.words.end = at * WIDE;
        } else {
            self.words.start = (at + 1) * WIDE;
        }
    }

    /// Goes to the next word, past wide zones without a match.
    fn advance(&mut self) {
        while let Some(next) = self.next_word() {
            let at = next / WIDE;
            let Some(wide) = self.wide.filter(|wide| wide.at == at).or_else(|| self.matching.wide(at)) else {
                self.leave(at);
                continue;
            };
            self.wide = Some(wide);
            let nth = next % WIDE;
            let left = if self.descending { u64::MAX >> (WIDE - 1 - nth) } else { u64::MAX << nth };
            let some = wide.some & left;
            if some == 0 {
                self.leave(at);
                continue;
            }
            if self.descending {
                self.word = at * WIDE + (u64::BITS - 1 - some.leading_zeros()) as usize;
                self.words.end = self.word;
            } else {
                self.word = at * WIDE + some.trailing_zeros() as usize;
                self.words.start = self.word + 1;
            }
            self.bits = self.matching.word(self.word, wide)
                & first_bits(self.to, self.word)
                & !first_bits(self.from, self.word);
            return;
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.bits == 0 {
            if self.words.is_empty() {
                return None;
            }
            self.advance();
        }
        let bit = if self.descending { 63 - self.bits.leading_zeros() } else { self.bits.trailing_zeros() };
        self.bits &= !(1 << bit);
        Some(self.word as u32 * 64 + bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, EventSet};
    use crate::query::Undated;
    use crate::store::text::nfkd;
    use crate::time::Span;

    /// Days one after the other, every 30th lasting long or starting at an unknown time, then undated ones.
    fn store(dated: u32, undated: u32) -> Store {
        let event = |day: u32| {
            let mut span = Span::instant(f64::from(day));
            if day % 30 == 7 {
                span.latest_end += f64::from(day % 211 * 40);
                span.earliest_end += f64::from(day % 211 * 20);
            }
            if day % 90 == 8 {
                span.earliest_start = f64::NEG_INFINITY;
            }
            Event { span: (day < dated).then_some(span), ..Event::default() }
        };
        Store::build(EventSet { events: (0..dated + undated).map(event).collect(), ..EventSet::default() }, nfkd)
    }

    #[test]
    fn rows_passed_over_are_those_one_by_one() {
        for (dated, undated) in [(0, 3), (100, 0), (8192, 0), (14_000, 100)] {
            let store = store(dated, undated);
            let third = Arc::new(RowSet::of(store.len(), |row| row % 3 == 0));
            let windows = [None, Some((3000.0, 9500.0)), Some((9000.0, 9001.0)), Some((f64::NEG_INFINITY, 12_000.0))];
            let modes = [(false, Undated::Auto), (true, Undated::In), (false, Undated::Only)];
            for (window, (certain_only, undated)) in windows.into_iter().flat_map(|w| modes.map(|mode| (w, mode))) {
                for sets in [Vec::new(), vec![third.clone()]] {
                    let times = Times { window, certain_only, undated };
                    let matching = Matching::Sought(Sought::of(&store, sets, times));
                    let rows: Vec<u32> = (0..store.len()).filter(|row| matching.contains(*row)).collect();
                    for to in [store.dated(), store.len()] {
                        let below: Vec<u32> = rows.iter().copied().filter(|row| *row < to).collect();
                        for count in [0, 1, 63, 64, 500, 4096, 5000, below.len().saturating_sub(1), below.len(), 20_000]
                        {
                            let left = count.saturating_sub(below.len()) as u32;
                            let mut ascending = matching.ascending(0, to);
                            assert_eq!(ascending.pass(count as u32), left, "{times:?} {count}");
                            assert!(ascending.eq(below.iter().copied().skip(count)), "{times:?} {count}");
                            let mut descending = matching.descending(to);
                            assert_eq!(descending.pass(count as u32), left, "{times:?} {count}");
                            assert!(descending.eq(below.iter().rev().copied().skip(count)), "{times:?} {count}");
                        }
                    }
                }
            }
        }
    }
}
