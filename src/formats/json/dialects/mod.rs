//! JSON documents of other programs → event sets: told from ours and from one another by what is in them.

mod features;
mod linked_data;
mod records;
pub(in super::super) mod simile;
mod slides;
mod vis;

pub(in super::super) use linked_data::{EVENT, is_event_type};
pub(in super::super) use slides::year_text;

use super::super::fresh_ids::FreshIds;
use super::super::problems::Path;
use super::super::report::FormatName;
use super::super::tabular::{self, DateFormat, Times, tell_of_anything, tell_of_event};
use super::super::whole::Whole;
use super::super::write::MARK;
use super::overlay;
use super::scan::{Data, Scanner, SyntaxError, Text, Value};
use crate::diagnostic::Severity;
use crate::event::{BUILTIN_FIELDS, EVENT_KEYS, Event, EventSet, FieldValue};
use crate::number;
use crate::time;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Reads a document of another program; the second is the count of records.
pub(in super::super) fn read(format: FormatName, whole: &mut Whole<'_>) -> (EventSet, u32) {
    if format == FormatName::Ndjson {
        return read_lines(whole);
    }
    let (value, error) = scan(whole.text(), whole.limits.nesting);
    if let Some(SyntaxError { offset, kind }) = error {
        whole.report(Severity::File, "bad-json", offset..offset, &Path::ROOT, || kind.to_string());
    }
    read_as(format, value, whole)
}

/// Reads one record a line. A line that is broken costs its record.
fn read_lines(whole: &mut Whole<'_>) -> (EventSet, u32) {
    let (text, mut broken, mut values) = (whole.text(), 0, Vec::new());
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let end = from + line.trim_end().len();
        if !line.trim().is_empty() {
            let line = text.get(..end).unwrap_or_default();
            let mut scanner = Scanner { text: line, at: from, ended: false, max_nesting: whole.limits.nesting };
            match scanner.value(0).and_then(|value| {
                if scanner.peek().is_none() { Ok(value) } else { Err(scanner.error("the end of the line")) }
            }) {
                Ok(value) => values.push(value),
                Err(SyntaxError { offset, kind }) => {
                    let path = Path::ROOT.index(values.len() + broken);
                    whole.report(Severity::Record, "broken-record", offset..end, &path, || kind.to_string());
                    broken += 1;
                }
            }
        }
        from += line.len();
    }
    let list = Value { from: 0, to: text.len(), data: Data::List(values) };
    let (set, records) = read_as(recognise(&list).unwrap_or(FormatName::Records), list, whole);
    (set, records.saturating_add(broken as u32))
}

/// Reads the events of JSON-LD that stands in ranges of the text; what is wrong with one costs that one.
pub(in super::super) fn read_linked_data(blocks: &[Range<usize>], whole: &mut Whole<'_>) -> (EventSet, u32) {
    let (text, nesting) = (whole.text(), whole.limits.nesting);
    let mut values = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let inside = text.get(block.clone()).unwrap_or_default();
        // Some pages hide it from old browsers.
        let Some(at) = inside.find(['{', '[']) else { continue };
        let text = text.get(..block.end).unwrap_or_default();
        let mut scanner = Scanner { text, at: block.start + at, ended: false, max_nesting: nesting };
        let (value, error) = partly(&mut scanner, 0);
        if let Some(SyntaxError { offset, kind }) = error {
            whole.report(Severity::Value, "bad-json", offset..offset, &Path::ROOT.index(index), || kind.to_string());
        }
        values.push(value);
    }
    let list = Value { from: 0, to: text.len(), data: Data::List(values) };
    let mut collector = Collector::new(whole);
    linked_data::read(&list, &mut collector);
    (collector.set, collector.records)
}

/// The schema of our own documents: one that names it under `$schema` is ours, whatever its events have.
pub(in super::super) const SCHEMA: &str = "event-set.schema.json";

/// Whose document a text is, if it is another program's; its beginning is enough to tell.
pub(in super::super) fn detect(text: &str) -> Option<FormatName> {
    recognise(&scan(text, super::MAX_NESTING).0)
}

/// Whose document a value is; `None` where it is ours.
fn recognise(value: &Value<'_>) -> Option<FormatName> {
    match &value.data {
        Data::Object(_) => recognise_object(value),
        Data::List(values) => {
            let first =
                values.iter().find(|value| matches!(&value.data, Data::Object(members) if !members.is_empty()))?;
            let has = |key: &str| first.get(key).is_some();
            match () {
                _ if has("@type") || has("@context") || has("@graph") => Some(FormatName::JsonLd),
                _ if first.get("type").and_then(Value::text).as_deref() == Some("Feature") => Some(FormatName::Geojson),
                _ if has("content") && has("start") => Some(FormatName::VisTimeline),
                _ if first.get("start_date").is_some_and(Value::is_object) => Some(FormatName::Timelinejs3),
                _ if are_records(values) => Some(FormatName::Records),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a list of features stands in it, whatever stands before.
fn has_features(value: &Value<'_>) -> bool {
    let first = value.get("features").and_then(|features| features.list().first());
    first.and_then(|feature| feature.get("type")).and_then(Value::text).as_deref() == Some("Feature")
}

/// Whether an object is an event as other programs write them.
pub(in super::super) fn is_record(text: &str) -> bool {
    are_records(&[scan(text, super::MAX_NESTING).0])
}

/// Members that only our events have.
const OURS: [&str; 7] = ["claims", "places", "date_text", "date_note", "date_inferred", "part_of", "media"];

/// Whether objects are events as other programs write them: without our `title`, or with a time in a member or a form that
/// ours have not.
fn are_records(values: &[Value<'_>]) -> bool {
    let any = |key: &str| values.iter().any(|value| value.get(key).is_some());
    let Some(first) = values.iter().find(|value| matches!(&value.data, Data::Object(members) if !members.is_empty()))
    else {
        return false;
    };
    if OURS.iter().any(|key| any(key)) {
        return false;
    }
    // Of a cut record the key may be there without a value.
    if !values.iter().any(|value| names(value).any(|name| name == "title")) {
        return tell_of_anything(names(first));
    }
    let date = values.iter().find_map(|value| ["date", "start", "end"].iter().find_map(|key| value.get(key)));
    match date {
        None => tell_of_event(names(first)) || has_dated_list(first),
        Some(date) if date.is_object() => true,
        Some(date) => date.text().is_some_and(|text| is_written_otherwise(&text)),
    }
}

/// Whether a member is a list of things with dates of their own.
fn has_dated_list(record: &Value<'_>) -> bool {
    let members = if let Data::Object(members) = &record.data { members.as_slice() } else { &[] };
    members.iter().any(|(_, member)| member.list().first().is_some_and(|first| first.get("date").is_some()))
}

/// Whether a date is one in the form of other programs, and none in ours.
fn is_written_otherwise(text: &str) -> bool {
    let formats = [DateFormat::YearMonthDay, DateFormat::DayMonthYear, DateFormat::MonthDayYear, DateFormat::MonthName];
    let is_ours = time::parse_end(text).is_ok() || number::parse(text).is_some();
    !is_ours && formats.iter().any(|format| tabular::edtf(text, *format, Times::None).is_some())
}

/// The names of an object's members.
fn names<'v>(record: &'v Value<'_>) -> impl Iterator<Item = Cow<'v, str>> {
    let members = if let Data::Object(members) = &record.data { members.as_slice() } else { &[] };
    members.iter().map(|(key, _)| key.decode())
}

/// The list of records that stands in a document: it itself, its `events`, or its longest list of objects, which may stand
/// in an object of its own.
fn list_of_records<'v, 't>(value: &'v Value<'t>) -> Option<&'v Value<'t>> {
    let is_list = |value: &&Value<'_>| value.list().first().is_some_and(Value::is_object);
    if is_list(&value) || matches!(value.data, Data::List(_)) {
        return Some(value);
    }
    if let Some(events) = value.get("events") {
        return Some(events);
    }
    let inside = |value: &'v Value<'t>| {
        let members = if let Data::Object(members) = &value.data { members.as_slice() } else { &[] };
        members.iter().map(|(_, member)| member)
    };
    let lists = inside(value).chain(inside(value).flat_map(inside)).filter(is_list);
    lists.fold(None, |best: Option<&Value<'_>>, list| match best {
        Some(best) if list.list().len() <= best.list().len() => Some(best),
        _ => Some(list),
    })
}

fn recognise_object(value: &Value<'_>) -> Option<FormatName> {
    let has = |key: &str| value.get(key).is_some();
    if value.get("$schema").and_then(Value::text).is_some_and(|schema| schema.ends_with(SCHEMA)) {
        return None;
    }
    let kind = value.get("type").and_then(Value::text);
    if matches!(kind.as_deref(), Some("FeatureCollection" | "Feature")) || has_features(value) {
        return Some(FormatName::Geojson);
    }
    if value.get("results").is_some_and(|results| results.get("bindings").is_some()) {
        return Some(FormatName::SparqlResults);
    }
    if has("head") && has("boolean") {
        return Some(FormatName::SparqlResults);
    }
    let is_older = |timeline: &Value<'_>| ["date", "slides", "events"].iter().any(|key| timeline.get(key).is_some());
    if value.get("timeline").is_some_and(is_older) {
        return Some(FormatName::Timelinejs3);
    }
    if has("@context") || has("@graph") || has("@type") {
        return Some(FormatName::JsonLd);
    }
    if has(MARK) {
        return Some(FormatName::Timelinejs3);
    }
    if let Some(items) = value.get("items").filter(|items| matches!(items.data, Data::List(_)) && !has("events"))
        && !items
            .list()
            .first()
            .is_some_and(|item| item.get("content").is_none() && item.get("start").is_none_or(Value::is_object))
    {
        return Some(FormatName::VisTimeline);
    }
    let is_slide =
        |slide: &Value<'_>| slide.get("start_date").is_some() || slide.get("text").is_some_and(Value::is_object);
    let first = value.get("events").and_then(|events| events.list().first());
    if first.is_some_and(is_slide)
        || value.get("title").and_then(|title| title.get("text")).is_some_and(Value::is_object)
    {
        return Some(FormatName::Timelinejs3);
    }
    let simile = ["isDuration", "durationEvent", "latestStart", "earliestEnd", "classname", "tapeImage"];
    let is_simile = |event: &Value<'_>| simile.iter().any(|key| event.get(key).is_some());
    if has("dateTimeFormat") || first.is_some_and(is_simile) || has("wiki-url") || has("wikiURL") {
        return Some(FormatName::Simile);
    }
    // A set of ours may have lists of other things before its events.
    if has("fields") || has("vocabularies") {
        return None;
    }
    let list = list_of_records(value)?.list();
    let tells = has("events") || list.first().is_some_and(|record| tell_of_event(names(record)));
    (tells && are_records(list)).then_some(FormatName::Records)
}

fn read_as(format: FormatName, value: Value<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    let mut collector = match format {
        FormatName::Geojson => return features::read(value, whole),
        FormatName::SparqlResults => return records::read_bindings(value, whole),
        FormatName::Records => return records::read(value, whole),
        _ => Collector::new(whole),
    };
    match format {
        FormatName::Timelinejs3 => slides::read(&value, &mut collector),
        FormatName::VisTimeline => vis::read(&value, &mut collector),
        FormatName::Simile => simile::read(&value, &mut collector),
        _ => linked_data::read(&value, &mut collector),
    }
    (collector.set, collector.records)
}

/// The value that a text holds, or as much of it as comes before a syntax error: members and elements that are whole.
fn scan(text: &str, max_nesting: usize) -> (Value<'_>, Option<SyntaxError>) {
    let mut scanner = Scanner { text, at: 0, ended: false, max_nesting };
    partly(&mut scanner, 0)
}

/// Containers this deep are kept in part; what stands deeper is whole or left out.
const PARTIAL_DEPTH: usize = 4;

fn partly<'a>(scanner: &mut Scanner<'a>, depth: usize) -> (Value<'a>, Option<SyntaxError>) {
    let first = scanner.peek();
    let from = scanner.at;
    let value = |data, to| Value { from, to, data };
    match first {
        Some(b'[') if depth < PARTIAL_DEPTH => {
            scanner.at += 1;
            let (values, error) = elements(scanner, depth + 1);
            (value(Data::List(values), scanner.at), error)
        }
        Some(b'{') if depth < PARTIAL_DEPTH => {
            scanner.at += 1;
            let (members, error) = members(scanner, depth + 1);
            (value(Data::Object(members), scanner.at), error)
        }
        _ => match scanner.value(depth) {
            Ok(value) => (value, None),
            Err(error) => (value(Data::Null, from), Some(error)),
        },
    }
}

fn elements<'a>(scanner: &mut Scanner<'a>, depth: usize) -> (Vec<Value<'a>>, Option<SyntaxError>) {
    let mut values = Vec::new();
    if scanner.peek() == Some(b']') {
        scanner.at += 1;
        return (values, None);
    }
    loop {
        let (value, error) = partly(scanner, depth);
        let is_something = !matches!(value.data, Data::Null) || error.is_none();
        if is_something {
            values.push(value);
        }
        if error.is_some() {
            return (values, error);
        }
        match scanner.peek() {
            Some(b',') => scanner.at += 1,
            Some(b']') => {
                scanner.at += 1;
                return (values, None);
            }
            _ => return (values, Some(scanner.error("`,` or `]`"))),
        }
    }
}

fn members<'a>(scanner: &mut Scanner<'a>, depth: usize) -> (Vec<(Text<'a>, Value<'a>)>, Option<SyntaxError>) {
    let mut members = Vec::new();
    if scanner.peek() == Some(b'}') {
        scanner.at += 1;
        return (members, None);
    }
    loop {
        let key = match scanner.key() {
            Ok(key) => key,
            Err(error) => return (members, Some(error)),
        };
        let (value, error) = partly(scanner, depth);
        members.push((key, value));
        if error.is_some() {
            return (members, error);
        }
        match scanner.peek() {
            Some(b',') => scanner.at += 1,
            Some(b'}') => {
                scanner.at += 1;
                return (members, None);
            }
            _ => return (members, Some(scanner.error("`,` or `}`"))),
        }
    }
}

impl<'a> Value<'a> {
    /// The last member of this key, as browsers have it; `None` for null too.
    fn get(&self, key: &str) -> Option<&Value<'a>> {
        let Data::Object(members) = &self.data else { return None };
        let found = members.iter().rev().find(|(name, _)| name.decode() == key).map(|(_, value)| value);
        found.filter(|value| !matches!(value.data, Data::Null))
    }

    /// A scalar as text, blanks at the ends taken off; `None` where nothing is left.
    fn text(&self) -> Option<Cow<'a, str>> {
        let text = match &self.data {
            Data::Text(text) => match text.decode() {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            },
            Data::Number(raw) => Cow::Borrowed(*raw),
            Data::Bool(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Data::Null | Data::List(_) | Data::Object(_) => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// The text of a member.
    fn text_of(&self, key: &str) -> Option<String> {
        self.get(key)?.text().map(Cow::into_owned)
    }

    fn number(&self) -> Option<f64> {
        self.text().as_deref().and_then(number::parse).filter(|number| number.is_finite())
    }

    /// The elements of a list; none for anything else.
    fn list(&self) -> &[Value<'a>] {
        match &self.data {
            Data::List(values) => values,
            _ => &[],
        }
    }

    /// The elements of a list, or the value alone.
    fn each(&self) -> &[Value<'a>] {
        match &self.data {
            Data::List(values) => values,
            _ => std::slice::from_ref(self),
        }
    }

    /// Keys and texts of the members that are not among those known.
    fn texts_beside(&self, known: &[&str]) -> Vec<(String, String)> {
        let Data::Object(members) = &self.data else { return Vec::new() };
        let rest = members.iter().map(|(key, value)| (key.decode(), value));
        let rest = rest.filter(|(key, _)| !known.contains(&&**key));
        rest.filter_map(|(key, value)| Some((key.into_owned(), value.text()?.into_owned()))).collect()
    }

    fn is_object(&self) -> bool {
        matches!(self.data, Data::Object(_))
    }
}

/// A text as it stands, with the blanks around it; empty where there is none.
fn exact_text(value: &Value<'_>) -> String {
    match &value.data {
        Data::Text(text) => text.decode().into_owned(),
        _ => value.text().unwrap_or_default().into_owned(),
    }
}

/// Takes the events of a dialect, and counts the records.
pub(in super::super) struct Collector<'p, 't> {
    set: EventSet,
    ids: FreshIds,
    /// Keys whose values are not read, as far as they are told of.
    unread: BTreeSet<String>,
    records: u32,
    /// The document is one that we have written.
    is_own: bool,
    whole: &'p mut Whole<'t>,
}

impl<'p, 't> Collector<'p, 't> {
    fn new(whole: &'p mut Whole<'t>) -> Self {
        Collector {
            set: EventSet::default(),
            ids: FreshIds::default(),
            unread: BTreeSet::new(),
            records: 0,
            is_own: false,
            whole,
        }
    }

    /// Begins a record; `false` where there is no room for one more.
    fn begin(&mut self, at: Range<usize>) -> bool {
        self.records += 1;
        let full = self.whole.max_events as usize <= self.set.events.len();
        if full {
            let limit = self.whole.limits.events;
            self.report(Severity::Record, "too-many-events", at, || {
                format!("more events than the limit MAX_EVENTS = {limit}; this one is left out")
            });
        }
        !full
    }

    fn report(&mut self, severity: Severity, code: &'static str, at: Range<usize>, message: impl FnOnce() -> String) {
        let path = Path::ROOT.index(self.records.saturating_sub(1) as usize);
        self.whole.report(severity, code, at, &path, message);
    }

    /// Lays the record that goes along with an event over it.
    fn overlay(&mut self, event: &mut Event, record: &Value<'_>) {
        let path = Path::ROOT.index(self.records.saturating_sub(1) as usize);
        overlay::overlay(event, record, &path, self.whole);
    }

    /// The same for an event whose dates stand in members of the format too, which read as those that `shown` gives. Where
    /// they were changed since, they hold.
    fn overlay_dated(
        &mut self,
        event: &mut Event,
        record: &Value<'_>,
        at: Range<usize>,
        shown: impl FnOnce(&Event) -> [Option<String>; 3],
    ) {
        let Event { date, start, end, span, .. } = event.clone();
        self.overlay(event, record);
        let dates = [date, start, end];
        if shown(event) != dates {
            self.report(Severity::Warning, "date-changed", at, || {
                "the event was moved since its exact date was written; where it is now holds".to_owned()
            });
            [event.date, event.start, event.end] = dates;
            event.span = span;
        }
    }

    /// Takes an event as it is.
    fn add(&mut self, mut event: Event, at: Range<usize>) {
        self.whole.places.push(at.start);
        self.name(&mut event, at);
        self.set.events.push(event);
    }

    /// Puts the events from `from` on among those before, each where its number says; numbers ascend.
    fn merge(&mut self, from: usize, numbers: &[usize]) {
        let rows = merged_rows(from, self.set.events.len(), numbers);
        let mut events: Vec<Option<Event>> = std::mem::take(&mut self.set.events).into_iter().map(Some).collect();
        self.set.events = rows.iter().filter_map(|row| events.get_mut(*row)?.take()).collect();
        let places = std::mem::take(&mut self.whole.places);
        self.whole.places = rows.iter().filter_map(|row| places.get(*row).copied()).collect();
    }

    /// Keeps members of a record that are not among those known as fields: nothing is lost without a word.
    fn add_rest(&mut self, event: &mut Event, record: &Value<'_>, known: &[&str]) {
        let Data::Object(members) = &record.data else { return };
        for (key, value) in members {
            let key = key.decode();
            if known.contains(&&*key) {
                continue;
            }
            for one in value.each() {
                match one.text() {
                    Some(text) => self.set_field(event, &key, &text),
                    None if matches!(one.data, Data::Null | Data::Text(_)) => {}
                    None if self.unread.contains(&*key) => {}
                    None => {
                        self.unread.insert(key.clone().into_owned());
                        self.report(Severity::Warning, "unread-key", one.range(), || {
                            format!("`{key}` holds {}, of which nothing is read, here and in later records", one.kind())
                        });
                    }
                }
            }
        }
    }

    /// A title as readers see it: on one line, but for one that we have written with several.
    fn title(&self, title: String) -> String {
        if self.is_own { title } else { tabular::on_one_line(title) }
    }

    /// Adds a value to an event's field.
    fn set_field(&mut self, event: &mut Event, key: &str, text: &str) {
        let is_taken = EVENT_KEYS.contains(&key) || BUILTIN_FIELDS.contains(&key);
        let key = if is_taken { format!("{key}_2") } else { key.to_owned() };
        match (event.fields.get_mut(&key), tabular::number(text)) {
            (Some(FieldValue::Texts(texts)), _) => texts.push(text.to_owned()),
            (Some(FieldValue::Number(number)), _) => {
                let texts = vec![number.to_string(), text.to_owned()];
                event.fields.insert(key, FieldValue::Texts(texts));
            }
            (None, Some(number)) => {
                event.fields.insert(key, FieldValue::Number(number));
            }
            (None, None) => {
                event.fields.insert(key, FieldValue::Texts(vec![text.to_owned()]));
            }
        }
    }

    /// Takes an event; one without a title is named after what else it has, or costs the record.
    fn push(&mut self, mut event: Event, at: Range<usize>) {
        if event.title.is_empty() {
            let line = event.description.as_deref().and_then(|text| text.lines().next()).map(str::to_owned);
            let place = || event.places.first().map(|place| place.name.clone());
            let date = || event.date_text.clone().or_else(|| event.date.clone()).or_else(|| event.start.clone());
            match line.or_else(place).or_else(date) {
                Some(title) => event.title = title,
                None => {
                    return self.report(Severity::Record, "missing-title", at, || {
                        "nothing here names the event; expected a title".to_owned()
                    });
                }
            }
        }
        self.add(event, at);
    }

    /// Gives the event its id, a number where it has none, a number more where another has it already.
    fn name(&mut self, event: &mut Event, at: Range<usize>) {
        if event.id.is_empty() {
            event.id = format!("e{}", self.set.events.len() + 1);
        }
        let written = event.id.clone();
        event.id = self.ids.give(&written);
        if event.id != written {
            let id = event.id.clone();
            self.report(Severity::Value, "duplicate-id", at, || {
                format!("another event has the id `{written}` already; this one is now `{id}`")
            });
        }
    }

    /// Sets an event's dates and tells what is wrong with them.
    fn date(&mut self, event: &mut Event, dates: Dates, at: Range<usize>) {
        let dated = super::super::date::resolve(dates.date, dates.start, dates.end);
        for problem in dated.problems {
            self.report(Severity::Value, problem.code, at.clone(), || problem.message);
        }
        event.span = dated.span;
        (event.date, event.start, event.end) = (dated.date, dated.start, dated.end);
        event.date_text = event.date_text.take().or(dated.date_text);
    }
}

/// Rows in the order in which those from `from` on stand where their numbers say.
fn merged_rows(from: usize, len: usize, numbers: &[usize]) -> Vec<usize> {
    let mut rows = Vec::with_capacity(len);
    let (mut dated, mut undated) = (0..from, (from..len).zip(numbers).peekable());
    while rows.len() < len {
        let next = undated.next_if(|(_, number)| **number <= rows.len()).map(|(row, _)| row);
        match next.or_else(|| dated.next()).or_else(|| undated.next().map(|(row, _)| row)) {
            Some(row) => rows.push(row),
            None => break,
        }
    }
    rows
}

/// The date cells of an event.
#[derive(Default)]
struct Dates {
    date: Option<super::super::date::Moment>,
    start: Option<super::super::date::Moment>,
    end: Option<super::super::date::Moment>,
}
