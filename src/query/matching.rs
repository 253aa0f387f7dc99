//! The matches of a query as an order needs them: out of the set that was found, or sought one after the other where so
//! few are wanted that the set need not be.

use super::filter::Times;
use super::rows::{RowSet, first_bits, without_first, without_last};
use super::window::Window;
use crate::store::{Store, WIDE_ZONE_ROWS, ZONE_ROWS};
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
            word |= self.window.as_ref().map_or(dated, |window| {
                let (certain, possible) = window.word(at, wide);
                if self.times.certain_only { certain } else { certain | possible }
            });
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
    pub fn ascending(&self, from: u32, to: u32) -> Ascending<'_> {
        let at = from as usize / 64;
        let end = if from < to { (to as usize).div_ceil(64) } else { at };
        let mut rows = Ascending { matching: self, next: at, end, to, wide: None, bits: 0 };
        rows.advance();
        if rows.next == at + 1 {
            rows.bits &= u64::MAX << (from % 64);
        }
        rows
    }

    /// Those of the rows `0..to`, descending.
    pub fn descending(&self, to: u32) -> Descending<'_> {
        Descending { matching: self, end: (to as usize).div_ceil(64), to, wide: None, bits: 0 }
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

/// See [`Matching::ascending`].
pub(crate) struct Ascending<'a> {
    matching: &'a Matching<'a>,
    /// The word after the one at hand, and the one after the last.
    next: usize,
    end: usize,
    to: u32,
    wide: Option<Wide>,
    /// Rows that are left of the word at hand.
    bits: u64,
}

impl Ascending<'_> {
    /// Leaves out the next rows; how many of so many there were not.
    pub fn pass(&mut self, mut count: u32) -> u32 {
        while 0 < count {
            let here = self.bits.count_ones();
            if here == 0 && self.end <= self.next {
                return count;
            }
            self.bits = without_first(self.bits, count);
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
        while self.next.is_multiple_of(WIDE)
            && self.next + WIDE <= self.end
            && (self.next + WIDE) * 64 <= self.to as usize
            && let Some(count) = self.matching.count_up_to(self.next / WIDE, most - passed)
        {
            passed += count;
            self.next += WIDE;
        }
        passed
    }

    /// Goes to the next word, past wide zones without a match.
    fn advance(&mut self) {
        while self.next < self.end {
            let at = self.next / WIDE;
            let wide = match self.wide.filter(|wide| wide.at == at).or_else(|| self.matching.wide(at)) {
                Some(wide) => wide,
                None => {
                    self.next = (at + 1) * WIDE;
                    continue;
                }
            };
            self.wide = Some(wide);
            let skip = (wide.some >> (self.next % WIDE)).trailing_zeros() as usize;
            if WIDE <= self.next % WIDE + skip {
                self.next = (at + 1) * WIDE;
                continue;
            }
            self.next += skip;
            self.bits = self.matching.word(self.next, wide) & first_bits(self.to, self.next);
            self.next += 1;
            return;
        }
    }
}

impl Iterator for Ascending<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.bits == 0 {
            if self.end <= self.next {
                return None;
            }
            self.advance();
        }
        let bit = self.bits.trailing_zeros();
        self.bits &= self.bits - 1;
        Some((self.next as u32 - 1) * 64 + bit)
    }
}

/// See [`Matching::descending`].
pub(crate) struct Descending<'a> {
    matching: &'a Matching<'a>,
    /// The word at hand.
    end: usize,
    to: u32,
    wide: Option<Wide>,
    bits: u64,
}

impl Descending<'_> {
    /// Leaves out the next rows; how many of so many there were not.
    pub fn pass(&mut self, mut count: u32) -> u32 {
        while 0 < count {
            let here = self.bits.count_ones();
            if here == 0 && self.end == 0 {
                return count;
            }
            self.bits = without_last(self.bits, count);
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
        while self.end.is_multiple_of(WIDE)
            && self.end * 64 <= self.to as usize
            && let Some(wide) = (self.end / WIDE).checked_sub(1)
            && let Some(count) = self.matching.count_up_to(wide, most - passed)
        {
            passed += count;
            self.end -= WIDE;
        }
        passed
    }

    /// Goes to the word before, past wide zones without a match.
    fn advance(&mut self) {
        while let Some(before) = self.end.checked_sub(1) {
            let at = before / WIDE;
            let wide = match self.wide.filter(|wide| wide.at == at).or_else(|| self.matching.wide(at)) {
                Some(wide) => wide,
                None => {
                    self.end = at * WIDE;
                    continue;
                }
            };
            self.wide = Some(wide);
            let some = wide.some & (u64::MAX >> (WIDE - 1 - before % WIDE));
            self.end = at * WIDE;
            if some == 0 {
                continue;
            }
            self.end += (u64::BITS - 1 - some.leading_zeros()) as usize;
            self.bits = self.matching.word(self.end, wide) & first_bits(self.to, self.end);
            return;
        }
    }
}

impl Iterator for Descending<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.bits == 0 {
            if self.end == 0 {
                return None;
            }
            self.advance();
        }
        let bit = 63 - self.bits.leading_zeros();
        self.bits &= !(1 << bit);
        Some(self.end as u32 * 64 + bit)
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
