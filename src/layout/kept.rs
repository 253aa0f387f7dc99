//! What is kept from one frame to the next: it saves work and changes no frame.

use super::assign::{Lanes, Packing};
use super::bands::Bands;
use super::cells::{CellRows, Shown};
use super::density::Cells;
use super::fit::{extent, fit_extent};
use super::input::Input;
use super::order::{Gaps, Narrow, Orders, Side, Tallies, exponent_above};
use super::overview::Overview;
use super::tiles::{Grid, Tiles};
use super::widths::Widths;
use crate::query::RowSet;

/// What the layout of one set keeps: orders of its bounds, and what depends on the matches, the grouping and the scale
/// as long as these stay the same.
#[derive(Debug, Default)]
pub struct Kept {
    orders: Orders,
    gaps: Option<Gaps>,
    grouping: Option<(String, Bands)>,
    matches: Option<Matches>,
    /// All lanes at the scale of the whole extent; none where they are too many.
    pub(crate) together: Option<(Packing, Option<Vec<Lanes>>)>,
    /// Counts of the cells of density last asked for.
    cells: Option<CellRows>,
    /// Widths of labels; with the view while a frame is made.
    pub(crate) widths: Widths,
    /// Lanes near the window, by length.
    pub(crate) tiles: Vec<Tiles>,
    /// The rows longer than a tile, a bit each, with its length.
    long: Option<(f64, Vec<u64>)>,
    /// The last overview, and what it is of.
    pub(crate) overview: Option<(RowSet, f32, Overview)>,
}

/// What depends on the matching rows alone.
#[derive(Debug)]
struct Matches {
    rows: RowSet,
    /// Those that are dated.
    count: u32,
    tallies: Tallies,
    /// First and last finite bound, once it was asked for.
    extent: Option<Option<(f64, f64)>>,
}

impl Kept {
    /// Forgets what is not of this input's matches and grouping.
    pub(crate) fn keep_for(&mut self, input: &Input) {
        self.keep_for_matches(input);
        let key = input.groups.map(|groups| groups.key);
        if self.grouping.as_ref().map(|(key, _)| key.as_str()) != key {
            self.grouping = input.groups.map(|groups| (groups.key.to_owned(), Bands::of(&groups, input.dated)));
            (self.together, self.cells) = (None, None);
            self.tiles.clear();
            if let Some(matches) = &mut self.matches {
                matches.tallies.clear();
            }
        }
    }

    pub(crate) fn keep_for_matches(&mut self, input: &Input) {
        if self.matches.as_ref().is_some_and(|matches| matches.rows == *input.matches) {
            return;
        }
        let count = (0..input.words()).map(|at| input.word(at).count_ones()).sum();
        let rows = input.matches.clone();
        self.matches = Some(Matches { rows, count, tallies: Tallies::default(), extent: None });
        (self.together, self.cells) = (None, None);
        self.tiles.clear();
    }

    /// Finds the rows, matching or not, that are longer than a tile.
    pub(crate) fn keep_long(&mut self, input: &Input, grid: &Grid) {
        if self.long.as_ref().is_some_and(|(tile_ms, _)| *tile_ms == grid.tile_ms()) {
            return;
        }
        let mut long = vec![0; input.words()];
        for row in 0..input.dated {
            long[row as usize / 64] |= u64::from(grid.is_long(&input.bounds(row))) << (row % 64);
        }
        self.long = Some((grid.tile_ms(), long));
    }

    /// The rows that [`Kept::keep_long`] found last.
    pub(crate) fn long(&self) -> &[u64] {
        self.long.as_ref().map_or(&[], |(_, long)| long)
    }

    /// Rows that are longer than some time, a bit each; not all of them, perhaps none.
    pub(crate) fn longer_than(&self, ms: f64) -> &[u64] {
        self.long.as_ref().filter(|(tile_ms, _)| ms <= *tile_ms).map_or(&[], |(_, long)| long)
    }

    /// Matching rows that are dated.
    pub(crate) fn matching(&self) -> u32 {
        self.matches.as_ref().map_or(0, |matches| matches.count)
    }

    /// The bands of the rows, where they are grouped.
    pub(crate) fn bands(&self) -> Option<&Bands> {
        self.grouping.as_ref().map(|(_, bands)| bands)
    }

    pub(crate) fn fit(&mut self, input: &Input) -> Option<(f64, f64)> {
        let matches = self.matches.as_mut()?;
        let extent = *matches.extent.get_or_insert_with(|| extent(input));
        extent.map(fit_extent)
    }

    /// The window of [`Kept::fit`] where it was asked for before.
    pub(crate) fn known_fit(&self) -> Option<(f64, f64)> {
        self.matches.as_ref()?.extent?.map(fit_extent)
    }

    /// How many matches of each band have a bound before each of the ascending moments, or at it too: moment by moment.
    pub(crate) fn counts(
        &mut self,
        input: &Input,
        side: Side,
        narrow: Narrow,
        moments: &[f64],
        or_at: bool,
    ) -> Vec<u32> {
        let slots: Vec<u32> = (0..self.len_of_bands() as u32).collect();
        let Some(matches) = &mut self.matches else { return vec![0; moments.len() * slots.len()] };
        let bands = self.grouping.as_ref().map(|(_, bands)| bands);
        self.orders.make(input, side);
        matches.tallies.make(input, &self.orders, side, narrow, bands);
        let mut counter = matches.tallies.count(input, &self.orders, side, narrow, bands);
        let mut counts = vec![0; slots.len()];
        let mut all = Vec::with_capacity(moments.len() * slots.len());
        for moment in moments {
            match counts.first_mut() {
                Some(count) if bands.is_none() => *count = counter.before(*moment, or_at),
                _ => counter.by_slot(*moment, or_at, &slots, &mut counts),
            }
            all.extend_from_slice(&counts);
        }
        all
    }

    /// Bands there are; without a grouping the one.
    pub(crate) fn len_of_bands(&self) -> usize {
        self.bands().map_or(1, Bands::len)
    }

    /// How many matches of each band touch each cell between neighbouring edges.
    ///
    /// The cells must be of one width, a power of two, and the edges multiples of it: what can be certain in a cell is
    /// then a question of that width alone, and what is, of the two edges.
    pub(crate) fn cells(&mut self, input: &Input, edges: &[f64]) -> Shown<'_> {
        let width = edges.first().zip(edges.get(1)).map_or(1.0, |(begin, end)| end - begin);
        let first = edges.first().map_or(0.0, |edge| edge / width);
        let last = first + edges.len().saturating_sub(1) as f64;
        let old = self.cells.take().filter(|cells| cells.width == width);
        let rows = match old {
            Some(old) if old.reaches(first, last) => old,
            old => {
                let mut rows = CellRows::new(width, self.len_of_bands());
                rows.fill(old, first, last, |edges| self.count_cells(input, edges));
                rows
            }
        };
        self.cells.insert(rows).from(first)
    }

    /// The same, cell by cell.
    fn count_cells(&mut self, input: &Input, edges: &[f64]) -> Cells {
        let ([begins @ .., _], [begin, ends @ ..]) = (edges, edges) else { return Cells::default() };
        let any = Narrow::any(input);
        let width = ends.first().map_or(1.0, |end| end - begin);
        let rows = self.gaps.get_or_insert_with(|| Gaps::of(input)).narrow(exponent_above(width));
        let narrow = Narrow { rows, width };
        let mut possible = self.counts(input, Side::EarliestStart, any, ends, false);
        let ended = self.counts(input, Side::LatestEnd, any, begins, true);
        let mut certain = self.counts(input, Side::LatestStart, narrow, ends, true);
        let over = self.counts(input, Side::EarliestEnd, narrow, begins, false);
        for (at, possible) in possible.iter_mut().enumerate() {
            certain[at] -= over[at];
            *possible -= ended[at] + certain[at];
        }
        Cells { certain, possible }
    }
}
