//! The whole extent at a glance, long empty stretches folded.

use super::density;
use super::frame::{Bounds, Input};
use super::scale::{MAX_WIDTH_PX, Scale, length_within};
use super::ticks::{tick_at, ticks};
use super::{Tick, TickUnit};
use crate::error::Error;
use serde::Serialize;

/// The most stretches folded; the longest go first.
pub const MAX_FOLDS: usize = 8;
/// Width of a folded stretch in CSS pixels, where there is room.
pub const FOLD_PX: f64 = 56.0;

/// All folded stretches together take at most this share of the width.
const FOLDED_SHARE: f64 = 0.25;
/// A stretch is folded if it is longer than this share of all that is not folded yet …
const FOLD_SHARE: f64 = 0.125;
/// … or than this share of what lies between the folds on either side …
const FOLD_SHARE_OF_STRETCH: f64 = 0.4;
/// … and at any rate longer than this many times the usual distance between one event and the next.
const FOLD_RATIO: f64 = 10.0;
/// So many of the longest stretches are looked at.
const FOLD_CANDIDATES: usize = 4 * MAX_FOLDS;
const MIN_SEGMENT_PX: f64 = 24.0;
const TICK_GAP_PX: f32 = 56.0;
/// A tick nearer to the right edge than this has no room for its label.
const LAST_LABEL_PX: f64 = 24.0;
const DAY_MS: f64 = 86_400_000.0;

/// The whole extent: time ↔ px is linear in each segment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    /// Segments from left to right; each begins where the one before ends. Empty where nothing has a finite bound.
    pub segments: Vec<Segment>,
    /// Bars of equal width within a segment; folded ones have none.
    pub bars: Bars,
    /// Ticks from left to right; the first of a segment stands near its beginning.
    pub ticks: Vec<Tick>,
}

/// A stretch of time on a stretch of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// First millisecond since 1970.
    pub from: f64,
    /// The millisecond after the last.
    pub to: f64,
    /// Left edge in CSS pixels.
    pub from_px: f32,
    /// Right edge in CSS pixels.
    pub to_px: f32,
    /// Nothing happens in it, and it is shown shorter than the others.
    pub folded: bool,
}

/// Bars of the overview: arrays of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// Left edge in CSS pixels.
    pub x_px: Vec<f32>,
    /// Width.
    pub width_px: Vec<f32>,
    /// Events that touch the bar's time for certain.
    pub certain: Vec<u32>,
    /// Events that touch it only possibly.
    pub possible: Vec<u32>,
}

/// Lays out the whole extent of the matching rows in `width_px` CSS pixels.
///
/// A stretch that no event's finite bounds enclose is folded if it is long against what is left unfolded and against
/// the usual distance between events, again and again from the longest, at most [`MAX_FOLDS`] times. What is left is as wide as
/// it has events. A side that is open or unknown counts only within the segment of the event's finite bounds: one
/// event "by June" says nothing of the centuries before.
///
/// # Errors
/// [`Error::OverLimit`] for a width beyond [`MAX_WIDTH_PX`]; [`Error::WrongLength`] and [`Error::UnknownRow`] for arrays
/// that do not fit.
pub fn overview(input: &Input, width_px: f32) -> Result<Overview, Error> {
    input.check()?;
    let width_px = length_within(width_px, 1.0, MAX_WIDTH_PX, "width in pixels (MAX_WIDTH_PX)")?;
    let mut overview = Overview::default();
    let stretches = stretches(input);
    let events: usize = stretches.iter().map(|stretch| stretch.spans.len()).sum();
    let bar_px = (width_px / (4.0 * (events as f64).sqrt()).max(24.0)).max(4.0);
    let fold_px = FOLD_PX.min(FOLDED_SHARE * width_px / stretches.len().saturating_sub(1).max(1) as f64);
    let widths = widths(&stretches, width_px - fold_px * stretches.len().saturating_sub(1) as f64);
    let mut x = 0.0;
    for (i, (stretch, width)) in stretches.iter().zip(widths).enumerate() {
        if let Some(before) = i.checked_sub(1).and_then(|before| stretches.get(before)) {
            overview.segments.push(segment(before.to, stretch.from, x, fold_px, true));
            x += fold_px;
        }
        let segment = segment(stretch.from, stretch.to, x, width, false);
        push_bars(stretch, &segment, bar_px, &mut overview.bars);
        push_ticks(&segment, &mut overview.ticks);
        overview.segments.push(segment);
        x += width;
    }
    let stands_out = |tick: &Tick| width_px - LAST_LABEL_PX < f64::from(tick.x_px);
    while 1 < overview.ticks.len() && overview.ticks.last().is_some_and(stands_out) {
        overview.ticks.pop();
    }
    Ok(overview)
}

fn segment(from: f64, to: f64, x: f64, width: f64, folded: bool) -> Segment {
    Segment { from, to, from_px: x as f32, to_px: (x + width) as f32, folded }
}

/// A stretch of time between two folds, with the events in it.
struct Stretch {
    from: f64,
    to: f64,
    spans: Vec<Bounds>,
}

/// An event with the extent of its finite bounds.
type Extent = (f64, f64, Bounds);

fn stretches(input: &Input) -> Vec<Stretch> {
    let mut extents: Vec<Extent> = Vec::with_capacity(input.rows.len());
    for row in input.rows {
        let bounds = input.bounds(*row);
        if let Some((first, last)) = bounds.finite_extent() {
            extents.push((first, last, bounds));
        }
    }
    extents.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let gaps = Gaps::of(&extents);
    let folded = gaps.folded();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (i, (first, last, bounds)) in extents.into_iter().enumerate() {
        match stretches.last_mut() {
            Some(stretch) if folded.binary_search(&i).is_err() => {
                stretch.to = stretch.to.max(last);
                stretch.spans.push(bounds);
            }
            _ => stretches.push(Stretch { from: first, to: last, spans: vec![bounds] }),
        }
    }
    give_room(&mut stretches, gaps.whole_ms());
    stretches
}

/// A lone moment gets some time on either side, so that it can be drawn and aimed at.
fn give_room(stretches: &mut [Stretch], whole_ms: f64) {
    let usual_ms = (whole_ms / 1_000.0).max(DAY_MS / 2.0);
    for i in 0..stretches.len() {
        let before_ms = i.checked_sub(1).map_or(f64::INFINITY, |before| stretches[i].from - stretches[before].to);
        let after_ms = stretches.get(i + 1).map_or(f64::INFINITY, |after| after.from - stretches[i].to);
        let stretch = &mut stretches[i];
        if stretch.from < stretch.to {
            continue;
        }
        let room_ms = usual_ms.max(resolution_ms(stretch.to)).min(before_ms / 4.0).min(after_ms / 4.0);
        stretch.from -= room_ms;
        stretch.to += room_ms;
    }
}

/// The least length that can be told apart well at a time.
fn resolution_ms(time: f64) -> f64 {
    1_024.0 * f64::EPSILON * time.abs()
}

/// The empty stretches between events in order of their starts.
struct Gaps {
    /// Where each event starts.
    starts: Vec<f64>,
    /// How far it and those before it reach.
    covered: Vec<f64>,
    /// Length of the empty stretch before it; 0 where it overlaps another.
    lengths: Vec<f64>,
}

impl Gaps {
    fn of(extents: &[Extent]) -> Gaps {
        let mut gaps = Gaps { starts: Vec::new(), covered: Vec::new(), lengths: Vec::new() };
        let mut covered = extents.first().map_or(0.0, |(first, ..)| *first);
        for (first, last, _) in extents {
            gaps.starts.push(*first);
            gaps.lengths.push((first - covered).max(0.0));
            covered = covered.max(*last);
            gaps.covered.push(covered);
        }
        gaps
    }

    /// Length from the first start to the farthest end.
    fn whole_ms(&self) -> f64 {
        self.length_ms(0, self.starts.len())
    }

    /// Length of the stretch of the events `first..after`.
    fn length_ms(&self, first: usize, after: usize) -> f64 {
        let end = after.checked_sub(1).and_then(|last| self.covered.get(last));
        end.zip(self.starts.get(first)).map_or(0.0, |(end, start)| end - start)
    }

    /// Indices of the events that a fold stands before, ascending.
    fn folded(&self) -> Vec<usize> {
        let lengths = &self.lengths;
        let mut longest: Vec<usize> = (1..lengths.len()).collect();
        longest.sort_by(|a, b| lengths[*b].total_cmp(&lengths[*a]).then(a.cmp(b)));
        let mut remaining_ms = self.whole_ms();
        let mut folded: Vec<usize> = Vec::new();
        for index in longest.iter().take(FOLD_CANDIDATES) {
            let gap = lengths[*index];
            // The median of those not folded; the folded ones are among the longest.
            let usual_ms = longest.get((folded.len() + longest.len()) / 2).map_or(gap, |index| lengths[*index]);
            let place = folded.partition_point(|other| other < index);
            let first = place.checked_sub(1).map_or(0, |before| folded[before]);
            let after = folded.get(place).copied().unwrap_or(lengths.len());
            let long = FOLD_SHARE * remaining_ms < gap || FOLD_SHARE_OF_STRETCH * self.length_ms(first, after) < gap;
            if long
                && FOLD_RATIO * usual_ms < gap
                && resolution_ms(self.starts[*index]) < gap
                && folded.len() < MAX_FOLDS
            {
                remaining_ms -= gap;
                folded.insert(place, *index);
            }
        }
        folded
    }
}

/// Widths by number of events, none too narrow to aim at.
fn widths(stretches: &[Stretch], width_px: f64) -> Vec<f64> {
    let least = MIN_SEGMENT_PX.min(width_px / stretches.len().max(1) as f64);
    let events: usize = stretches.iter().map(|stretch| stretch.spans.len()).sum();
    let shared = width_px - least * stretches.len() as f64;
    stretches.iter().map(|stretch| least + shared * stretch.spans.len() as f64 / events.max(1) as f64).collect()
}

fn push_bars(stretch: &Stretch, segment: &Segment, bar_px: f64, bars: &mut Bars) {
    let width = f64::from(segment.to_px - segment.from_px);
    let count = (width / bar_px).round().max(1.0) as usize;
    let share = |i: usize| i as f64 / count as f64;
    let edges: Vec<f64> = (0..=count).map(|i| segment.from + share(i) * (segment.to - segment.from)).collect();
    let cells = density::count(stretch.spans.iter().copied(), &edges);
    for (i, (certain, possible)) in cells.certain.iter().zip(&cells.possible).enumerate() {
        bars.x_px.push((f64::from(segment.from_px) + share(i) * width) as f32);
        bars.width_px.push((width / count as f64) as f32);
        bars.certain.push(*certain);
        bars.possible.push(*possible);
    }
}

/// The ticks of one segment, and its beginning where the first of them stands far from it or says less.
fn push_ticks(segment: &Segment, all: &mut Vec<Tick>) {
    let width_px = segment.to_px - segment.from_px;
    let Ok(scale) = Scale::new(segment.from, segment.to, width_px) else { return };
    let mut inside = ticks(&scale, TICK_GAP_PX);
    inside.retain(|tick| segment.from <= tick.time && tick.time < segment.to);
    if inside.len() < 2 && width_px < 2.0 * TICK_GAP_PX {
        inside.clear();
    }
    if inside.first().is_none_or(|tick| TICK_GAP_PX <= tick.x_px) {
        let (unit, step) = grain_of_length(segment.to - segment.from);
        inside.insert(0, tick_at(segment.from, &scale, unit, step));
    }
    for mut tick in inside {
        tick.x_px += segment.from_px;
        all.push(tick);
    }
}

/// The unit, and the power of ten of years, in which a stretch of some length is told best.
fn grain_of_length(length_ms: f64) -> (TickUnit, i64) {
    match length_ms / DAY_MS {
        days if 300.0 <= days => (TickUnit::Year, 10f64.powf((days / 365.2425).log10().floor().max(0.0)) as i64),
        days if 27.0 <= days => (TickUnit::Month, 1),
        days if 1.0 <= days => (TickUnit::Day, 1),
        _ => (TickUnit::Minute, 1),
    }
}
