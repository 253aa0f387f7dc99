//! An event as a record of our own JSON, whole or only what another format does not hold itself.

use super::object::{Object, Scalar};
use crate::event::{Event, FieldType, FieldValue};
use crate::formats::date::{self, Moment};
use crate::formats::write::Head;
use crate::time::{Edge, Span, format_instant, format_window};

/// The member, column or property in which a file of another format carries what the format has no room for.
pub(in crate::formats) const MARK: &str = "event-timeline";

/// The members that the format holds itself, so that the record leaves them out.
#[derive(Clone, Debug, Default)]
pub(super) struct Held<'a> {
    pub id: bool,
    pub title: bool,
    pub dates: bool,
    pub date_text: bool,
    pub description: bool,
    pub claims: bool,
    pub places: bool,
    pub links: bool,
    pub media: bool,
    pub part_of: bool,
    /// Lists of ids and of components, and the note.
    pub date_note: bool,
    pub date_inferred: bool,
    pub after: bool,
    pub before: bool,
    /// Keys of fields.
    pub fields: Vec<&'a str>,
}

/// Writes the members of an event that are not held elsewhere. Says whether the dates mean exactly its span.
pub(super) fn write_record(event: &Event, held: &Held<'_>, out: &mut Object) -> bool {
    if !held.id {
        out.string("id", &event.id);
    }
    if !held.title {
        out.string("title", &event.title);
    }
    let exact = held.dates || write_dates(event, out);
    for (is_held, key, text) in
        [(held.date_text, "date_text", &event.date_text), (held.date_note, "date_note", &event.date_note)]
    {
        if !is_held {
            out.text(key, text);
        }
    }
    for (is_held, key, texts) in [
        (held.date_inferred, "date_inferred", &event.date_inferred),
        (held.after, "after", &event.after),
        (held.before, "before", &event.before),
    ] {
        if !is_held {
            out.texts(key, texts);
        }
    }
    if !held.description {
        out.text("description", &event.description);
    }
    write_lists(event, held, out);
    if !held.part_of {
        out.text("part_of", &event.part_of);
    }
    for (key, value) in event.fields.iter().filter(|(key, _)| !held.fields.contains(&key.as_str())) {
        match value {
            FieldValue::Number(number) => out.number(key, Some(*number)),
            FieldValue::Texts(texts) => match texts.as_slice() {
                [text] => out.string(key, text),
                texts => out.texts(key, texts),
            },
        }
    }
    exact
}

fn write_lists(event: &Event, held: &Held<'_>, out: &mut Object) {
    if !held.claims {
        out.list("claims", &event.claims, |claim, out| {
            out.text("by", &claim.by);
            out.text("status", &claim.status);
            out.text("about", &claim.about);
            out.texts("citations", &claim.citations);
        });
    }
    if !held.places {
        out.list("places", &event.places, |place, out| {
            out.string("name", &place.name);
            out.number("lat", place.lat);
            out.number("lon", place.lon);
        });
    }
    if !held.links {
        out.list("links", &event.links, |link, out| {
            out.string("url", &link.url);
            out.text("label", &link.label);
        });
    }
    if !held.media {
        out.list("media", &event.media, |media, out| {
            out.string("url", &media.url);
            out.text("caption", &media.caption);
            out.text("credit", &media.credit);
            out.text("alt", &media.alt);
        });
    }
}

/// Writes what a document says of itself.
pub(super) fn write_head(head: &Head<'_>, out: &mut Object) {
    for (key, text) in
        [("title", head.title), ("description", head.description), ("lang", head.lang), ("source", head.source)]
    {
        out.text(key, text);
    }
    if !head.fields.is_empty() {
        out.object("fields", |fields| {
            for field in head.fields {
                fields.object(&field.key, |out| {
                    out.text("label", &field.label);
                    out.string("type", type_name(field.field_type));
                });
            }
        });
    }
    if !head.vocabularies.is_empty() {
        out.object("vocabularies", |fields| {
            for (field, terms) in head.vocabularies {
                fields.list(field, terms, |term, out| {
                    out.string("name", &term.name);
                    out.texts("aliases", &term.aliases);
                    out.texts("broader", &term.broader);
                });
            }
        });
    }
}

fn type_name(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Category => "category",
        FieldType::Number => "number",
        FieldType::Text => "text",
        FieldType::Link => "link",
    }
}

/// The date cells that mean an event's span.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DateCells {
    pub date: Option<Moment>,
    pub start: Option<Moment>,
    pub end: Option<Moment>,
    /// They mean the span and nothing else.
    pub exact: bool,
}

fn write_dates(event: &Event, out: &mut Object) -> bool {
    let cells = date_cells(event);
    for (key, cell) in [("date", &cells.date), ("start", &cells.start), ("end", &cells.end)] {
        out.scalar(
            key,
            cell.as_ref().map(|cell| match cell {
                Moment::Text(text) => Scalar::Text(text),
                Moment::Number(number) => Scalar::Number(*number),
            }),
        );
    }
    cells.exact
}

/// The texts as written where they mean the span. Bounds that came as numbers are numbers again where those are
/// instants, and else the EDTF text that has the same bounds.
pub(super) fn date_cells(event: &Event) -> DateCells {
    let text = |text: &Option<String>| text.clone().map(Moment::Text);
    let written = cells(text(&event.date), text(&event.start), text(&event.end), event.span);
    let Some(span) = event.span.filter(|_| !written.exact && event.date.is_none()) else { return written };
    let (start, end) = (written.start.clone(), written.end.clone());
    let number = |ms: f64| Some(Moment::Number(ms)).filter(|_| ms.is_finite());
    let first = || start.clone().or(number(span.earliest_start));
    let last = || end.clone().or(number(span.earliest_end));
    let instants = || cells(None, first(), last(), event.span);
    let in_words = || {
        let [date, start, end] = of_bounds(&span);
        cells(date, start, end, event.span)
    };
    // Texts take the longest to make, so they come last and only where nothing else will do.
    let candidates: [&dyn Fn() -> DateCells; 4] = [
        &|| cells(None, first(), end.clone(), event.span),
        &instants,
        &|| cells(None, start.clone(), last(), event.span),
        &in_words,
    ];
    let exact = candidates.iter().map(|candidate| candidate()).find(|cells| cells.exact);
    exact.unwrap_or_else(instants)
}

/// Date, start and end as written.
pub(super) fn as_written(event: &Event) -> [Option<String>; 3] {
    [event.date.clone(), event.start.clone(), event.end.clone()]
}

/// Whether the texts of the dates alone mean the span.
pub(super) fn is_told(event: &Event) -> bool {
    let text = |text: &Option<String>| text.clone().map(Moment::Text);
    cells(text(&event.date), text(&event.start), text(&event.end), event.span).exact
}

fn cells(date: Option<Moment>, start: Option<Moment>, end: Option<Moment>, span: Option<Span>) -> DateCells {
    let told = date::resolve(date.clone(), start.clone(), end.clone()).span;
    DateCells { exact: told == span, date, start, end }
}

/// Date, start and end as EDTF that have these bounds, as far as EDTF can say them.
fn of_bounds(span: &Span) -> [Option<Moment>; 3] {
    let start = side(span.earliest_start, span.latest_start, span.start_edge);
    let end = side(span.earliest_end, span.latest_end, span.end_edge);
    if (span.earliest_start, span.latest_start) == (span.earliest_end, span.latest_end) {
        return [Some(Moment::Text(start)).filter(|moment| *moment != Moment::Text(String::new())), None, None];
    }
    [None, Some(Moment::Text(start)), Some(Moment::Text(end))]
}

/// One side, from its earliest to its latest, as EDTF.
fn side(from: f64, to: f64, edge: Edge) -> String {
    if edge == Edge::Open {
        return "..".to_owned();
    }
    if let Some(window) = format_window(from, to).filter(|_| from.is_finite() && to.is_finite()) {
        return window;
    }
    match (from.is_finite(), to.is_finite()) {
        (false, false) => String::new(),
        (false, true) => format!("[..{}]", last_date(to)),
        (true, false) => format!("[{}..]", first_date(from)),
        (true, true) if to <= from + 1.0 => millisecond(from),
        (true, true) => format!("[{}..{}]", first_date(from), last_date(to)),
    }
}

fn first_date(ms: f64) -> String {
    format_instant(ms)
}

/// The largest date that ends at this millisecond.
fn last_date(ms: f64) -> String {
    const DAY_MS: f64 = 86_400_000.0;
    let (day, second) = (format_window(ms - DAY_MS, ms), format_window(ms - 1_000.0, ms));
    day.or(second).unwrap_or_else(|| millisecond(ms - 1.0))
}

/// A millisecond as EDTF, also where a day or a second begins with it.
fn millisecond(ms: f64) -> String {
    let text = format_instant(ms);
    match text.len() - text.trim_start_matches('-').len() {
        _ if text.starts_with('Y') || text.contains('.') => text,
        sign if text.len() == sign + 10 => format!("{text}T00:00:00.000Z"),
        _ => text.replace('Z', ".000Z"),
    }
}
