//! How many events touch each of many equal windows.

use super::rows::RowSet;
use crate::error::Error;
use crate::store::Store;
use serde::Serialize;

/// Bins that one histogram may have.
pub const MAX_BINS: u32 = 65_536;

/// Counts by bin; the bins divide `[from, to)` into equal windows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Histogram {
    /// Start of the first bin, milliseconds since 1970.
    pub from: f64,
    /// End of the last bin.
    pub to: f64,
    /// Events that touch each bin for certain.
    pub certain: Vec<u32>,
    /// Events that touch each bin only possibly.
    pub possible: Vec<u32>,
}

/// The start of bin `at`, which is the end of the one before.
pub fn bin_edge(from: f64, to: f64, bins: u32, at: u32) -> f64 {
    let share = f64::from(at) / f64::from(bins);
    if at == bins { to } else { (from + (to - from) * share).min(to) }
}

/// Counts the dated rows that touch each bin, by the definition of [`Span::relation`](crate::time::Span::relation).
///
/// # Errors
/// [`Error::BadRange`] unless `from < to` and their distance are finite, [`Error::OverLimit`] unless
/// `bins ≤` [`MAX_BINS`].
pub fn histogram(store: &Store, rows: &RowSet, from: f64, to: f64, bins: u32) -> Result<Histogram, Error> {
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
    let edges: Vec<f64> = (0..=bins).map(|at| bin_edge(from, to, bins.max(1), at)).collect();
    let mut certain = Steps::new(bins);
    let mut touching = Steps::new(bins);
    let bounds = store.bounds();
    for row in rows.iter() {
        let [earliest_start, latest_start, earliest_end, latest_end] = bounds.get(row);
        // Bin i has the edges i and i + 1: it is touched if edge i < latest end and earliest start < edge i + 1.
        let first = first_edge(&edges, |edge| earliest_start < edge).saturating_sub(1);
        let end = first_edge(&edges, |edge| latest_end <= edge).min(bins as usize);
        let sure_first = first_edge(&edges, |edge| latest_start <= edge).saturating_sub(1);
        let sure_end = first_edge(&edges, |edge| earliest_end < edge).min(bins as usize);
        touching.add(first, end);
        certain.add(first.max(sure_first), end.min(sure_end));
    }
    let certain = certain.sum();
    let possible = touching.sum().iter().zip(&certain).map(|(all, sure)| all.saturating_sub(*sure)).collect();
    Ok(Histogram { from, to, certain, possible })
}

/// The first edge for which `reached` holds; it must hold for all after.
fn first_edge(edges: &[f64], reached: impl Fn(f64) -> bool) -> usize {
    edges.partition_point(|edge| !reached(*edge))
}

/// A sum of ranges of bins, kept as the steps up and down between bins.
struct Steps {
    steps: Vec<i64>,
}

impl Steps {
    fn new(bins: u32) -> Steps {
        Steps { steps: vec![0; bins as usize + 1] }
    }

    fn add(&mut self, from: usize, to: usize) {
        if from < to
            && let Some(up) = self.steps.get_mut(from)
        {
            *up += 1;
            if let Some(down) = self.steps.get_mut(to) {
                *down -= 1;
            }
        }
    }

    fn sum(&self) -> Vec<u32> {
        let bins = self.steps.len().saturating_sub(1);
        let running = self.steps.iter().scan(0, |height, step| {
            *height += step;
            Some(u32::try_from(*height).unwrap_or(0))
        });
        running.take(bins).collect()
    }
}
