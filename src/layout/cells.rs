//! Counts of the cells of density that neighbouring windows have in common: they stand on one grid of time, so panning
//! and zooming within an octave ask for few new ones.

use super::density::Cells;

/// So many times the cells of a window are kept.
const KEPT_WINDOWS: f64 = 3.0;

/// The counts of neighbouring cells of one width, cell by cell and in each band by band.
#[derive(Debug)]
pub(crate) struct CellRows {
    /// Milliseconds; a power of two.
    pub width: f64,
    bands: usize,
    /// The number of the first cell: its left edge in widths.
    first: f64,
    counts: Cells,
}

impl CellRows {
    pub fn new(width: f64, bands: usize) -> CellRows {
        CellRows { width, bands, first: 0.0, counts: Cells::default() }
    }

    fn last(&self) -> f64 {
        self.first + (self.counts.certain.len() / self.bands) as f64
    }

    /// Whether it has the cells `first..last`.
    pub fn reaches(&self, first: f64, last: f64) -> bool {
        self.first <= first && last <= self.last()
    }

    /// Takes the cells `first..last`, from `old` where it has them, else from `count`, which is given their edges.
    pub fn fill(&mut self, old: Option<CellRows>, first: f64, last: f64, mut count: impl FnMut(&[f64]) -> Cells) {
        let near = old.filter(|old| old.first <= last && first <= old.last());
        let (from, to) = match &near {
            Some(old) if old.last().max(last) - old.first.min(first) <= KEPT_WINDOWS * (last - first) => {
                (old.first.min(first), old.last().max(last))
            }
            _ => (first, last),
        };
        self.first = from;
        let (kept_from, kept_to) = match &near {
            Some(old) => (old.first.max(from), old.last().min(to)),
            None => (to, to),
        };
        self.add(count(&self.edges(from, kept_from)));
        if let Some(old) = near {
            self.add(old.part(kept_from, kept_to));
        }
        self.add(count(&self.edges(kept_to, to)));
    }

    fn edges(&self, from: f64, to: f64) -> Vec<f64> {
        let cells = (to - from) as usize;
        if cells == 0 { Vec::new() } else { (0..=cells).map(|at| (from + at as f64) * self.width).collect() }
    }

    fn add(&mut self, counts: Cells) {
        self.counts.certain.extend(counts.certain);
        self.counts.possible.extend(counts.possible);
    }

    fn part(&self, from: f64, to: f64) -> Cells {
        let place = |cell: f64| (cell - self.first) as usize * self.bands;
        let part = |counts: &[u32]| counts.get(place(from)..place(to)).unwrap_or(&[]).to_vec();
        Cells { certain: part(&self.counts.certain), possible: part(&self.counts.possible) }
    }

    /// The cells from one on.
    pub fn from(&self, first: f64) -> Shown<'_> {
        Shown { rows: self, skipped: (first - self.first) as usize }
    }
}

/// Cells from one of those kept on.
pub(crate) struct Shown<'a> {
    rows: &'a CellRows,
    skipped: usize,
}

impl Shown<'_> {
    /// Of so many cells, for each band: the fewest events that touch one for certain, and the most that touch one.
    pub fn least_and_most(&self, cells: usize) -> Vec<(u32, u32)> {
        let Cells { certain, possible } = &self.rows.counts;
        let bands = self.rows.bands.max(1);
        let shown = |counts: &[u32]| -> std::ops::Range<usize> {
            self.skipped * bands..((self.skipped + cells) * bands).min(counts.len())
        };
        let certain = certain.get(shown(certain)).unwrap_or(&[]).chunks_exact(bands);
        let possible = possible.get(shown(possible)).unwrap_or(&[]).chunks_exact(bands);
        // Cell by cell as they lie in memory: band by band it would be a jump for each of them.
        let mut each = vec![(u32::MAX, 0); bands];
        for (certain, possible) in certain.zip(possible) {
            for ((least, most), (certain, possible)) in each.iter_mut().zip(certain.iter().zip(possible)) {
                *least = (*least).min(*certain);
                *most = (*most).max(certain + possible);
            }
        }
        each
    }

    /// How many events of a band touch the cell at that place for certain, and how many only possibly.
    #[inline]
    pub fn of(&self, at: usize, band: u32) -> (u32, u32) {
        let place = (self.skipped + at) * self.rows.bands + band as usize;
        let Cells { certain, possible } = &self.rows.counts;
        (certain.get(place).copied().unwrap_or(0), possible.get(place).copied().unwrap_or(0))
    }
}
