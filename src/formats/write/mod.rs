//! An event set → bytes of a format, whole or a part of it, with what the format cannot hold.
//!
//! Each target is written for the programs that read it. What it has no place for goes along in our own JSON, in one
//! member of its own named `event-timeline` (in iCalendar `X-EVENT-TIMELINE`, in CSV a column), where other programs pass
//! over it and our readers find it: what is written reads back equal, but for the losses that are not `kept`.
//!
//! ```
//! use event_timeline::formats::{self, write::{Target, View, write}};
//! let set = formats::read(br#"[{"title": "The wall falls", "date": "1989-11"}]"#).set;
//! let exported = write(&View::of_set(&set), Target::Csv);
//! assert_eq!(exported.media_type, "text/csv");
//! assert_eq!(formats::read(&exported.bytes).set.events, set.events);
//! ```

mod csv;
mod geojson;
pub(super) mod icalendar;
mod json;
pub(super) mod json_ld;
mod object;
mod record;
pub(super) mod timelinejs3;
mod writer;

use crate::event::{Event, EventSet, FieldDeclaration, Term};
use crate::table::EventTable;
use record::Held;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use csv::{COLUMNS, FIELD, claims_of, is_number_text, list_of, places_of, unescaped};
pub(super) use record::MARK;
pub use writer::Writer;

/// A format that an event set can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Our own JSON; holds everything.
    Json,
    /// A table (RFC 4180), one event a row.
    Csv,
    /// TimelineJS3's JSON.
    Timelinejs3,
    /// iCalendar (RFC 5545).
    Icalendar,
    /// JSON-LD with schema.org's `Event`.
    JsonLd,
    /// GeoJSON (RFC 7946), one event a feature.
    Geojson,
}

impl Target {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Target; 6] =
        [Target::Json, Target::Csv, Target::Timelinejs3, Target::Icalendar, Target::JsonLd, Target::Geojson];

    /// The name by which it is asked for.
    ///
    /// ```
    /// use event_timeline::formats::write::Target;
    /// assert_eq!(Target::ALL.map(|target| Target::of_name(target.name())), Target::ALL.map(Some));
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Target::Json => "json",
            Target::Csv => "csv",
            Target::Timelinejs3 => "timelinejs3",
            Target::Icalendar => "icalendar",
            Target::JsonLd => "json-ld",
            Target::Geojson => "geojson",
        }
    }

    /// The target of a name; `None` where no target has it.
    pub fn of_name(name: &str) -> Option<Target> {
        Target::ALL.into_iter().find(|target| target.name() == name)
    }

    /// The media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            Target::Json | Target::Timelinejs3 => "application/json",
            Target::Csv => "text/csv",
            Target::Icalendar => "text/calendar",
            Target::JsonLd => "application/ld+json",
            Target::Geojson => "application/geo+json",
        }
    }

    /// What the names of its files end with, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Target::Json => "json",
            Target::Csv => "csv",
            Target::Timelinejs3 => "json",
            Target::Icalendar => "ics",
            Target::JsonLd => "jsonld",
            Target::Geojson => "geojson",
        }
    }
}

/// What a document says of itself, borrowed from wherever its events are.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The set's title.
    pub title: &'a Option<String>,
    /// What the set is about.
    pub description: &'a Option<String>,
    /// BCP 47 tag of the language of its texts.
    pub lang: &'a Option<String>,
    /// Where it comes from.
    pub source: &'a Option<String>,
    /// The fields it declares.
    pub fields: &'a [FieldDeclaration],
    /// Names of the fields' values.
    pub vocabularies: &'a BTreeMap<String, Vec<Term>>,
}

impl<'a> Head<'a> {
    /// What a table says of itself.
    pub fn of_table(table: &'a EventTable) -> Head<'a> {
        let EventTable { title, description, lang, source, fields, vocabularies, .. } = table;
        Head { title, description, lang, source, fields, vocabularies }
    }
}

/// Events to be written, in order, each made when it is asked for.
pub struct View<'a> {
    /// What the set says of itself.
    pub head: Head<'a>,
    /// How many events there are.
    pub len: u32,
    /// Keys of their fields, those that the set declares first.
    pub keys: Vec<String>,
    /// Whether events may refer to others: what has none is not looked through for them.
    pub has_references: bool,
    event: Box<dyn Fn(u32) -> Option<Cow<'a, Event>> + 'a>,
}

impl<'a> View<'a> {
    /// So many events, of which `event` gives each by its number from 0 on; `keys` are the fields that they have.
    pub fn new(
        head: Head<'a>,
        len: u32,
        keys: impl IntoIterator<Item = impl AsRef<str>>,
        event: impl Fn(u32) -> Option<Cow<'a, Event>> + 'a,
    ) -> View<'a> {
        let mut known = BTreeSet::new();
        let declared = head.fields.iter().map(|field| field.key.clone());
        let met: Vec<String> = keys.into_iter().map(|key| key.as_ref().to_owned()).collect();
        let keys = declared.chain(met).filter(|key| known.insert(key.clone())).collect();
        View { head, len, keys, has_references: true, event: Box::new(event) }
    }

    /// All events of a set.
    pub fn of_set(set: &'a EventSet) -> View<'a> {
        let EventSet { title, description, lang, source, fields, vocabularies, events } = set;
        let head = Head { title, description, lang, source, fields, vocabularies };
        let len = u32::try_from(events.len()).unwrap_or(u32::MAX);
        let keys = events.iter().flat_map(|event| event.fields.keys());
        View::new(head, len, keys, |at| events.get(at as usize).map(Cow::Borrowed))
    }

    /// All events of a table, in document order.
    pub fn of_table(table: &'a EventTable) -> View<'a> {
        let event = |at| table.event(at).map(Cow::Owned);
        View {
            has_references: table.has_references(),
            ..View::new(Head::of_table(table), table.len(), table.keys().iter(), event)
        }
    }

    fn event(&self, at: u32) -> Option<Cow<'a, Event>> {
        (self.event)(at)
    }

    fn events(&self) -> impl Iterator<Item = Cow<'a, Event>> {
        (0..self.len).filter_map(|at| self.event(at))
    }
}

/// What writing gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// What its name ends with, without the dot.
    pub extension: &'static str,
    /// What other programs will not see of the set, or see otherwise.
    pub losses: Vec<Loss>,
}

/// Something that a format has no place for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Loss {
    /// A short constant name, such as `uncertain-dates`.
    pub code: &'static str,
    /// How many there are.
    pub count: u32,
    /// What becomes of them, in a sentence without a final period.
    pub message: String,
    /// It goes along in the file, so that reading it here gives it back.
    pub kept: bool,
}

/// Writes the events of a view in a format, all in one piece.
pub fn write(view: &View<'_>, target: Target) -> Exported {
    let mut writer = Writer::new(view, target);
    let mut bytes = Vec::new();
    while let Some(piece) = writer.piece(view) {
        bytes.extend_from_slice(piece.as_bytes());
    }
    Exported { bytes, media_type: target.media_type(), extension: target.extension(), losses: writer.losses() }
}

/// A set as our own JSON.
///
/// # Example: there and back
/// ```
/// use event_timeline::formats;
/// let set = formats::read(br#"[{"title": "A", "start": 0, "actor": "IRGC"}]"#).set;
/// let text = formats::json::write(&set);
/// assert_eq!(formats::read(text.as_bytes()).set, set);
/// ```
pub fn json_text(set: &EventSet) -> String {
    let view = View::of_set(set);
    let mut writer = Writer::new(&view, Target::Json);
    std::iter::from_fn(|| writer.piece(&view)).collect()
}

/// The losses met so far.
#[derive(Default)]
struct Found {
    met: Vec<Met>,
}

/// A loss, and what to say of it.
struct Met {
    code: &'static str,
    count: u32,
    kept: bool,
    names: [&'static str; 2],
    message: &'static str,
}

const DATES: [&str; 2] = ["date", "dates"];
const EVENTS: [&str; 2] = ["event", "events"];

impl Found {
    /// Counts a loss of things, one and many of which have these names.
    fn add(&mut self, code: &'static str, count: usize, kept: bool, names: [&'static str; 2], message: &'static str) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        match self.met.iter_mut().find(|met| met.code == code) {
            _ if count == 0 => {}
            Some(met) => met.count = met.count.saturating_add(count),
            None => self.met.push(Met { code, count, kept, names, message }),
        }
    }

    fn losses(&self) -> Vec<Loss> {
        let loss = |&Met { code, count, kept, names: [one, many], message }: &Met| {
            let name = if count == 1 { one } else { many };
            Loss { code, count, message: format!("{count} {name}: {message}"), kept }
        };
        self.met.iter().map(loss).collect()
    }

    /// Notes an event whose bounds no text says.
    fn bounds(&mut self, event: &Event, exact: bool) {
        if !exact && event.span.is_some() {
            self.add("bounds", 1, false, DATES, "no text has its very bounds, so it is written as near as can be");
        }
    }

    /// Notes what of an event no member of the format holds.
    fn rest(&mut self, event: &Event, held: &Held<'_>) {
        let texts = [&event.date_text, &event.date_note];
        let words = texts.iter().zip([held.date_text, held.date_note]).filter(|(text, held)| text.is_some() && !held);
        let inferred = if held.date_inferred { 0 } else { event.date_inferred.len() };
        let lists = [(held.after, event.after.len()), (held.before, event.before.len())];
        let mut related: usize = lists.iter().filter(|(held, _)| !held).map(|(_, count)| count).sum();
        related += usize::from(event.part_of.is_some() && !held.part_of);
        let fields = event.fields.keys().filter(|key| !held.fields.contains(&key.as_str())).count();
        for (is_held, code, count, names) in [
            (false, "date-words", words.count() + inferred, ["note on a date", "notes on dates"]),
            (false, "relations", related, ["relation to another event", "relations to other events"]),
            (held.claims, "claims", event.claims.len(), ["claim", "claims"]),
            (false, "fields", fields, ["value of a field", "values of fields"]),
        ] {
            if !is_held {
                self.add(code, count, true, names, "the format has no place for it that other programs read");
            }
        }
        for (is_held, code, count, names) in [
            (held.places, "places", event.places.len(), ["place", "places"]),
            (held.links, "links", event.links.len(), ["link", "links"]),
            (held.media, "media", event.media.len(), ["medium", "media"]),
        ] {
            if !is_held {
                self.add(code, count, true, names, "other programs read it in part or not at all");
            }
        }
    }

    /// Notes texts that other programs do not show as they are.
    fn texts(&mut self, event: &Event, held: &Held<'_>) {
        let title = !event.title.is_empty();
        let texts = [(held.id, true), (held.title, title), (held.description, event.description.is_some())];
        let changed = texts.iter().filter(|(is_held, has)| !is_held && *has).count();
        self.add(
            "texts",
            changed,
            true,
            ["text", "texts"],
            "control characters, blanks at the ends or lines are changed",
        );
    }
}
