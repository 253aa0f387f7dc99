//! Laws of the layout that hold for every set and window, and slow obvious twins of its fast paths.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)]

mod layout_support;

use event_timeline::error::Error;
use event_timeline::layout::*;
use event_timeline::query::RowSet;
use event_timeline::time::civil::CivilTime;
use event_timeline::time::{Edge, Qualifiers, Relation, Span};
use layout_support::{DAY, INF, Set};
use proptest::prelude::*;
use std::collections::BTreeMap;

const YEAR: f64 = 365.2425 * DAY;

/// Four bounds that keep the invariants of a span, of any of the forms a date can take.
fn bounds(unit: f64, center: f64) -> impl Strategy<Value = [f64; 4]> {
    let time = move || (0i32..400).prop_map(move |t| center + f64::from(t) * unit);
    let grain = prop_oneof![Just(1.0), 0.0..3.0, 0.0..80.0];
    (0..8, time(), grain, 0.0..40.0f64, 0.0..4.0f64).prop_map(move |(form, a, grain, length, late)| {
        let (grain, b) = (grain * unit, a + length * unit);
        match form {
            0 | 1 => [a, a + unit, a, a + unit],
            2 => [a, a + grain, a, a + grain],
            3 => [a, a + unit, b, b + late.max(1.0) * unit],
            4 => [a, a + unit, INF, INF],
            5 => [a, a + unit, a, INF],
            6 => [-INF, a, -INF, a],
            _ => [a, a + late * unit, b.max(a), b.max(a + late * unit) + unit],
        }
    })
}

fn set(unit: f64, center: f64, most: usize) -> impl Strategy<Value = Set> {
    let event = (bounds(unit, center), 0usize..40, 0usize..20, prop::collection::vec(0u32..4, 0..3));
    prop::collection::vec(event, 0..most).prop_map(|events| {
        let mut set = Set::default();
        for (bounds, title, claimant, codes) in events {
            set.add(bounds, 0, &"t".repeat(title), &"c".repeat(claimant), &codes);
        }
        set.sorted()
    })
}

/// A unit and a time about which events happen: milliseconds now, days, years, eons.
fn epoch() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![Just((1.0, 1.4e12)), Just((DAY, 1.4e12)), Just((30.0 * YEAR, -1e14)), Just((3e6 * YEAR, -4e20)),]
}

#[derive(Clone, Debug)]
struct Case {
    set: Set,
    viewport: Viewport,
    grouped: bool,
}

fn case(most: usize) -> impl Strategy<Value = Case> {
    epoch().prop_flat_map(move |(unit, center)| {
        let window = (-100.0..450.0f64, prop_oneof![0.7..30.0f64, 30.0..1_000.0f64, 1e3..1e5f64]);
        let room = (50.0..1_500.0f32, 20.0..900.0f32, any::<bool>(), any::<bool>());
        (set(unit, center, most), window, room).prop_map(
            move |(set, (from, length), (width_px, height_px, above, grouped))| {
                let from = center + from * unit;
                let to = from + (length * unit).max(2.0);
                let viewport = Viewport { from, to, width_px, height_px, labels_above: above, ..Viewport::default() };
                Case { set, viewport, grouped }
            },
        )
    })
}

fn names(grouped: bool) -> &'static [&'static str] {
    if grouped { &["north", "south", "east", "west"] } else { &[] }
}

fn lay_out(case: &Case) -> Frame {
    case.set.with(names(case.grouped), |input, kept| frame(input, &case.viewport, kept).unwrap())
}

fn span(b: [f64; 4]) -> Span {
    Span {
        earliest_start: b[0],
        latest_start: b[1],
        earliest_end: b[2],
        latest_end: b[3],
        start_edge: Edge::Bounded,
        end_edge: Edge::Bounded,
        qualifiers: Qualifiers::default(),
    }
}

/// All that is drawn of an event, in pixels.
fn drawn(b: [f64; 4], view: &Viewport) -> (f64, f64) {
    let px = |time: f64| (time - view.from) / (view.to - view.from) * f64::from(view.width_px);
    let (left, right) = (px(b[0]), px(b[3]));
    if left.is_finite() && right.is_finite() {
        let middle = (left + right) / 2.0;
        (left.min(middle - DOT_RADIUS_PX), right.max(middle + DOT_RADIUS_PX))
    } else {
        (left, right)
    }
}

fn label(frame: &Frame, i: usize) -> Option<(f64, f64)> {
    let marks = &frame.marks;
    let left = f64::from(marks.label_x_px[i]);
    (marks.label_side[i] != LABEL_NONE).then(|| (left, left + f64::from(marks.label_width_px[i])))
}

/// Marks and labels stand in the window and none covers another.
fn check_marks(set: &Set, viewport: &Viewport, frame: &Frame) -> Result<(), TestCaseError> {
    let marks = &frame.marks;
    for array in [
        &marks.y_px,
        &marks.earliest_start_px,
        &marks.latest_start_px,
        &marks.earliest_end_px,
        &marks.latest_end_px,
        &marks.label_x_px,
        &marks.label_width_px,
    ] {
        prop_assert_eq!(array.len(), marks.row.len());
        prop_assert!(array.iter().all(|value| value.is_finite()));
    }
    prop_assert_eq!(marks.flags.len(), marks.row.len());
    prop_assert_eq!(marks.color.len(), marks.row.len());
    prop_assert_eq!(marks.label_side.len(), marks.row.len());
    let ends = |i: usize| drawn(set.bounds[marks.row[i] as usize], viewport);
    for i in 0..marks.row.len() {
        let (left, right) = ends(i);
        prop_assert!(-0.01 < right && left < f64::from(viewport.width_px) + 0.01);
        if let Some((left, right)) = label(frame, i) {
            prop_assert!(-0.01 < left && right < f64::from(viewport.width_px) + 0.01);
            prop_assert!(0.0 <= right - left);
        }
        for j in (0..i).filter(|j| marks.y_px[*j] == marks.y_px[i]) {
            let whole = |k: usize| {
                let (left, right) = ends(k);
                label(frame, k).map_or((left, right), |(x, end)| (left.min(x), right.max(end)))
            };
            let ((a, b), (c, d)) = (whole(j), whole(i));
            prop_assert!(b < c + 0.05 || d < a + 0.05, "rows {} and {} overlap", marks.row[j], marks.row[i]);
        }
    }
    Ok(())
}

fn group_of(frame: &Frame, y: f32) -> usize {
    frame.groups.iter().rposition(|group| group.y_px <= y).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_overlaps_in_a_lane_and_labels_stay_in_the_window(case in case(60)) {
        check_marks(&case.set, &case.viewport, &lay_out(&case))?;
    }

    #[test]
    fn every_event_in_the_window_is_drawn_once_a_group_or_counted(case in case(60)) {
        let frame = lay_out(&case);
        let mut seen: BTreeMap<(u32, usize), usize> = BTreeMap::new();
        for i in 0..frame.marks.row.len() {
            let group = group_of(&frame, frame.marks.y_px[i]);
            prop_assert!(!frame.groups[group].dense);
            let bottom = frame.groups[group].y_px + frame.groups[group].height_px;
            prop_assert!(frame.marks.y_px[i] + case.viewport.lane_px < bottom + 0.01);
            *seen.entry((frame.marks.row[i], group)).or_default() += 1;
        }
        prop_assert!(seen.values().all(|times| *times == 1));
        let named = names(case.grouped);
        for (index, group) in frame.groups.iter().enumerate() {
            let (mut touching, mut in_strip) = (0, 0);
            for (row, bounds) in case.set.bounds.iter().enumerate() {
                let codes = &case.set.codes[row];
                let belongs = match group.label.as_deref() {
                    None => codes.is_empty(),
                    Some("") => true,
                    Some(name) => codes.iter().any(|code| named[*code as usize] == name),
                };
                let touches = span(*bounds).relation(case.viewport.from, case.viewport.to) != Relation::Outside;
                touching += u32::from(belongs && touches);
                let is_seen = seen.contains_key(&(row as u32, index));
                if belongs && touches && !group.dense && !is_seen {
                    let is_long = case.viewport.to - case.viewport.from < bounds[3] - bounds[0];
                    prop_assert!(0.0 < group.strip_px && is_long, "row {} is missing", row);
                    in_strip += 1;
                }
                if !belongs {
                    prop_assert!(!seen.contains_key(&(row as u32, index)));
                }
            }
            prop_assert_eq!((group.count, group.strip_count), (touching, in_strip));
        }
        let height: f32 = frame.groups.iter().map(|group| group.height_px).sum();
        prop_assert!((frame.height_px - height).abs() < 0.01 * height.max(1.0));
    }

    #[test]
    fn counts_are_those_of_the_relation(case in case(60)) {
        let frame = lay_out(&case);
        let relation = |b: &[f64; 4]| span(*b).relation(case.viewport.from, case.viewport.to);
        let count = |wanted| case.set.bounds.iter().filter(|b| relation(b) == wanted).count() as u32;
        prop_assert_eq!(frame.certain, count(Relation::Certain));
        prop_assert_eq!(frame.possible, count(Relation::Possible));
        prop_assert_eq!(frame.before + frame.after, count(Relation::Outside));
        prop_assert_eq!(frame.before, case.set.bounds.iter().filter(|b| b[3] <= case.viewport.from).count() as u32);
    }

    #[test]
    fn the_same_input_gives_the_same_frame(case in case(30)) {
        prop_assert_eq!(lay_out(&case), lay_out(&case));
    }

    /// What is kept from other matches, groupings, windows and fonts changes no frame.
    #[test]
    fn a_warm_frame_is_a_cold_one(
        case in case(60), other in prop::collection::vec((any::<bool>(), -2.0..2.0f64, 0.1..4.0f64, 1.0..20.0f32), 1..6),
        every in 1u32..4,
    ) {
        let len = case.set.bounds.len() as u32;
        let some = RowSet::of(len, |row| (row as u32).is_multiple_of(every));
        let cold = |viewport: &Viewport, matches: &RowSet| {
            case.set.with_matches(names(case.grouped), matches, |input, kept| {
                (frame(input, viewport, kept).unwrap(), overview(input, viewport.width_px, kept).unwrap(), fit(input, kept))
            })
        };
        let all = RowSet::all(len);
        let matches: Vec<&RowSet> = other.iter().map(|(whole, ..)| if *whole { &all } else { &some }).collect();
        let mut pairs = Vec::new();
        case.set.with_each(names(case.grouped), &matches, |i, input, kept| {
            let (_, shift, zoom, other_px) = other[i];
            let length = case.viewport.to - case.viewport.from;
            let from = case.viewport.from + shift * length;
            let title_font = FontMetrics { other_px, ..FontMetrics::default() };
            let viewport = Viewport { from, to: from + (zoom * length).max(2.0), title_font, ..case.viewport.clone() };
            let warm = frame(input, &viewport, kept).unwrap();
            let warm = (warm, overview(input, viewport.width_px, kept).unwrap(), fit(input, kept));
            pairs.push((warm, cold(&viewport, matches[i])));
        });
        for (warm, cold) in pairs {
            prop_assert_eq!(warm, cold);
        }
    }

    /// What is out of sight comes without cells; all else is that of the whole frame, and so is the scale of the bars.
    #[test]
    fn a_frame_of_what_is_in_sight_is_the_part_of_the_whole_one(
        case in case(60), height_px in 20.0..60.0f32, top in -200.0..600.0f32, sight in 0.0..400.0f32,
    ) {
        let case = Case { viewport: Viewport { height_px, ..case.viewport.clone() }, ..case };
        let whole = lay_out(&case);
        let viewport = Viewport { visible_px: Some([top, top + sight]), ..case.viewport.clone() };
        let part = lay_out(&Case { viewport, ..case.clone() });
        let Density { group, x_px, width_px, certain, possible } = &whole.density;
        let fullest = certain.iter().zip(possible).map(|(certain, possible)| certain + possible).max();
        prop_assert_eq!(whole.most_in_cell, fullest.unwrap_or(0));
        let in_sight = |at: &usize| {
            let group = &whole.groups[group[*at] as usize];
            top < group.y_px + group.height_px && group.y_px < top + sight
        };
        let kept: Vec<usize> = (0..group.len()).filter(in_sight).collect();
        let density = Density {
            group: kept.iter().map(|at| group[*at]).collect(),
            x_px: kept.iter().map(|at| x_px[*at]).collect(),
            width_px: kept.iter().map(|at| width_px[*at]).collect(),
            certain: kept.iter().map(|at| certain[*at]).collect(),
            possible: kept.iter().map(|at| possible[*at]).collect(),
        };
        prop_assert_eq!(part, Frame { density, ..whole });
    }

    /// Whoever stays in view keeps his place among the others, and shares a lane with whom he shared it.
    #[test]
    fn panning_keeps_lanes(case in case(60), share in -0.9..0.9f64) {
        let length = case.viewport.to - case.viewport.from;
        let (from, to) = (case.viewport.from + share * length, case.viewport.to + share * length);
        let panned = Case { viewport: Viewport { from, to, ..case.viewport.clone() }, ..case.clone() };
        assert_same_lanes(&lay_out(&case), &lay_out(&panned))?;
    }

    /// Where the set fits into twice the height, every zoom within its extent keeps the lanes.
    #[test]
    fn zooming_keeps_lanes(case in case(40), zooms in prop::collection::vec((0.0..1.0f64, 0.001..1.0f64), 2)) {
        let Some((from, to)) = case.set.with(&[], fit) else { return Ok(()) };
        let rows: usize = match case.grouped {
            true => case.set.codes.iter().map(|codes| codes.len().max(1)).sum(),
            false => case.set.bounds.len(),
        };
        let height_px = case.viewport.lane_px * (rows as f32 / LANE_FACTOR as f32 + 1.0);
        let frames: Vec<Frame> = zooms.iter().map(|(place, share)| {
            let length = (to - from) * share;
            let from = from + place * (to - from - length);
            let viewport = Viewport { from, to: from + length, height_px, ..case.viewport.clone() };
            lay_out(&Case { viewport, ..case.clone() })
        }).collect();
        prop_assert!(frames.iter().all(|frame| frame.groups.iter().all(|group| !group.dense)));
        assert_same_lanes(&frames[0], &frames[1])?;
    }

    #[test]
    fn ticks_are_aligned_apart_and_enough(
        (unit, center) in epoch(), from in -500.0..500.0f64, length in 0.01..1e6f64,
        width_px in 1.0..4_000.0f32, gap_px in 8.0..200.0f32,
    ) {
        let from = center + from * unit;
        let to = from + (length * unit).max(1.0);
        prop_assume!(2_000.0 * f64::EPSILON * from.abs() < to - from);
        check_ticks(from, to, width_px, gap_px)?;
    }

    #[test]
    fn cells_count_as_the_relation_does(
        spans in prop::collection::vec(prop::array::uniform4(-3i32..14), 0..20),
        edges in prop::collection::btree_set(0i32..12, 0..9),
    ) {
        let edges: Vec<f64> = edges.into_iter().map(f64::from).collect();
        let spans: Vec<[f64; 4]> = spans.into_iter().map(ordered).collect();
        let counted = count_cells(spans.iter().map(|b| as_bounds(*b)), &edges);
        let windows: Vec<(f64, f64)> = edges.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let slowly = |wanted| windows.iter().map(|(from, to)| {
            spans.iter().filter(|b| span(**b).relation(*from, *to) == wanted).count() as u32
        }).collect::<Vec<u32>>();
        prop_assert_eq!(counted.certain, slowly(Relation::Certain));
        prop_assert_eq!(counted.possible, slowly(Relation::Possible));
    }

    #[test]
    fn packing_is_first_fit(slots in prop::collection::vec((-5i32..30, 0i32..12), 0..200), limit in 1usize..90) {
        let slot = |(from, length): &(i32, i32)| Slot {
            from: if *from < -3 { -INF } else { f64::from(*from) },
            free: if *length == 11 { INF } else { f64::from(from + length) },
        };
        let slots: Vec<Slot> = slots.iter().map(slot).collect();
        let mut free: Vec<f64> = Vec::new();
        let mut slowly = Vec::new();
        for slot in &slots {
            let lane = free.iter().position(|free| *free <= slot.from).unwrap_or(free.len());
            if lane == free.len() {
                free.push(slot.free);
            }
            free[lane] = slot.free;
            slowly.push(lane as u32);
        }
        let expected = (free.len() <= limit).then_some(slowly);
        prop_assert_eq!(pack(slots.iter().copied(), limit), expected);
    }

    #[test]
    fn the_overview_tells_of_every_event(case in case(60)) {
        let drawn = case.set.with(&[], |input, kept| overview(input, case.viewport.width_px, kept).unwrap());
        check_overview(&case.set, &drawn, f64::from(case.viewport.width_px))?;
    }

    #[test]
    fn fit_shows_every_finite_bound(case in case(30)) {
        let window = case.set.with(&[], fit);
        let finite: Vec<f64> = case.set.bounds.iter().flatten().copied().filter(|bound| bound.is_finite()).collect();
        prop_assert_eq!(window.is_none(), finite.is_empty());
        let Some((from, to)) = window else { return Ok(()) };
        prop_assert!(finite.iter().all(|bound| from < *bound && *bound < to));
        case.set.with(&[], |input, kept| frame(input, &Viewport { from, to, ..Viewport::default() }, kept).unwrap());
        for (row, bounds) in case.set.bounds.iter().enumerate() {
            let shown = case.set.with(&[], |input, kept| fit_row(input, row as u32, kept));
            prop_assert_eq!(shown.is_some(), bounds.iter().any(|bound| bound.is_finite()));
            let Some((from, to)) = shown else { continue };
            prop_assert!(bounds.iter().filter(|bound| bound.is_finite()).all(|bound| from < *bound && *bound < to));
            case.set.with(&[], |input, kept| frame(input, &Viewport { from, to, ..Viewport::default() }, kept).unwrap());
        }
    }
}

/// Numbers put into the order that the invariants of a span ask for; the outermost become infinite.
fn ordered([a, b, c, d]: [i32; 4]) -> [f64; 4] {
    let earliest_start = if a == -3 { -INF } else { f64::from(a) };
    let latest_start = earliest_start.max(f64::from(b));
    let earliest_end = if c == 13 { INF } else { earliest_start.max(f64::from(c)) };
    let latest_end = if d == 13 { INF } else { latest_start.max(earliest_end).max(f64::from(d)) };
    [earliest_start, latest_start, earliest_end, latest_end]
}

fn as_bounds(b: [f64; 4]) -> Bounds {
    Bounds { earliest_start: b[0], latest_start: b[1], earliest_end: b[2], latest_end: b[3] }
}

fn assert_same_lanes(one: &Frame, other: &Frame) -> Result<(), TestCaseError> {
    let lanes = |frame: &Frame| {
        let mut lanes: BTreeMap<(Option<String>, u32), f32> = BTreeMap::new();
        for (row, y) in frame.marks.row.iter().zip(&frame.marks.y_px) {
            lanes.insert((frame.groups[group_of(frame, *y)].label.clone(), *row), *y);
        }
        lanes
    };
    let (one, other) = (lanes(one), lanes(other));
    let common: Vec<_> = one.keys().filter(|key| other.contains_key(*key)).collect();
    for a in &common {
        for b in &common {
            prop_assert_eq!(one[*a].partial_cmp(&one[*b]), other[*a].partial_cmp(&other[*b]), "{:?} and {:?}", a, b);
        }
    }
    Ok(())
}

fn check_ticks(from: f64, to: f64, width_px: f32, gap_px: f32) -> Result<(), TestCaseError> {
    let ticks = ticks(&Scale::new(from, to, width_px).unwrap(), gap_px);
    prop_assert!(!ticks.is_empty());
    prop_assert!(ticks[0].time <= from, "the first label could not stick to the edge");
    prop_assert!(ticks.iter().skip(1).all(|tick| from < tick.time && tick.time <= to * (1.0 + 1e-15) + 1e-9));
    for pair in ticks.windows(2) {
        let gap = f64::from(pair[1].x_px) - f64::from(pair[0].x_px);
        prop_assert!(f64::from(gap_px) * TICK_GAP_SLACK - 0.02 < gap, "{} px between {:?}", gap, pair);
        let finest = pair[0].unit == TickUnit::Millisecond && pair[0].step == 1.0;
        prop_assert!(finest || gap < f64::from(gap_px) * 5.0, "{} px between {:?}", gap, pair);
    }
    for tick in &ticks {
        let whole = |value: f64| value.rem_euclid(tick.step) == 0.0;
        let civil = CivilTime {
            year: tick.year as i64,
            month: tick.month,
            day: tick.day,
            hour: tick.hour,
            minute: tick.minute,
            second: tick.second,
            millisecond: tick.millisecond,
        };
        prop_assert!(civil.to_ms() == tick.time || tick.time < -MAX_TIME_MS);
        let (hour, minute, second) = (f64::from(tick.hour), f64::from(tick.minute), f64::from(tick.second));
        let midnight = hour + minute + second + f64::from(tick.millisecond) == 0.0;
        let aligned = match tick.unit {
            TickUnit::Year if tick.step == 1.0 => true,
            TickUnit::Year => tick.year == 1.0 || whole(if tick.year < 1.0 { 1.0 - tick.year } else { tick.year }),
            TickUnit::Month => whole(f64::from(tick.month) - 1.0) && tick.day == 1,
            TickUnit::Day => whole(f64::from(tick.day) - 1.0),
            TickUnit::Hour => whole(hour) && minute + second == 0.0,
            TickUnit::Minute => whole(minute) && second == 0.0,
            TickUnit::Second => whole(second),
            TickUnit::Millisecond => whole(f64::from(tick.millisecond)),
        };
        prop_assert!(aligned, "{:?}", tick);
        prop_assert!(midnight || !matches!(tick.unit, TickUnit::Year | TickUnit::Month | TickUnit::Day));
        prop_assert!(tick.unit != TickUnit::Year || (tick.month, tick.day) == (1, 1));
    }
    Ok(())
}

fn check_overview(set: &Set, drawn: &Overview, width_px: f64) -> Result<(), TestCaseError> {
    let segments = &drawn.segments;
    let any_finite = set.bounds.iter().flatten().any(|bound| bound.is_finite());
    prop_assert_eq!(segments.is_empty(), !any_finite);
    for pair in segments.windows(2) {
        prop_assert_eq!(pair[0].to, pair[1].from);
        prop_assert_eq!(pair[0].to_px, pair[1].from_px);
        prop_assert!(pair[0].folded != pair[1].folded);
    }
    if let (Some(first), Some(last)) = (segments.first(), segments.last()) {
        prop_assert!(first.from_px == 0.0 && (f64::from(last.to_px) - width_px).abs() < 0.01);
        prop_assert!(!first.folded && !last.folded);
    }
    prop_assert!(segments.iter().all(|segment| segment.from < segment.to && segment.from_px < segment.to_px));
    for bounds in &set.bounds {
        let finite: Vec<f64> = bounds.iter().copied().filter(|bound| bound.is_finite()).collect();
        let home = |s: &Segment| !s.folded && finite.iter().all(|bound| s.from <= *bound && *bound <= s.to);
        prop_assert!(segments.iter().any(home), "{:?} is torn apart", bounds);
    }
    let bars = &drawn.bars;
    let most = bars.certain.iter().zip(&bars.possible).map(|(certain, possible)| certain + possible).max().unwrap_or(0);
    prop_assert!(drawn.scale_end == most || drawn.scale_end * 2 < most, "{} of {most}", drawn.scale_end);
    for i in 0..bars.x_px.len() {
        let middle = bars.x_px[i] + bars.width_px[i] / 2.0;
        let segment = segments.iter().find(|s| s.from_px <= middle && middle < s.to_px).unwrap();
        prop_assert!(!segment.folded);
        prop_assert!(bars.certain[i] + bars.possible[i] <= set.bounds.len() as u32);
    }
    for segment in segments.iter().filter(|segment| !segment.folded) {
        let inside = |i: &usize| segment.from_px <= bars.x_px[*i] && bars.x_px[*i] < segment.to_px - 0.001;
        let most = (0..bars.x_px.len()).filter(inside).map(|i| bars.certain[i] + bars.possible[i]).max();
        prop_assert!(most.is_some_and(|most| 0 < most), "a segment shows nothing");
    }
    prop_assert!(drawn.ticks.windows(2).all(|pair| pair[0].time < pair[1].time && pair[0].x_px < pair[1].x_px));
    prop_assert!(drawn.ticks.iter().all(|tick| 0.0 <= tick.x_px && f64::from(tick.x_px) < width_px + 0.01));
    Ok(())
}

#[test]
fn ticks_from_a_millisecond_to_the_farthest_time() {
    let mut length = 1.0;
    while length < 2.0 * MAX_TIME_MS {
        check_ticks(-length / 2.0, length / 2.0, 960.0, 56.0).unwrap();
        length *= 3.7;
    }
    check_ticks(-MAX_TIME_MS, MAX_TIME_MS, 960.0, 56.0).unwrap();
}

#[test]
fn a_window_narrower_than_the_numbers_can_tell_still_has_ticks() {
    let from = -4.3e20f64;
    let to = f64::from_bits(from.to_bits() - 3);
    let ticks = ticks(&Scale::new(from, to, 960.0).unwrap(), 56.0);
    assert!(!ticks.is_empty() && ticks.len() < 20);
}

#[test]
fn years_are_round_on_either_side_of_the_first() {
    let year =
        |year: i64| event_timeline::time::civil::ms_from_days(event_timeline::time::civil::days_from_civil(year, 1, 1));
    let scale = Scale::new(year(-1_199), year(1_100), 960.0).unwrap();
    let years: Vec<(f64, bool)> = ticks(&scale, 150.0).iter().map(|tick| (tick.year, tick.major)).collect();
    assert_eq!(
        years,
        [(-1499.0, false), (-999.0, false), (-499.0, false), (1.0, true), (500.0, false), (1000.0, false)]
    );
}

#[test]
fn wrong_viewports_are_told_which_limit_they_break() {
    let set = Set::default();
    let try_it = |viewport: Viewport| set.with(&[], |input, kept| frame(input, &viewport, kept).unwrap_err());
    let base = || Viewport { from: 0.0, to: DAY, ..Viewport::default() };
    for (from, to) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, INF), (-INF, 0.0), (0.0, f64::NAN)] {
        assert!(matches!(try_it(Viewport { from, to, ..base() }), Error::BadRange { .. }), "{from} {to}");
    }
    assert!(try_it(Viewport { to: 0.5, ..base() }).to_string().contains("MIN_WINDOW_MS"));
    let limits = [
        (Viewport { to: MAX_TIME_MS * 1.01, ..base() }, "MAX_TIME_MS"),
        (Viewport { width_px: MAX_WIDTH_PX * 1.01, ..base() }, "MAX_WIDTH_PX"),
        (Viewport { width_px: f32::NAN, ..base() }, "MAX_WIDTH_PX"),
        (Viewport { height_px: MAX_HEIGHT_PX * 1.01, ..base() }, "MAX_HEIGHT_PX"),
        (Viewport { height_px: f32::INFINITY, ..base() }, "MAX_HEIGHT_PX"),
        (Viewport { lane_px: MAX_LANE_PX * 1.01, ..base() }, "MAX_LANE_PX"),
    ];
    for viewport in [
        Viewport { width_px: -5.0, ..base() },
        Viewport { height_px: -0.1, ..base() },
        Viewport { lane_px: -31.0, ..base() },
    ] {
        assert!(matches!(try_it(viewport), Error::Negative { .. }));
    }
    assert!(matches!(set.with(&[], |input, kept| overview(input, -1.0, kept)), Err(Error::Negative { .. })));
    for (viewport, limit) in limits {
        let error = try_it(viewport);
        assert!(matches!(error, Error::OverLimit { .. }) && error.to_string().contains(limit), "{error}");
    }
}

#[test]
fn a_hidden_element_of_no_size_gets_a_frame() {
    let mut set = Set::default();
    set.add([0.0, DAY, 0.0, DAY], 0, "one", "", &[]);
    for (width_px, height_px, tick_gap_px) in [(0.0, 0.0, 0.0), (0.5, 0.5, -5.0), (1.0, 1.0, f32::NAN)] {
        let viewport = Viewport { to: DAY, width_px, height_px, tick_gap_px, ..Viewport::default() };
        let drawn = set.with(&[], |input, kept| frame(input, &viewport, kept).unwrap());
        assert_eq!(drawn.marks.row, [0]);
        set.with(&[], |input, kept| overview(input, width_px, kept).unwrap());
    }
}

#[test]
fn arrays_that_do_not_fit_are_refused() {
    let mut set = Set::default();
    set.add([0.0, DAY, 0.0, DAY], 0, "one", "", &[]);
    let view = Viewport { to: DAY, ..Viewport::default() };
    let error = set.with(&[], |input, kept| frame(&Input { dated: 2, ..*input }, &view, kept).unwrap_err());
    assert_eq!(error, Error::WrongLength { what: "earliest_start", given: 1, expected: 2 });
}

#[test]
fn more_groups_than_the_limit_are_refused() {
    let mut set = Set::default();
    let owned: Vec<String> = (0..=MAX_GROUPS).map(|code| code.to_string()).collect();
    let names: Vec<&str> = owned.iter().map(String::as_str).collect();
    for code in 0..=MAX_GROUPS {
        set.add([0.0, DAY, 0.0, DAY], 0, "one", "", &[code as u32]);
    }
    let view = Viewport { to: DAY, ..Viewport::default() };
    assert!(set.with(&names, |input, kept| frame(input, &view, kept).unwrap_err()).to_string().contains("MAX_GROUPS"));
    assert_eq!(set.with(&names[1..], |input, kept| frame(input, &view, kept)).unwrap().groups.len(), MAX_GROUPS);
}

#[test]
fn more_marks_than_the_limit_become_density() {
    let mut set = Set::default();
    for i in 0..=MAX_MARKS {
        set.add([i as f64, i as f64 + 1.0, i as f64, i as f64 + 1.0], 0, "", "", &[]);
    }
    // High enough for all lanes there could be: only the number of marks decides.
    let view = Viewport { to: 4_000.0, height_px: 100_000.0, width_px: 32_000.0, ..Viewport::default() };
    let crowded = set.with(&[], |input, kept| frame(input, &view, kept).unwrap());
    assert!(crowded.groups[0].dense && crowded.marks.row.is_empty());
    assert!(
        crowded.density.certain.iter().sum::<u32>() + crowded.density.possible.iter().sum::<u32>() > MAX_MARKS as u32
    );
    let matches = RowSet::of(MAX_MARKS as u32 + 1, |row| 0 < row);
    let fewer = set.with_matches(&[], &matches, |input, kept| frame(input, &view, kept).unwrap());
    assert!(!fewer.groups[0].dense && fewer.marks.row.len() == MAX_MARKS);
}

#[test]
fn only_the_fullest_group_becomes_density() {
    let mut set = Set::default();
    for i in 0..200 {
        set.add([0.0, DAY, 0.0, DAY], 0, "the same day", "", &[u32::from(i < 5)]);
    }
    let view = Viewport { from: -DAY, to: 2.0 * DAY, ..Viewport::default() };
    let drawn = set.with(&["many", "few"], |input, kept| frame(input, &view, kept).unwrap());
    let dense: Vec<bool> = drawn.groups.iter().map(|group| group.dense).collect();
    assert_eq!(dense, [true, false]);
    assert_eq!(drawn.marks.row.len(), 5);
    assert!(drawn.density.group.iter().all(|group| *group == 0));
    assert_eq!(drawn.density.possible.iter().max(), Some(&195));
}

#[test]
fn nothing_is_folded_where_events_are_spread_evenly() {
    for count in [1, 2, 3, 10, 500] {
        let mut set = Set::default();
        for i in 0..count {
            let start = f64::from(i) * 40.0 * DAY;
            set.add([start, start + DAY, start, start + DAY], 0, "", "", &[]);
        }
        let drawn = set.with(&[], |input, kept| overview(input, 700.0, kept).unwrap());
        assert_eq!(drawn.segments.len(), 1, "{count} events");
    }
}

#[test]
fn a_crowd_does_not_dwarf_the_bars_of_the_overview() {
    let mut set = Set::default();
    for i in 0..3_000 {
        let day = if i < 1_000 { f64::from(i % 200) } else { 100.0 };
        let start = day * DAY;
        set.add([start, start + DAY, start, start + DAY], 0, "", "", &[]);
    }
    let drawn = set.with(&[], |input, kept| overview(input, 700.0, kept).unwrap());
    let most = drawn.bars.certain.iter().zip(&drawn.bars.possible).map(|(a, b)| a + b).max().unwrap();
    assert!(2_000 < most && 5 <= drawn.scale_end && drawn.scale_end < 100, "{} of {most}", drawn.scale_end);
}

#[test]
fn deep_time_folds_again_and_again() {
    let mut set = Set::default();
    for years in [-13.8e9, -4.5e9, -540e6, -66e6, -300e3, -10e3, -3_000.0, 1.0, 1969.0, 2024.0] {
        let start = (years - 1970.0) * YEAR;
        set.add([start, start + YEAR, start, start + YEAR], 0, "", "", &[]);
    }
    let drawn = set.with(&[], |input, kept| overview(input, 700.0, kept).unwrap());
    let last = drawn.segments.last().unwrap();
    assert!(drawn.segments.iter().filter(|segment| segment.folded).count() == 5, "{:?}", drawn.segments);
    assert!(last.from < -9_000.0 * YEAR && -13_000.0 * YEAR < last.from, "{last:?}");
    assert!(180.0 < last.to_px - last.from_px, "{last:?}");
}

#[test]
fn widths_come_from_the_metrics_and_stay_within_the_limit() {
    let mut ascii_px = vec![2.0; 95];
    ascii_px[0] = f32::NAN;
    let font = Font::new(&FontMetrics { ascii_px, other_px: 10.0 });
    assert_eq!(font.width_px("ab"), 4.0);
    assert_eq!(font.width_px("a é\u{7}"), 32.0);
    assert_eq!(font.width_px(&"é".repeat(1_000)), MAX_LABEL_PX);
    assert_eq!(label_width_px("ab", "c", &font, &font), 6.0 + CLAIMANT_GAP_PX);
    let broken = Font::new(&FontMetrics { ascii_px: vec![-1.0], other_px: f32::NAN });
    assert_eq!(broken.width_px("ab é"), 0.0);
}

#[test]
fn no_more_stretches_than_the_limit_are_folded() {
    let mut set = Set::default();
    // Twenty days on end, then a pause, three times as long each time.
    let mut start = 0.0;
    for i in 0..24 {
        for day in 0..20 {
            let start = start + f64::from(day) * DAY;
            set.add([start, start + DAY, start, start + DAY], 0, "", "", &[]);
        }
        start += DAY * 300.0 * 3f64.powi(i);
    }
    let drawn = set.with(&[], |input, kept| overview(input, 700.0, kept).unwrap());
    assert_eq!(drawn.segments.iter().filter(|segment| segment.folded).count(), MAX_FOLDS);
}

#[test]
fn a_small_set_stands_one_event_a_lane_in_order() {
    let mut set = Set::default();
    let times = [5.0, 1.0, 9.0, 3.0, 7.0];
    for time in times {
        set.add([time * DAY, time * DAY + DAY, time * DAY, time * DAY + DAY], 0, "", "", &[]);
    }
    // Known only to have begun by the sixth day: among the events of that day, not above all.
    set.add([-INF, 6.0 * DAY, -INF, 6.0 * DAY], FLAG_START_UNKNOWN, "", "", &[]);
    // A store has them in chronological order.
    let set = set.sorted();
    let lane_px = 31.0;
    let view = Viewport { from: 0.0, to: 12.0 * DAY, lane_px, height_px: 5.0 * lane_px, ..Viewport::default() };
    let drawn = set.with(&[], |input, kept| frame(input, &view, kept).unwrap());
    assert_eq!(drawn.marks.row, [0, 1, 2, 3, 4, 5]);
    assert_eq!(drawn.marks.y_px, [0.0, 31.0, 62.0, 93.0, 124.0, 155.0]);
    assert_eq!(drawn.marks.flags[3], FLAG_START_UNKNOWN | FLAG_CUT_LEFT);
    // A window that begins amid the sixth day cuts what stands there.
    let later = Viewport { from: 5.5 * DAY, to: 7.5 * DAY, ..view };
    let drawn = set.with(&[], |input, kept| frame(input, &later, kept).unwrap());
    assert_eq!(drawn.marks.row, [2, 3, 4]);
    assert_eq!(drawn.marks.flags[0], FLAG_CUT_LEFT);
}

#[test]
fn panning_at_the_scale_of_the_whole_extent_keeps_lanes() {
    let mut set = Set::default();
    for i in 0..40 {
        // Numbers are rounded more coarsely from 2⁴⁰ on, which lies amid them.
        let start = 1.09e12 + f64::from(i * 37 % 101) * 3.3 * DAY;
        set.add([start, start + DAY, start, start + DAY], 0, "An event", "", &[]);
    }
    let set = set.sorted();
    let (from, to) = set.with(&[], fit).unwrap();
    let view = Viewport { from, to, width_px: 700.0, ..Viewport::default() };
    let fitted = set.with(&[], |input, kept| frame(input, &view, kept).unwrap());
    for step in 1..200 {
        let shift = f64::from(step) * 1e7 / 3.0;
        let panned = Viewport { from: from + shift, to: to + shift, ..view.clone() };
        let panned = set.with(&[], |input, kept| frame(input, &panned, kept).unwrap());
        assert_eq!((fitted.groups[0].dense, panned.groups[0].dense), (false, false));
        assert_same_lanes(&fitted, &panned).unwrap();
    }
}

/// Numbers below a limit, the same in every run (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit) as f64
    }
}

/// So many events that they are counted by tallies, of all forms, on the edges of cells and off them.
fn crowd(events: usize, cell: f64) -> Set {
    let mut random = Random(11);
    let mut set = Set::default();
    for i in 0..events {
        let grain = [1.0, 1.0, cell / 2.0, cell, cell + 1.0, 3.0 * cell][random.below(6) as usize];
        let a = (random.below(1 << 20) * 2f64.powi(10) / grain).floor() * grain;
        let b = a + random.below(40) * cell / 4.0;
        let bounds = match random.below(12) as u32 {
            0 => [a, a, a, a],
            1 => [a, a, b, b],
            2 => [a, a + grain, INF, INF],
            3 => [a, a + grain, a, INF],
            4 => [-INF, a, -INF, a],
            5 => [a, a + 4.0 * cell, b, b + 5.0 * cell],
            6 => [a, a + grain, b, b + grain],
            _ => [a, a + grain, a, a + grain],
        };
        let codes = [vec![], vec![0], vec![1], vec![2, 0], vec![3]];
        set.add(bounds, 0, "", "", &codes[if i % 7 == 0 { 0 } else { 1 + random.below(4) as usize }]);
    }
    set.sorted()
}

/// What is counted by searches in sorted bounds is what a look at each event counts.
#[test]
fn cells_of_a_crowd_count_as_the_relation_does() {
    let cell = 2f64.powi(22);
    let set = crowd(20_000, cell);
    let to = 2f64.powi(30);
    let matches = RowSet::of(set.bounds.len() as u32, |row| row % 10 != 3);
    for (names, every) in [(vec![], false), (vec!["north", "south", "east", "west"], false), (vec![], true)] {
        // A cell is four pixels wide: the window begins and ends at its edge.
        let view = Viewport { from: 0.0, to, width_px: 1_024.0, ..Viewport::default() };
        let matches = if every { RowSet::all(set.bounds.len() as u32) } else { matches.clone() };
        let drawn = set.with_matches(&names, &matches, |input, kept| frame(input, &view, kept).unwrap());
        assert!(drawn.marks.row.is_empty());
        for (index, group) in drawn.groups.iter().enumerate() {
            let belongs = |row: &usize| match group.label.as_deref() {
                None => set.codes[*row].is_empty(),
                Some("") => true,
                Some(name) => set.codes[*row].iter().any(|code| names[*code as usize] == name),
            };
            let rows: Vec<usize> = matches.iter().map(|row| row as usize).filter(belongs).collect();
            let relations = |from: f64, to: f64| {
                let relation = |row: &usize| span(set.bounds[*row]).relation(from, to);
                let count = |wanted| rows.iter().filter(|row| relation(row) == wanted).count() as u32;
                (count(Relation::Certain), count(Relation::Possible))
            };
            let (certain, possible) = relations(0.0, to);
            assert_eq!(group.count, certain + possible);
            let mut counted = BTreeMap::new();
            for i in (0..drawn.density.group.len()).filter(|i| drawn.density.group[*i] as usize == index) {
                assert_eq!(drawn.density.width_px[i], 4.0);
                let place = (drawn.density.x_px[i] / 4.0) as usize;
                counted.insert(place, (drawn.density.certain[i], drawn.density.possible[i]));
            }
            for place in 0..256 {
                let expected = relations(place as f64 * cell, (place + 1) as f64 * cell);
                assert_eq!(counted.get(&place).copied().unwrap_or_default(), expected, "cell {place} of {group:?}");
            }
        }
    }
}

/// Panning moves the cells and changes none.
#[test]
fn cells_stay_what_they_are_while_panning() {
    let set = crowd(20_000, 2f64.powi(22));
    let cells = |from: f64| {
        let view = Viewport { from, to: from + 2f64.powi(28) * 1.1, width_px: 700.0, ..Viewport::default() };
        let drawn = set.with(&[], |input, kept| frame(input, &view, kept).unwrap());
        let px_per_ms = 700.0 / (view.to - view.from);
        let cell = (drawn.density.width_px[5] as f64 / px_per_ms).log2().round().exp2();
        let inside = (1..drawn.density.x_px.len() - 1).map(|i| {
            let place = ((f64::from(drawn.density.x_px[i]) / px_per_ms + from) / cell).round() as i64;
            (place, (drawn.density.certain[i], drawn.density.possible[i]))
        });
        inside.collect::<BTreeMap<i64, (u32, u32)>>()
    };
    let one = cells(2f64.powi(29));
    for step in 1..30 {
        let other = cells(2f64.powi(29) + f64::from(step) * 1.7e6);
        let common: Vec<i64> = one.keys().filter(|place| other.contains_key(place)).copied().collect();
        assert!(50 < common.len());
        assert!(common.iter().all(|place| one[place] == other[place]));
    }
}

/// Some twelve thousand events in three groups: more than are packed all together.
fn large_set() -> Set {
    let mut random = Random(5);
    let mut set = Set::default();
    for _ in 0..12_000 {
        let start = random.below(4_000) * DAY + random.below(24) * DAY / 24.0;
        let days = [0.0, 0.0, 0.0, 1.0, 3.0, 30.0, 200.0][random.below(7) as usize] * random.below(10) / 5.0;
        let bounds = [start, start + DAY / 24.0, start + days * DAY, start + days * DAY + DAY / 24.0];
        // Fewer of the long ones: lanes that last would fill all there are.
        if days < 50.0 || random.below(12) == 0.0 {
            let codes = [random.below(3) as u32];
            set.add(bounds, 0, &"t".repeat(random.below(20) as usize), "", &codes);
        }
    }
    set.sorted()
}

/// More events than are packed all together: lanes hold wherever one pans, and whatever was seen before.
#[test]
fn lanes_of_a_large_set_hold_while_panning() {
    let set = large_set();
    let all = RowSet::all(set.bounds.len() as u32);
    for names in [&[][..], &["north", "south", "east"]] {
        for width_px in [300.0, 1_280.0] {
            let length = if width_px < 1_000.0 { 1.0 } else { 5.0 } * DAY;
            let windows: Vec<f64> = (0..40).map(|i| 1_500.0 * DAY + f64::from(i) * 0.23 * length).collect();
            let view = |from| Viewport { from, to: from + length, width_px, height_px: 2_000.0, ..Viewport::default() };
            let mut former: Option<Frame> = None;
            set.with_each(names, &vec![&all; windows.len()], |i, input, kept| {
                let drawn = frame(input, &view(windows[i]), kept).unwrap();
                assert!(drawn.groups.iter().all(|group| !group.dense) && 5 < drawn.marks.row.len());
                check_marks(&set, &view(windows[i]), &drawn).unwrap();
                if let Some(former) = &former {
                    assert_same_lanes(former, &drawn).unwrap();
                }
                if i % 8 == 0 {
                    let cold = set.with(names, |input, kept| frame(input, &view(windows[i]), kept).unwrap());
                    assert_eq!(drawn, cold);
                }
                former = Some(drawn);
            });
        }
    }
}

/// A group stands in the lanes that its events would have alone, although it finds its rows in another way.
#[test]
fn a_group_of_a_large_set_stands_as_it_would_alone() {
    let set = large_set();
    let lanes = |drawn: &Frame, group: usize, heading_px: f32| -> BTreeMap<u32, i32> {
        let top = drawn.groups[group].y_px + heading_px;
        let marks = drawn.marks.row.iter().zip(&drawn.marks.y_px).filter(|(_, y)| group_of(drawn, **y) == group);
        marks.map(|(row, y)| (*row, ((y - top) / Viewport::default().lane_px).round() as i32)).collect()
    };
    for i in 0..12 {
        let from = (1_500.0 + 97.0 * f64::from(i)) * DAY;
        let view = Viewport { from, to: from + DAY, width_px: 300.0, height_px: 8_000.0, ..Viewport::default() };
        let grouped = set.with(&["north", "south", "east"], |input, kept| frame(input, &view, kept).unwrap());
        assert_eq!(grouped.groups.len(), 3);
        assert!(grouped.groups.iter().all(|group| group.strip_count == 0));
        for (group, code) in (0..3).zip(0u32..) {
            let own = RowSet::of(set.bounds.len() as u32, |row| set.codes[row].contains(&code));
            let alone = set.with_matches(&[], &own, |input, kept| frame(input, &view, kept).unwrap());
            assert!(!alone.groups[0].dense && !grouped.groups[group].dense && !alone.marks.row.is_empty());
            assert_eq!(lanes(&grouped, group, GROUP_HEADING_PX), lanes(&alone, 0, 0.0));
        }
    }
}

/// Zooming in, the bars give way to marks once and do not come back: at the same events a step deeper, and no fewer.
#[test]
fn bars_give_way_to_marks_once() {
    let mut random = Random(11);
    let (mut even, mut uneven) = (Set::default(), Set::default());
    for i in 0..5_000 {
        let (start, length) = (f64::from(i) * 3.0 * DAY, (1.0 + random.below(9)) * DAY);
        even.add([start, start + DAY, start, start + DAY], 0, "an event", "", &[i % 2]);
        let start = random.below(15_000) * DAY;
        uneven.add([start, start + DAY, start + length, start + length + DAY], 0, "an event", "", &[i % 2]);
    }
    for (set, names) in [(even, &[][..]), (uneven.sorted(), &[][..]), (uneven.sorted(), &["even", "odd"])] {
        let windows: Vec<f64> = (0..350).map(|step| 15_000.0 * DAY / 1.02f64.powi(step)).collect();
        let all = RowSet::all(set.bounds.len() as u32);
        let mut former: Option<Frame> = None;
        let mut changes = 0;
        set.with_each(names, &vec![&all; windows.len()], |at, input, kept| {
            let from = 7_000.0 * DAY - windows[at] / 2.0;
            let view = Viewport { from, to: from + windows[at], height_px: 1_600.0, ..Viewport::default() };
            let drawn = frame(input, &view, kept).unwrap();
            if let Some(former) = &former {
                for (before, after) in former.groups.iter().zip(&drawn.groups) {
                    assert!(before.dense || !after.dense, "bars come back at step {at}");
                    changes += usize::from(before.dense && !after.dense);
                    // A step of one part in fifty brings no other events into view, and leaves few out of it.
                    assert!(after.count <= before.count && 9 * before.count <= 10 * after.count + 30);
                }
            }
            former = Some(drawn);
        });
        assert_eq!(changes, names.len().max(1));
    }
}

/// Lives of decades, among them days with events of their own.
fn lives(count: u32) -> Set {
    let mut random = Random(23);
    let mut set = Set::default();
    for i in 0..count {
        let born = random.below(60_000) * DAY;
        let died = born + (10_000.0 + random.below(20_000)) * DAY;
        let died = if i % 50 == 0 { INF } else { died };
        set.add([born, born + DAY, died, died + DAY], 0, "a life", "", &[i % 3]);
        let start = (23_000.0 + random.below(20_000) / 4.0) * DAY;
        set.add([start, start + DAY / 4.0, start, start + DAY / 4.0], 0, "an event", "", &[(i + 1) % 3]);
    }
    set.sorted()
}

/// However many bars are longer than what is shown, what begins and ends in it has its lane and its label; the bars stand
/// in a strip of a few lanes, counted cell by cell as the relation counts them.
#[test]
fn bars_longer_than_the_window_stand_in_a_strip() {
    let set = lives(9_000);
    let all = RowSet::all(set.bounds.len() as u32);
    for names in [&[][..], &["north", "south", "east"]] {
        // A cell is four pixels wide, and begins where the window does.
        let cell_ms = 2f64.powi(23);
        let length = 128.0 * cell_ms;
        let view = |from: f64| Viewport {
            from,
            to: from + length,
            width_px: 512.0,
            height_px: 1_600.0,
            ..Viewport::default()
        };
        let windows: Vec<f64> = (0..24).map(|i| (247_000.0 + 47.0 * f64::from(i)) * cell_ms).collect();
        let mut former: Option<Frame> = None;
        set.with_each(names, &vec![&all; windows.len()], |i, input, kept| {
            let view = view(windows[i]);
            let drawn = frame(input, &view, kept).unwrap();
            check_marks(&set, &view, &drawn).unwrap();
            assert!(drawn.height_px < 40.0 * view.lane_px, "{} pixels", drawn.height_px);
            for (index, group) in drawn.groups.iter().enumerate() {
                assert!(!group.dense && group.strip_px == STRIP_LANES as f32 * view.lane_px);
                let belongs = |row: usize| match group.label.as_deref() {
                    Some(name) if !names.is_empty() => set.codes[row].iter().any(|code| names[*code as usize] == name),
                    _ => true,
                };
                let top = group.y_px + group.strip_px + if names.is_empty() { 0.0 } else { GROUP_HEADING_PX };
                let marked: Vec<usize> =
                    (0..drawn.marks.row.len()).filter(|i| group_of(&drawn, drawn.marks.y_px[*i]) == index).collect();
                assert!(!marked.is_empty() && marked.iter().all(|i| top <= drawn.marks.y_px[*i]));
                let is_marked = |row: usize| marked.iter().any(|i| drawn.marks.row[*i] as usize == row);
                let relation = |row: usize, from: f64, to: f64| span(set.bounds[row]).relation(from, to);
                let touching = |row: &usize| belongs(*row) && relation(*row, view.from, view.to) != Relation::Outside;
                let strip: Vec<usize> = (0..set.bounds.len()).filter(|row| touching(row) && !is_marked(*row)).collect();
                assert!(500 < strip.len());
                assert_eq!(strip.len(), group.strip_count as usize);
                assert!(strip.iter().all(|row| length < set.bounds[*row][3] - set.bounds[*row][0]));
                let cells: Vec<usize> =
                    (0..drawn.density.group.len()).filter(|i| drawn.density.group[*i] as usize == index).collect();
                assert_eq!(cells.len(), 128);
                for cell in cells {
                    let from = view.from + f64::from(drawn.density.x_px[cell]) / 512.0 * length;
                    let counted =
                        |wanted| strip.iter().filter(|row| relation(**row, from, from + cell_ms) == wanted).count();
                    let expected = (counted(Relation::Certain), counted(Relation::Possible));
                    assert_eq!((drawn.density.certain[cell] as usize, drawn.density.possible[cell] as usize), expected);
                    assert!(expected.0 + expected.1 <= drawn.most_in_cell as usize);
                }
            }
            if let Some(former) = &former {
                assert_same_lanes(former, &drawn).unwrap();
            }
            if i % 8 == 0 {
                assert_eq!(drawn, set.with(names, |input, kept| frame(input, &view, kept).unwrap()));
            }
            former = Some(drawn);
        });
    }
}

/// Days on each of which much happened, and what went on for weeks, months and years meanwhile.
fn dense_days() -> Set {
    let mut random = Random(29);
    let mut set = Set::default();
    for i in 0..2_400 {
        let day = (20_000.0 + random.below(60)) * DAY;
        set.add([day, day + DAY, day, day + DAY], 0, "on a day", "", &[i % 3]);
    }
    for i in 0..900 {
        let start = (19_900.0 + random.below(100)) * DAY;
        let end = start + (8.0 + random.below(1_000)) * DAY;
        set.add([start, end, start, end], 0, "for a while", "", &[i % 3]);
    }
    set.sorted()
}

/// Where zooming in parts nothing any more, what is shortest has its lanes and its labels, however many these are.
#[test]
fn zooming_in_ends_in_marks_where_all_dates_are_days() {
    let set = dense_days();
    let all = RowSet::all(set.bounds.len() as u32);
    for names in [&[][..], &["north", "south", "east"]] {
        for length in [0.01 * DAY, 0.25 * DAY, 0.5 * DAY, DAY] {
            let starts: Vec<f64> = (0..16).map(|i| 20_030.0 * DAY + f64::from(i) * length / 16.0).collect();
            let mut former: Option<Frame> = None;
            set.with_each(names, &vec![&all; starts.len()], |i, input, kept| {
                let view =
                    Viewport { from: starts[i], to: starts[i] + length, height_px: 300.0, ..Viewport::default() };
                let drawn = frame(input, &view, kept).unwrap();
                check_marks(&set, &view, &drawn).unwrap();
                let is_touching =
                    |row: &usize| span(set.bounds[*row]).relation(view.from, view.to) != Relation::Outside;
                let (days, longer): (Vec<usize>, Vec<usize>) = (0..set.bounds.len())
                    .filter(is_touching)
                    .partition(|row| set.bounds[*row][3] - set.bounds[*row][0] <= DAY);
                assert!(20 < days.len() && drawn.groups.iter().all(|group| !group.dense && 0 < group.strip_count));
                let marked = |row: &usize| drawn.marks.row.contains(&(*row as u32));
                assert!(days.iter().all(marked));
                let lasts = |row: &usize| set.bounds[*row][3] - set.bounds[*row][0];
                let longest_marked = longer.iter().filter(|row| marked(row)).map(lasts).fold(DAY, f64::max);
                let in_strip: Vec<&usize> = longer.iter().filter(|row| !marked(row)).collect();
                assert!(in_strip.iter().all(|row| longest_marked < lasts(row)));
                let counted: u32 = drawn.groups.iter().map(|group| group.strip_count).sum();
                assert_eq!(in_strip.len(), counted as usize);
                let is_labelled = |at: &usize| drawn.marks.label_side[*at] != LABEL_NONE;
                assert_eq!((0..drawn.marks.row.len()).filter(is_labelled).count(), drawn.marks.row.len());
                // Within a day nothing comes and nothing goes.
                if let Some(former) = former.as_ref().filter(|_| view.to <= 20_031.0 * DAY) {
                    assert_same_lanes(former, &drawn).unwrap();
                }
                assert_eq!(drawn, set.with(names, |input, kept| frame(input, &view, kept).unwrap()));
                former = Some(drawn);
            });
        }
    }
}

/// A few long bars have lanes of their own.
#[test]
fn a_few_long_bars_have_their_lanes() {
    let set = lives(9_000);
    let some = RowSet::of(set.bounds.len() as u32, |row| {
        let [born, .., died] = set.bounds[row];
        died - born < DAY || row % 800 == 0
    });
    let view = Viewport { from: 24_000.0 * DAY, to: 24_016.0 * DAY, height_px: 1_600.0, ..Viewport::default() };
    let drawn = set.with_matches(&[], &some, |input, kept| frame(input, &view, kept).unwrap());
    assert_eq!((drawn.groups[0].strip_px, drawn.groups[0].strip_count, drawn.groups[0].dense), (0.0, 0, false));
    let lives =
        drawn.marks.row.iter().filter(|row| DAY < set.bounds[**row as usize][3] - set.bounds[**row as usize][0]);
    assert!(2 < lives.count());
}

/// A crowd beside the window neither makes it density nor leaves room for itself.
#[test]
fn a_crowd_out_of_sight_takes_no_lanes() {
    let mut set = Set::default();
    for _ in 0..2_000 {
        set.add([517.5 * DAY; 4], 0, "the same instant", "", &[0]);
    }
    for i in 0..12 {
        let start = f64::from(i) * 61.0 * DAY;
        set.add([start, start + DAY, start, start + DAY], 0, "a day in the life", "", &[1]);
    }
    let set = set.sorted();
    for names in [&[][..], &["crowd", "days"]] {
        for to in 395..515 {
            let to = f64::from(to) * DAY;
            let view =
                Viewport { from: to - 242.0 * DAY, to, width_px: 690.0, height_px: 1_600.0, ..Viewport::default() };
            let drawn = set.with(names, |input, kept| frame(input, &view, kept).unwrap());
            assert!((4..=5).contains(&drawn.marks.row.len()) && drawn.density.group.is_empty(), "{to}");
            assert!(drawn.height_px < 10.0 * view.lane_px, "{} pixels for {to}", drawn.height_px);
        }
    }
}

/// Two thousand events in one instant are one column of density, and what stands apart from them stays readable.
#[test]
fn a_crowd_in_one_instant() {
    let mut set = Set::default();
    for i in 0..2_000 {
        let place = 100.0 * DAY;
        set.add([place, place + 1.0, place, place + 1.0], 0, "the same instant", "", &[i % 2]);
    }
    for i in 0..7 {
        let start = f64::from(i) * 9.0 * DAY;
        set.add([start, start + DAY, start, start + DAY], 0, "a day", "", &[2]);
    }
    let set = set.sorted();
    let view = Viewport { from: 0.0, to: 200.0 * DAY, ..Viewport::default() };
    let drawn = set.with(&[], |input, kept| frame(input, &view, kept).unwrap());
    assert_eq!((drawn.groups[0].dense, drawn.density.certain.iter().max()), (true, Some(&2_000)));
    assert!(0.9 * view.height_px < drawn.height_px, "density takes the height there is");
    let drawn = set.with(&["even", "odd", "days"], |input, kept| frame(input, &view, kept).unwrap());
    assert_eq!(drawn.groups.iter().map(|group| group.dense).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(drawn.marks.row.len(), 7);
    let before = Viewport { to: 99.0 * DAY, ..view };
    assert!(set.with(&[], |input, kept| frame(input, &before, kept).unwrap()).marks.row.len() == 7);
}

/// Events of three groups over 200 days: what lasts through them, days here and there, and at times a crowd in an instant.
fn uneven(seed: u64) -> Set {
    let mut random = Random(seed);
    let mut set = Set::default();
    let lasting = random.below(3) * random.below(40);
    let crowds: Vec<f64> = (0..random.below(3) as u32).map(|_| random.below(200) * DAY).collect();
    for _ in 0..lasting as u32 {
        let (start, end) = (-random.below(100) * DAY, (200.0 + random.below(100)) * DAY);
        set.add([start, start + DAY, end, end + DAY], 0, "for long", "", &[random.below(3) as u32]);
    }
    for _ in 0..(100.0 + random.below(500)) as u32 {
        let (start, days) = (random.below(210) * DAY, random.below(8) * DAY);
        set.add([start, start + days, start, start + days + DAY], 0, "a day", "", &[random.below(3) as u32]);
    }
    for start in crowds {
        let codes = [random.below(3) as u32];
        for _ in 0..random.below(600) as u32 {
            set.add([start, start + 1.0, start, start + 1.0], 0, "at once", "", &codes);
        }
    }
    set.sorted()
}

/// The bases of groups of columns and where their scale ends, found by sorting them all.
fn scale_by_sorting(groups: &[Vec<(u32, u32)>], cells: usize) -> (Vec<u32>, u32) {
    let all = |columns: &[(u32, u32)]| {
        let mut all: Vec<u32> = columns.iter().map(|(certain, possible)| certain + possible).collect();
        all.retain(|count| 0 < *count);
        all.sort_by(|a, b| b.cmp(a));
        all
    };
    let high = |columns: &[(u32, u32)]| {
        let all = all(columns);
        let few = (all.len() / FEW_COLUMNS).max(1);
        *all.get(few).or(all.first()).unwrap_or(&0)
    };
    let least = |columns: &[(u32, u32)]| columns.iter().map(|(certain, _)| *certain).min().unwrap_or(0);
    let has_base = |quarters: u32, columns: &[(u32, u32)]| {
        LEAST_CELLS <= cells && LEAST_BASE <= least(columns) && quarters * high(columns) <= 4 * least(columns)
    };
    let any_base = groups.iter().any(|columns| has_base(BASE_QUARTERS, columns));
    let quarters = if any_base { BASE_QUARTERS_BESIDE } else { BASE_QUARTERS };
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
    let base = |columns: &Vec<(u32, u32)>| {
        let half = high(columns).saturating_sub(least(columns)) / 2;
        let step = steps.iter().copied().filter(|step| *step <= half.max(1)).max().unwrap();
        if has_base(quarters, columns) { least(columns) - least(columns) % step } else { 0 }
    };
    let bases: Vec<u32> = groups.iter().map(base).collect();
    let over_base = |at: usize| all(&groups[at]).into_iter().map(|count| count - bases[at]).collect::<Vec<u32>>();
    let ends = (0..groups.len()).map(|at| {
        let (columns, high) = (over_base(at), (high(&groups[at]).saturating_sub(bases[at])).max(1));
        let most = *columns.first().unwrap_or(&0);
        let near = columns.iter().copied().filter(|column| *column <= ABOVE * high).max().unwrap_or(high);
        if most < FAR_ABOVE * high { most } else { near.max(high) }
    });
    let ends: Vec<u32> = ends.collect();
    let is_sparse = |at: &usize| {
        let columns = all(&groups[*at]).len();
        columns <= 1 || columns <= cells / FEW_COLUMNS
    };
    let with_columns: Vec<usize> = (0..groups.len()).filter(|at| !groups[*at].is_empty()).collect();
    let (sparse, others): (Vec<usize>, Vec<usize>) = with_columns.iter().partition(|at| is_sparse(at));
    let telling = if others.is_empty() { &sparse } else { &others };
    let high = telling.iter().map(|at| ends[*at]).max().unwrap_or(0);
    let of_sparse = sparse.iter().map(|at| {
        let columns = over_base(*at);
        let near = columns.iter().copied().filter(|column| *column <= ABOVE * high).max().unwrap_or(0);
        if FAR_ABOVE * high <= columns[0] { near } else { columns[0] }
    });
    let end = of_sparse.max().unwrap_or(0).max(high);
    let most = (0..groups.len()).flat_map(over_base).max().unwrap_or(0);
    let round_up = |number: u32| (number..).find(|up| *up < 16 || up % (1 << (up.ilog2() - 3)) == 0).unwrap();
    let has_base = bases.iter().any(|base| 0 < *base);
    let end = if has_base { end.max(LEAST_END) } else { end };
    match (ABOVE * end < most, has_base) {
        (true, _) => (bases, round_up(end + end.div_ceil(4))),
        (false, true) => (bases, round_up(most).max(LEAST_END)),
        (false, false) => (bases, most),
    }
}

/// The scale of the columns is linear from zero, to the fullest cell, but where a break is told: above what is far above
/// all else, and below what all columns of a group have in common. It is that of all groups, in sight or not.
#[test]
fn the_scale_of_columns_is_broken_only_where_that_is_told() {
    let (mut cut, mut based, mut plain) = (0, 0, 0);
    for seed in 1..=60 {
        let set = uneven(seed);
        for names in [&[][..], &["north", "south", "east"]] {
            let all = RowSet::all(set.bounds.len() as u32);
            let windows: Vec<(f64, f64)> =
                vec![(0.0, 200.0), (5.0, 203.0), (60.0, 140.0), (20.0, 120.0), (-40.0, 150.0), (70.0, 80.0)];
            set.with_each(names, &vec![&all; windows.len()], |i, input, kept| {
                let (from, to) = (windows[i].0 * DAY, windows[i].1 * DAY);
                let view = Viewport { from, to, width_px: 640.0, height_px: 50.0, ..Viewport::default() };
                let drawn = frame(input, &view, kept).unwrap();
                assert_eq!(drawn, set.with(names, |input, kept| frame(input, &view, kept).unwrap()));
                let Density { group, x_px, width_px, certain, possible } = &drawn.density;
                let mut lefts = BTreeMap::new();
                lefts.extend((0..group.len()).map(|at| (x_px[at].to_bits(), width_px[at])));
                let mut groups = vec![Vec::new(); drawn.groups.len()];
                (0..group.len()).for_each(|at| groups[group[at] as usize].push((certain[at], possible[at])));
                // Cells that no group has anything in are not known from the frame.
                let cells = if lefts.values().sum::<f32>() < 639.5 { usize::MAX } else { lefts.len() };
                for columns in groups.iter_mut().filter(|columns| !columns.is_empty() && columns.len() < cells) {
                    columns.push((0, 0));
                }
                let width_ms = f64::from(width_px.iter().copied().fold(0.0, f32::max)) / 640.0 * (to - from);
                let width_ms = width_ms.log2().round().exp2();
                let all_cells = ((to / width_ms).ceil() - (from / width_ms).floor()) as usize;
                let (bases, end) = scale_by_sorting(&groups, all_cells);
                assert_eq!(bases, drawn.groups.iter().map(|group| group.base).collect::<Vec<_>>());
                assert_eq!(end, drawn.scale_end, "seed {seed}, window {i}, {names:?}");
                let count = |at: usize| certain[at] + possible[at];
                assert_eq!(drawn.most_in_cell, (0..group.len()).map(count).max().unwrap_or(0));
                let is_cut = |at: &usize| end < count(*at) - bases[group[*at] as usize];
                let has_base = bases.iter().any(|base| 0 < *base);
                for (index, columns) in groups.iter().enumerate() {
                    let broken = (0..group.len()).filter(|at| group[*at] as usize == index).filter(is_cut).count();
                    assert!(broken <= (all_cells / FEW_COLUMNS).max(1), "{broken} of {}", columns.len());
                }
                let has_cut = (0..group.len()).any(|at| is_cut(&at));
                assert!(has_base || has_cut || end == drawn.most_in_cell);
                (cut, based, plain) =
                    (cut + i32::from(has_cut), based + i32::from(has_base), plain + i32::from(!has_base && !has_cut));
                let sight = Viewport { visible_px: Some([0.0, 40.0]), ..view };
                assert_eq!(frame(input, &sight, kept).unwrap().scale_end, end);
            });
        }
    }
    assert!(50 < cut && 50 < based && 50 < plain, "{cut} cut, {based} with bases, {plain} plain");
}

/// Whatever order equal events stand in, their columns and scale are the same.
#[test]
fn the_scale_of_columns_is_the_same_for_reversed_input() {
    for seed in 1..=12 {
        let set = uneven(seed);
        let mut reversed = Set::default();
        for at in (0..set.bounds.len()).rev() {
            reversed.add(set.bounds[at], set.flags[at], &set.titles[at], &set.claimants[at], &set.codes[at]);
        }
        let reversed = reversed.sorted();
        let view = Viewport { from: 0.0, to: 200.0 * DAY, width_px: 640.0, height_px: 50.0, ..Viewport::default() };
        let lay_out =
            |set: &Set| set.with(&["north", "south", "east"], |input, kept| frame(input, &view, kept).unwrap());
        let (one, other) = (lay_out(&set), lay_out(&reversed));
        assert_eq!((one.groups, one.density, one.scale_end), (other.groups, other.density, other.scale_end));
    }
}

/// While one pans with a crowd in view, its column stays broken, and the scale of the others changes now and then.
#[test]
fn a_broken_scale_does_not_flicker_while_panning() {
    let mut random = Random(41);
    let mut set = Set::default();
    for _ in 0..2_000 {
        set.add([500.0 * DAY, 500.0 * DAY + 1.0, 500.0 * DAY, 500.0 * DAY + 1.0], 0, "at once", "", &[0]);
    }
    for _ in 0..6_000 {
        let start = random.below(1_000) * DAY;
        let end = start + random.below(4) * DAY;
        set.add([start, start, end, end + DAY], 0, "a day", "", &[0]);
    }
    let set = set.sorted();
    let windows: Vec<f64> = (0..150).map(|i| (310.0 + f64::from(i)) * DAY).collect();
    let all = RowSet::all(set.bounds.len() as u32);
    let mut ends = Vec::new();
    set.with_each(&[], &vec![&all; windows.len()], |i, input, kept| {
        let view = Viewport { from: windows[i], to: windows[i] + 200.0 * DAY, ..Viewport::default() };
        let drawn = frame(input, &view, kept).unwrap();
        assert!(2_000 <= drawn.most_in_cell && drawn.scale_end < 100, "{}", drawn.scale_end);
        ends.push(drawn.scale_end);
    });
    let changes = ends.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes < 8, "{changes} changes: {ends:?}");
}
