//! The whole extent at a glance, long empty stretches folded.

use super::column_scale::{Heights, Scale as ColumnScale};
use super::density;
use super::input::Input;
use super::kept::Kept;
use super::scale::{MAX_WIDTH_PX, Scale, length_within};
use super::ticks::{tick_at, ticks};
use super::{Tick, TickUnit};
use crate::error::Error;
use crate::radix;
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
    /// Events that the height stands for: those of the highest bar, or fewer where a few bars dwarf all others.
    pub scale_end: u32,
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
/// [`Error::Negative`] for a width, [`Error::OverLimit`] for one beyond [`MAX_WIDTH_PX`], [`Error::WrongLength`] for
/// bounds that do not reach the last dated row.
pub fn overview(input: &Input, width_px: f32, kept: &mut Kept) -> Result<Overview, Error> {
    input.check()?;
    length_within(width_px, 1.0, MAX_WIDTH_PX, "width in pixels (MAX_WIDTH_PX)")?;
    if let Some((matches, width, overview)) = &kept.overview
        && *width == width_px
        && matches == input.matches
    {
        return Ok(overview.clone());
    }
    let overview = lay_out(input, f64::from(width_px.max(1.0)));
    kept.overview = Some((input.matches.clone(), width_px, overview.clone()));
    Ok(overview)
}

fn lay_out(input: &Input, width_px: f64) -> Overview {
    let mut overview = Overview::default();
    let (stretches, rows) = stretches(input);
    let bar_px = (width_px / (4.0 * (rows.len() as f64).sqrt()).max(24.0)).max(4.0);
    let fold_px = FOLD_PX.min(FOLDED_SHARE * width_px / stretches.len().saturating_sub(1).max(1) as f64);
    let widths = widths(&stretches, width_px - fold_px * stretches.len().saturating_sub(1) as f64);
    let mut x = 0.0;
    for (i, (stretch, width)) in stretches.iter().zip(widths).enumerate() {
        if let Some(before) = i.checked_sub(1).and_then(|before| stretches.get(before)) {
            overview.segments.push(segment(before.to, stretch.from, x, fold_px, true));
            x += fold_px;
        }
        let segment = segment(stretch.from, stretch.to, x, width, false);
        let rows = rows.get(stretch.first..stretch.first + stretch.events).unwrap_or(&[]);
        push_bars(input, rows, &segment, bar_px, &mut overview.bars);
        push_ticks(&segment, &mut overview.ticks);
        overview.segments.push(segment);
        x += width;
    }
    overview.scale_end = scale_end(&overview.bars);
    let stands_out = |tick: &Tick| width_px - LAST_LABEL_PX < f64::from(tick.x_px);
    while 1 < overview.ticks.len() && overview.ticks.last().is_some_and(stands_out) {
        overview.ticks.pop();
    }
    overview
}

/// That of the columns of density, from zero.
fn scale_end(bars: &Bars) -> u32 {
    let heights = bars.certain.iter().zip(&bars.possible).map(|(certain, possible)| (0, certain + possible));
    let mut scale = ColumnScale::default();
    scale.add(0, Heights::of(heights));
    scale.end()
}

fn segment(from: f64, to: f64, x: f64, width: f64, folded: bool) -> Segment {
    Segment { from, to, from_px: x as f32, to_px: (x + width) as f32, folded }
}

/// A stretch of time between two folds, with the events in it.
struct Stretch {
    from: f64,
    to: f64,
    /// Place of its first event among those with a finite bound.
    first: usize,
    events: usize,
}

/// The stretches and the matching rows with a finite bound, by the first of these.
fn stretches(input: &Input) -> (Vec<Stretch>, Vec<u32>) {
    let (rows, gaps) = rows_by_first_bound(input);
    let mut stretches = Vec::new();
    if let Some(end) = gaps.end {
        let mut first = 0;
        let mut from = gaps.begin;
        for fold in gaps.folded() {
            stretches.push(Stretch { from, to: fold.from, first, events: fold.event - first });
            (first, from) = (fold.event, fold.to);
        }
        stretches.push(Stretch { from, to: end, first, events: gaps.events - first });
    }
    give_room(&mut stretches, gaps.whole_ms());
    (stretches, rows)
}

fn rows_by_first_bound(input: &Input) -> (Vec<u32>, Gaps) {
    let (mut rows, mut gaps, mut former, mut ascending) = (Vec::new(), Gaps::default(), f64::NEG_INFINITY, true);
    input.each(
        |_| u64::MAX,
        |row| {
            if let Some((first, last)) = input.bounds(row).finite_extent() {
                ascending &= former <= first;
                former = first;
                rows.push(row);
                gaps.push(first, last);
            }
        },
    );
    if ascending {
        return (rows, gaps);
    }
    // Mostly that is the chronological order; but an end may be known to be before the latest start.
    let extent = |row: &u32| input.bounds(*row).finite_extent().unwrap_or_default();
    let keys: Vec<u64> = rows.iter().map(|row| radix::sortable(extent(row).0)).collect();
    let rows: Vec<u32> = radix::order(&keys).iter().filter_map(|at| rows.get(*at as usize).copied()).collect();
    let mut gaps = Gaps::default();
    for row in &rows {
        let (first, last) = extent(row);
        gaps.push(first, last);
    }
    (rows, gaps)
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

/// An empty stretch of time before an event.
#[derive(Clone, Copy, Debug)]
struct Gap {
    from: f64,
    to: f64,
    /// Place of the event among those with a finite bound.
    event: usize,
}

impl Gap {
    fn length_ms(&self) -> f64 {
        self.to - self.from
    }
}

/// The empty stretches between events in order of their starts.
#[derive(Default)]
struct Gaps {
    begin: f64,
    /// How far the events reach; `None` where there is none.
    end: Option<f64>,
    events: usize,
    /// Lengths of the stretches that are longer than nothing.
    lengths: Vec<f64>,
    /// The longest ones, longest first; of those of one length the earlier ones.
    longest: Vec<Gap>,
}

impl Gaps {
    /// Adds the next event.
    fn push(&mut self, first: f64, last: f64) {
        let from = *self.end.get_or_insert(first);
        if self.events == 0 {
            self.begin = first;
        }
        if from < first {
            let gap = Gap { from, to: first, event: self.events };
            self.lengths.push(gap.length_ms());
            let shortest = self.longest.last().map_or(0.0, Gap::length_ms);
            if self.longest.len() < FOLD_CANDIDATES || shortest < gap.length_ms() {
                let at = self.longest.partition_point(|other| gap.length_ms() <= other.length_ms());
                self.longest.insert(at, gap);
                self.longest.truncate(FOLD_CANDIDATES);
            }
        }
        self.end = Some(from.max(last));
        self.events += 1;
    }

    /// Length from the first start to the farthest end.
    fn whole_ms(&self) -> f64 {
        self.end.map_or(0.0, |end| end - self.begin)
    }

    /// The stretches to fold, in order of time.
    fn folded(&self) -> Vec<Gap> {
        let mut remaining_ms = self.whole_ms();
        let mut folded: Vec<Gap> = Vec::new();
        for gap in &self.longest {
            let length_ms = gap.length_ms();
            let place = folded.partition_point(|other| other.event < gap.event);
            let from = place.checked_sub(1).and_then(|before| folded.get(before)).map_or(self.begin, |gap| gap.to);
            let to = folded.get(place).map_or(self.end.unwrap_or(from), |gap| gap.from);
            let long = FOLD_SHARE * remaining_ms < length_ms || FOLD_SHARE_OF_STRETCH * (to - from) < length_ms;
            if long
                && resolution_ms(gap.to) < length_ms
                && folded.len() < MAX_FOLDS
                && self.is_unusual(length_ms, folded.len())
            {
                remaining_ms -= length_ms;
                folded.insert(place, *gap);
            }
        }
        folded
    }

    /// Whether a stretch is far longer than the median of those between neighbours that are not among the `folded` longest.
    fn is_unusual(&self, length_ms: f64, folded: usize) -> bool {
        let not_shorter = self.lengths.iter().filter(|other| length_ms <= FOLD_RATIO * **other).count();
        not_shorter <= (folded + self.events.saturating_sub(1)) / 2
    }
}

/// Widths by number of events, none too narrow to aim at.
fn widths(stretches: &[Stretch], width_px: f64) -> Vec<f64> {
    let least = MIN_SEGMENT_PX.min(width_px / stretches.len().max(1) as f64);
    let events: usize = stretches.iter().map(|stretch| stretch.events).sum();
    let shared = width_px - least * stretches.len() as f64;
    stretches.iter().map(|stretch| least + shared * stretch.events as f64 / events.max(1) as f64).collect()
}

fn push_bars(input: &Input, rows: &[u32], segment: &Segment, bar_px: f64, bars: &mut Bars) {
    let width = f64::from(segment.to_px - segment.from_px);
    let count = (width / bar_px).round().max(1.0) as usize;
    let share = |i: usize| i as f64 / count as f64;
    let edges: Vec<f64> = (0..=count).map(|i| segment.from + share(i) * (segment.to - segment.from)).collect();
    let cells = density::count(rows.iter().map(|row| input.bounds(*row)), &edges);
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

/// The greatest power of ten that is not over a number; 1 at least.
fn power_of_ten_within(number: f64) -> i64 {
    let mut power = 1i64;
    while power < i64::MAX / 10 && (power * 10) as f64 <= number {
        power *= 10;
    }
    power
}

/// The unit, and the power of ten of years, in which a stretch of some length is told best.
fn grain_of_length(length_ms: f64) -> (TickUnit, i64) {
    match length_ms / DAY_MS {
        days if 300.0 <= days => (TickUnit::Year, power_of_ten_within(days / 365.2425)),
        days if 27.0 <= days => (TickUnit::Month, 1),
        days if 1.0 <= days => (TickUnit::Day, 1),
        _ => (TickUnit::Minute, 1),
    }
}
