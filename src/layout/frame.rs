//! The frame: counts, ticks, and each lane group as marks in lanes or as density.

use super::density::{self, CELL_PX};
use super::labels::{self, EVENT_GAP_PX, Font, LABEL_GAP_PX, LABEL_INSET_PX, LabelWidths, Placed};
use super::lanes::{self, Slot};
use super::scale::{MAX_HEIGHT_PX, MAX_TIME_MS, Scale, length_within};
use super::ticks::ticks;
use super::{Density, FLAG_CUT_LEFT, FLAG_CUT_RIGHT, FLAG_DOT, Frame, Group, LABEL_NONE, Marks, NO_COLOR, Viewport};
use crate::error::Error;
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
/// The greatest height of a group drawn as density, in lanes.
pub const DENSE_LANES_MAX: usize = 6;
/// The tallest lane, in CSS pixels.
pub const MAX_LANE_PX: f32 = 1_000.0;

const MIN_LANE_PX: f32 = 4.0;
const HOUR_MS: f64 = 3_600_000.0;
const NO_LANE: u32 = u32::MAX;
/// Scales that differ by a smaller share are one: the length of a window is rounded anew wherever it is panned to.
const SAME_SCALE: f64 = 1e-6;

/// What is laid out: slices borrowed from the store, by row where not said otherwise.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Matching dated rows by earliest start, then latest end, then row.
    pub rows: &'a [u32],
    /// Earliest starts of the whole set, milliseconds since 1970; none of the bounds is NaN.
    pub earliest_start: &'a [f64],
    /// Latest starts.
    pub latest_start: &'a [f64],
    /// Earliest ends.
    pub earliest_end: &'a [f64],
    /// Latest ends.
    pub latest_end: &'a [f64],
    /// The `FLAG_*` bits of edges and qualifiers.
    pub flags: &'a [u16],
    /// Row → code of its value in the colouring field, or [`NO_COLOR`].
    pub color: Option<&'a dyn Fn(u32) -> u32>,
    /// The grouping; one nameless group where absent.
    pub groups: Option<GroupInput<'a>>,
    /// Row → what its label says.
    pub label: &'a dyn Fn(u32) -> Label<'a>,
    /// Widths kept from frame to frame ([`LabelWidths::keep_for`] this viewport); measured anew where absent.
    pub widths: Option<&'a LabelWidths>,
}

/// The values of the grouping field, and who has which.
#[derive(Clone, Copy)]
pub struct GroupInput<'a> {
    /// Names by code.
    pub names: &'a [&'a str],
    /// Codes from the top group to the bottom one; a value that is not listed has no group.
    pub order: &'a [u32],
    /// Row → its codes: an event with several values stands in each of their groups, one with none below all.
    pub codes: &'a dyn Fn(u32) -> &'a [u32],
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
    pub(crate) fn finite_extent(&self) -> Option<(f64, f64)> {
        self.finite().fold(None, |extent, bound| match extent {
            None => Some((bound, bound)),
            Some((first, last)) => Some((bound.min(first), bound.max(last))),
        })
    }

    /// Ends of all that is drawn of it where a pixel is `ms_per_px` long: at least a dot.
    fn drawn(&self, ms_per_px: f64) -> (f64, f64) {
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
    /// The bounds of a row that [`Input::check`] has seen.
    pub(crate) fn bounds(&self, row: u32) -> Bounds {
        let row = row as usize;
        Bounds {
            earliest_start: self.earliest_start[row],
            latest_start: self.latest_start[row],
            earliest_end: self.earliest_end[row],
            latest_end: self.latest_end[row],
        }
    }

    /// Every array is as long as the others and every row is in them.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let expected = self.earliest_start.len();
        let lengths = [
            ("latest_start", self.latest_start.len()),
            ("earliest_end", self.earliest_end.len()),
            ("latest_end", self.latest_end.len()),
            ("flags", self.flags.len()),
        ];
        if let Some((what, given)) = lengths.into_iter().find(|(_, given)| *given != expected) {
            return Err(Error::WrongLength { what, given, expected });
        }
        match self.rows.iter().max() {
            Some(row) if expected <= *row as usize => Err(Error::UnknownRow { row: *row, rows: expected as u32 }),
            _ => Ok(()),
        }
    }
}

/// A viewport whose numbers are checked.
struct View<'a> {
    viewport: &'a Viewport,
    scale: Scale,
    lane_px: f64,
    /// Lanes that fit into the height.
    capacity: usize,
    title_font: Font,
    claimant_font: Font,
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
        })
    }

    fn limit(&self) -> usize {
        self.capacity * LANE_FACTOR
    }

    /// The window widened to a grid of at most half its length.
    ///
    /// Lanes with nothing in it are left out; as it moves in steps, a short pan rarely adds or drops a lane.
    fn neighbourhood(&self) -> (f64, f64) {
        let (from, to) = (self.viewport.from, self.viewport.to);
        let cell = ((to - from).log2().floor() - 1.0).exp2();
        ((from / cell).floor() * cell, (to / cell).ceil() * cell)
    }
}

/// One lane group on its way to the frame.
struct Band<'a> {
    label: Option<&'a str>,
    /// Rows in the order of lanes.
    rows: Vec<u32>,
    /// Lane of each row.
    lanes: Vec<u32>,
    /// Lane → its place among those kept, or [`NO_LANE`].
    kept: Vec<u32>,
    lanes_kept: usize,
    /// Rows to draw.
    visible: usize,
    touching: u32,
    dense: bool,
}

/// Lays out the matching rows for a viewport.
///
/// # Errors
/// [`Error::BadRange`] for a window that is none, [`Error::OverLimit`] for a number beyond a limit (which it names) or
/// more than [`MAX_GROUPS`] groups, [`Error::WrongLength`] and [`Error::UnknownRow`] for arrays that do not fit.
pub fn frame(input: &Input, viewport: &Viewport) -> Result<Frame, Error> {
    input.check()?;
    let view = View::new(viewport)?;
    let mut frame = Frame { ticks: ticks(&view.scale, viewport.tick_gap_px), ..Frame::default() };
    count_relations(input, viewport, &mut frame);
    let mut bands = bands(input);
    assign_lanes(input, &view, &mut bands);
    drop_empty(input, &mut bands);
    if MAX_GROUPS < bands.len() {
        let (given, limit) = (bands.len() as f64, MAX_GROUPS as f64);
        return Err(Error::OverLimit { what: "number of lane groups (MAX_GROUPS)", given, limit });
    }
    choose_density(&view, &mut bands);
    emit(input, &view, &bands, &mut frame);
    Ok(frame)
}

fn count_relations(input: &Input, viewport: &Viewport, frame: &mut Frame) {
    for row in input.rows {
        let bounds = input.bounds(*row);
        match bounds.relation(viewport.from, viewport.to) {
            Relation::Certain => frame.certain += 1,
            Relation::Possible => frame.possible += 1,
            Relation::Outside if bounds.latest_end <= viewport.from => frame.before += 1,
            Relation::Outside => frame.after += 1,
        }
    }
}

/// The groups from top to bottom with their rows in the order of lanes; without grouping, one.
fn bands<'a>(input: &Input<'a>) -> Vec<Band<'a>> {
    let band = |label, rows| Band {
        label,
        rows,
        lanes: Vec::new(),
        kept: Vec::new(),
        lanes_kept: 0,
        visible: 0,
        touching: 0,
        dense: false,
    };
    let rows = in_anchor_order(input);
    let Some(groups) = input.groups else { return vec![band(Some(""), rows)] };
    let mut by_code: Vec<Vec<u32>> = vec![Vec::new(); groups.names.len()];
    let mut without = Vec::new();
    for row in rows {
        let codes = (groups.codes)(row);
        if codes.is_empty() {
            without.push(row);
        }
        for code in codes {
            match by_code.get_mut(*code as usize) {
                Some(of_code) if of_code.last() != Some(&row) => of_code.push(row),
                _ => {}
            }
        }
    }
    let mut bands = Vec::new();
    for code in groups.order {
        let code = *code as usize;
        if let (Some(name), Some(rows)) = (groups.names.get(code), by_code.get_mut(code)) {
            bands.push(band(Some(name), std::mem::take(rows)));
        }
    }
    bands.push(band(None, without));
    bands
}

/// The rows by [`Bounds::anchor`], ties in the order given.
fn in_anchor_order(input: &Input) -> Vec<u32> {
    let anchor = |row: &u32| input.bounds(*row).anchor();
    let mut rows = input.rows.to_vec();
    if !rows.is_sorted_by(|a, b| anchor(a) <= anchor(b)) {
        rows.sort_by(|a, b| anchor(a).total_cmp(&anchor(b)));
    }
    rows
}

fn touches(bounds: &Bounds, view: &View) -> bool {
    bounds.relation(view.viewport.from, view.viewport.to) != Relation::Outside
}

/// Some of its mark is in the window, be it the rim of a dot.
fn is_visible(bounds: &Bounds, view: &View) -> bool {
    let (from, to) = bounds.drawn(view.scale.ms_per_px());
    view.viewport.from < to && from < view.viewport.to
}

/// Gives every row of every group its lane, and finds the lanes to keep.
///
/// As many events as lanes fit, and a quarter more: one lane each. Else all are packed at the scale that shows the whole
/// extent, which holds for every deeper zoom; where that takes more than [`LANE_FACTOR`] times the lanes that fit, at
/// the current scale rounded up to a power of two, so that lanes change only where an octave is crossed.
fn assign_lanes(input: &Input, view: &View, bands: &mut [Band]) {
    for band in bands.iter_mut() {
        let bounds = |row: &&u32| input.bounds(**row);
        band.touching = band.rows.iter().filter(|row| touches(&bounds(row), view)).count() as u32;
        band.visible = band.rows.iter().filter(|row| is_visible(&bounds(row), view)).count();
    }
    let rows: usize = bands.iter().map(|band| band.rows.len()).sum();
    if rows <= view.capacity + view.capacity / 4 {
        for band in bands.iter_mut() {
            band.lanes = (0..band.rows.len() as u32).collect();
        }
    } else if !pack_coarsely(input, view, bands) {
        let ms_per_px = quantised(view.scale.ms_per_px());
        for band in bands.iter_mut() {
            band.lanes.clear();
            band.lanes_kept = most_at_once(input, view, band);
            // Too many for any packing is as good as packed: it will be density.
            if view.limit() < band.lanes_kept {
                continue;
            }
            let slots = band.rows.iter().map(|row| slot(input, view, *row, ms_per_px));
            band.lanes = lanes::pack(slots, usize::MAX).unwrap_or_default();
        }
    }
    for band in bands.iter_mut().filter(|band| !band.lanes.is_empty()) {
        keep_lanes(input, view, band);
    }
}

/// The most marks of a group that stand side by side anywhere in the window: no packing takes fewer lanes.
fn most_at_once(input: &Input, view: &View, band: &Band) -> usize {
    if MAX_MARKS < band.visible {
        return usize::MAX;
    }
    let mut turns: Vec<(f64, i32)> = Vec::with_capacity(2 * band.visible);
    for row in &band.rows {
        let bounds = input.bounds(*row);
        if is_visible(&bounds, view) {
            let (from, to) = bounds.drawn(view.scale.ms_per_px());
            turns.extend([(from, 1), (to, -1)]);
        }
    }
    // Ends first: what only touches does not stand side by side.
    turns.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (mut now, mut most) = (0, 0);
    for (_, turn) in turns {
        now += turn;
        most = most.max(now);
    }
    most as usize
}

/// Packs all groups at the coarsest scale; `false` where the window is coarser still or too many lanes are needed.
fn pack_coarsely(input: &Input, view: &View, bands: &mut [Band]) -> bool {
    let Some((from, to)) = fit(input) else { return false };
    let coarse = |row: &u32, ms_per_px: f64| {
        let Slot { from, free } = slot(input, view, *row, ms_per_px);
        // A label without room on the right stands on the left while the whole extent is shown.
        let left_px = if to < free && from.is_finite() && !view.viewport.labels_above {
            LABEL_GAP_PX + label_px(input, view, *row)
        } else {
            0.0
        };
        Slot { from: from - left_px * ms_per_px, free }
    };
    let ms_per_px = (to - from) / view.scale.width_px();
    if ms_per_px * (1.0 + SAME_SCALE) < view.scale.ms_per_px() {
        return false;
    }
    let mut left = view.limit();
    for band in bands {
        let slots = band.rows.iter().map(|row| coarse(row, ms_per_px));
        let Some(lanes) = lanes::pack(slots, left) else { return false };
        left = left.saturating_sub(lanes.iter().max().map_or(0, |last| *last as usize + 1));
        band.lanes = lanes;
    }
    true
}

/// The least power of two that is not noticeably less.
fn quantised(ms_per_px: f64) -> f64 {
    (ms_per_px.log2() - SAME_SCALE).ceil().exp2()
}

fn slot(input: &Input, view: &View, row: u32, ms_per_px: f64) -> Slot {
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
    let measure = || {
        let label = (input.label)(row);
        labels::label_width_px(label.title, &label.claimant, &view.title_font, &view.claimant_font) as f32
    };
    f64::from(match input.widths {
        Some(widths) => widths.get(row, measure),
        None => measure(),
    })
}

/// Numbers the lanes that have something near the window.
fn keep_lanes(input: &Input, view: &View, band: &mut Band) {
    let (from, to) = view.neighbourhood();
    let lanes = band.lanes.iter().max().map_or(0, |last| *last as usize + 1);
    let mut kept = vec![NO_LANE; lanes];
    for (row, lane) in band.rows.iter().zip(&band.lanes) {
        let bounds = input.bounds(*row);
        if bounds.relation(from, to) != Relation::Outside || is_visible(&bounds, view) {
            kept[*lane as usize] = 0;
        }
    }
    let mut next = 0;
    for lane in kept.iter_mut().filter(|lane| **lane != NO_LANE) {
        *lane = next;
        next += 1;
    }
    band.kept = kept;
    band.lanes_kept = next as usize;
}

/// Leaves out the groups with nothing near the window.
fn drop_empty(input: &Input, bands: &mut Vec<Band>) {
    bands.retain(|band| 0 < band.lanes_kept || 0 < band.visible || input.groups.is_none());
}

/// Makes the fullest groups dense until the marks and the lanes of the rest are few enough.
fn choose_density(view: &View, bands: &mut [Band]) {
    for band in bands.iter_mut() {
        band.dense = MAX_MARKS < band.visible || view.limit().max(DENSE_LANES_MIN) < band.lanes_kept;
    }
    let excess = |bands: &[Band]| {
        let drawn = bands.iter().filter(|band| !band.dense);
        let (marks, lanes) = drawn.fold((0, 0), |(m, l), band| (m + band.visible, l + band.lanes_kept));
        (MAX_MARKS < marks, view.limit() < lanes)
    };
    loop {
        let (marks, lanes) = excess(bands);
        let fullness = |band: &Band| if marks { band.visible } else { band.lanes_kept };
        let least = if marks { 1 } else { DENSE_LANES_MIN + 1 };
        let mut fullest: Option<usize> = None;
        for (i, band) in bands.iter().enumerate().filter(|(_, band)| !band.dense && least <= fullness(band)) {
            if fullest.is_none_or(|other| fullness(&bands[other]) < fullness(band)) {
                fullest = Some(i);
            }
        }
        match fullest {
            Some(i) if marks || lanes => bands[i].dense = true,
            _ => return,
        }
    }
}

/// Writes groups, marks and cells from top to bottom.
fn emit(input: &Input, view: &View, bands: &[Band], frame: &mut Frame) {
    let heading_px = if input.groups.is_some() { f64::from(GROUP_HEADING_PX) } else { 0.0 };
    let dense_lanes = (view.capacity / bands.len().max(1)).clamp(DENSE_LANES_MIN, DENSE_LANES_MAX);
    let mut y = 0.0;
    for (index, band) in bands.iter().enumerate() {
        let lanes = if band.dense { dense_lanes } else { band.lanes_kept };
        let height = heading_px + lanes as f64 * view.lane_px;
        frame.groups.push(Group {
            label: band.label.map(str::to_owned),
            y_px: y as f32,
            height_px: height as f32,
            count: band.touching,
            dense: band.dense,
        });
        if band.dense {
            emit_density(input, view, band, index as u32, &mut frame.density);
        } else {
            emit_marks(input, view, band, y + heading_px, &mut frame.marks);
        }
        y += height;
    }
    frame.height_px = y as f32;
}

fn emit_density(input: &Input, view: &View, band: &Band, group: u32, density: &mut Density) {
    let width_px = view.scale.width_px();
    let cells = (width_px / CELL_PX).ceil() as usize;
    let edge_px = |i: usize| (i as f64 * CELL_PX).min(width_px);
    let mut edges: Vec<f64> = (0..cells).map(|i| view.scale.time(edge_px(i))).collect();
    edges.push(view.viewport.to);
    let counted = density::count(band.rows.iter().map(|row| input.bounds(*row)), &edges);
    for (i, (certain, possible)) in counted.certain.iter().zip(&counted.possible).enumerate() {
        if *certain == 0 && *possible == 0 {
            continue;
        }
        density.group.push(group);
        density.x_px.push(edge_px(i) as f32);
        density.width_px.push((edge_px(i + 1) - edge_px(i)) as f32);
        density.certain.push(*certain);
        density.possible.push(*possible);
    }
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
    let mut flags = input.flags.get(row as usize).copied().unwrap_or(0);
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
pub fn fit(input: &Input) -> Option<(f64, f64)> {
    input.check().ok()?;
    let (from, to) = extent(input)?;
    let margin_ms = ((to - from) * FIT_MARGIN).max(HOUR_MS / 2.0);
    Some(widened(from, to, margin_ms))
}

/// Share of the extent that [`fit`] adds on either side.
const FIT_MARGIN: f64 = 0.04;

/// A window that shows one row well: its finite extent takes the middle third. `None` where it is undated or unknown.
///
/// A row of which only one moment is known gets a quarter of what [`fit`] shows.
pub fn fit_row(input: &Input, row: u32) -> Option<(f64, f64)> {
    input.check().ok()?;
    input.earliest_start.get(row as usize)?;
    let (from, to) = input.bounds(row).finite_extent()?;
    let whole_ms = fit(input).map_or(HOUR_MS, |(from, to)| to - from);
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
    let extents = input.rows.iter().filter_map(|row| input.bounds(*row).finite_extent());
    extents.reduce(|(from, to), (first, last)| (from.min(first), to.max(last)))
}
