//! How many events touch each of many equal windows, or start in it.

use super::rows::RowSet;
use super::window::{EARLIEST_END, EARLIEST_START, LATEST_END, LATEST_START};
use crate::error::Error;
use crate::store::{Store, Zone};
use serde::Serialize;

/// Bins that one histogram may have.
pub const MAX_BINS: u32 = 65_536;

/// What a histogram counts in each bin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistogramOf {
    /// Events that touch the bin.
    #[default]
    Touching,
    /// Events that start in it: for certain where all of the time in which it may start lies in one bin, else possibly
    /// in each bin in which it may.
    Starting,
}

/// Counts by bin; the bins divide `[from, to)` into equal windows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Histogram {
    /// Start of the first bin, milliseconds since 1970.
    pub from: f64,
    /// End of the last bin.
    pub to: f64,
    /// Events counted in each bin for certain.
    pub certain: Vec<u32>,
    /// Events counted in each bin only possibly.
    pub possible: Vec<u32>,
}

/// The start of bin `at`, which is the end of the one before.
pub fn bin_edge(from: f64, to: f64, bins: u32, at: u32) -> f64 {
    let share = f64::from(at) / f64::from(bins);
    if at == bins { to } else { (from + (to - from) * share).min(to) }
}

/// Counts the dated ones of some rows that touch each of `bins` equal parts of `[from, to)`, by the definition of
/// [`Span::relation`](crate::time::Span::relation).
///
/// # Errors
/// Those of [`histogram_of`].
pub fn histogram(store: &Store, rows: &RowSet, from: f64, to: f64, bins: u32) -> Result<Histogram, Error> {
    histogram_of(store, rows, (from, to, bins), HistogramOf::Touching)
}

/// Counts the dated ones of some rows in each of `bins` equal parts of `[from, to)`.
///
/// # Errors
/// [`Error::BadRange`] unless `from < to` and their distance are finite, [`Error::OverLimit`] unless
/// `bins ≤` [`MAX_BINS`].
pub fn histogram_of(
    store: &Store,
    rows: &RowSet,
    (from, to, bins): (f64, f64, u32),
    of: HistogramOf,
) -> Result<Histogram, Error> {
    if !(from < to && (to - from).is_finite()) {
        return Err(Error::BadRange { what: "histogram", from, to });
    }
    if MAX_BINS < bins {
        return Err(Error::OverLimit {
            what: "number of bins (MAX_BINS)",
            given: f64::from(bins),
            limit: f64::from(MAX_BINS),
        });
    }
    Ok(count(store, rows, of, (from, to, bins)))
}

fn count(store: &Store, rows: &RowSet, of: HistogramOf, (from, to, bins): (f64, f64, u32)) -> Histogram {
    let bins = Bins::new(from, to, bins);
    let mut steps = Steps::new(bins.count());
    let place = match of {
        HistogramOf::Touching => touching,
        HistogramOf::Starting => starting,
    };
    let (bounds, dated) = (store.bounds(), store.dated());
    for ((first, &word), zone) in (0..).step_by(64).zip(rows.words()).zip(&store.zones().fine) {
        // The last block of dated rows may hold undated ones too.
        let word = if dated < first + 64 { word & ((1 << (dated - first)) - 1) } else { word };
        if word == 0 {
            continue;
        }
        if let Some(place) = uniform(&bins, zone, of) {
            steps.add(place, word.count_ones());
            continue;
        }
        let mut rest = word;
        while rest != 0 {
            let row = first + rest.trailing_zeros();
            rest &= rest - 1;
            steps.add(place(&bins, &bounds.get(row)), 1);
        }
    }
    let Steps { mut certain, touched: mut possible } = steps;
    for counts in [&mut certain, &mut possible] {
        let mut height = 0_u32;
        for count in counts.iter_mut() {
            height = height.wrapping_add(*count);
            *count = height;
        }
        counts.truncate(bins.count());
    }
    for (possible, certain) in possible.iter_mut().zip(&certain) {
        *possible = possible.saturating_sub(*certain);
    }
    Histogram { from, to, certain, possible }
}

/// Bins that something is counted in, for certain or at all, as half-open ranges.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    touched: (usize, usize),
    certain: (usize, usize),
}

/// Bin i has the edges i and i + 1: it is touched if edge i < latest end and earliest start < edge i + 1.
fn touching(bins: &Bins, bounds: &[f64; 4]) -> Place {
    let first = bins.up_to(bounds[EARLIEST_START]).saturating_sub(1);
    let end = bins.below(bounds[LATEST_END]).min(bins.count());
    let sure_first = bins.below(bounds[LATEST_START]).saturating_sub(1);
    let sure_end = bins.up_to(bounds[EARLIEST_END]).min(bins.count());
    Place { touched: (first, end), certain: (first.max(sure_first), end.min(sure_end)) }
}

/// Something starts in a bin from the one its earliest start lies in to the one that its latest start ends.
fn starting(bins: &Bins, bounds: &[f64; 4]) -> Place {
    let first = bins.up_to(bounds[EARLIEST_START]);
    let end = bins.below(bounds[LATEST_START]).max(first);
    let touched = (first.saturating_sub(1), end.min(bins.count()));
    Place { touched, certain: if first == end && 0 < first { touched } else { (0, 0) } }
}

/// Where all rows of a zone are counted, if that is the same bins.
fn uniform(bins: &Bins, zone: &Zone, of: HistogramOf) -> Option<Place> {
    // The cheap test first: where starts are spread over several bins nothing else can be the same.
    let first = bins.up_to(zone.min[EARLIEST_START]);
    if bins.edge(first) <= zone.max[EARLIEST_START] {
        return None;
    }
    let place = match of {
        HistogramOf::Touching => touching,
        HistogramOf::Starting => starting,
    };
    let least = place(bins, &zone.min);
    (least == place(bins, &zone.max)).then_some(least)
}

/// The edges of equal bins.
struct Bins {
    edges: Vec<f64>,
    from: f64,
    per_ms: f64,
}

impl Bins {
    fn new(from: f64, to: f64, bins: u32) -> Bins {
        let edges = (0..=bins).map(|at| bin_edge(from, to, bins.max(1), at)).collect();
        Bins { edges, from, per_ms: f64::from(bins) / (to - from) }
    }

    fn count(&self) -> usize {
        self.edges.len() - 1
    }

    fn edge(&self, at: usize) -> f64 {
        self.edges.get(at).copied().unwrap_or(f64::INFINITY)
    }

    /// Near the place of an instant among the edges.
    fn guess(&self, instant: f64) -> usize {
        // The cast takes what is before all edges, or not a number, for 0.
        (((instant - self.from) * self.per_ms) as usize).min(self.edges.len())
    }

    /// How many edges come before the instant or at it.
    fn up_to(&self, instant: f64) -> usize {
        let mut at = self.guess(instant);
        while self.edges.get(at).is_some_and(|edge| *edge <= instant) {
            at += 1;
        }
        while 0 < at && self.edges.get(at - 1).is_some_and(|edge| instant < *edge) {
            at -= 1;
        }
        at
    }

    /// How many edges come before the instant.
    fn below(&self, instant: f64) -> usize {
        let mut at = self.guess(instant);
        while self.edges.get(at).is_some_and(|edge| *edge < instant) {
            at += 1;
        }
        while 0 < at && self.edges.get(at - 1).is_some_and(|edge| instant <= *edge) {
            at -= 1;
        }
        at
    }
}

/// Sums of ranges of bins, kept as the steps up and down from each bin to the next.
struct Steps {
    certain: Vec<u32>,
    touched: Vec<u32>,
}

impl Steps {
    fn new(bins: usize) -> Steps {
        Steps { certain: vec![0; bins + 1], touched: vec![0; bins + 1] }
    }

    fn add(&mut self, place: Place, count: u32) {
        add(&mut self.touched, place.touched, count);
        add(&mut self.certain, place.certain, count);
    }
}

fn add(steps: &mut [u32], (from, to): (usize, usize), count: u32) {
    if to <= from {
        return;
    }
    if let Some(step) = steps.get_mut(from) {
        *step = step.wrapping_add(count);
    }
    if let Some(step) = steps.get_mut(to) {
        *step = step.wrapping_sub(count);
    }
}
