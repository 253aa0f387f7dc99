//! Windows that show all there is, or one event.

use super::input::Input;
use super::kept::Kept;
use super::scale::MAX_TIME_MS;

const HOUR_MS: f64 = 3_600_000.0;

/// A window in which all finite bounds of the matching rows are visible, with a margin; `None` where there are none.
///
/// Milliseconds since 1970.
pub fn fit(input: &Input, kept: &mut Kept) -> Option<(f64, f64)> {
    input.check().ok()?;
    kept.keep_for_matches(input);
    kept.fit(input)
}

/// The window of [`fit`] for an extent.
pub(crate) fn fit_extent((from, to): (f64, f64)) -> (f64, f64) {
    let margin_ms = ((to - from) * FIT_MARGIN).max(HOUR_MS / 2.0);
    widened(from, to, margin_ms)
}

/// Share of the extent that [`fit`] adds on either side.
const FIT_MARGIN: f64 = 0.04;

/// A window that shows one row well: its finite extent takes the middle third. `None` where it is undated or unknown.
///
/// A row of which only one moment is known gets a quarter of what [`fit`] shows.
pub fn fit_row(input: &Input, row: u32, kept: &mut Kept) -> Option<(f64, f64)> {
    if input.dated <= row {
        return None;
    }
    let whole_ms = fit(input, kept).map_or(HOUR_MS, |(from, to)| to - from);
    let (from, to) = input.bounds(row).finite_extent()?;
    let least_ms = if from < to { HOUR_MS.min(whole_ms) } else { (whole_ms / 4.0).max(HOUR_MS) };
    let length_ms = (3.0 * (to - from)).max(least_ms);
    Some(widened(from, to, (length_ms - (to - from)) / 2.0))
}

/// Both ends moved out by a margin, within the limits of a [`Scale`](super::Scale) and far enough apart for its numbers.
fn widened(from: f64, to: f64, margin_ms: f64) -> (f64, f64) {
    let resolution_ms = 1_024.0 * f64::EPSILON * from.abs().max(to.abs());
    let margin_ms = margin_ms.max(resolution_ms);
    ((from - margin_ms).max(-MAX_TIME_MS), (to + margin_ms).min(MAX_TIME_MS))
}

/// First and last finite bound of the matching rows.
pub(crate) fn extent(input: &Input) -> Option<(f64, f64)> {
    let mut extent: Option<(f64, f64)> = None;
    input.each(
        |_| u64::MAX,
        |row| {
            if let Some((first, last)) = input.bounds(row).finite_extent() {
                extent = Some(extent.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
            }
        },
    );
    extent
}
