//! Which rows touch a window: by blocks of rows where their bounds leave no doubt, row by row elsewhere.

use super::rows::RowSet;
use crate::store::{BoundColumn, Bounds, Zone, Zones};

/// Rows of a block: one word of a row set, one zone of [`Zones::fine`].
const BLOCK: usize = 64;

/// Blocks of a wide block, one zone of [`Zones::wide`].
const WIDE: usize = 64;

pub(crate) const EARLIEST_START: usize = 0;
pub(crate) const LATEST_START: usize = 1;
pub(crate) const EARLIEST_END: usize = 2;
pub(crate) const LATEST_END: usize = 3;

/// The bits of a word by themselves: a table, so that comparisons become words without a shift for each row.
const BITS: [u64; BLOCK] = {
    let mut bits = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        bits[at] = 1 << at;
        at += 1;
    }
    bits
};

/// The rows out of `0..len` that touch `[from, to)` for certain, and those that touch it possibly, by the definition of
/// [`Span::relation`](crate::time::Span::relation). The first `dated` rows have dates; the others touch nothing.
pub(crate) fn window(bounds: &Bounds, zones: &Zones, dated: u32, len: u32, from: f64, to: f64) -> (RowSet, RowSet) {
    let window = Window { bounds: columns(bounds), dated: dated as usize, from, to };
    let words = || vec![0_u64; (len as usize).div_ceil(BLOCK)];
    let (mut certain, mut possible) = (words(), words());
    let wide = certain.chunks_mut(WIDE).zip(possible.chunks_mut(WIDE)).zip(&zones.wide).zip(zones.fine.chunks(WIDE));
    for (at, (((certain, possible), zone), fine)) in wide.enumerate() {
        if window.decided(zone) == Some((0, 0)) {
            continue;
        }
        for ((block, zone), (certain, possible)) in (at * WIDE..).zip(fine).zip(certain.iter_mut().zip(possible)) {
            (*certain, *possible) = window.decided(zone).unwrap_or_else(|| window.rows(zone, block));
        }
    }
    let mut sets = (RowSet::from_words(certain, len), RowSet::from_words(possible, len));
    for set in [&mut sets.0, &mut sets.1] {
        set.truncate(dated);
    }
    sets
}

/// The four bounds in the order of [`EARLIEST_START`] and so on.
pub(crate) fn columns(bounds: &Bounds) -> [BoundColumn<'_>; 4] {
    [bounds.earliest_start(), bounds.latest_start(), bounds.earliest_end(), bounds.latest_end()]
}

struct Window<'a> {
    bounds: [BoundColumn<'a>; 4],
    dated: usize,
    from: f64,
    to: f64,
}

impl Window<'_> {
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
    fn rows(&self, zone: &Zone, block: usize) -> (u64, u64) {
        let (from, to) = (self.from, self.to);
        let mut touching = u64::MAX;
        if zone.min[LATEST_END] <= from {
            touching &= self.above(LATEST_END, block, from);
        }
        if to <= zone.max[EARLIEST_START] {
            touching &= self.below(EARLIEST_START, block, to);
        }
        let mut unsure = 0;
        if zone.min[EARLIEST_END] < from {
            unsure |= self.below(EARLIEST_END, block, from);
        }
        if to < zone.max[LATEST_START] {
            unsure |= self.above(LATEST_START, block, to);
        }
        (touching & !unsure, touching & unsure)
    }

    /// Bit by row of a block: the bound is greater than `limit`.
    fn above(&self, bound: usize, block: usize, limit: f64) -> u64 {
        let (numbers, plus) = self.block(bound, block);
        numbers.iter().zip(&BITS).fold(0, |word, (number, bit)| word | if limit < number + plus { *bit } else { 0 })
    }

    /// Bit by row of a block: the bound is less than `limit`.
    fn below(&self, bound: usize, block: usize, limit: f64) -> u64 {
        let (numbers, plus) = self.block(bound, block);
        numbers.iter().zip(&BITS).fold(0, |word, (number, bit)| word | if number + plus < limit { *bit } else { 0 })
    }

    fn block(&self, bound: usize, block: usize) -> (&[f64], f64) {
        let column = &self.bounds[bound];
        let rows = block * BLOCK..self.dated.min((block + 1) * BLOCK);
        (column.base.get(rows).unwrap_or(&[]), column.plus)
    }
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
        let (certain, possible) = window(store.bounds(), store.zones(), store.dated(), len, from, to);
        let relation = |row: usize| store.span(row as u32).map(|span| span.relation(from, to));
        assert_eq!(certain, RowSet::of(len, |row| relation(row) == Some(Relation::Certain)), "{from} {to}");
        assert_eq!(possible, RowSet::of(len, |row| relation(row) == Some(Relation::Possible)), "{from} {to}");
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
