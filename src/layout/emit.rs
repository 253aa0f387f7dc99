//! Groups on their way → the frame.

use super::assign::{label_px, slots};
use super::cells::Shown;
use super::column_scale::{Heights, Scale};
use super::density;
use super::frame::{Band, DENSE_LANES_MAX, DENSE_LANES_MIN, DOT_PX, GROUP_HEADING_PX, each_band};
use super::input::{Bounds, Input};
use super::kept::Kept;
use super::labels::{self, Placed};
use super::near::{self, is_visible};
use super::view::View;
use super::{FLAG_CUT_LEFT, FLAG_CUT_RIGHT, FLAG_DOT, Frame, Group, LABEL_NONE, Marks, NO_COLOR};

/// Writes groups, marks and cells from top to bottom.
pub(super) fn emit(input: &Input, view: &View, kept: &mut Kept, bands: &[Band], frame: &mut Frame) {
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
            base: 0,
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
    let short = short_cells(input, kept, bands, &edges);
    let columns = Columns { cells: kept.cells(input, &edges), count: edges.len().saturating_sub(1) };
    set_scale(&columns, &short, bands, frame);
    let px = |at: usize| edges.get(at).map_or(0.0, |edge| view.scale.px(*edge).clamp(0.0, view.scale.width_px()));
    for (index, band, short) in with_density(bands, &short) {
        let Some(group) = frame.groups.get(index) else { return };
        if !view.viewport.shows(group.y_px, group.height_px) {
            continue;
        }
        for at in 0..columns.count {
            let (certain, possible) = columns.of(band, short, at);
            if certain == 0 && possible == 0 {
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

/// The bands with columns, what those of a strip leave out, and the places of their groups.
fn with_density<'a>(
    bands: &'a [Band],
    short: &'a [density::Cells],
) -> impl Iterator<Item = (usize, &'a Band, Option<&'a density::Cells>)> {
    let mut short = short.iter();
    bands.iter().enumerate().filter_map(move |(index, band)| match (band.strip_lanes(), band.dense) {
        (0, true) => Some((index, band, None)),
        (0, false) => None,
        _ => short.next().map(|short| (index, band, Some(short))),
    })
}

/// Finds the bases of the groups and the one scale of all columns, in sight or not.
fn set_scale(columns: &Columns, short: &[density::Cells], bands: &[Band], frame: &mut Frame) {
    let each = columns.cells.least_and_most(columns.count);
    let mut scale = Scale::default();
    let mut most = 0;
    for (index, band, short) in with_density(bands, short) {
        let known = each.get(band.index as usize).copied().unwrap_or_default();
        if short.is_some() || !scale.holds(known) {
            let heights = Heights::of((0..columns.count).map(|at| columns.of(band, short, at)));
            most = most.max(heights.most);
            scale.add(index, heights);
        }
    }
    frame.most_in_cell = most;
    frame.scale_end = scale.end();
    for (index, base) in scale.bases() {
        if let Some(group) = frame.groups.get_mut(index) {
            group.base = base;
        }
    }
}

/// The cells of the window, as the columns of a band count them.
struct Columns<'a> {
    cells: Shown<'a>,
    count: usize,
}

impl Columns<'_> {
    /// How many events touch the cell at that place for certain, and how many only possibly; in a strip all but the short ones.
    #[inline]
    fn of(&self, band: &Band, short: Option<&density::Cells>, at: usize) -> (u32, u32) {
        let (certain, possible) = self.cells.of(at, band.index);
        let Some(short) = short else { return (certain, possible) };
        let less = |count: u32, short: &[u32]| count.saturating_sub(short.get(at).copied().unwrap_or(0));
        (less(certain, &short.certain), less(possible, &short.possible))
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
