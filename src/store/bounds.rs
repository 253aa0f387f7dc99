//! The four time bounds of all rows, and their least and greatest by block of rows.

use super::blocks;
use super::order::gather;
use crate::table::{Derived, Spans};

/// Rows of one block of the fine zone map: those of one word of a row set.
pub const ZONE_ROWS: u32 = 64;

/// Rows of one block of the coarse zone map.
pub const WIDE_ZONE_ROWS: u32 = 4096;

/// The four time bounds of all rows, milliseconds since 1970; all +∞ where a row is undated, which touches no window.
///
/// A bound that is another one plus a constant in every row is not stored: 8 bytes a row for instants and days, 16 where
/// events last, 32 at most.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    columns: Vec<Vec<f64>>,
    /// Of each bound: the column it is in, and what is to be added.
    of: [(u8, f64); 4],
}

/// One bound of all rows: `base[row] + plus`.
#[derive(Clone, Copy, Debug)]
pub struct BoundColumn<'a> {
    /// What is stored, by row.
    pub base: &'a [f64],
    /// What is to be added; 0 where the bound is stored itself.
    pub plus: f64,
}

impl BoundColumn<'_> {
    /// The bound of a row; +∞ where there is no such row.
    #[inline]
    pub fn get(&self, row: u32) -> f64 {
        self.base.get(row as usize).copied().unwrap_or(f64::INFINITY) + self.plus
    }

    /// All of them as numbers of their own: 8 bytes a row.
    pub fn to_vec(&self) -> Vec<f64> {
        self.base.iter().map(|bound| bound + self.plus).collect()
    }
}

impl Bounds {
    /// Takes over bounds in document order; `positions` are those of the rows, `None` where they are the same.
    /// The earliest starts are by row already.
    pub(super) fn build(earliest_start: Vec<f64>, spans: Spans, positions: Option<&[u32]>) -> Bounds {
        let Spans { latest_start, earliest_end, latest_end, .. } = spans;
        let mut columns = vec![earliest_start];
        let mut of = [(0, 0.0); 4];
        let [_, latest_start_of, earliest_end_of, latest_end_of] = &mut of;
        let mut place = |derived: Derived, base: (u8, f64), slot: &mut (u8, f64)| match derived {
            // NaN: no event is dated, and +∞ stays +∞ whatever is added.
            Derived::Plus(plus) => *slot = (base.0, if plus.is_nan() { 0.0 } else { base.1 + plus }),
            Derived::Own(own) => {
                *slot = (columns.len() as u8, 0.0);
                columns.push(permuted(own, positions));
            }
        };
        place(latest_start, (0, 0.0), latest_start_of);
        place(earliest_end, (0, 0.0), earliest_end_of);
        place(latest_end, *earliest_end_of, latest_end_of);
        Bounds { columns, of }
    }

    /// No way of the event starts before this.
    pub fn earliest_start(&self) -> BoundColumn<'_> {
        self.column(0)
    }

    /// Every way of it has started by this (exclusive).
    pub fn latest_start(&self) -> BoundColumn<'_> {
        self.column(1)
    }

    /// No way of it ends before this.
    pub fn earliest_end(&self) -> BoundColumn<'_> {
        self.column(2)
    }

    /// Every way of it has ended by this (exclusive).
    pub fn latest_end(&self) -> BoundColumn<'_> {
        self.column(3)
    }

    /// Earliest and latest start, earliest and latest end of a row; +∞ where it is undated, or there is no such row.
    #[inline]
    pub fn get(&self, row: u32) -> [f64; 4] {
        [0, 1, 2, 3].map(|bound| self.column(bound).get(row))
    }

    #[inline]
    fn column(&self, bound: usize) -> BoundColumn<'_> {
        let (column, plus) = self.of.get(bound).copied().unwrap_or_default();
        BoundColumn { base: self.columns.get(column as usize).map_or(&[], Vec::as_slice), plus }
    }

    /// Bytes that the columns take.
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(|column| column.len() * size_of::<f64>()).sum()
    }

    /// Whether the bounds of one side never lie further apart than this in any row.
    pub(super) fn grains_within(&self, most_ms: f64) -> bool {
        let [(start, _), (late_start, start_plus), (end, end_plus), (late_end, late_end_plus)] = self.of;
        start == late_start && end == late_end && start_plus <= most_ms && late_end_plus - end_plus <= most_ms
    }
}

/// A column in document order as one by row.
pub(super) fn permuted(column: Vec<f64>, positions: Option<&[u32]>) -> Vec<f64> {
    match positions {
        Some(positions) => gather(&column, positions),
        None => column,
    }
}

/// Least and greatest of the four bounds in one block of dated rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    /// The least earliest start, latest start, earliest end and latest end.
    pub min: [f64; 4],
    /// The greatest of each.
    pub max: [f64; 4],
}

impl Zone {
    const EMPTY: Zone = Zone { min: [f64::INFINITY; 4], max: [f64::NEG_INFINITY; 4] };

    fn add(&mut self, other: &Zone) {
        for (least, with) in self.min.iter_mut().zip(other.min) {
            *least = least.min(with);
        }
        for (most, with) in self.max.iter_mut().zip(other.max) {
            *most = most.max(with);
        }
    }
}

/// Least and greatest bounds of the dated rows by block: what a window does to a whole block is told without its rows.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    /// One for every [`ZONE_ROWS`] dated rows; the last block may have fewer. 1 byte a row.
    pub fine: Vec<Zone>,
    /// One for every [`WIDE_ZONE_ROWS`].
    pub wide: Vec<Zone>,
    /// The greatest latest end of each fine zone once more: what most zones are told apart by lies together.
    ends: Vec<f64>,
}

/// Fine zones of a wide one: a bit of a word each.
const FINE_ZONES: usize = (WIDE_ZONE_ROWS / ZONE_ROWS) as usize;
const _: () = assert!(FINE_ZONES == u64::BITS as usize);

impl Zones {
    /// One pass over the stored columns of the first `dated` rows.
    pub(super) fn build(bounds: &Bounds, dated: u32) -> Zones {
        let mut fine = vec![Zone::EMPTY; dated.div_ceil(ZONE_ROWS) as usize];
        let extremes: Vec<Vec<(f64, f64)>> = bounds.columns.iter().map(|column| extremes(column, dated)).collect();
        for (bound, (column, plus)) in bounds.of.into_iter().enumerate() {
            let Some(extremes) = extremes.get(column as usize) else { continue };
            for (zone, (least, most)) in fine.iter_mut().zip(extremes) {
                (zone.min[bound], zone.max[bound]) = (least + plus, most + plus);
            }
        }
        let wide = fine.chunks(FINE_ZONES).map(|zones| {
            let mut all = Zone::EMPTY;
            zones.iter().for_each(|zone| all.add(zone));
            all
        });
        Zones::new(wide.collect(), fine)
    }

    /// Of wide and fine ones.
    pub fn new(wide: Vec<Zone>, fine: Vec<Zone>) -> Zones {
        Zones { wide, ends: fine.iter().map(|zone| zone.max[3]).collect(), fine }
    }

    /// Bit by fine zone of a wide one: some row of it may last beyond an instant.
    pub(crate) fn ending_after(&self, wide: usize, instant: f64) -> u64 {
        let first = wide * FINE_ZONES;
        let ends = self.ends.get(first..self.ends.len().min(first + FINE_ZONES)).unwrap_or(&[]);
        blocks::above(ends, 0.0, instant)
    }

    /// Least and greatest of each bound over all dated rows; `None` where there is none.
    pub fn all(&self) -> Option<Zone> {
        let mut all = *self.wide.first()?;
        self.wide.iter().for_each(|zone| all.add(zone));
        Some(all)
    }
}

fn extremes(column: &[f64], dated: u32) -> Vec<(f64, f64)> {
    let column = column.get(..dated as usize).unwrap_or(column);
    column.chunks(ZONE_ROWS as usize).map(extremes_of).collect()
}

#[inline(never)]
fn extremes_of(bounds: &[f64]) -> (f64, f64) {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for bound in bounds {
        // Comparisons rather than `min` and `max`: no bound is NaN, and these are one instruction of a vector each.
        least = if *bound < least { *bound } else { least };
        most = if most < *bound { *bound } else { most };
    }
    (least, most)
}
