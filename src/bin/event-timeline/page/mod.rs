//! `page`: an event set → one HTML document that needs nothing else: no script, no request, no second file.

mod events;
mod overview;
mod text;

use crate::input::{self, Files};
use crate::words::{counted, grouped, say, say_year, say_years};
use crate::{Failure, Outcome, Status, write};
use event_timeline::Timeline;
use event_timeline::time::civil::CivilTime;
use event_timeline::timeline::{EventDetail, SetInfo};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use text::{Language, own, plain};

/// Ours, so it is the one thing that is not escaped.
const STYLE: &str = include_str!("style.css");
/// Nothing is loaded, nothing runs, nothing is sent; only the style above counts, and the icon, which is none: without one
/// browsers ask for `favicon.ico`.
const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// Headings that a table of years has at most.
const MAX_PERIODS: usize = 60;
/// The longest stretch of years under one heading, as a power of ten: some hundred of them since the Big Bang.
const MAX_PERIOD_POWER: u32 = 8;

/// Writes a page that needs no script: the events as a list, an overview, a legend
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
    /// The file to write; standard output where absent
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
    /// Only events that this line of the query language finds
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// Only the list of events, to be put inside the tag `<event-timeline>` of a page of yours
    #[arg(long)]
    list: bool,
}

/// Writes the page of all of the files together.
pub fn run(args: &Args) -> Outcome {
    let mut timeline = args.files.read()?;
    if let Some(query) = &args.query {
        input::ask(&mut timeline, query)?;
    }
    let set = Set::of(&timeline)?;
    let markup = if args.list { set.list(&timeline) } else { set.document(&timeline)? };
    let text = markup.into_string() + "\n";
    write(args.output.as_deref(), text.as_bytes())?;
    Ok(Status::Clean)
}

/// What stands on the page.
struct Set {
    info: SetInfo,
    language: Language,
    /// Dated events by the stretch of years that they stand in.
    periods: Vec<Period>,
    undated: Vec<EventDetail>,
    /// Records that are no events.
    rejected: u32,
}

/// Events of a year, a decade, or more.
struct Period {
    /// The first year of it.
    from: i64,
    name: String,
    events: Vec<EventDetail>,
}

impl Set {
    fn of(timeline: &Timeline) -> Outcome<Set> {
        let info = timeline.info();
        // Rows are numbered in chronological order.
        let rows: Vec<u32> = timeline.matches().iter().collect();
        let store = timeline.store();
        let years: Vec<i64> = rows
            .iter()
            .filter(|row| store.is_dated(**row))
            .map(|row| CivilTime::from_ms(store.start(*row)).year)
            .collect();
        let step = period_years(&years);
        let (mut periods, mut undated): (Vec<Period>, Vec<EventDetail>) = Default::default();
        let mut years = years.into_iter();
        for row in rows {
            let event = timeline.event(row).map_err(|error| Failure(error.to_string()))?;
            if !store.is_dated(row) {
                undated.push(event);
                continue;
            }
            let (from, to) = period_of(years.next().unwrap_or_default(), step);
            match periods.last_mut().filter(|period| period.from == from) {
                Some(period) => period.events.push(event),
                None => periods.push(Period { from, name: period_name(from, to), events: vec![event] }),
            }
        }
        let rejected = info.records.saturating_sub(info.count);
        Ok(Set { language: Language::of(info.lang.as_deref()), info, periods, undated, rejected })
    }

    fn shown(&self) -> u64 {
        (self.periods.iter().map(|period| period.events.len()).sum::<usize>() + self.undated.len()) as u64
    }

    fn title(&self) -> &str {
        self.info.title.as_deref().unwrap_or("Timeline")
    }

    fn document(&self, timeline: &Timeline) -> Outcome<Markup> {
        let Language { tag, direction, .. } = &self.language;
        let overview = overview::draw(timeline).map_err(|error| Failure(error.to_string()))?;
        Ok(html! {
            (DOCTYPE)
            html lang=(plain(tag)) dir=(direction) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (plain(self.title())) }
                    @if let Some(description) = &self.info.description {
                        meta name="description" content=(plain(description));
                    }
                    meta name="generator" content=(concat!("event-timeline ", env!("CARGO_PKG_VERSION")));
                    meta name="color-scheme" content="light dark";
                    link rel="icon" href="data:,";
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    (self.header(overview))
                    (self.contents())
                    main { (self.list(timeline)) }
                    (self.footer())
                }
            }
        })
    }

    fn header(&self, overview: Option<Markup>) -> Markup {
        let ours = self.language.ours;
        html! {
            header {
                h1 dir="auto" { (plain(self.title())) }
                @if let Some(description) = &self.info.description {
                    p class="lead" dir="auto" { (plain(description)) }
                }
                @if let Some(source) = &self.info.source {
                    p class="muted" { (own("Source:", ours)) " " (text::link_or_text(source)) }
                }
                p class="muted" { (own(&self.counts(), ours)) }
                @if let Some(overview) = overview {
                    figure class="overview" {
                        (overview)
                        figcaption lang=[ours] { (overview::legend()) }
                    }
                }
            }
        }
    }

    /// “86 events, 20 of them undated”, and from when to when.
    fn counts(&self) -> String {
        let mut said = counted(self.shown(), "event", "events");
        if self.shown() != u64::from(self.info.count) {
            said.push_str(&format!(" of {}", grouped(u64::from(self.info.count))));
        }
        if !self.undated.is_empty() {
            said.push_str(&format!(", {} of them undated", grouped(self.undated.len() as u64)));
        }
        let mut dated = self.periods.iter().flat_map(|period| &period.events);
        let date = |event: &EventDetail| event.date_words.as_ref().map(|words| say(words, &event.date_inferred));
        if let Some(first) = dated.next().and_then(date) {
            said.push_str(&format!(". The first: {first}"));
            if let Some(last) = dated.next_back().and_then(date) {
                said.push_str(&format!("; the last to begin: {last}"));
            }
        }
        said + "."
    }

    fn contents(&self) -> Markup {
        let ours = self.language.ours;
        html! {
            @if 1 < self.periods.len() + usize::from(!self.undated.is_empty()) {
                nav aria-labelledby="years" {
                    h2 id="years" { (own("Years", ours)) }
                    ol {
                        @for period in &self.periods {
                            li { a href=(format!("#{}", period.id())) { (own(&period.name, ours)) } " " span class="muted" { (grouped(period.events.len() as u64)) } }
                        }
                        @if !self.undated.is_empty() {
                            li { a href="#undated" { (own("Undated", ours)) } " " span class="muted" { (grouped(self.undated.len() as u64)) } }
                        }
                    }
                }
            }
        }
    }

    /// The events, as they may stand on any page.
    fn list(&self, timeline: &Timeline) -> Markup {
        let ours = self.language.ours;
        let around = events::Around { ours, rows: timeline.matches() };
        html! {
            @for period in &self.periods {
                section aria-labelledby=(period.id()) {
                    h2 id=(period.id()) { (own(&period.name, ours)) }
                    ol { @for event in &period.events { (events::item(event, &around)) } }
                }
            }
            @if !self.undated.is_empty() {
                section aria-labelledby="undated" {
                    h2 id="undated" { (own("Undated", ours)) }
                    ul { @for event in &self.undated { (events::item(event, &around)) } }
                }
            }
            @if self.shown() == 0 {
                p { (own("No events.", ours)) }
            }
        }
    }

    fn footer(&self) -> Markup {
        let ours = self.language.ours;
        let rejected = counted(u64::from(self.rejected), "record", "records");
        let reading =
            "Events stand in the first year that their dates allow; each says itself how well its date is known.";
        html! {
            footer class="muted" {
                p { (own(reading, ours)) }
                @if 0 < self.rejected {
                    p { (own(&format!("{rejected} of the source could not be read and are not on this page."), ours)) }
                }
            }
        }
    }
}

impl Period {
    fn id(&self) -> String {
        format!("from-{}", self.from)
    }
}

/// The least power of ten of years that makes few enough headings.
fn period_years(years: &[i64]) -> i64 {
    let headings = |step: i64| {
        let mut periods: Vec<(i64, i64)> = years.iter().map(|year| period_of(*year, step)).collect();
        periods.dedup();
        periods.len()
    };
    let mut steps = (0..MAX_PERIOD_POWER).map(|power| 10i64.pow(power));
    steps.find(|step| headings(*step) <= MAX_PERIODS).unwrap_or(10i64.pow(MAX_PERIOD_POWER))
}

/// First and last year of the stretch that a year is in. There is no year 0 in readers' count: 100 to 1 BCE, 1 to 99 CE.
fn period_of(year: i64, step: i64) -> (i64, i64) {
    if year < 1 {
        let last = year.saturating_neg() / step * step;
        (1 - (last + step), -last)
    } else {
        let first = year / step * step;
        (first.max(1), first + (step - 1))
    }
}

/// `2014`, `1990s`, `1900 to 1999`.
fn period_name(from: i64, to: i64) -> String {
    match to - from {
        0 => say_year(from),
        9 if 1000 <= from => format!("{from}s"),
        _ => say_years(from, to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_no_more_than_a_reader_looks_through() {
        assert_eq!(period_years(&[2013, 2014, 2014]), 1);
        assert_eq!(period_years(&(1900..2000).collect::<Vec<_>>()), 10);
        assert_eq!(period_years(&(0..2000).collect::<Vec<_>>()), 100);
        assert_eq!(period_years(&[]), 1);
    }

    #[test]
    fn a_period_is_named_by_its_years() {
        let name = |year, step| {
            let (from, to) = period_of(year, step);
            assert!(from <= year && year <= to);
            period_name(from, to)
        };
        assert_eq!((name(2014, 1), name(-43, 1), name(0, 1)), ("2014".into(), "44 BCE".into(), "1 BCE".into()));
        assert_eq!((name(1994, 10), name(1994, 100)), ("1990s".into(), "1900 to 1999".into()));
        assert_eq!((name(0, 100), name(1, 100)), ("100 to 1 BCE".into(), "1 to 99 CE".into()));
        assert_eq!((name(-99, 100), name(-100, 100)), ("100 to 1 BCE".into(), "200 to 101 BCE".into()));
    }
}
