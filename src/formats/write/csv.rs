//! CSV (RFC 4180): a header, then one event a row; lines end with CRLF, text is UTF-8 without a byte order mark.
//!
//! Columns that no event fills are left out. A list is one cell, `;` and a blank between its values, with `\;` and `\\`
//! for these characters themselves. A cell that a spreadsheet would run as a formula has `'` before it, and so has a text
//! that would be read as a number; our reader takes one `'` off again. The column `event-timeline` holds what no cell can,
//! in our own JSON, and tells our reader that these are the rules. A column of the set's own whose name is one of ours is
//! called `field:` and its name.

use super::object::{Object, number_text};
use super::record::{Held, MARK, date_cells, write_record};
use super::writer::Form;
use super::{Found, View};
use crate::event::{Claim, Event, FieldType, FieldValue, Place};
use crate::formats::date::Moment;
use crate::number;
use crate::time::format_instant;
use std::borrow::Cow;

/// The columns before those of the set's own fields.
pub(in crate::formats) const COLUMNS: [&str; 21] = [
    "id",
    "title",
    "date",
    "start",
    "end",
    "date_text",
    "date_note",
    "date_inferred",
    "after",
    "before",
    "description",
    "place",
    "latitude",
    "longitude",
    "claimant",
    "status",
    "citation",
    "link",
    "media",
    "part_of",
    MARK,
];

/// What a column of the set's own is called if its name is one of [`COLUMNS`] or begins like this.
pub(in crate::formats) const FIELD: &str = "field:";

/// What makes a spreadsheet take a cell for a formula, and what keeps it from that.
pub(in crate::formats) const ESCAPED: [char; 12] =
    ['\'', '=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// Whether a cell is the text that a number is written as.
pub(in crate::formats) fn is_number_text(cell: &str) -> Option<f64> {
    let starts = cell.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let number = if starts { number::parse(cell) } else { None };
    number.filter(|number| number.is_finite() && number_text(*number) == cell)
}

/// The passes over the events: which columns they fill, then their rows.
const SURVEY: usize = 0;
const ROWS: usize = 1;

/// The columns in which some event has something; id, title and the mark always. Names of the set's own.
pub(super) struct Csv {
    used: [bool; COLUMNS.len()],
    keys: Vec<String>,
}

impl Csv {
    pub fn new(view: &View<'_>) -> Csv {
        Csv { used: COLUMNS.map(|name| ["id", "title", MARK].contains(&name)), keys: view.keys.clone() }
    }
}

impl Form for Csv {
    fn passes(&self) -> usize {
        ROWS + 1
    }

    fn before(&mut self, pass: usize, _: &View<'_>, out: &mut String) {
        if pass == ROWS {
            let names = COLUMNS.iter().zip(self.used).filter(|(_, used)| *used).map(|(name, _)| Cow::Borrowed(*name));
            write_row(out, names.chain(self.keys.iter().map(|key| column_name(key))));
        }
    }

    fn event(&mut self, pass: usize, _: u32, event: &Event, out: &mut String, found: &mut Found) {
        if pass == SURVEY {
            return note_used(event, &mut self.used);
        }
        let cells = event_cells(event, found);
        let own = self.keys.iter().map(|key| event.fields.get(key).map_or(Cow::Borrowed(""), field_cell));
        let used = cells.into_iter().zip(self.used).filter(|(_, used)| *used).map(|(cell, _)| cell);
        write_row(out, used.chain(own));
    }

    fn after(&mut self, pass: usize, view: &View<'_>, _: &mut String, found: &mut Found) {
        if pass == ROWS {
            tell_of_head(view, found);
        }
    }
}

fn column_name(key: &str) -> Cow<'_, str> {
    let is_ours = key.is_empty() || key.trim() != key || key.starts_with(FIELD) || COLUMNS.contains(&key);
    if is_ours || key.starts_with(ESCAPED) { Cow::Owned(format!("{FIELD}{key}")) } else { Cow::Borrowed(key) }
}

/// Notes which of [`COLUMNS`] an event fills, as [`event_cells`] would, but for the columns that are always there.
fn note_used(event: &Event, used: &mut [bool; COLUMNS.len()]) {
    let [_, _, date, start, end, date_text, date_note, inferred, after, before, description, rest @ ..] = used;
    let [place, latitude, longitude, claimant, status, citation, link, media, part_of, _] = rest;
    if !(*date && *start && *end) {
        let dates = date_cells(event);
        for (used, moment) in [(date, &dates.date), (start, &dates.start), (end, &dates.end)] {
            *used |= moment.as_ref().is_some_and(|moment| *moment != Moment::Text(String::new()));
        }
    }
    let texts = [&event.date_text, &event.date_note, &event.description, &event.part_of];
    for (used, text) in [date_text, date_note, description, part_of].into_iter().zip(texts) {
        *used |= text.as_ref().is_some_and(|text| !text.is_empty());
    }
    let has_cell = |texts: &mut dyn Iterator<Item = &str>| match texts.next() {
        // A list of one empty text is an empty cell.
        Some("") => texts.next().is_some(),
        first => first.is_some(),
    };
    for (used, ids) in [(inferred, &event.date_inferred), (after, &event.after), (before, &event.before)] {
        *used |= has_cell(&mut ids.iter().map(String::as_str));
    }
    *place |= has_cell(&mut event.places.iter().map(|place| place.name.as_str()));
    let located = event.places.iter().find(|place| place.lat.is_some());
    *latitude |= located.is_some();
    *longitude |= located.is_some_and(|place| place.lon.is_some());
    for (used, cell) in [claimant, status, citation].into_iter().zip(claim_cells(&event.claims)) {
        *used |= !cell.is_empty();
    }
    *link |= has_cell(&mut event.links.iter().map(|link| link.url.as_str()));
    *media |= has_cell(&mut event.media.iter().map(|medium| medium.url.as_str()));
}

/// The cells of [`COLUMNS`].
fn event_cells<'e>(event: &'e Event, found: &mut Found) -> [Cow<'e, str>; COLUMNS.len()] {
    let dates = date_cells(event);
    let mut held = Held { id: true, title: true, date_note: true, description: true, ..Held::default() };
    let is_text = |moment: &Option<Moment>| match moment {
        Some(Moment::Text(text)) => !text.is_empty(),
        Some(Moment::Number(_)) => false,
        None => true,
    };
    held.dates = [&dates.date, &dates.start, &dates.end].into_iter().all(is_text);
    held.date_text = event.date_text.as_deref() != Some("");
    held.date_note = event.date_note.as_deref() != Some("");
    held.description = event.description.as_deref() != Some("");
    held.part_of = event.part_of.as_deref() != Some("");
    let listed = |texts: &[String]| list_of(&list_cell(texts)) == texts;
    held.date_inferred = listed(&event.date_inferred);
    held.after = listed(&event.after);
    held.before = listed(&event.before);
    let names: Vec<&str> = event.places.iter().map(|place| place.name.as_str()).collect();
    let place = list_cell(&names);
    let located = event.places.iter().find(|place| place.lat.is_some());
    let degrees = |value: Option<f64>| value.map_or(Cow::Borrowed(""), |value| Cow::Owned(number_text(value)));
    let (lat, lon) = (located.and_then(|place| place.lat), located.and_then(|place| place.lon));
    held.places = places_of(&place, lat, lon) == event.places;
    let [claimant, status, citation] = claim_cells(&event.claims);
    held.claims = claims_of(&claimant, &status, &citation) == event.claims;
    let urls: Vec<&str> = event.links.iter().map(|link| link.url.as_str()).collect();
    let link = list_cell(&urls);
    held.links = event.links.iter().all(|link| link.label.is_none()) && list_of(&link) == urls;
    let urls: Vec<&str> = event.media.iter().map(|media| media.url.as_str()).collect();
    let media = list_cell(&urls);
    let is_plain = event.media.iter().all(|m| m.caption.is_none() && m.credit.is_none() && m.alt.is_none());
    held.media = is_plain && list_of(&media) == urls;
    held.fields = event.fields.iter().filter(|(_, value)| is_field_held(value)).map(|(key, _)| key.as_str()).collect();
    let mut rest = Object::new(String::new());
    write_record(event, &held, &mut rest);
    found.rest(event, &held);
    found.bounds(event, dates.exact);
    let rest = if rest.is_empty() { Cow::Borrowed("") } else { Cow::Owned(rest.end()) };
    let text = |text: &'e Option<String>| text.as_deref().map_or(Cow::Borrowed(""), escaped);
    let list = |texts: &[String]| Cow::Owned(escaped(&list_cell(texts)).into_owned());
    let own = |text: String| Cow::Owned(escaped(&text).into_owned());
    let [date, start, end] = [dates.date, dates.start, dates.end].map(date_cell);
    [
        escaped(&event.id),
        escaped(&event.title),
        date,
        start,
        end,
        text(&event.date_text),
        text(&event.date_note),
        list(&event.date_inferred),
        list(&event.after),
        list(&event.before),
        text(&event.description),
        own(place),
        degrees(lat),
        degrees(lon),
        own(claimant),
        own(status),
        own(citation),
        own(link),
        own(media),
        text(&event.part_of),
        rest,
    ]
}

fn date_cell(moment: Option<Moment>) -> Cow<'static, str> {
    match moment {
        Some(Moment::Text(text)) => Cow::Owned(escaped(&text).into_owned()),
        Some(Moment::Number(ms)) => Cow::Owned(escaped(&format_instant(ms)).into_owned()),
        None => Cow::Borrowed(""),
    }
}

/// With `'` before what a spreadsheet would run.
fn escaped(text: &str) -> Cow<'_, str> {
    if text.starts_with(ESCAPED) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Without it.
pub(in crate::formats) fn unescaped(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

fn field_cell(value: &FieldValue) -> Cow<'_, str> {
    match value {
        FieldValue::Number(number) => Cow::Owned(number_text(*number)),
        FieldValue::Texts(texts) => {
            let cell = list_cell(texts);
            let is_number = is_number_text(&cell).is_some();
            Cow::Owned(if is_number { format!("'{cell}") } else { escaped(&cell).into_owned() })
        }
    }
}

fn is_field_held(value: &FieldValue) -> bool {
    match value {
        FieldValue::Number(number) => number.is_finite(),
        FieldValue::Texts(texts) => list_of(&list_cell(texts)) == *texts,
    }
}

/// Values in one cell.
fn list_cell(values: &[impl AsRef<str>]) -> String {
    let mut cell = String::new();
    for (index, value) in values.iter().enumerate() {
        cell.push_str(if index == 0 { "" } else { "; " });
        let (value, mut plain) = (value.as_ref(), 0);
        for (at, _) in value.match_indices([';', '\\']) {
            cell.push_str(value.get(plain..at).unwrap_or_default());
            cell.push('\\');
            plain = at;
        }
        cell.push_str(value.get(plain..).unwrap_or_default());
    }
    cell
}

/// The values of one cell; none of an empty one.
pub(in crate::formats) fn list_of(cell: &str) -> Vec<String> {
    if cell.is_empty() {
        return Vec::new();
    }
    if !cell.contains([';', '\\']) {
        return vec![cell.to_owned()];
    }
    let mut values = vec![String::new()];
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            ';' => {
                letters.next_if_eq(&' ');
                values.push(String::new());
                continue;
            }
            '\\' => letters.next().unwrap_or('\\'),
            letter => letter,
        };
        if let Some(value) = values.last_mut() {
            value.push(letter);
        }
    }
    values
}

/// Claimants, the status that all claims have and the citations that all have.
fn claim_cells(claims: &[Claim]) -> [String; 3] {
    let by: Vec<&str> = claims.iter().filter_map(|claim| claim.by.as_deref()).collect();
    let mut status: Vec<&str> = claims.iter().filter_map(|claim| claim.status.as_deref()).collect();
    let mut citations: Vec<&str> = claims.iter().flat_map(|claim| &claim.citations).map(String::as_str).collect();
    dedup(&mut status);
    dedup(&mut citations);
    [list_cell(&by), list_cell(&status), list_cell(&citations)]
}

/// Leaves the first of equal values.
fn dedup(values: &mut Vec<&str>) {
    let mut known = std::collections::BTreeSet::new();
    values.retain(|value| known.insert(*value));
}

/// A claim of each claimant, all alike.
pub(in crate::formats) fn claims_of(claimant: &str, status: &str, citation: &str) -> Vec<Claim> {
    let citations = list_of(citation);
    let status = list_of(status).into_iter().next();
    let claim = |by| Claim { by, status: status.clone(), about: None, citations: citations.clone() };
    let by = list_of(claimant);
    match by.is_empty() {
        true if status.is_none() && citations.is_empty() => Vec::new(),
        true => vec![claim(None)],
        false => by.into_iter().map(|by| claim(Some(by))).collect(),
    }
}

/// Places by name; the one of an event with only one is where the coordinates say.
pub(in crate::formats) fn places_of(names: &str, lat: Option<f64>, lon: Option<f64>) -> Vec<Place> {
    let names = list_of(names);
    let alone = names.len() == 1 && lat.is_some() && lon.is_some();
    let (lat, lon) = if alone { (lat, lon) } else { (None, None) };
    names.into_iter().map(|name| Place { name, lat, lon }).collect()
}

/// Writes one row.
fn write_row<'c>(out: &mut String, cells: impl Iterator<Item = Cow<'c, str>>) {
    for (index, cell) in cells.enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        if !cell.contains(['"', ',', '\r', '\n']) {
            out.push_str(&cell);
            continue;
        }
        out.push('"');
        for (index, piece) in cell.split('"').enumerate() {
            out.push_str(if index == 0 { "" } else { "\"\"" });
            out.push_str(piece);
        }
        out.push('"');
    }
    out.push_str("\r\n");
}

fn tell_of_head(view: &View<'_>, found: &mut Found) {
    let head = &view.head;
    let texts = [head.title, head.description, head.lang, head.source].into_iter().flatten().count();
    let names = ["text on the set", "texts on the set"];
    found.add("set-texts", texts, false, names, "a table has no place for what the set says of itself");
    let kinds = head.fields.iter().filter(|f| f.label.is_some() || f.field_type != FieldType::Category).count();
    found.add(
        "field-declarations",
        kinds,
        false,
        ["field", "fields"],
        "a table has no place for its label and its kind",
    );
    let terms = head.vocabularies.values().map(Vec::len).sum();
    let names = ["value of a vocabulary", "values of vocabularies"];
    found.add("vocabularies", terms, false, names, "a table has no place for aliases and broader values");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Link, Media};

    #[test]
    fn a_column_is_used_where_its_cell_is_not_empty() {
        let text = |text: &str| Some(text.to_owned());
        let plain = Event { id: "a".to_owned(), title: "A".to_owned(), ..Event::default() };
        let place = |name: &str, lat| Place { name: name.to_owned(), lat, lon: None };
        let claim =
            |by: Option<&str>| Claim { by: by.map(str::to_owned), status: None, about: None, citations: vec![] };
        let link = |url: &str| Link { url: url.to_owned(), label: None };
        let medium = |url: &str| Media { url: url.to_owned(), caption: text("c"), credit: None, alt: None };
        let read = |json: &str| crate::formats::read(json.as_bytes()).set.events.swap_remove(0);
        let events = [
            plain.clone(),
            Event { date: text(""), date_text: text(""), description: text(""), part_of: text(""), ..plain.clone() },
            Event { date_note: text("n"), part_of: text("b"), description: text("d"), ..plain.clone() },
            Event { after: vec![String::new()], before: vec![String::new(); 2], ..plain.clone() },
            Event { places: vec![place("", None)], claims: vec![claim(None)], links: vec![link("")], ..plain.clone() },
            Event { places: vec![place("", Some(1.0)), place("x", None)], media: vec![medium("m")], ..plain.clone() },
            Event { claims: vec![claim(Some("")), claim(Some("k"))], links: vec![link("u;")], ..plain },
            read(r#"[{"title": "t", "start": 0}]"#),
            read(r#"[{"title": "t", "start": 0, "end": 86400000}]"#),
            read(r#"[{"title": "t", "date": "2014-06"}]"#),
            read(r#"[{"title": "t", "end": "2014-06"}]"#),
            read(r#"[{"title": "t", "start": {"earliest": 0, "latest": 5}, "end": null}]"#),
        ];
        for event in events {
            let cells = event_cells(&event, &mut Found::default()).map(|cell| !cell.is_empty());
            let mut used = [false; COLUMNS.len()];
            note_used(&event, &mut used);
            for (index, name) in COLUMNS.iter().enumerate().filter(|(_, name)| !["id", "title", MARK].contains(name)) {
                assert_eq!(used.get(index), cells.get(index), "{name} of {event:?}");
            }
        }
    }
}
