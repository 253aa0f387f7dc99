//! The frame: counts, ticks, and each lane group as marks in lanes or as density.
//!
//! What a frame costs depends on the pixels and on the events near the window. Where many events are near it, they are
//! counted by [tallies](super::order) and never looked at one by one. Cells of density are kept from frame to frame, and
//! given for the groups in sight alone.

use super::assign::assign_lanes;
use super::bands::Bands;
use super::emit::emit;
use super::input::Input;
use super::kept::Kept;
use super::near::{self, Near, is_near, is_visible, touches};
use super::order::{Narrow, Side};
use super::ticks::ticks;
use super::view::View;
use super::{Frame, Viewport};
use crate::error::Error;

/// The most events drawn one by one in a frame; beyond it the fullest groups become density.
pub const MAX_MARKS: usize = 2_000;
/// The most lane groups with something to show.
pub const MAX_GROUPS: usize = 1_000;
/// Lanes may need this many times the height there is (the page scrolls) before density takes over.
pub const LANE_FACTOR: usize = 2;
/// Height of a group's heading, in CSS pixels; a lone group without a name has none.
pub const GROUP_HEADING_PX: f32 = 26.0;
/// A mark whose whole possible extent is narrower than this, in CSS pixels, is a dot.
pub const DOT_PX: f64 = 8.0;
/// Radius of a dot; half the least room any mark takes.
pub const DOT_RADIUS_PX: f64 = 5.5;
/// The least height of a group drawn as density, in lanes.
pub const DENSE_LANES_MIN: usize = 2;
/// The greatest height of one of several groups drawn as density, in lanes; one without others may take all there is.
pub const DENSE_LANES_MAX: usize = 6;
/// The height of a strip of long bars, in lanes.
pub const STRIP_LANES: usize = 2;
/// Bars longer than what is shown may have lanes of their own up to one of so many lanes that fit, which all groups share;
/// more are a strip.
pub const LONG_SHARE: usize = 2;
/// So few events near the window have as many lanes as they need, where others that last longer stand in a strip.
pub const MAX_FEW: usize = 200;
/// The tallest lane, in CSS pixels.
pub const MAX_LANE_PX: f32 = 1_000.0;

pub(super) const NO_LANE: u32 = u32::MAX;
/// So many rows near the window are looked at one by one; more are counted by tallies.
pub(super) const MANY_ROWS: usize = 16_384;

/// One lane group on its way to the frame.
pub(crate) struct Band {
    /// Its place among the [`Bands`].
    pub index: u32,
    /// Rows to look at, ascending: all of them, or those near the window.
    pub rows: Vec<u32>,
    /// Lane of each row.
    pub lanes: Vec<u32>,
    /// Lane → its place among those kept, or [`NO_LANE`].
    pub kept: Vec<u32>,
    pub lanes_kept: usize,
    /// Lanes that it takes, as far as that tells whether it is to be density.
    pub fullness: usize,
    /// Rows near the window.
    pub near: usize,
    /// Rows to draw; counted generously where they are many.
    pub visible: usize,
    pub touching: u32,
    /// How many that touch the window are longer than a tile, where these stand together in a strip.
    pub strip: Option<u32>,
    pub dense: bool,
}

impl Band {
    pub fn strip_lanes(&self) -> usize {
        if self.strip.is_some() && !self.dense { STRIP_LANES } else { 0 }
    }
}

/// Lays out the matching rows for a viewport. What is kept from one frame to the next saves work and changes nothing.
///
/// # Errors
/// [`Error::BadRange`] for a window that is none, [`Error::Negative`] for a length, [`Error::OverLimit`] for a number beyond a limit (which it names) or
/// more than [`MAX_GROUPS`] groups, [`Error::WrongLength`] for bounds that do not reach the last dated row.
pub fn frame(input: &Input, viewport: &Viewport, kept: &mut Kept) -> Result<Frame, Error> {
    input.check()?;
    let mut view = View::new(viewport)?;
    kept.keep_for(input);
    view.widths = std::mem::take(&mut kept.widths);
    view.widths.keep_for(viewport, input.dated);
    let frame = lay_out(input, &view, kept);
    kept.widths = view.widths;
    frame
}

fn lay_out(input: &Input, view: &View, kept: &mut Kept) -> Result<Frame, Error> {
    let viewport = view.viewport;
    let mut frame = Frame { ticks: ticks(&view.scale, viewport.tick_gap_px), ..Frame::default() };
    count_relations(input, viewport, kept, &mut frame);
    let near = Near::of(input, view);
    let mut bands = bands(input, view, &near, kept);
    if MAX_GROUPS < bands.len() {
        let (given, limit) = (bands.len() as f64, MAX_GROUPS as f64);
        return Err(Error::OverLimit { what: "number of lane groups (MAX_GROUPS)", given, limit });
    }
    let lanes = assign_lanes(input, view, &near, kept, &mut bands);
    drop_empty(input, &mut bands);
    thin_out(&mut bands, Fullness::Lanes(lanes));
    emit(input, view, kept, &bands, &mut frame);
    Ok(frame)
}

fn count_relations(input: &Input, viewport: &Viewport, kept: &Kept, frame: &mut Frame) {
    (frame.certain, frame.possible) = near::count(input, viewport.from, viewport.to);
    // All that are not before the window touch what comes after its beginning.
    let (certain, possible) = near::count(input, viewport.from, f64::INFINITY);
    frame.before = kept.matching() - certain - possible;
    frame.after = certain + possible - frame.certain - frame.possible;
}

/// How many rows of each band touch the window, are drawn in it and are near it.
#[derive(Default)]
pub(super) struct Nearness {
    pub touching: Vec<u32>,
    pub visible: Vec<u32>,
    pub near: Vec<u32>,
}

/// The lane groups with something near the window, without their rows; without grouping the one there is.
fn bands(input: &Input, view: &View, near: &Near, kept: &mut Kept) -> Vec<Band> {
    let counts =
        if near.count <= MANY_ROWS { look_at(input, view, near, kept) } else { tally(input, view, near, kept) };
    let mut bands = Vec::new();
    for (index, near) in counts.near.iter().enumerate() {
        let visible = counts.visible[index] as usize;
        if *near == 0 && visible == 0 && input.groups.is_some() {
            continue;
        }
        bands.push(Band {
            index: index as u32,
            rows: Vec::new(),
            lanes: Vec::new(),
            kept: Vec::new(),
            lanes_kept: 0,
            fullness: 0,
            near: *near as usize,
            visible,
            touching: counts.touching[index],
            strip: None,
            dense: false,
        });
    }
    bands
}

pub(super) fn look_at(input: &Input, view: &View, near: &Near, kept: &Kept) -> Nearness {
    let bands = kept.bands();
    let zeros = || vec![0; bands.map_or(1, Bands::len)];
    let mut counts = Nearness { touching: zeros(), visible: zeros(), near: zeros() };
    near.each(input, |row| {
        let bounds = input.bounds(row);
        let facts = [touches(&bounds, view), is_visible(&bounds, view), is_near(&bounds, view)];
        each_band(bands, row, |band| {
            let Nearness { touching, visible, near } = &mut counts;
            for (counts, fact) in [touching, visible, near].into_iter().zip(facts) {
                if let Some(count) = counts.get_mut(band as usize) {
                    *count += u32::from(fact);
                }
            }
        });
    });
    counts
}

/// The same from tallies; what is drawn is counted generously.
fn tally(input: &Input, view: &View, near: &Near, kept: &mut Kept) -> Nearness {
    let any = Narrow::any(input);
    let mut count = |from: f64, to: f64| {
        let starts = kept.counts(input, Side::EarliestStart, any, &[to], false);
        let ends = kept.counts(input, Side::LatestEnd, any, &[from], true);
        starts.iter().zip(&ends).map(|(starts, ends)| starts - ends).collect()
    };
    let rims = view.rims();
    Nearness {
        touching: count(view.viewport.from, view.viewport.to),
        visible: count(rims.0, rims.1),
        near: count(near.from, near.to),
    }
}

/// Each band of a row; the only one where there is no grouping.
#[inline]
pub(crate) fn each_band(bands: Option<&Bands>, row: u32, mut run: impl FnMut(u32)) {
    match bands {
        Some(bands) => bands.each(row, run),
        None => run(0),
    }
}

/// What there may be too much of.
#[derive(Clone, Copy)]
pub(super) enum Fullness {
    /// Rows near the window, which all would be looked at.
    Near,
    Marks,
    /// With the most lanes that all together may take.
    Lanes(usize),
}

/// Makes the fullest groups dense until the marks or the lanes of the rest are few enough.
pub(super) fn thin_out(bands: &mut [Band], of: Fullness) {
    // As many lanes as there would be were all groups dense are never too many.
    let least_lanes = DENSE_LANES_MIN * bands.len();
    let (most, most_together, least) = match of {
        Fullness::Near => (MANY_ROWS, MANY_ROWS, 1),
        Fullness::Marks => (MAX_MARKS, MAX_MARKS, 1),
        Fullness::Lanes(limit) => (limit.max(DENSE_LANES_MIN), limit.max(least_lanes), DENSE_LANES_MIN + 1),
    };
    let fullness = |band: &Band| match (band.dense, of) {
        (true, _) => 0,
        (_, Fullness::Near) => band.near,
        (_, Fullness::Marks) => band.visible,
        (_, Fullness::Lanes(_)) => band.fullness,
    };
    for band in bands.iter_mut() {
        band.dense |= most < fullness(band);
    }
    let mut together: usize = bands.iter().map(fullness).sum();
    let keys: Vec<u64> = bands.iter().map(|band| u64::MAX - fullness(band) as u64).collect();
    for at in crate::radix::order(&keys) {
        let Some(band) = bands.get_mut(at as usize) else { continue };
        let fullness = fullness(band);
        if together <= most_together || fullness < least {
            return;
        }
        together -= fullness;
        band.dense = true;
    }
}

/// Leaves out the groups with nothing near the window.
fn drop_empty(input: &Input, bands: &mut Vec<Band>) {
    let is_empty = |band: &Band| band.lanes_kept + band.visible + band.strip_lanes() == 0 && !band.dense;
    bands.retain(|band| input.groups.is_none() || !is_empty(band));
}
