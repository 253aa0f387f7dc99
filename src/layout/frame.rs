//! The frame: counts, ticks, and each lane group as marks in lanes or as density.
//!
//! What a frame costs depends on the pixels and on the events near the window. Where many events are near it, they are
//! counted by [tallies](super::order) and never looked at one by one. Cells of density are kept from frame to frame, and
//! given for the groups in sight alone.

use super::bands::Bands;
use super::density;
use super::kept::Kept;
use super::labels::{self, EVENT_GAP_PX, Font, LABEL_GAP_PX, LABEL_INSET_PX, Placed};
use super::lanes::{self, Slot};
use super::near;
use super::order::{Narrow, Side, exponent_above, power_of_two};
use super::scale::{MAX_HEIGHT_PX, MAX_TIME_MS, Scale, length_within};
use super::ticks::ticks;
use super::tiles::{self, Grid};
use super::widths::Widths;
use super::{FLAG_CUT_LEFT, FLAG_CUT_RIGHT, FLAG_DOT, Frame, Group, LABEL_NONE, Marks, NO_COLOR, Viewport};
use crate::error::Error;
use crate::query::RowSet;
use crate::store::{BoundColumn, Zones};
use crate::time::{Edge, Qualifiers, Relation, Span};
use std::borrow::Cow;

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
/// The tallest lane, in CSS pixels.
pub const MAX_LANE_PX: f32 = 1_000.0;

/// For each so many marks side by side a packing may take a lane more: it is not what decides between marks and bars,
/// or these would come and go while one zooms.
const SPARE_LANES: usize = 4;
/// So many lanes with nothing in the window may stand below the last mark, for what is near it.
const MAX_EMPTY_LANES: usize = 6;
const MIN_LANE_PX: f32 = 4.0;
const HOUR_MS: f64 = 3_600_000.0;
const NO_LANE: u32 = u32::MAX;
/// Scales that differ by a smaller share are one: the length of a window is rounded anew wherever it is panned to.
const SAME_SCALE: f64 = 1e-6;
/// So many rows near the window are looked at one by one; more are counted by tallies.
const MANY_ROWS: usize = 16_384;
/// So many rows, standing in groups, are packed into lanes all together.
const MAX_PACKED_TOGETHER: usize = 8_192;

/// What is laid out: slices borrowed from the store, by row where not said otherwise.
///
/// Rows are in chronological order: by [anchor](Bounds), those without a date last.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The matching rows.
    pub matches: &'a RowSet,
    /// How many rows are dated.
    pub dated: u32,
    /// The bounds of the dated rows, milliseconds since 1970; none is NaN.
    pub bounds: [BoundColumn<'a>; 4],
    /// The least and greatest of them.
    pub zones: &'a Zones,
    /// Row → the `FLAG_*` bits of its edges and qualifiers.
    pub flags: &'a dyn Fn(u32) -> u8,
    /// Row → code of its value in the colouring field, or [`NO_COLOR`].
    pub color: Option<&'a dyn Fn(u32) -> u32>,
    /// The grouping; one nameless group where absent.
    pub groups: Option<GroupInput<'a>>,
    /// Row → what its label says.
    pub label: &'a dyn Fn(u32) -> Label<'a>,
}

/// The values of the grouping field, and who has which.
#[derive(Clone, Copy)]
pub struct GroupInput<'a> {
    /// What tells this grouping from others of the set.
    pub key: &'a str,
    /// Code → name.
    pub name: &'a dyn Fn(u32) -> &'a str,
    /// Codes from the top group to the bottom one; a value that is not listed has no group.
    pub order: &'a dyn Fn() -> Vec<u32>,
    /// Adds the codes of a row: an event with several values stands in each of their groups, one with none below all.
    pub codes: &'a dyn Fn(u32, &mut Vec<u32>),
}

/// What a label says; only its width matters here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label<'a> {
    /// The event's title.
    pub title: &'a str,
    /// The claimants' names as the page writes them; may be empty.
    pub claimant: Cow<'a, str>,
}

/// The four bounds of one row, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// No way of it starts before this.
    pub earliest_start: f64,
    /// Every way of it has started by this.
    pub latest_start: f64,
    /// No way of it ends before this.
    pub earliest_end: f64,
    /// Every way of it has ended by this.
    pub latest_end: f64,
}

impl Bounds {
    /// How the bounds stand to the window `[from, to)`: [`Span::relation`].
    pub fn relation(&self, from: f64, to: f64) -> Relation {
        let Bounds { earliest_start, latest_start, earliest_end, latest_end } = *self;
        let (start_edge, end_edge, qualifiers) = (Edge::Bounded, Edge::Bounded, Qualifiers::default());
        Span { earliest_start, latest_start, earliest_end, latest_end, start_edge, end_edge, qualifiers }
            .relation(from, to)
    }

    /// Where the event stands in chronological order: its first finite bound, the earliest start where that is finite.
    ///
    /// So what began "by 1 July" stands among the events of July rather than above all others.
    pub(crate) fn anchor(&self) -> f64 {
        self.finite().next().unwrap_or(f64::NEG_INFINITY)
    }

    /// The finite ones of the four bounds, starts first, within the limits of a [`Scale`].
    pub(crate) fn finite(&self) -> impl Iterator<Item = f64> {
        [self.earliest_start, self.latest_start, self.earliest_end, self.latest_end]
            .into_iter()
            .filter(|bound| bound.is_finite())
            .map(|bound| bound.clamp(-MAX_TIME_MS, MAX_TIME_MS))
    }

    /// First and last finite bound.
    #[inline]
    pub(crate) fn finite_extent(&self) -> Option<(f64, f64)> {
        let (first, last) = (self.earliest_start, self.latest_end);
        if -MAX_TIME_MS <= first && last <= MAX_TIME_MS {
            return Some((first, last));
        }
        self.finite().fold(None, |extent, bound| match extent {
            None => Some((bound, bound)),
            Some((first, last)) => Some((bound.min(first), bound.max(last))),
        })
    }

    /// Ends of all that is drawn of it where a pixel is `ms_per_px` long: at least a dot.
    pub(crate) fn drawn(&self, ms_per_px: f64) -> (f64, f64) {
        let (from, to) = (self.earliest_start, self.latest_end);
        if !(from.is_finite() && to.is_finite()) {
            return (from, to);
        }
        let middle = from + (to - from) / 2.0;
        let radius_ms = DOT_RADIUS_PX * ms_per_px;
        (from.min(middle - radius_ms), to.max(middle + radius_ms))
    }
}

impl Input<'_> {
    /// The bounds of a row below `dated`.
    #[inline]
    pub(crate) fn bounds(&self, row: u32) -> Bounds {
        let [earliest_start, latest_start, earliest_end, latest_end] = &self.bounds;
        Bounds {
            earliest_start: earliest_start.get(row),
            latest_start: latest_start.get(row),
            earliest_end: earliest_end.get(row),
            latest_end: latest_end.get(row),
        }
    }

    /// Words that a set of the dated rows takes.
    pub(crate) fn words(&self) -> usize {
        (self.dated as usize).div_ceil(64)
    }

    /// The matching ones of the dated rows `64 × at` and on, a bit each.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> u64 {
        let word = self.matches.word(at);
        match (self.dated as usize).saturating_sub(at * 64) {
            0 => 0,
            rest if rest < 64 => word & ((1 << rest) - 1),
            _ => word,
        }
    }

    /// Whether a row matches and is dated.
    pub(crate) fn is_match(&self, row: u32) -> bool {
        self.word(row as usize / 64) >> (row % 64) & 1 == 1
    }

    /// Calls `run` for every matching dated row of `rows`, ascending.
    pub(crate) fn each(&self, rows: impl Fn(usize) -> u64, mut run: impl FnMut(u32)) {
        for at in 0..self.words() {
            let mut rest = self.word(at) & rows(at);
            while rest != 0 {
                run(at as u32 * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    /// Every dated row has its bounds.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let expected = self.dated as usize;
        let names = ["earliest_start", "latest_start", "earliest_end", "latest_end"];
        for (what, column) in names.into_iter().zip(&self.bounds) {
            if column.base.len() < expected {
                return Err(Error::WrongLength { what, given: column.base.len(), expected });
            }
        }
        Ok(())
    }
}

/// A viewport whose numbers are checked.
pub(crate) struct View<'a> {
    pub viewport: &'a Viewport,
    pub scale: Scale,
    lane_px: f64,
    /// Lanes that fit into the height.
    capacity: usize,
    title_font: Font,
    claimant_font: Font,
    widths: Widths,
}

impl View<'_> {
    fn new(viewport: &Viewport) -> Result<View<'_>, Error> {
        let scale = Scale::new(viewport.from, viewport.to, viewport.width_px)?;
        let lane_px = length_within(viewport.lane_px, MIN_LANE_PX, MAX_LANE_PX, "height of a lane (MAX_LANE_PX)")?;
        let height_px = length_within(viewport.height_px, 0.0, MAX_HEIGHT_PX, "height of the lanes (MAX_HEIGHT_PX)")?;
        Ok(View {
            viewport,
            scale,
            lane_px,
            capacity: ((height_px / lane_px) as usize).max(1),
            title_font: Font::new(&viewport.title_font),
            claimant_font: Font::new(&viewport.claimant_font),
            widths: Widths::default(),
        })
    }

    /// Lanes there may be before density takes over.
    pub fn limit(&self) -> usize {
        self.capacity * LANE_FACTOR
    }

    /// The window widened to a grid of at most half its length.
    ///
    /// Lanes with nothing in it are left out; as it moves in steps, a short pan rarely adds or drops a lane.
    fn neighbourhood(&self) -> (f64, f64) {
        let (from, to) = (self.viewport.from, self.viewport.to);
        let cell = power_of_two_within(to - from) / 2.0;
        ((from / cell).floor() * cell, (to / cell).ceil() * cell)
    }

    /// The window with the room that the rims of dots just outside it take.
    fn rims(&self) -> (f64, f64) {
        let radius_ms = DOT_RADIUS_PX * self.scale.ms_per_px();
        (self.viewport.from - radius_ms, self.viewport.to + radius_ms)
    }

    /// The scale of the packing: milliseconds in a pixel, up to a power of two.
    pub fn packing_ms_per_px(&self) -> f64 {
        power_of_two(exponent_above(self.scale.ms_per_px() * (1.0 - SAME_SCALE)))
    }

    /// The exponent of the width of a cell of density: at least [`density::CELL_PX`] wide, and less than twice as wide.
    fn cell_exponent(&self) -> i32 {
        exponent_above(density::CELL_PX * self.scale.ms_per_px() * (1.0 - SAME_SCALE))
    }
}

/// One lane group on its way to the frame.
pub(crate) struct Band {
    /// Its place among the [`Bands`].
    pub index: u32,
    /// Rows to look at, ascending: all of them, or those near the window.
    pub rows: Vec<u32>,
    /// Lane of each row.
    pub lanes: Vec<u32>,
    /// Lane → its place among those kept, or [`NO_LANE`].
    kept: Vec<u32>,
    lanes_kept: usize,
    /// Lanes that it takes, as far as that tells whether it is to be density.
    fullness: usize,
    /// Rows near the window.
    near: usize,
    /// Rows to draw; counted generously where they are many.
    pub visible: usize,
    touching: u32,
    /// How many that touch the window are longer than a tile, where these stand together in a strip.
    strip: Option<u32>,
    pub dense: bool,
}

impl Band {
    fn strip_lanes(&self) -> usize {
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
    assign_lanes(input, view, &near, kept, &mut bands);
    drop_empty(input, &mut bands);
    thin_out(&mut bands, Fullness::Lanes(view.limit()));
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

/// The rows near the window: in its neighbourhood, or with a rim that reaches into it.
struct Near {
    from: f64,
    to: f64,
    words: Vec<u64>,
    count: usize,
}

impl Near {
    fn of(input: &Input, view: &View) -> Near {
        let (neighbourhood, rims) = (view.neighbourhood(), view.rims());
        let (from, to) = (neighbourhood.0.min(rims.0), neighbourhood.1.max(rims.1));
        let words = near::touching(input, from, to);
        Near { from, to, count: Near::count(&words), words }
    }

    fn count(words: &[u64]) -> usize {
        words.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn each(&self, input: &Input, run: impl FnMut(u32)) {
        input.each(|at| self.words[at], run);
    }

    fn has(&self, row: u32) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}

fn touches(bounds: &Bounds, view: &View) -> bool {
    bounds.relation(view.viewport.from, view.viewport.to) != Relation::Outside
}

/// Some of its mark is in the window, be it the rim of a dot.
fn is_visible(bounds: &Bounds, view: &View) -> bool {
    let (from, to) = bounds.drawn(view.scale.ms_per_px());
    view.viewport.from < to && from < view.viewport.to
}

fn is_near(bounds: &Bounds, view: &View) -> bool {
    let (from, to) = view.neighbourhood();
    bounds.relation(from, to) != Relation::Outside || is_visible(bounds, view)
}

/// How many rows of each band touch the window, are drawn in it and are near it.
#[derive(Default)]
struct Nearness {
    touching: Vec<u32>,
    visible: Vec<u32>,
    near: Vec<u32>,
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

fn look_at(input: &Input, view: &View, near: &Near, kept: &Kept) -> Nearness {
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
enum Fullness {
    /// Rows near the window, which all would be looked at.
    Near,
    Marks,
    /// With the most lanes that all together may take.
    Lanes(usize),
}

/// Makes the fullest groups dense until the marks or the lanes of the rest are few enough.
fn thin_out(bands: &mut [Band], of: Fullness) {
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

/// Gives every row its lane, and finds the lanes to keep; where there are too many rows to look at, groups become dense.
///
/// As many events as lanes fit, and a quarter more: one lane each. Else all are packed at the scale that shows the whole
/// extent, which holds for every deeper zoom; where that takes more than [`LANE_FACTOR`] times the lanes that fit, at
/// the current scale rounded up to a power of two, tile by tile, so that lanes change only where an octave is crossed.
/// What is longer than a tile then has a lane of its own, or goes into the strip of its group.
fn assign_lanes(input: &Input, view: &View, near: &Near, kept: &mut Kept, bands: &mut [Band]) {
    if one_lane_each(input, view, kept, bands) || packed_together(input, view, kept, bands) {
        thin_out(bands, Fullness::Near);
        thin_out(bands, Fullness::Marks);
    } else {
        let region = (near.from, near.to);
        let grid = Grid::of(view, region);
        kept.keep_long(input, &grid);
        let short = make_strips(input, view, near, kept, bands);
        thin_out(bands, Fullness::Near);
        thin_out(bands, Fullness::Marks);
        let are_all_short = bands.iter().all(|band| band.dense || band.strip.is_some());
        list_rows(input, if are_all_short { &short } else { near }, kept, bands);
        for band in bands.iter_mut().filter(|band| !band.dense) {
            if band.strip.is_some() {
                band.rows.retain(|row| short.has(*row));
            }
            // Too many for any packing is as good as packed: it will be density.
            let at_once = most_at_once(input, view, grid.ms_per_px, band);
            band.fullness = at_once + at_once / SPARE_LANES + band.strip_lanes();
            band.dense = view.limit().max(DENSE_LANES_MIN) < band.fullness;
        }
        tiles::pack(input, view, &grid, region, kept, bands);
    }
    for band in bands.iter_mut().filter(|band| !band.dense) {
        keep_lanes(input, view, band);
    }
}

/// Puts bars longer than a tile into strips, where a group has so many that hardly another would be seen; gives the rows
/// that are near and not so long.
fn make_strips(input: &Input, view: &View, near: &Near, kept: &Kept, bands: &mut [Band]) -> Near {
    let words: Vec<u64> = near.words.iter().zip(kept.long()).map(|(near, long)| near & !long).collect();
    let short = Near { count: Near::count(&words), words, ..*near };
    // A strip of one group is to leave room for the others, and take less than it saves.
    let most = (view.capacity / LONG_SHARE / kept.bands().map_or(1, Bands::len)).max(STRIP_LANES + 1);
    if near.count - short.count <= most || MANY_ROWS < short.count {
        return short;
    }
    let counts = look_at(input, view, &short, kept);
    for band in bands {
        let of_short = |counts: &[u32]| counts.get(band.index as usize).copied().unwrap_or(0);
        if most < band.near.saturating_sub(of_short(&counts.near) as usize) {
            band.strip = Some(band.touching.saturating_sub(of_short(&counts.touching)));
            band.near = of_short(&counts.near) as usize;
            band.visible = of_short(&counts.visible) as usize;
        }
    }
    short
}

fn one_lane_each(input: &Input, view: &View, kept: &Kept, bands: &mut [Band]) -> bool {
    let most = view.capacity + view.capacity / 4;
    if most < kept.matching() as usize {
        return false;
    }
    let all = all_rows(input, kept);
    if most < all.iter().map(Vec::len).sum() {
        return false;
    }
    for band in bands {
        band.rows = all.get(band.index as usize).cloned().unwrap_or_default();
        band.lanes = (0..band.rows.len() as u32).collect();
    }
    true
}

/// The matching rows of every band.
fn all_rows(input: &Input, kept: &Kept) -> Vec<Vec<u32>> {
    let bands = kept.bands();
    let mut all = vec![Vec::new(); bands.map_or(1, Bands::len)];
    input.each(
        |_| u64::MAX,
        |row| {
            each_band(bands, row, |band| {
                if let Some(rows) = all.get_mut(band as usize) {
                    rows.push(row);
                }
            });
        },
    );
    all
}

/// Lists the rows near the window of the bands that are not dense.
fn list_rows(input: &Input, near: &Near, kept: &Kept, bands: &mut [Band]) {
    if bands.iter().all(|band| band.dense) {
        return;
    }
    let of_row = kept.bands();
    if let Some(of_row) = of_row {
        let wanted = || bands.iter().filter(|band| !band.dense).map(|band| of_row.rows(band.index).len());
        // Those of few small groups are found sooner than looked for among all that are near.
        if wanted().sum::<usize>() < near.count {
            for band in bands.iter_mut().filter(|band| !band.dense) {
                let rows = of_row.rows(band.index).iter().copied();
                band.rows = rows.filter(|row| near.has(*row) && input.is_match(*row)).collect();
            }
            return;
        }
    }
    let slots = slots(of_row, bands.iter().map(|band| (!band.dense).then_some(band.index)));
    near.each(input, |row| {
        each_band(of_row, row, |band| {
            let slot = slots.get(band as usize).copied().unwrap_or(u32::MAX);
            if let Some(band) = bands.get_mut(slot as usize) {
                band.rows.push(row);
            }
        });
    });
}

/// Band → place of its index in `wanted`, or [`u32::MAX`].
pub(crate) fn slots(bands: Option<&Bands>, wanted: impl Iterator<Item = Option<u32>>) -> Vec<u32> {
    let mut slots = vec![u32::MAX; bands.map_or(1, Bands::len)];
    for (slot, band) in wanted.enumerate() {
        if let Some(place) = band.and_then(|band| slots.get_mut(band as usize)) {
            *place = slot as u32;
        }
    }
    slots
}

/// The most marks of a group that stand side by side with their labels anywhere in the window: no packing takes fewer
/// lanes, and deeper in there are no more of them.
fn most_at_once(input: &Input, view: &View, ms_per_px: f64, band: &Band) -> usize {
    let mut starts = Vec::with_capacity(band.visible);
    let mut ends = Vec::with_capacity(band.visible);
    for row in &band.rows {
        let bounds = input.bounds(*row);
        if is_visible(&bounds, view) {
            let Slot { from, free } = slot(input, view, *row, ms_per_px);
            starts.push(crate::radix::sortable(from));
            ends.push(crate::radix::sortable(free));
        }
    }
    crate::radix::sort(&mut starts);
    crate::radix::sort(&mut ends);
    let (mut ended, mut most) = (0, 0);
    for (begun, start) in starts.iter().enumerate() {
        // What only touches does not stand side by side.
        while ends.get(ended).is_some_and(|end| end <= start) {
            ended += 1;
        }
        most = most.max(begun + 1 - ended);
    }
    most
}

/// Packs all groups at the coarsest scale; `false` where the window is coarser still or too many lanes are needed.
fn packed_together(input: &Input, view: &View, kept: &mut Kept, bands: &mut [Band]) -> bool {
    // A lane has room for so many dots and gaps.
    let a_lane = view.scale.width_px() / (2.0 * DOT_RADIUS_PX + EVENT_GAP_PX) + 3.0;
    let most = ((a_lane * view.limit() as f64) as usize).min(MAX_PACKED_TOGETHER);
    if most < kept.matching() as usize {
        return false;
    }
    let Some((from, to)) = kept.fit(input) else { return false };
    let ms_per_px = (to - from) / view.scale.width_px();
    if ms_per_px * (1.0 + SAME_SCALE) < view.scale.ms_per_px() {
        return false;
    }
    if !kept.together.as_ref().is_some_and(|(packing, _)| packing.is_of(view, ms_per_px)) {
        let packed = pack_all(input, view, kept, ms_per_px);
        kept.together = Some((Packing::of(view, ms_per_px), packed));
    }
    let Some((_, Some(packed))) = &kept.together else { return false };
    for band in bands.iter_mut().filter(|band| !band.dense) {
        if let Some((rows, lanes)) = packed.get(band.index as usize) {
            (band.rows, band.lanes) = (rows.clone(), lanes.clone());
        }
    }
    true
}

/// What a packing depends on besides the matches and the grouping.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Packing {
    ms_per_px: f64,
    width_px: f64,
    limit: usize,
    labels_above: bool,
    fonts: [super::FontMetrics; 2],
}

impl Packing {
    pub fn of(view: &View, ms_per_px: f64) -> Packing {
        Packing {
            ms_per_px,
            width_px: view.scale.width_px(),
            limit: view.limit(),
            labels_above: view.viewport.labels_above,
            fonts: [view.viewport.title_font.clone(), view.viewport.claimant_font.clone()],
        }
    }

    pub fn is_of(&self, view: &View, ms_per_px: f64) -> bool {
        self.ms_per_px == ms_per_px
            && self.width_px == view.scale.width_px()
            && self.limit == view.limit()
            && self.labels_above == view.viewport.labels_above
            && self.fonts[0] == view.viewport.title_font
            && self.fonts[1] == view.viewport.claimant_font
    }
}

/// Rows and lanes of a band.
pub(crate) type Lanes = (Vec<u32>, Vec<u32>);

fn pack_all(input: &Input, view: &View, kept: &Kept, ms_per_px: f64) -> Option<Vec<Lanes>> {
    let coarse = |row: &u32| {
        let Slot { from, free } = slot(input, view, *row, ms_per_px);
        // A label without room on the right stands on the left while the whole extent is shown.
        let to = kept.known_fit().map_or(f64::INFINITY, |(_, to)| to);
        let left_px = if to < free && from.is_finite() && !view.viewport.labels_above {
            LABEL_GAP_PX + label_px(input, view, *row)
        } else {
            0.0
        };
        Slot { from: from - left_px * ms_per_px, free }
    };
    let mut left = view.limit();
    let mut packed = Vec::new();
    for rows in all_rows(input, kept) {
        let lanes = lanes::pack(rows.iter().map(coarse), left)?;
        left = left.saturating_sub(lanes.iter().max().map_or(0, |last| *last as usize + 1));
        packed.push((rows, lanes));
    }
    Some(packed)
}

/// The room that a row takes in its lane at a scale.
pub(crate) fn slot(input: &Input, view: &View, row: u32, ms_per_px: f64) -> Slot {
    let bounds = input.bounds(row);
    let (from, to) = bounds.drawn(ms_per_px);
    let label_px = label_px(input, view, row);
    let solid_px = (bounds.earliest_end - bounds.latest_start) / ms_per_px;
    let free = if view.viewport.labels_above {
        to.max(bounds.anchor() + label_px * ms_per_px)
    } else if label_px + 2.0 * LABEL_INSET_PX <= solid_px {
        to
    } else {
        to + (LABEL_GAP_PX + label_px) * ms_per_px
    };
    Slot { from, free: free + EVENT_GAP_PX * ms_per_px }
}

fn label_px(input: &Input, view: &View, row: u32) -> f64 {
    view.widths.of(row, || {
        let label = (input.label)(row);
        labels::label_width_px(label.title, &label.claimant, &view.title_font, &view.claimant_font)
    })
}

/// Numbers the lanes that have something near the window.
fn keep_lanes(input: &Input, view: &View, band: &mut Band) {
    let lanes = band.lanes.iter().filter(|lane| **lane != NO_LANE).max().map_or(0, |last| *last as usize + 1);
    let mut kept = vec![NO_LANE; lanes];
    let (mut without, mut last_visible) = (false, 0);
    for (row, lane) in band.rows.iter().zip(&band.lanes) {
        let bounds = input.bounds(*row);
        match kept.get_mut(*lane as usize) {
            Some(_) if !is_near(&bounds, view) => {}
            Some(kept) => {
                *kept = 0;
                if last_visible < *lane && is_visible(&bounds, view) {
                    last_visible = *lane;
                }
            }
            None => without |= is_visible(&bounds, view),
        }
    }
    // Below the last mark nothing would move if many lanes with none in sight were left out.
    let empty = kept.iter().skip(last_visible as usize + 1).filter(|lane| **lane != NO_LANE).count();
    if MAX_EMPTY_LANES < empty {
        kept.truncate(last_visible as usize + 1);
    }
    let mut next = 0;
    for lane in kept.iter_mut().filter(|lane| **lane != NO_LANE) {
        *lane = next;
        next += 1;
    }
    band.kept = kept;
    band.lanes_kept = next as usize;
    if without {
        band.fullness = usize::MAX / MAX_GROUPS;
    } else if band.fullness == 0 {
        band.fullness = band.lanes_kept + band.strip_lanes();
    }
}

/// Leaves out the groups with nothing near the window.
fn drop_empty(input: &Input, bands: &mut Vec<Band>) {
    let is_empty = |band: &Band| band.lanes_kept + band.visible + band.strip_lanes() == 0 && !band.dense;
    bands.retain(|band| input.groups.is_none() || !is_empty(band));
}

/// Writes groups, marks and cells from top to bottom.
fn emit(input: &Input, view: &View, kept: &mut Kept, bands: &[Band], frame: &mut Frame) {
    let heading_px = if input.groups.is_some() { f64::from(GROUP_HEADING_PX) } else { 0.0 };
    let most = if input.groups.is_some() { DENSE_LANES_MAX } else { view.capacity.max(DENSE_LANES_MIN) };
    let dense_lanes = (view.capacity / bands.len().max(1)).clamp(DENSE_LANES_MIN, most);
    let mut y = 0.0;
    for band in bands {
        let lanes = if band.dense { dense_lanes } else { band.strip_lanes() + band.lanes_kept };
        let height = heading_px + lanes as f64 * view.lane_px;
        let strip_px = band.strip_lanes() as f64 * view.lane_px;
        frame.groups.push(Group {
            label: label_of(input, kept, band),
            y_px: y as f32,
            height_px: height as f32,
            count: band.touching,
            dense: band.dense,
            strip_px: strip_px as f32,
            strip_count: if band.dense { 0 } else { band.strip.unwrap_or(0) },
        });
        if !band.dense {
            emit_marks(input, view, band, y + heading_px + strip_px, &mut frame.marks);
        }
        y += height;
    }
    frame.height_px = y as f32;
    emit_density(input, view, kept, bands, frame);
}

fn label_of(input: &Input, kept: &Kept, band: &Band) -> Option<String> {
    match (input.groups, kept.bands()) {
        (Some(groups), Some(bands)) => bands.code(band.index).map(|code| (groups.name)(code).to_owned()),
        _ => Some(String::new()),
    }
}

/// Cells stand on a grid of time, not of pixels: panning moves them and changes none.
fn emit_density(input: &Input, view: &View, kept: &mut Kept, bands: &[Band], frame: &mut Frame) {
    if bands.iter().all(|band| !band.dense && band.strip_lanes() == 0) {
        return;
    }
    let edges = density::grid(view.viewport.from, view.viewport.to, view.cell_exponent());
    let mut short = short_cells(input, kept, bands, &edges).into_iter();
    let cells = kept.cells(input, &edges);
    let mut of_dense = vec![0; cells.bands()];
    for band in bands.iter().filter(|band| band.dense) {
        if let Some(mask) = of_dense.get_mut(band.index as usize) {
            *mask = u32::MAX;
        }
    }
    frame.most_in_cell = cells.most(edges.len().saturating_sub(1), &of_dense);
    let px = |at: usize| edges.get(at).map_or(0.0, |edge| view.scale.px(*edge).clamp(0.0, view.scale.width_px()));
    for (index, band) in bands.iter().enumerate() {
        let Some(group) = frame.groups.get(index) else { return };
        let short = if 0.0 < group.strip_px { short.next() } else { None };
        let is_shown = view.viewport.shows(group.y_px, group.height_px);
        if short.is_none() && !(band.dense && is_shown) {
            continue;
        }
        for at in 0..edges.len().saturating_sub(1) {
            let (mut certain, mut possible) = cells.of(at, band.index);
            if let Some(short) = &short {
                certain = certain.saturating_sub(short.certain.get(at).copied().unwrap_or(0));
                possible = possible.saturating_sub(short.possible.get(at).copied().unwrap_or(0));
                frame.most_in_cell = frame.most_in_cell.max(certain + possible);
            }
            if !is_shown || certain == 0 && possible == 0 {
                continue;
            }
            let density = &mut frame.density;
            density.group.push(index as u32);
            density.x_px.push(px(at) as f32);
            density.width_px.push((px(at + 1) - px(at)) as f32);
            density.certain.push(certain);
            density.possible.push(possible);
        }
    }
}

/// What is not in the strips of the bands that have one, counted by cell: all matches are more than that by those in them.
fn short_cells(input: &Input, kept: &Kept, bands: &[Band], edges: &[f64]) -> Vec<density::Cells> {
    let with_strip = || bands.iter().filter(|band| 0 < band.strip_lanes()).map(|band| Some(band.index));
    let (Some(from), Some(to), Some(_)) = (edges.first(), edges.last(), with_strip().next()) else { return Vec::new() };
    let (touching, long) = (near::touching(input, *from, *to), kept.long());
    let slots = slots(kept.bands(), with_strip());
    let mut spans: Vec<Vec<Bounds>> = with_strip().map(|_| Vec::new()).collect();
    input.each(
        |at| touching[at] & !long[at],
        |row| {
            each_band(kept.bands(), row, |band| {
                let slot = slots.get(band as usize).copied().unwrap_or(u32::MAX);
                if let Some(spans) = spans.get_mut(slot as usize) {
                    spans.push(input.bounds(row));
                }
            });
        },
    );
    spans.into_iter().map(|spans| density::count(spans.into_iter(), edges)).collect()
}

fn emit_marks(input: &Input, view: &View, band: &Band, top: f64, marks: &mut Marks) {
    let mut by_lane: Vec<Vec<u32>> = vec![Vec::new(); band.lanes_kept];
    for (row, lane) in band.rows.iter().zip(&band.lanes) {
        let lane = band.kept.get(*lane as usize).and_then(|kept| by_lane.get_mut(*kept as usize));
        if let (Some(lane), true) = (lane, is_visible(&input.bounds(*row), view)) {
            lane.push(*row);
        }
    }
    for (lane, rows) in by_lane.iter().enumerate() {
        let placed: Vec<Placed> = rows.iter().map(|row| placed(input, view, *row)).collect();
        let places = labels::place(&placed, view.scale.width_px(), view.viewport.labels_above);
        for (row, place) in rows.iter().zip(&places) {
            push_mark(input, view, *row, (top + lane as f64 * view.lane_px) as f32, marks);
            marks.label_side.push(place.side);
            marks.label_x_px.push(if place.side == LABEL_NONE { 0.0 } else { place.x as f32 });
            marks.label_width_px.push(place.width as f32);
        }
    }
}

fn placed(input: &Input, view: &View, row: u32) -> Placed {
    let bounds = input.bounds(row);
    let (left, right) = bounds.drawn(view.scale.ms_per_px());
    Placed {
        left: view.scale.px(left),
        right: view.scale.px(right),
        solid_left: view.scale.px(bounds.latest_start),
        solid_right: view.scale.px(bounds.earliest_end),
        label: label_px(input, view, row),
    }
}

fn push_mark(input: &Input, view: &View, row: u32, y: f32, marks: &mut Marks) {
    let bounds = input.bounds(row);
    let mut flags = u16::from((input.flags)(row));
    if view.scale.px(bounds.latest_end) - view.scale.px(bounds.earliest_start) < DOT_PX {
        flags |= FLAG_DOT;
    }
    if bounds.earliest_start < view.viewport.from {
        flags |= FLAG_CUT_LEFT;
    }
    if view.viewport.to < bounds.latest_end {
        flags |= FLAG_CUT_RIGHT;
    }
    marks.row.push(row);
    marks.y_px.push(y);
    marks.earliest_start_px.push(view.scale.clamped_px(bounds.earliest_start));
    marks.latest_start_px.push(view.scale.clamped_px(bounds.latest_start));
    marks.earliest_end_px.push(view.scale.clamped_px(bounds.earliest_end));
    marks.latest_end_px.push(view.scale.clamped_px(bounds.latest_end));
    marks.flags.push(flags);
    marks.color.push(input.color.map_or(NO_COLOR, |color| color(row)));
}

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

/// Both ends moved out by a margin, within the limits of a [`Scale`] and far enough apart for its numbers.
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

/// The greatest power of two that is not over a positive number.
fn power_of_two_within(number: f64) -> f64 {
    f64::from_bits(number.to_bits() & f64::INFINITY.to_bits())
}
