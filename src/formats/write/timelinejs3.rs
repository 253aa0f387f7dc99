//! TimelineJS3's JSON: a slide an event, the title slide for the set, eras where the set has them last.
//!
//! TimelineJS takes texts for HTML, so they are escaped. It draws a date as it is given: where one can lie in a longer time
//! than that, the slide spans that time and shows the date in EDTF (`display_date`). A slide without a date would stop
//! TimelineJS, so undated events go along in a member of their own, each with its place among the others; what else a
//! slide has no member for is in its member `event-timeline`.

use super::object::{Object, push_element, push_line};
use super::record::{Held, MARK, as_written, is_told, write_head, write_record};
use super::writer::Form;
use super::{DATES, EVENTS, Found, View};
use crate::event::{Event, FieldValue, Media};
use crate::formats::json::dialects::year_text;
use crate::formats::tabular::without_markup;
use crate::time::civil::{CivilTime, DAY_MS};
use crate::time::{Span, format_window};

/// The member with the events that have no date, each with its number among all.
pub(in crate::formats) const UNDATED: &str = "event-timeline-undated";

// The passes over the events: what each will be, then slides, eras, those without a date.
const SURVEY: usize = 0;
const SLIDES: usize = 1;
const ERAS: usize = 2;
const WITHOUT_DATE: usize = 3;

/// Numbers of the events that are no slides, ascending.
#[derive(Default)]
pub(super) struct Timelinejs3 {
    undated: Vec<u32>,
    eras: Vec<u32>,
    /// The list of the pass has an element.
    has_some: bool,
}

impl Form for Timelinejs3 {
    fn passes(&self) -> usize {
        WITHOUT_DATE + 1
    }

    fn is_in(&self, pass: usize, index: u32) -> bool {
        let is_one_of = |list: &[u32]| list.binary_search(&index).is_ok();
        match pass {
            SURVEY => true,
            ERAS => is_one_of(&self.eras),
            WITHOUT_DATE => is_one_of(&self.undated),
            _ => !is_one_of(&self.eras) && !is_one_of(&self.undated),
        }
    }

    fn before(&mut self, pass: usize, view: &View<'_>, out: &mut String) {
        self.has_some = false;
        let text = std::mem::take(out);
        *out = match pass {
            SURVEY => text,
            SLIDES => beginning(view),
            ERAS if !self.eras.is_empty() => Object::after_list(text, "\n]").open_list("eras"),
            ERAS => text + "\n",
            _ if !self.undated.is_empty() => Object::after_list(text, "]").open_list(UNDATED),
            _ => text,
        };
    }

    fn event(&mut self, pass: usize, index: u32, event: &Event, out: &mut String, found: &mut Found) {
        let is_first = !std::mem::replace(&mut self.has_some, true);
        match pass {
            SURVEY => self.survey(index, event),
            SLIDES => push_line(out, is_first, |out| write_slide(event, false, out, found)),
            ERAS => push_element(out, is_first, |out| write_slide(event, true, out, found)),
            _ => push_element(out, is_first, |out| {
                found.add("undated", 1, true, EVENTS, "TimelineJS shows none that has no date");
                out.number("at", Some(f64::from(index)));
                let mut exact = true;
                out.object("event", |out| exact = write_record(event, &Held::default(), out));
                found.bounds(event, exact);
            }),
        }
    }

    fn after(&mut self, pass: usize, _: &View<'_>, out: &mut String, _: &mut Found) {
        if pass == WITHOUT_DATE {
            out.push_str("]}\n");
        }
    }
}

impl Timelinejs3 {
    fn survey(&mut self, index: u32, event: &Event) {
        match dates(event) {
            None => self.undated.push(index),
            Some(dates) if is_era(event, &dates) => self.eras.push(index),
            // An era that stands before a slide would come after it: it is a slide then.
            Some(_) => self.eras.clear(),
        }
    }
}

/// What stands before the slides.
fn beginning(view: &View<'_>) -> String {
    let mut out = Object::new(String::new());
    out.object(MARK, |out| write_head(&view.head, out));
    if view.head.title.is_some() || view.head.description.is_some() {
        out.object("title", |out| {
            out.object("text", |out| write_words(view.head.title, view.head.description, out));
        });
    }
    out.open_list("events")
}

fn is_era(event: &Event, dates: &Dates) -> bool {
    let is_kind = matches!(event.fields.get("kind"), Some(FieldValue::Texts(kinds)) if *kinds == ["era"]);
    is_kind && dates.end.is_some()
}

fn write_slide(event: &Event, is_era: bool, out: &mut Object, found: &mut Found) {
    let Some(dates) = dates(event) else { return };
    let mut held = Held { id: event.id.trim() == event.id, title: is_held(&event.title), ..Held::default() };
    out.string("unique_id", &event.id);
    for (key, date) in [("start_date", Some(dates.start)), ("end_date", dates.end)] {
        if let Some(date) = date {
            out.object(key, |out| date.write(out));
        }
    }
    held.dates = dates.read() == as_written(event) && is_told(event);
    let shown = match &event.date_text {
        None if dates.widened => Some(written(event)).filter(|text| !text.is_empty()),
        text => text.clone(),
    };
    out.text("display_date", &shown.as_deref().map(escape));
    held.date_text = event.date_text.as_ref().is_none_or(|text| is_held(text));
    out.object("text", |out| write_words(&Some(event.title.clone()), &event.description, out));
    held.description = event.description.as_ref().is_none_or(|text| is_held(text));
    if let Some(medium) = event.media.first().filter(|medium| is_plain_address(&medium.url)) {
        out.object("media", |out| write_medium(medium, out));
    }
    held.media = event.media.len() <= 1 && event.media.iter().all(is_medium_held);
    if is_era {
        held.fields.push("kind");
    }
    if let Some(FieldValue::Texts(groups)) = event.fields.get("group")
        && let [group] = groups.as_slice()
        && is_held(group)
    {
        out.string("group", &escape(group));
        held.fields.push("group");
    }
    found.rest(event, &held);
    found.texts(event, &held);
    if !held.dates {
        let message =
            "TimelineJS has no doubt and no open ends, so the time in which it can lie is shown, and the date in words";
        found.add("dates-widened", 1, true, DATES, message);
    }
    let mut record = Object::new(String::new());
    if shown.is_some() && event.date_text.is_none() {
        record.key("date_text").push_str("null");
    }
    let exact = write_record(event, &held, &mut record);
    found.bounds(event, exact);
    if !record.is_empty() {
        out.key(MARK).push_str(&record.end());
    }
}

fn write_words(headline: &Option<String>, text: &Option<String>, out: &mut Object) {
    out.text("headline", &headline.as_deref().map(escape));
    out.text("text", &text.as_deref().map(escape));
}

fn write_medium(medium: &Media, out: &mut Object) {
    out.string("url", &medium.url);
    for (key, text) in [("caption", &medium.caption), ("credit", &medium.credit), ("alt", &medium.alt)] {
        out.text(key, &text.as_deref().map(escape));
    }
}

fn is_medium_held(medium: &Media) -> bool {
    let words = [&medium.caption, &medium.credit, &medium.alt].into_iter().flatten();
    is_plain_address(&medium.url) && words.into_iter().all(|text| is_held(text))
}

/// TimelineJS shows an address that looks like markup as markup, and puts others into the quotes of an attribute: those
/// that are neither, and lead nowhere but to a picture or a page, are left to it.
fn is_plain_address(url: &str) -> bool {
    let breaks_out = |letter: char| letter.is_control() || letter.is_whitespace() || "<>\"'`\\".contains(letter);
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_known = |scheme: &str| ["http", "https"].contains(&scheme) || scheme.contains(['/', '?', '#']);
    !url.is_empty()
        && !url.contains(breaks_out)
        && (scheme.as_deref().is_none_or(is_known) || url.starts_with("data:image/"))
}

/// The date as written.
fn written(event: &Event) -> String {
    match (&event.date, &event.start, &event.end) {
        (Some(date), ..) => date.clone(),
        (None, start, end) => [start, end].into_iter().flatten().cloned().collect::<Vec<_>>().join("/"),
    }
}

/// Whether a text comes back as it is when its markup is taken out.
fn is_held(text: &str) -> bool {
    !text.is_empty() && without_markup(&escape(text)) == text
}

/// Text as HTML that shows it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("<br>"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A date component by component.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Components {
    time: CivilTime,
    /// How many of year, month and day are given, 4 where hour and minute are too, 5 with the second.
    given: u8,
}

impl Components {
    /// The year, month, day, minute or second that is `[from, to)`; `None` where none is.
    fn of_window(from: f64, to: f64) -> Option<Components> {
        if !(from.is_finite() && to.is_finite()) {
            return None;
        }
        let time = CivilTime::from_ms(from);
        let text = format_window(from, to)?;
        let given = match text.trim_start_matches(['Y', '-']).split(['-', 'T']).count() {
            _ if text.contains('T') => 2 + text.split(':').count() as u8,
            count => count.min(3) as u8,
        };
        Some(Components { time, given })
    }

    /// The day that holds an instant, or its year where days are not counted.
    fn day_of(ms: f64) -> Components {
        let time = CivilTime::from_ms(ms);
        Components { time, given: if 9_999 < time.year.abs() { 1 } else { 3 } }
    }

    /// The second that holds an instant.
    fn second_of(ms: f64) -> Components {
        Components { given: if 9_999 < CivilTime::from_ms(ms).year.abs() { 1 } else { 5 }, ..Components::day_of(ms) }
    }

    fn write(self, out: &mut Object) {
        let CivilTime { year, month, day, hour, minute, second, .. } = self.time;
        let parts = [("year", year as f64), ("month", f64::from(month)), ("day", f64::from(day))];
        let times = [("hour", f64::from(hour)), ("minute", f64::from(minute)), ("second", f64::from(second))];
        let clock = if self.given < 4 { 0 } else { usize::from(self.given) - 2 };
        parts
            .iter()
            .take(self.given.into())
            .chain(times.iter().take(clock))
            .for_each(|(key, part)| out.number(key, Some(*part)));
    }

    /// What our reader makes of it.
    fn edtf(self) -> Option<String> {
        let CivilTime { year, month, day, hour, minute, second, .. } = self.time;
        let text = year_text(year as f64)?;
        Some(match self.given {
            _ if text.starts_with('Y') => text,
            1 => text,
            2 => format!("{text}-{month:02}"),
            3 => format!("{text}-{month:02}-{day:02}"),
            4 => format!("{text}-{month:02}-{day:02}T{hour:02}:{minute:02}"),
            _ => format!("{text}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
        })
    }
}

/// The dates of a slide.
#[derive(Debug)]
struct Dates {
    start: Components,
    end: Option<Components>,
    /// They are a longer time than the event took.
    widened: bool,
}

impl Dates {
    fn read(&self) -> [Option<String>; 3] {
        let start = self.start.edtf();
        match self.end {
            None => [start, None, None],
            Some(end) => [None, start, end.edtf()],
        }
    }
}

/// The dates of an event as a slide has them; `None` where nothing says when it was.
fn dates(event: &Event) -> Option<Dates> {
    let span = event.span?;
    let Span { earliest_start, latest_start, earliest_end, latest_end, .. } = span;
    let has_doubt = span.qualifiers.uncertain || span.qualifiers.approximate;
    if (earliest_start, latest_start) == (earliest_end, latest_end) {
        if let Some(start) = Components::of_window(earliest_start, latest_start) {
            return Some(Dates { start, end: None, widened: has_doubt });
        }
        if latest_end - earliest_start < DAY_MS as f64 {
            return Some(Dates { start: Components::second_of(earliest_start), end: None, widened: has_doubt });
        }
    }
    let bounds = [earliest_start, latest_start, earliest_end, latest_end];
    // Where nobody knows the start, the last day on which it can have been stands for it.
    let first = match earliest_start.is_finite() {
        true => earliest_start,
        false => bounds.into_iter().filter(|bound| bound.is_finite()).reduce(f64::min)? - 1.0,
    };
    let start = Components::of_window(earliest_start, latest_start);
    let end = Components::of_window(earliest_end, latest_end);
    let widened = has_doubt || start.is_none() || end.is_none();
    let last = || latest_end.is_finite().then(|| edge(latest_end - 1.0, latest_end));
    let unknown_start = !earliest_start.is_finite();
    let start = start.unwrap_or_else(|| if unknown_start { Components::day_of(first) } else { edge(first, first) });
    Some(Dates { start, end: end.or_else(last).filter(|end| *end != start), widened })
}

/// Date, start and end as our reader makes them of the dates of a slide.
pub(in crate::formats) fn shown(event: &Event) -> [Option<String>; 3] {
    dates(event).map_or([None, None, None], |dates| dates.read())
}

/// The day of an instant, or the second where the bound it comes from is no day's.
fn edge(ms: f64, bound: f64) -> Components {
    let is_day = bound.rem_euclid(DAY_MS as f64) == 0.0 || 9_999 < CivilTime::from_ms(ms).year.abs();
    if is_day { Components::day_of(ms) } else { Components::second_of(ms) }
}
