//! `info`: what is in the files, in a screenful.

use crate::input::Files;
use crate::words::{counted, grouped, list, say};
use crate::{Outcome, Status, print, visible};
use event_timeline::Timeline;
use event_timeline::event::FieldType;
use event_timeline::formats::{ColumnReport, FileReport};
use event_timeline::query::FacetValue;
use event_timeline::time::{DateWords, IntervalEnd, Precision, SetMember};
use event_timeline::timeline::{FieldInfo, RowView};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Values of a field that are named.
const TOP_VALUES: usize = 5;
/// Rows looked at in one go.
const PAGE_ROWS: u32 = 1_000;

/// Says what is in the files: events, dates, fields
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
}

/// Prints what is in all of the files together.
pub fn run(args: &Args) -> Outcome {
    let timeline = args.files.read()?;
    print(&visible::lines(&text(&timeline)))?;
    Ok(Status::Clean)
}

fn text(timeline: &Timeline) -> String {
    let info = timeline.info();
    let mut out = String::new();
    for line in [&info.title, &info.description, &info.source].into_iter().flatten() {
        let _ = writeln!(out, "{line}");
    }
    let (count, undated) = (u64::from(info.count), u64::from(info.undated));
    let _ = writeln!(
        out,
        "{}: {} dated, {} undated",
        counted(count, "event", "events"),
        grouped(count - undated),
        grouped(undated)
    );
    for file in timeline.files() {
        let _ = writeln!(out, "{}", file_line(file));
        file.columns.iter().for_each(|column| out.push_str(&column_line(column)));
    }
    let dates = Dates::of(timeline);
    if let (Some(first), Some(last)) = (&dates.first, &dates.last) {
        let _ = writeln!(out, "first: {first}\nlast: {last}");
        let grains = dates.grains.iter().map(|(grain, count)| format!("{} {grain}", grouped(*count)));
        let _ = writeln!(out, "dates: {}", grains.collect::<Vec<_>>().join(", "));
    }
    let has_values = |field: &&FieldInfo| field.field_type != FieldType::Category || 0 < field.values;
    for field in info.fields.iter().filter(has_values) {
        out.push_str(&field_line(timeline, field));
    }
    out
}

/// `events.csv: csv, 12 records, 2 of them rejected`.
fn file_line(file: &FileReport) -> String {
    let (name, format) =
        (file.name.as_deref().unwrap_or_default(), file.format.map_or("no known format", |format| format.name()));
    let rejected = match file.rejected {
        0 => String::new(),
        rejected => format!(", {} of them rejected", grouped(u64::from(rejected))),
    };
    format!("{name}: {format}, {}{rejected}", counted(u64::from(file.records), "record", "records"))
}

/// What a column was taken for, in the words of `--mapping`, and what is in it.
fn column_line(column: &ColumnReport) -> String {
    let format = column.date_format.map(|format| format!(":{format}")).unwrap_or_default();
    let ambiguous = if column.ambiguous { ", day or month first: say which" } else { "" };
    let samples: Vec<String> = column.samples.iter().map(|sample| format!("“{sample}”")).collect();
    format!("  {}={}{format}{ambiguous}: {}\n", column.name, column.role, samples.join(", "))
}

/// What the dates of a set are like.
#[derive(Default)]
struct Dates {
    first: Option<String>,
    last: Option<String>,
    /// How many are known to the year, the month and so on.
    grains: BTreeMap<&'static str, u64>,
}

impl Dates {
    fn of(timeline: &Timeline) -> Dates {
        let mut dates = Dates::default();
        let mut latest = f64::NEG_INFINITY;
        let mut offset = 0;
        loop {
            let rows = timeline.page(offset, PAGE_ROWS, None).unwrap_or_default();
            for row in &rows {
                let (Some(words), Some(span)) = (&row.date, row.span) else { continue };
                *dates.grains.entry(grain(words)).or_default() += 1;
                if dates.first.is_none() {
                    dates.first = Some(line_of(row, words));
                }
                let end = if span.latest_end.is_finite() { span.latest_end } else { span.latest_start };
                if latest < end && end.is_finite() {
                    (latest, dates.last) = (end, Some(line_of(row, words)));
                }
            }
            offset += PAGE_ROWS;
            if rows.is_empty() {
                return dates;
            }
        }
    }
}

fn line_of(row: &RowView, words: &DateWords) -> String {
    format!("{} ({})", say(words, &[]), row.title)
}

/// How well a date is known, in a word or two.
fn grain(words: &DateWords) -> &'static str {
    let known = |precision| match precision {
        Precision::Year => "to the year",
        Precision::Season => "to the season",
        Precision::Month => "to the month",
        Precision::Day => "to the day",
        _ => "to the time of day",
    };
    match words {
        DateWords::Date { date } => known(date.precision),
        DateWords::Interval { start: IntervalEnd::Open | IntervalEnd::Unknown, .. }
        | DateWords::Interval { end: IntervalEnd::Open | IntervalEnd::Unknown, .. } => "with a side open or unknown",
        DateWords::Interval { .. } => "from one date to another",
        DateWords::OneOf { members } => match members.as_slice() {
            [SetMember::Single { single }] => known(single.precision),
            _ => "one of several dates",
        },
        DateWords::AllOf { .. } => "of several dates",
    }
}

fn field_line(timeline: &Timeline, field: &FieldInfo) -> String {
    let label = field.label.as_ref().filter(|label| **label != field.key).map(|label| format!(" “{label}”"));
    let what = match field.field_type {
        FieldType::Category => counted(u64::from(field.values), "value", "values"),
        FieldType::Number => match (field.min, field.max) {
            (Some(min), Some(max)) => format!("numbers from {min} to {max}"),
            _ => "numbers".to_owned(),
        },
        FieldType::Text => "text".to_owned(),
        FieldType::Link => "links".to_owned(),
    };
    let top = top_values(timeline, &field.key);
    let colon = if top.is_empty() { "" } else { ": " };
    format!("{}{}, {what}{colon}{}\n", field.key, label.unwrap_or_default(), list(&top, "and"))
}

/// The most frequent values with their counts.
fn top_values(timeline: &Timeline, key: &str) -> Vec<String> {
    let Ok(facets) = timeline.facets(&[key]) else { return Vec::new() };
    let mut values: Vec<&FacetValue> = facets.iter().flat_map(|facet| &facet.values).collect();
    values.retain(|value| 0 < value.total);
    values.sort_by_key(|value| std::cmp::Reverse(value.total));
    let rest = values.len().saturating_sub(TOP_VALUES) as u64;
    let top = values.iter().take(TOP_VALUES).map(|value| format!("{} {}", value.name, grouped(u64::from(value.total))));
    top.chain((0 < rest).then(|| counted(rest, "other", "others"))).collect()
}
