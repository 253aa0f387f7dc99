//! One event, and the set it comes in: plain records with public fields.

use crate::time::Span;
use serde::Serialize;
use std::collections::BTreeMap;

/// An event set as read: what the document says of itself, then its events in document order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventSet {
    /// The set's title.
    pub title: Option<String>,
    /// What the set is about, in a few sentences.
    pub description: Option<String>,
    /// BCP 47 tag of the language of the set's texts.
    pub lang: Option<String>,
    /// Where the set comes from: prose or an address.
    pub source: Option<String>,
    /// Fields the document declares, in its order.
    pub fields: Vec<FieldDeclaration>,
    /// Names of a field's values with aliases and broader values, keyed by field.
    pub vocabularies: BTreeMap<String, Vec<Term>>,
    /// The events, in document order.
    pub events: Vec<Event>,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    /// One or more names out of a vocabulary: filtered and counted as a facet.
    Category,
    /// A number: filtered by range.
    Number,
    /// Prose: searched.
    Text,
    /// An address.
    Link,
}

/// A field as declared by the document.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDeclaration {
    /// The key under which events hold it.
    pub key: String,
    /// What readers see; the key where absent.
    pub label: Option<String>,
    /// What it holds.
    pub field_type: FieldType,
}

/// One value of a vocabulary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    /// The canonical name.
    pub name: String,
    /// Other names that mean the same: found by search, folded into the canonical name on reading.
    pub aliases: Vec<String>,
    /// Canonical names of the values this one is a part of.
    pub broader: Vec<String>,
}

/// One event. Only `id` and `title` are always there.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Unique in the set; made from the position (`e1`, `e2`, …) where the document gives none.
    pub id: String,
    /// What happened, in a line.
    pub title: String,
    /// The date as EDTF text, as written; absent where `start` or `end` is given or nothing is known.
    pub date: Option<String>,
    /// The start as EDTF text, as written.
    pub start: Option<String>,
    /// The end as EDTF text, as written.
    pub end: Option<String>,
    /// The bounds computed from `date`, or from `start` and `end`; `None` is undated.
    #[serde(skip)]
    pub span: Option<Span>,
    /// The source's own words for the date.
    pub date_text: Option<String>,
    /// Why the date is what it is.
    pub date_note: Option<String>,
    /// Components (`year`, `month`, `day`) that the source does not write and the editor inferred.
    pub date_inferred: Vec<String>,
    /// Ids of events the text places this one after.
    pub after: Vec<String>,
    /// Ids of events the text places this one before.
    pub before: Vec<String>,
    /// What happened, in a paragraph.
    pub description: Option<String>,
    /// Who says so, and how sure.
    pub claims: Vec<Claim>,
    /// Where.
    pub places: Vec<Place>,
    /// Further reading.
    pub links: Vec<Link>,
    /// Pictures and recordings.
    pub media: Vec<Media>,
    /// Id of the event this one is a part of.
    pub part_of: Option<String>,
    /// Every other key of the record.
    pub fields: BTreeMap<String, FieldValue>,
}

/// What somebody asserts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Claim {
    /// Who says so; `None` where the source names nobody.
    pub by: Option<String>,
    /// How sure: a free word such as `stated`, `attributed`, `alleged`.
    pub status: Option<String>,
    /// Which part of the event the claim is about; the whole where absent.
    pub about: Option<String>,
    /// The citations of this claim, as written.
    pub citations: Vec<String>,
}

/// A place by name, and where it is if known.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The canonical name.
    pub name: String,
    /// Latitude in degrees north, −90..=90.
    pub lat: Option<f64>,
    /// Longitude in degrees east, −180..=180.
    pub lon: Option<f64>,
}

/// A link to further reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The address as written; the shell opens `http:`, `https:`, `mailto:` and relative ones only.
    pub url: String,
    /// What readers see; the address where absent.
    pub label: Option<String>,
}

/// A picture or recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Media {
    /// The address as written.
    pub url: String,
    /// What it shows.
    pub caption: Option<String>,
    /// Whose work it is.
    pub credit: Option<String>,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// A number.
    Number(f64),
    /// One or more strings.
    Texts(Vec<String>),
}

/// Keys of an event that are not fields.
pub const EVENT_KEYS: [&str; 16] = [
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
    "claims",
    "places",
    "links",
    "media",
    "part_of",
];

/// Category fields that every set has, made from what events have by those keys.
pub const BUILTIN_FIELDS: [&str; 4] = ["place", "claimant", "status", "dating"];
