//! All dated events at a glance, drawn by the rule of the axis: solid what is certain, dashed what is possible.
//!
//! Places are shares of the width, so that the drawing fits any screen; heights, strokes and texts are in pixels.

use super::text::{anchor, plain};
use crate::words::{say, say_year, tick_label};
use event_timeline::Timeline;
use event_timeline::error::Error;
use event_timeline::event::EventSet;
use event_timeline::formats::Reading;
use event_timeline::layout::{Overview, Segment, Slot, pack};
use event_timeline::store::text::nfkd;
use event_timeline::time::Edge;
use maud::{Markup, html};

/// The width that the geometry is worked out for.
const WIDTH_PX: f32 = 720.0;
/// A narrow screen, which has room for fewer labels.
const NARROW_PX: f32 = 340.0;
/// Width of a character of a label, about, and where the label begins beside its line.
const LABEL_PX: f32 = 6.4;
const LABEL_INSET_PX: f32 = 3.0;
const LANE_PX: f64 = 11.0;
const BAR_PX: f64 = 7.0;
/// More lanes than this, and events are counted in columns.
const MAX_LANES: usize = 36;
/// What is narrower is a dot.
const DOT_PX: f64 = 6.0;
/// Between two marks of a lane.
const GAP_PX: f64 = 14.0;
/// How far a mark goes on where nobody knows since when or until when.
const TORN_PX: f64 = 24.0;
const COLUMNS_PX: f64 = 96.0;
const TICKS_PX: f64 = 20.0;

/// The drawing; `None` where no event has a date.
pub fn draw(timeline: &Timeline) -> Result<Option<Markup>, Error> {
    // An overview is of all times, also those that a query leaves out: so it is of a set without them.
    let narrowed = timeline.current_query().time.is_some().then(|| of_matches(timeline));
    let timeline = narrowed.as_ref().unwrap_or(timeline);
    let overview = timeline.overview(WIDTH_PX)?;
    if overview.segments.is_empty() {
        return Ok(None);
    }
    let scale = Scale { segments: &overview.segments };
    let marks: Vec<Mark> = timeline.matches().iter().filter_map(|row| Mark::of(timeline, row, &scale)).collect();
    let slots = marks.iter().map(|mark| Slot { from: mark.left() - GAP_PX, free: mark.right() });
    let lanes = pack(slots, MAX_LANES);
    let lanes_px = lanes.as_ref().map(|lanes| f64::from(lanes.iter().max().map_or(0, |lane| lane + 1)) * LANE_PX);
    let height_px = lanes_px.unwrap_or(COLUMNS_PX) + 2.0;
    Ok(Some(html! {
        svg width="100%" height=(height_px + TICKS_PX) aria-hidden="true" focusable="false" {
            @for segment in overview.segments.iter().filter(|segment| segment.folded) { (fold(segment, height_px)) }
            (ticks(&overview, height_px))
            @match lanes {
                Some(lanes) => { @for (mark, lane) in marks.iter().zip(lanes) { (mark.draw(f64::from(lane) * LANE_PX + LANE_PX / 2.0 + 1.0)) } }
                None => { (columns(&overview)) }
            }
        }
    }))
}

fn of_matches(timeline: &Timeline) -> Timeline {
    let events = timeline.matches().iter().filter_map(|row| timeline.store().event(row)).collect();
    Timeline::new(Reading { set: EventSet { events, ..EventSet::default() }, ..Reading::default() }, nfkd)
}

/// Time → pixels, linear in each segment.
struct Scale<'a> {
    segments: &'a [Segment],
}

impl Scale<'_> {
    fn px(&self, time: f64) -> f64 {
        let Some(segment) = self.segments.iter().find(|segment| time < segment.to).or(self.segments.last()) else {
            return 0.0;
        };
        let share = ((time - segment.from) / (segment.to - segment.from)).clamp(0.0, 1.0);
        f64::from(segment.from_px) + share * f64::from(segment.to_px - segment.from_px)
    }
}

/// A place as a share of the width.
fn percent(px: f64) -> String {
    format!("{:.2}%", 100.0 * px / f64::from(WIDTH_PX))
}

/// How one side of a mark ends.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// At the finite bounds.
    Bounded,
    /// In an arrow at the edge: it goes on.
    Open,
    /// Torn, not far from the bound that is known.
    Torn,
}

/// One event.
struct Mark {
    anchor: String,
    words: String,
    /// From the first finite bound to the last.
    extent: (f64, f64),
    /// What it surely takes up.
    certain: Option<(f64, f64)>,
    sides: (Side, Side),
    /// Its start or its end is known from both sides: where all of it is short it is a dot, and no mere bound.
    is_placed: bool,
}

impl Mark {
    fn of(timeline: &Timeline, row: u32, scale: &Scale<'_>) -> Option<Mark> {
        let rows = timeline.rows(&[row], None).ok()?;
        let view = rows.first()?;
        let span = view.span?;
        let date = view.date.as_ref().map(|words| say(words, &[])).unwrap_or_default();
        let bounds = [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end];
        let finite = || bounds.into_iter().filter(|bound| bound.is_finite());
        let (first, last) = (finite().reduce(f64::min)?, finite().reduce(f64::max)?);
        let sides = (side(span.start_edge, span.earliest_start), side(span.end_edge, span.latest_end));
        let edge = |side, px: f64, edge: f64| if side == Side::Open { edge } else { px };
        let extent = (edge(sides.0, scale.px(first), 0.0), edge(sides.1, scale.px(last), f64::from(WIDTH_PX)));
        let certain = span.certain_extent().map(|(from, to)| (scale.px(from), scale.px(to)));
        let is_placed = bounds.chunks_exact(2).any(|side| side.iter().all(|bound| bound.is_finite()));
        let words = format!("{}: {date}", view.title);
        Some(Mark { anchor: anchor(&view.id), words, extent, certain, sides, is_placed })
    }

    fn left(&self) -> f64 {
        self.extent.0 - if self.sides.0 == Side::Torn { TORN_PX } else { DOT_PX / 2.0 }
    }

    fn right(&self) -> f64 {
        self.extent.1 + if self.sides.1 == Side::Torn { TORN_PX } else { DOT_PX / 2.0 }
    }

    fn draw(&self, y: f64) -> Markup {
        let (from, to) = self.extent;
        let middle = percent((from + to) / 2.0);
        // Without a certain part all of it is possible, in one piece.
        let (certain_from, certain_to) = self.certain.unwrap_or((to, to));
        html! {
            a href=(format!("#{}", self.anchor)) tabindex="-1" {
                title { (plain(&self.words)) }
                @if self.sides.0 == Side::Torn { (torn(from, y, -1.0)) }
                @if self.sides.1 == Side::Torn { (torn(to, y, 1.0)) }
                @if DOT_PX <= to - from {
                    (bar("possible", from, certain_from, y))
                    (bar("certain", certain_from, certain_to, y))
                    (bar("possible", certain_to, to, y))
                } @else if self.is_placed {
                    circle class="certain" cx=(middle) cy=(y) r=(DOT_PX / 2.0 + 0.5) {}
                } @else {
                    line class="bound" x1=(middle) x2=(middle) y1=(y - BAR_PX / 2.0) y2=(y + BAR_PX / 2.0) {}
                }
                @if self.sides.0 == Side::Open { (arrow(from, y, -1.0)) }
                @if self.sides.1 == Side::Open { (arrow(to, y, 1.0)) }
            }
        }
    }
}

fn side(edge: Edge, outer_bound: f64) -> Side {
    match edge {
        Edge::Open => Side::Open,
        Edge::Unknown => Side::Torn,
        Edge::Bounded if outer_bound.is_infinite() => Side::Torn,
        Edge::Bounded => Side::Bounded,
    }
}

fn bar(class: &str, from: f64, to: f64, y: f64) -> Markup {
    html! {
        @if from < to { rect class=(class) x=(percent(from)) width=(percent(to - from)) y=(y - BAR_PX / 2.0) height=(BAR_PX) {} }
    }
}

/// A head at the edge, to the right (1) or to the left (−1).
fn arrow(at: f64, y: f64, way: f64) -> Markup {
    let path = format!("M{} -5L{} 0L{} 5Z", -2.0 * way, 6.0 * way, -2.0 * way);
    html! { svg x=(percent(at)) y=(y) overflow="visible" { path class="certain" d=(path) {} } }
}

/// A dashed tail with an open head.
fn torn(at: f64, y: f64, way: f64) -> Markup {
    let (end, head) = ((TORN_PX - 4.0) * way, (TORN_PX - 9.0) * way);
    html! {
        svg x=(percent(at)) y=(y) overflow="visible" {
            path class="torn" d=(format!("M0 0H{end}")) {}
            path class="bound" d=(format!("M{head} -3.5L{end} 0L{head} 3.5")) {}
        }
    }
}

fn fold(segment: &Segment, height_px: f64) -> Markup {
    let (from, to) = (f64::from(segment.from_px), f64::from(segment.to_px));
    html! {
        rect class="fold" x=(percent(from)) width=(percent(to - from)) y="0" height=(height_px) {}
        svg x=(percent((from + to) / 2.0)) y=(height_px / 2.0 + 4.0) overflow="visible" { text text-anchor="middle" { "⋯" } }
    }
}

/// Lines with labels, of which a narrow screen has its own.
fn ticks(overview: &Overview, height_px: f64) -> Markup {
    let [wide, narrow] = [WIDTH_PX, NARROW_PX].map(|width| labels(overview, width / WIDTH_PX));
    let label = |x: &str, class: Option<&str>, label: &Option<String>| {
        html! {
            @if let Some(label) = label {
                svg class=[class] x=(x) y=(height_px + 15.0) overflow="visible" { text x=(LABEL_INSET_PX) { (label) } }
            }
        }
    };
    html! {
        @for ((tick, wide), narrow) in overview.ticks.iter().zip(wide).zip(narrow) {
            @let x = percent(f64::from(tick.x_px));
            line class="tick" x1=(x) x2=(x) y1="0" y2=(height_px + 6.0) {}
            @if wide == narrow { (label(&x, None, &wide)) }
            @else { (label(&x, Some("wide"), &wide)) (label(&x, Some("narrow"), &narrow)) }
        }
    }
}

/// A label for each tick that has room for one, at `scale` of the width worked out for.
///
/// The first tick of a stretch says all of its date if it can, for nothing else says where in time the stretch is.
fn labels(overview: &Overview, scale: f32) -> Vec<Option<String>> {
    let stretches = overview.segments.iter().filter(|segment| !segment.folded);
    let firsts: Vec<usize> =
        stretches.filter_map(|segment| overview.ticks.iter().position(|tick| segment.from_px <= tick.x_px)).collect();
    let mut labels: Vec<Option<String>> = vec![None; overview.ticks.len()];
    let mut taken: Vec<(f32, f32)> = Vec::new();
    let others = (0..overview.ticks.len()).filter(|index| !firsts.contains(index));
    for index in firsts.iter().copied().chain(others) {
        let (Some(tick), Some(label)) = (overview.ticks.get(index), labels.get_mut(index)) else { continue };
        let next_px = firsts.iter().filter(|first| index < **first).find_map(|first| overview.ticks.get(*first));
        let from = tick.x_px * scale;
        let free_to = next_px.map_or(WIDTH_PX * scale + LABEL_PX, |tick| tick.x_px * scale);
        let wordings = match firsts.contains(&index) {
            true => vec![tick_label(tick, true), say_year(tick.year as i64)],
            false => vec![tick_label(tick, false)],
        };
        *label = wordings.into_iter().find(|wording| {
            let to = from + LABEL_PX * (wording.chars().count() + 2) as f32;
            let is_free = to <= free_to && taken.iter().all(|(start, end)| to <= *start || *end <= from);
            if is_free {
                taken.push((from, to));
            }
            is_free
        });
    }
    labels
}

/// Too many events to draw one by one: as high as many touch each stretch.
fn columns(overview: &Overview) -> Markup {
    let bars = &overview.bars;
    let most = bars.certain.iter().zip(&bars.possible).map(|(certain, possible)| certain + possible).max().unwrap_or(1);
    let px = |count: u32| COLUMNS_PX * f64::from(count) / f64::from(most.max(1));
    let counts = bars.certain.iter().zip(&bars.possible);
    html! {
        @for ((x, width), (certain, possible)) in bars.x_px.iter().zip(&bars.width_px).zip(counts) {
            @let (certain, all) = (px(*certain), px(certain + possible));
            @let (x, width) = (percent(f64::from(*x)), percent(f64::from(*width) * 0.8));
            @if certain < all { rect class="possible" x=(x) width=(width) y=(COLUMNS_PX - all + 1.0) height=(all) {} }
            @if 0.0 < certain { rect class="certain" x=(x) width=(width) y=(COLUMNS_PX - certain + 1.0) height=(certain) {} }
        }
    }
}

/// How the drawing and the words of dates are to be read.
pub fn legend() -> Markup {
    let glyph = |drawn: Markup| {
        html! { svg class="glyph" width="34" height="12" viewBox="0 0 34 12" aria-hidden="true" focusable="false" { (drawn) } }
    };
    let rect = |class| html! { rect class=(class) x="1" y="2.5" width="32" height="7" {} };
    let path = |class, d| html! { path class=(class) d=(d) {} };
    html! {
        ul class="legend" {
            li { (glyph(rect("certain"))) "certainly then" }
            li { (glyph(rect("possible"))) "some time in this span" }
            li { (glyph(path("certain", "M1 3h23V1l9 5-9 5V9H1z"))) "still going on" }
            li { (glyph(html! { (path("torn", "M33 6H4")) (path("bound", "M9 2.5L4 6l5 3.5")) })) "since when, or until when, is not known" }
            li { (glyph(html! { circle class="certain" cx="17" cy="6" r="3.5" {} })) "that day, or another short time" }
        }
        p {
            "“About” is a date that the source gives as approximate, “uncertain” one that it doubts, “inferred” what the "
            "editor of the set added. No date is worded more precisely than its source."
        }
    }
}
