//! Which rows touch a window: by blocks of rows where their bounds leave no doubt, row by row elsewhere.

use super::rows::RowSet;
use crate::store::blocks::{above, below};
use crate::store::{BoundColumn, Bounds, Store, WIDE_ZONE_ROWS, ZONE_ROWS, Zone, Zones};

/// Rows of a block: one word of a row set, one zone of [`Zones::fine`].
const BLOCK: usize = ZONE_ROWS as usize;

/// Blocks of a wide block, one zone of [`Zones::wide`].
const WIDE: usize = (WIDE_ZONE_ROWS / ZONE_ROWS) as usize;

pub(crate) const EARLIEST_START: usize = 0;
pub(crate) const LATEST_START: usize = 1;
pub(crate) const EARLIEST_END: usize = 2;
pub(crate) const LATEST_END: usize = 3;

/// Rows of a block that touch a window up to which each is looked at by itself for whether it does so for certain.
const FEW: u32 = 8;

/// A window of time over the rows of a store: which of them touch it for certain, and which possibly, by the definition
/// of [`Span::relation`](crate::time::Span::relation).
pub(crate) struct Window<'a> {
    /// The four bounds in the order of [`EARLIEST_START`] and so on.
    pub bounds: [BoundColumn<'a>; 4],
    /// Least and greatest of them by block.
    pub zones: &'a Zones,
    /// The first so many rows have dates; the others touch nothing.
    pub dated: u32,
    /// Where the window begins.
    pub from: f64,
    /// Where it ends, exclusive.
    pub to: f64,
}

impl<'a> Window<'a> {
    /// The window `[from, to)` over the rows of a store.
    pub fn of(store: &'a Store, from: f64, to: f64) -> Window<'a> {
        Window { bounds: columns(store.bounds()), zones: store.zones(), dated: store.dated(), from, to }
    }

    /// The rows out of `0..len` that touch it for certain, and those that do so possibly; `None` where these are none.
    pub fn rows(&self, len: u32) -> (RowSet, Option<RowSet>) {
        let words = || vec![0_u64; (len as usize).div_ceil(BLOCK)];
        let (mut certain, mut possible) = (words(), Vec::new());
        let every = |_| u64::MAX;
        self.each_word(every, |at, sure, unsure| {
            if let Some(word) = certain.get_mut(at) {
                *word = sure;
            }
            if unsure != 0 {
                if possible.is_empty() {
                    possible = words();
                }
                if let Some(word) = possible.get_mut(at) {
                    *word = unsure;
                }
            }
            true
        });
        let possible = (!possible.is_empty()).then(|| RowSet::from_words(possible, len));
        (RowSet::from_words(certain, len), possible)
    }

    /// Calls `run` with the place of each word of a row set that has rows of `among` touching the window, the bits of those
    /// that do so for certain, and of those that do so possibly; for as long as it says so.
    #[inline]
    pub fn each_word(&self, among: impl Fn(usize) -> u64, mut run: impl FnMut(usize, u64, u64) -> bool) {
        for (at, zone) in self.zones.wide.iter().enumerate() {
            let decided = self.decided(zone);
            if decided == Some((0, 0)) {
                continue;
            }
            for (at, zone) in self.fine(at, self.from) {
                let among = among(at) & self.dated_bits(at);
                if among == 0 {
                    continue;
                }
                let (certain, possible) = decided.unwrap_or_else(|| self.look(zone, at));
                if (certain | possible) & among != 0 && !run(at, certain & among, possible & among) {
                    return;
                }
            }
        }
    }

    /// The places and zones of the blocks of a wide one in which something may last beyond an instant.
    #[inline]
    fn fine(&self, wide: usize, instant: f64) -> impl Iterator<Item = (usize, &'a Zone)> {
        let zones = self.zones;
        let mut rest = zones.ending_after(wide, instant);
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let at = wide * WIDE + rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some((at, zones.fine.get(at)?))
        })
    }

    /// Calls `run` with the place of each word in which the rows that touch this window may be others than those that
    /// touch another one over the same rows, and what is true of the dated ones under this window.
    pub fn each_change(&self, other: &Window, mut run: impl FnMut(usize, u64, u64)) {
        for (at, zone) in self.zones.wide.iter().enumerate() {
            let (decided, before) = (self.decided(zone), other.decided(zone));
            if decided.is_some() && decided == before {
                continue;
            }
            for (at, zone) in self.fine(at, self.from.min(other.from)) {
                let decided = decided.or_else(|| self.decided(zone));
                if decided.is_some() && decided == before.or_else(|| other.decided(zone)) {
                    continue;
                }
                let (certain, possible) = decided.unwrap_or_else(|| self.look(zone, at));
                let dated = self.dated_bits(at);
                run(at, certain & dated, possible & dated);
            }
        }
    }

    /// About how many rows touch it: those of the wide blocks where that is true of all, and a few of each other.
    pub fn about(&self) -> usize {
        let wide = self.zones.wide.iter().map(|zone| match self.decided(zone) {
            Some((0, 0)) => 0,
            Some(_) => WIDE_ZONE_ROWS,
            None => ZONE_ROWS,
        });
        wide.sum::<u32>() as usize
    }

    /// Bit by word of a wide zone: some row may touch the window.
    pub fn some(&self, wide: usize) -> u64 {
        self.zones.ending_after(wide, self.from)
    }

    /// The certain and the possible bits of one word, as far as its wide zone [decides](Self::wide) them.
    pub fn word(&self, at: usize, wide: Option<(u64, u64)>) -> (u64, u64) {
        let Some(zone) = self.zones.fine.get(at) else { return (0, 0) };
        let (certain, possible) = wide.unwrap_or_else(|| self.look(zone, at));
        (certain & self.dated_bits(at), possible & self.dated_bits(at))
    }

    /// The bits of one word for rows that touch the window, be it possibly, as far as its wide zone decides them.
    pub fn touching(&self, at: usize, wide: Option<(u64, u64)>) -> u64 {
        let Some(zone) = self.zones.fine.get(at) else { return 0 };
        let decided = wide.or_else(|| self.decided(zone));
        let touching = decided.map_or_else(|| self.touching_of(zone, at), |(certain, possible)| certain | possible);
        touching & self.dated_bits(at)
    }

    /// The certain and the possible bits of all dated rows of a wide zone, where the same is true of all.
    pub fn wide(&self, wide: usize) -> Option<(u64, u64)> {
        self.zones.wide.get(wide).map_or(Some((0, 0)), |zone| self.decided(zone))
    }

    /// Whether a row touches the window, for certain if it must.
    pub fn touches(&self, row: u32, certain: bool) -> bool {
        let bound = |bound: usize| self.bounds[bound].get(row);
        row < self.dated
            && self.from < bound(LATEST_END)
            && bound(EARLIEST_START) < self.to
            && (!certain || self.from <= bound(EARLIEST_END) && bound(LATEST_START) <= self.to)
    }

    /// The bits of the dated rows of a word.
    fn dated_bits(&self, at: usize) -> u64 {
        match (self.dated as usize).saturating_sub(at * BLOCK) {
            0 => 0,
            rest if rest < BLOCK => (1 << rest) - 1,
            _ => u64::MAX,
        }
    }

    /// The certain and the possible bits of all rows of a zone, where the same is true of all.
    fn decided(&self, zone: &Zone) -> Option<(u64, u64)> {
        let (from, to, least, most) = (self.from, self.to, &zone.min, &zone.max);
        if most[LATEST_END] <= from || to <= least[EARLIEST_START] {
            return Some((0, 0));
        }
        if least[LATEST_END] <= from || to <= most[EARLIEST_START] {
            return None;
        }
        if from <= least[EARLIEST_END] && most[LATEST_START] <= to {
            return Some((u64::MAX, 0));
        }
        (most[EARLIEST_END] < from || to < least[LATEST_START]).then_some((0, u64::MAX))
    }

    /// The certain and the possible bits of one block; only those bounds are read that its zone leaves open.
    fn look(&self, zone: &Zone, block: usize) -> (u64, u64) {
        if let Some(decided) = self.decided(zone) {
            return decided;
        }
        let (from, to) = (self.from, self.to);
        let touching = self.touching_of(zone, block);
        let (early, late) = (zone.min[EARLIEST_END] < from, to < zone.max[LATEST_START]);
        if touching == 0 || !early && !late {
            return (touching, 0);
        }
        if touching.count_ones() <= FEW {
            let unsure = self.unsure_of(touching, block, early, late);
            return (touching & !unsure, unsure);
        }
        let mut unsure = 0;
        if early {
            unsure |= self.below(EARLIEST_END, block, from);
        }
        if late {
            unsure |= self.above(LATEST_START, block, to);
        }
        (touching & !unsure, touching & unsure)
    }

    /// Bit by row of a block: it touches the window, for certain or possibly.
    fn touching_of(&self, zone: &Zone, block: usize) -> u64 {
        let mut touching = u64::MAX;
        if zone.min[LATEST_END] <= self.from {
            touching &= self.above(LATEST_END, block, self.from);
        }
        if self.to <= zone.max[EARLIEST_START] {
            touching &= self.below(EARLIEST_START, block, self.to);
        }
        touching
    }

    /// Those of a few rows that touch the window only possibly, where they touch it at all: some may have to end `early`, or
    /// start `late`, for that; a bound that cannot tell is not fetched.
    fn unsure_of(&self, touching: u64, block: usize, early: bool, late: bool) -> u64 {
        let (ends, starts) = (&self.bounds[EARLIEST_END], &self.bounds[LATEST_START]);
        let (mut unsure, mut rest) = (0, touching);
        while rest != 0 {
            let row = (block * BLOCK) as u32 + rest.trailing_zeros();
            let bit = rest & rest.wrapping_neg();
            rest ^= bit;
            let is_unsure = early && ends.get(row) < self.from || late && self.to < starts.get(row);
            unsure |= if is_unsure { bit } else { 0 };
        }
        unsure
    }

    /// Bit by row of a block: the bound is greater than `limit`.
    fn above(&self, bound: usize, block: usize, limit: f64) -> u64 {
        let (numbers, plus) = self.block(bound, block);
        above(numbers, plus, limit)
    }

    /// Bit by row of a block: the bound is less than `limit`.
    fn below(&self, bound: usize, block: usize, limit: f64) -> u64 {
        let (numbers, plus) = self.block(bound, block);
        below(numbers, plus, limit)
    }

    fn block(&self, bound: usize, block: usize) -> (&[f64], f64) {
        let column = &self.bounds[bound];
        let rows = block * BLOCK..(self.dated as usize).min((block + 1) * BLOCK);
        (column.base.get(rows).unwrap_or(&[]), column.plus)
    }
}

/// The four bounds in the order of [`EARLIEST_START`] and so on.
pub(crate) fn columns(bounds: &Bounds) -> [BoundColumn<'_>; 4] {
    [bounds.earliest_start(), bounds.latest_start(), bounds.earliest_end(), bounds.latest_end()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, EventSet};
    use crate::store::Store;
    use crate::store::text::nfkd;
    use crate::time::{Edge, Qualifiers, Relation, Span};

    /// A small deterministic generator (xorshift64*).
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: u64) -> f64 {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit) as f64
        }

        fn span(&mut self, center: f64, spread: u64, instants: bool) -> Span {
            let from = center + self.below(spread);
            if instants {
                return Span::instant(from);
            }
            let pair = [self.below(spread), self.below(spread)];
            let (earliest_end, latest_start) = (from + pair[0], from + pair[1]);
            let latest_end = earliest_end.max(latest_start) + self.below(spread);
            let mut span = Span {
                earliest_start: from,
                latest_start,
                earliest_end,
                latest_end,
                start_edge: Edge::Bounded,
                end_edge: Edge::Bounded,
                qualifiers: Qualifiers::default(),
            };
            match self.below(40) as u32 {
                0 => (span.earliest_end, span.latest_end) = (f64::INFINITY, f64::INFINITY),
                1 => span.latest_end = f64::INFINITY,
                2 => span.earliest_start = f64::NEG_INFINITY,
                _ => {}
            }
            span
        }
    }

    fn check(store: &Store, from: f64, to: f64) {
        let len = store.len();
        let window = Window::of(store, from, to);
        let (certain, possible) = window.rows(len);
        let relation = |row: usize| store.span(row as u32).map(|span| span.relation(from, to));
        assert_eq!(certain, RowSet::of(len, |row| relation(row) == Some(Relation::Certain)), "{from} {to}");
        let unsure = RowSet::of(len, |row| relation(row) == Some(Relation::Possible));
        assert_eq!(possible.is_none(), unsure.is_empty());
        assert_eq!(possible.unwrap_or(RowSet::none(len)), unsure, "{from} {to}");
        for at in 0..certain.words().len() + 2 {
            let word = window.word(at, window.wide(at / WIDE));
            assert_eq!(word, (certain.word(at), unsure.word(at)), "{from} {to} {at}");
            assert_eq!(window.touching(at, window.wide(at / WIDE)), word.0 | word.1, "{from} {to} {at}");
        }
        for other in [(from - 3.0, to), (from, to + 7.0), (from + 2.0, to + 2.0), (f64::NEG_INFINITY, from)] {
            let (mut moved, mut unsure) = Window::of(store, other.0, other.1).rows(len);
            let mut possible_moved = unsure.take().unwrap_or(RowSet::none(len));
            window.each_change(&Window::of(store, other.0, other.1), |at, sure, unsure| {
                moved.set_word(at, sure);
                possible_moved.set_word(at, unsure);
            });
            let (certain, possible) = window.rows(len);
            assert_eq!(
                (moved, possible_moved),
                (certain, possible.unwrap_or(RowSet::none(len))),
                "{from} {to} {other:?}"
            );
        }
        for row in 0..len + 2 {
            let sure = certain.contains(row);
            assert_eq!(window.touches(row, true), sure, "{from} {to} {row}");
            assert_eq!(window.touches(row, false), sure || unsure.contains(row), "{from} {to} {row}");
        }
    }

    #[test]
    fn windows_are_those_of_every_row_by_itself() {
        let mut random = Random(7);
        let sizes = [(0, 0.0, 1), (1, 1.0, 3), (63, 0.5, 20), (64, 0.0, 9), (65, 1.0, 9), (4096, 1.0, 50)];
        for (len, step, spread) in sizes.into_iter().chain([(9000, 0.1, 40), (5000, 5.0, 3)]) {
            for (instants, undated) in [(false, 0), (false, 70), (true, 0), (true, 2)] {
                let mut span = |at: usize| random.span((at as f64 * step).floor(), spread, instants);
                let mut spans: Vec<Option<Span>> = (0..len).map(|at| Some(span(at))).collect();
                spans.extend((0..undated).map(|_| None));
                let event = |span| Event { span, ..Event::default() };
                let set = EventSet { events: spans.into_iter().map(event).collect(), ..EventSet::default() };
                let store = Store::build(set, nfkd);
                let extent = (len as f64 * step) as u64 + spread + 20;
                for _ in 0..20 {
                    let from = random.below(extent) - 5.0;
                    check(&store, from, from + 1.0 + random.below(extent));
                }
                check(&store, f64::NEG_INFINITY, f64::INFINITY);
                check(&store, f64::NEG_INFINITY, 10.0);
                check(&store, 10.0, f64::INFINITY);
            }
        }
    }
}
