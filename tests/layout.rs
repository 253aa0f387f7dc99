//! Layout: pictures as text, laws that hold for every set, and slow obvious twins.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)]

mod layout_support;

use event_timeline::layout::*;
use layout_support::{DAY, INF, Set};
use std::fmt::Write;
use std::path::Path;

/// Days since 1970-01-01, counted one year and month at a time.
fn day(year: i64, month: usize, day: i64) -> f64 {
    let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let of_year = |year: i64| if leap(year) { 366 } else { 365 };
    let years: i64 =
        if year < 1970 { -(year..1970).map(of_year).sum::<i64>() } else { (1970..year).map(of_year).sum() };
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (years + lengths[..month - 1].iter().sum::<i64>() + day - 1) as f64 * DAY
}

fn some_day(from: f64, to: f64) -> [f64; 4] {
    [from, to, from, to]
}

/// A set like the one the picture was drawn after: single days, months, an open end, two unknown starts, two lone years.
fn contested() -> Set {
    let mut set = Set::default();
    let june = [day(2014, 6, 11), day(2014, 6, 21), INF, INF];
    set.add(some_day(day(2003, 1, 1), day(2004, 1, 1)), 0, "Border posts fall silent", "a survey", &[1]);
    set.add(some_day(day(2011, 1, 1), day(2012, 1, 1)), 0, "The last base closes", "two ministries", &[1]);
    set.add(june, FLAG_END_OPEN, "Guards fight in the plain", "A wire service believes", &[0]);
    set.add(
        [-INF, day(2014, 7, 1), -INF, day(2014, 7, 1)],
        FLAG_START_UNKNOWN,
        "A control centre works",
        "Officials",
        &[0],
    );
    set.add(some_day(day(2014, 7, 1), day(2014, 8, 1)), 0, "The minister knows of it", "The minister", &[1]);
    set.add(some_day(day(2014, 8, 21), day(2014, 8, 23)), 0, "Soldiers help retake the town", "Local sources", &[0, 1]);
    set.add(
        [-INF, day(2014, 9, 11), -INF, day(2014, 9, 11)],
        FLAG_START_UNKNOWN,
        "A unit at four places",
        "A magazine",
        &[0],
    );
    set.add(
        some_day(day(2014, 10, 1), day(2014, 10, 11)),
        FLAG_APPROXIMATE,
        "A picture is published",
        "The broadcaster",
        &[],
    );
    set.add(
        some_day(day(2014, 12, 3), day(2014, 12, 4)),
        0,
        "Signs of air strikes in the province",
        "A spokesman",
        &[1],
    );
    set.add(some_day(day(2015, 3, 1), day(2015, 3, 21)), FLAG_UNCERTAIN, "A map of the siege", "caption", &[]);
    set.add(some_day(day(2015, 3, 1), day(2015, 5, 1)), 0, "Help called unconditional", "A commander", &[1]);
    set.add([day(2015, 3, 2), day(2015, 3, 3), day(2015, 4, 17), day(2015, 4, 18)], 0, "The siege", "", &[0]);
    set.sorted()
}

/// Every character as wide as a column of the picture.
fn mono() -> FontMetrics {
    FontMetrics { ascii_px: Vec::new(), other_px: PX_PER_COLUMN as f32 }
}

fn viewport(from: f64, to: f64) -> Viewport {
    Viewport { from, to, width_px: 700.0, title_font: mono(), claimant_font: mono(), ..Viewport::default() }
}

const PX_PER_COLUMN: f64 = 7.0;

/// A frame as lines of text: the axis, then each lane with its marks and labels, then the numbers.
fn picture(set: &Set, frame: &Frame, width_px: f64) -> String {
    let columns = (width_px / PX_PER_COLUMN) as usize;
    let column = |px: f32| ((f64::from(px) / PX_PER_COLUMN).max(0.0) as usize).min(columns - 1);
    let mut text = String::new();
    let mut line = vec![' '; columns];
    for tick in &frame.ticks {
        let name = match tick.unit {
            TickUnit::Year => format!("|{}", tick.year),
            TickUnit::Month | TickUnit::Day => format!("|{}-{}-{}", tick.year, tick.month, tick.day),
            _ => format!("|{}:{:02}:{:02}.{:03}", tick.hour, tick.minute, tick.second, tick.millisecond),
        };
        write_at(&mut line, column(tick.x_px), &name);
    }
    push_line(&mut text, &line);
    let mut lines: Vec<(f32, Vec<char>)> = Vec::new();
    for i in 0..frame.marks.row.len() {
        let marks = &frame.marks;
        if lines.last().is_none_or(|(y, _)| *y != marks.y_px[i]) {
            lines.push((marks.y_px[i], vec![' '; columns]));
        }
        let line = &mut lines.last_mut().unwrap().1;
        let (a, b) = (column(marks.earliest_start_px[i]), column(marks.latest_end_px[i]));
        line[a..=b].fill('-');
        if marks.latest_start_px[i] < marks.earliest_end_px[i] {
            line[column(marks.latest_start_px[i])..=column(marks.earliest_end_px[i])].fill('=');
        }
        if marks.flags[i] & FLAG_DOT != 0 {
            line[(a + b) / 2] = 'o';
        }
        if marks.flags[i] & FLAG_CUT_LEFT != 0 {
            line[a] = if marks.flags[i] & (FLAG_START_OPEN | FLAG_START_UNKNOWN) != 0 { '<' } else { '{' };
        }
        if marks.flags[i] & FLAG_CUT_RIGHT != 0 {
            line[b] = if marks.flags[i] & (FLAG_END_OPEN | FLAG_END_UNKNOWN) != 0 { '>' } else { '}' };
        }
        if marks.label_side[i] != LABEL_NONE {
            let row = marks.row[i] as usize;
            let (title, claimant) = (&set.titles[row], &set.claimants[row]);
            let room = (f64::from(marks.label_width_px[i]) / PX_PER_COLUMN) as usize;
            let words: String = format!("{title} {claimant}").trim_end().chars().take(room).collect();
            write_at(line, column(marks.label_x_px[i]), &words);
        }
    }
    for group in &frame.groups {
        let label = group.label.as_deref().unwrap_or("(none)");
        let dense = if group.dense { ", dense" } else { "" };
        writeln!(
            text,
            "# {label}: {} in view{dense}, {:.0} to {:.0}",
            group.count,
            group.y_px,
            group.y_px + group.height_px
        )
        .unwrap();
        for (_, line) in lines.iter().filter(|(y, _)| group.y_px <= *y && *y < group.y_px + group.height_px) {
            push_line(&mut text, line);
        }
        let index = frame.groups.iter().position(|other| other == group).unwrap() as u32;
        let mut cells = vec![' '; columns];
        for i in (0..frame.density.group.len()).filter(|i| frame.density.group[*i] == index) {
            let count = frame.density.certain[i] + frame.density.possible[i];
            cells[column(frame.density.x_px[i])] = char::from_digit(count.ilog2(), 36).unwrap();
        }
        if group.dense {
            push_line(&mut text, &cells);
        }
    }
    writeln!(
        text,
        "{} certain, {} possible, {} before, {} after; {:.0} px",
        frame.certain, frame.possible, frame.before, frame.after, frame.height_px
    )
    .unwrap();
    text
}

fn write_at(line: &mut [char], column: usize, words: &str) {
    for (place, character) in line.iter_mut().skip(column).zip(words.chars()) {
        *place = character;
    }
}

fn push_line(text: &mut String, line: &[char]) {
    let line: String = line.iter().collect();
    text.push_str(line.trim_end());
    text.push('\n');
}

/// Compares with `tests/data/layout/<name>.txt`; a difference is written beside it as `<name>-changed.txt`.
fn assert_picture(name: &str, drawn: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/layout");
    let expected = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap_or_default();
    let changed = folder.join(format!("{name}-changed.txt"));
    if expected == drawn {
        let _ = std::fs::remove_file(changed);
        return;
    }
    std::fs::write(&changed, drawn).unwrap();
    panic!("{name} is drawn differently; compare {}", changed.display());
}

fn frame_picture(set: &Set, names: &[&str], viewport: &Viewport) -> String {
    let drawn = set.with(names, |input, kept| frame(input, viewport, kept).unwrap());
    picture(set, &drawn, f64::from(viewport.width_px))
}

#[test]
fn the_contested_year() {
    let view = viewport(day(2014, 5, 20), day(2015, 5, 10));
    assert_picture("contested-year", &frame_picture(&contested(), &[], &view));
}

#[test]
fn all_of_it() {
    let set = contested();
    let (from, to) = set.with(&[], fit).unwrap();
    assert_picture("contested-fit", &frame_picture(&set, &[], &viewport(from, to)));
}

#[test]
fn grouped() {
    let view = viewport(day(2014, 5, 20), day(2015, 5, 10));
    assert_picture("contested-grouped", &frame_picture(&contested(), &["Operation", "Statement"], &view));
}

#[test]
fn on_a_phone() {
    let view =
        Viewport { width_px: 350.0, labels_above: true, lane_px: 44.0, ..viewport(day(2014, 5, 20), day(2015, 5, 10)) };
    assert_picture("contested-phone", &frame_picture(&contested(), &[], &view));
}

#[test]
fn one_day_by_the_hour() {
    let view = viewport(day(2014, 12, 3) - 3.0 * 3_600_000.0, day(2014, 12, 3) + 9.0 * 3_600_000.0);
    assert_picture("contested-hours", &frame_picture(&contested(), &[], &view));
}

/// 600 letters in two languages, day after day with gaps, more and more of them.
fn letters() -> Set {
    let mut set = Set::default();
    for i in 0..600i64 {
        let start = day(1890, 1, 1) + (4_000.0 * (1.0 - (1.0 - i as f64 / 600.0).powi(2))).floor() * DAY;
        let title = ["A letter home", "A letter to the editor about the harbour", "Note"][i as usize % 3];
        set.add([start, start + DAY, start, start + DAY], 0, title, "", &[u32::from(i % 7 == 0)]);
    }
    set
}

#[test]
fn too_many_to_tell_apart() {
    let set = letters();
    let (from, to) = set.with(&[], fit).unwrap();
    assert_picture("letters-dense", &frame_picture(&set, &["German", "French"], &viewport(from, to)));
}

#[test]
fn few_enough_after_zooming_in() {
    let view = viewport(day(1892, 3, 1), day(1892, 5, 1));
    assert_picture("letters-zoomed", &frame_picture(&letters(), &["German", "French"], &view));
}

/// From the beginning to last year, one event a step.
fn deep_time() -> Set {
    let mut set = Set::default();
    let year = 365.2425 * DAY;
    let steps = [-13.8e9, -4.5e9, -540e6, -66e6, -300e3, -10e3, -3_000.0, -43.0, 1969.0, 2024.0];
    for (i, start) in steps.iter().map(|years| (years - 1970.0) * year).enumerate() {
        let grain = if i < 6 { 1e-3 * start.abs() } else { year };
        set.add(some_day(start - grain, start), 0, &format!("Step {i}"), "", &[]);
    }
    set.sorted()
}

#[test]
fn eons_at_a_glance() {
    let set = deep_time();
    let (from, to) = set.with(&[], fit).unwrap();
    let drawn = frame_picture(&set, &[], &viewport(from, to)) + &overview_picture(&set);
    assert_picture("deep-time", &drawn);
}

/// Segments, bars and ticks of the overview, one a line.
fn overview_picture(set: &Set) -> String {
    let drawn = set.with(&[], |input, kept| overview(input, 700.0, kept).unwrap());
    let mut text = String::new();
    for segment in &drawn.segments {
        let what = if segment.folded { "folded" } else { "shown" };
        let (from, to) = (segment.from / DAY / 365.2425 + 1970.0, segment.to / DAY / 365.2425 + 1970.0);
        writeln!(text, "{what} {from:.1} to {to:.1}: {:.0} to {:.0} px", segment.from_px, segment.to_px).unwrap();
    }
    for i in 0..drawn.bars.x_px.len() {
        let (x, width) = (drawn.bars.x_px[i], drawn.bars.width_px[i]);
        writeln!(
            text,
            "bar {x:.0} +{width:.0}: {} certain, {} possible",
            drawn.bars.certain[i], drawn.bars.possible[i]
        )
        .unwrap();
    }
    for tick in &drawn.ticks {
        writeln!(text, "tick {:.0}: {:?} {}-{}-{}", tick.x_px, tick.unit, tick.year, tick.month, tick.day).unwrap();
    }
    text
}

#[test]
fn the_whole_extent_folded() {
    assert_picture("contested-overview", &overview_picture(&contested()));
}
