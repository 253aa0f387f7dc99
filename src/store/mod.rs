//! Events → immutable columns: dictionary-coded fields, four time bounds, folded text.
//!
//! A row is a dense `u32` in document order. A store never changes once built.
//!
//! The fields are those that the document declares, in its order, then those found in events (strings a category,
//! numbers a number), then four built-in category fields: `place`, `claimant`, `status` and `dating`. A document's own
//! field of such a key is merged into the built-in one. The values of `dating` are those of [`DATING`].

mod category;
pub mod text;

pub(crate) use category::Tally;
pub use category::{Category, MAX_BROADER_LEVELS, MAX_BROADER_VALUES, Value};

use crate::diagnostic::{Diagnostic, MAX_EXCERPT_CHARS, Severity};
use crate::event::{Event, EventSet, FieldDeclaration, FieldType, FieldValue, Term};
use crate::time::{Edge, Span};
use category::CategoryBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use text::{Decompose, TextHeap, fold};

/// How well an event is dated, the values of the field `dating`; an event has each that applies.
///
/// - `exact`: both ends are known to within a day, and none of the doubts below applies.
/// - `coarse`: an end is known, but only to within more than a day: a month, a year, a set of days.
/// - `approximate`: marked `~` or `%`. `uncertain`: marked `?` or `%`. `inferred`: has `date_inferred`.
/// - `open`: a side goes on without end. `unknown`: a side exists and nobody says when.
/// - `undated`: no date at all, and then nothing else.
pub const DATING: [&str; 8] = ["exact", "coarse", "approximate", "uncertain", "inferred", "open", "unknown", "undated"];

/// The keys of the built-in category fields, in order.
pub const BUILTIN_FIELDS: [&str; 4] = ["place", "claimant", "status", "dating"];

/// Fields that a set may have besides the built-in ones: each has a column as long as the set. The first ones are kept.
pub const MAX_FIELDS: usize = 256;

const DAY_MS: f64 = 86_400_000.0;

/// One field of a set.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key in events, queries and the document.
    pub key: String,
    /// What readers see, where the document says.
    pub label: Option<String>,
    /// Made by the store, not by the document.
    pub builtin: bool,
    /// Its values by row.
    pub column: Column,
}

/// The values of a field by row.
#[derive(Clone, Debug)]
pub enum Column {
    /// Dictionary-coded names.
    Category(Category),
    /// Numbers; NaN where a row has none.
    Number(Vec<f64>),
    /// Folded prose, searched.
    Text(TextHeap),
    /// Addresses, shown and not searched.
    Link,
}

impl Field {
    /// What the field holds.
    pub fn field_type(&self) -> FieldType {
        match self.column {
            Column::Category(_) => FieldType::Category,
            Column::Number(_) => FieldType::Number,
            Column::Text(_) => FieldType::Text,
            Column::Link => FieldType::Link,
        }
    }

    /// Its dictionary, if it is a category field.
    pub fn category(&self) -> Option<&Category> {
        match &self.column {
            Column::Category(column) => Some(column),
            _ => None,
        }
    }

    /// Its numbers by row, NaN where there is none, if it is a number field.
    pub fn numbers(&self) -> Option<&[f64]> {
        match &self.column {
            Column::Number(numbers) => Some(numbers),
            _ => None,
        }
    }
}

/// The four time bounds of all rows, milliseconds since 1970.
///
/// An undated row has +∞ for both starts and −∞ for both ends, which touches no window.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// No way of the event starts before this.
    pub earliest_start: Vec<f64>,
    /// Every way of it has started by this (exclusive).
    pub latest_start: Vec<f64>,
    /// No way of it ends before this.
    pub earliest_end: Vec<f64>,
    /// Every way of it has ended by this (exclusive).
    pub latest_end: Vec<f64>,
}

/// An event set as immutable columns.
#[derive(Debug)]
pub struct Store {
    title: Option<String>,
    description: Option<String>,
    lang: Option<String>,
    source: Option<String>,
    events: Vec<Event>,
    bounds: Bounds,
    fields: Vec<Field>,
    titles: TextHeap,
    descriptions: TextHeap,
    /// Rows by id.
    by_id: Vec<u32>,
    /// Rows that are a part of another event, by that event's id.
    by_whole: Vec<u32>,
    chronological: Vec<u32>,
    title_ranks: OnceLock<Vec<u32>>,
    decompose: Decompose,
    diagnostics: Vec<Diagnostic>,
}

impl Store {
    /// Builds the columns. Of more than `u32::MAX − 1` events the rest is left out; memory ends long before.
    pub fn build(mut set: EventSet, decompose: Decompose) -> Store {
        set.events.truncate(u32::MAX as usize - 1);
        let EventSet { title, description, lang, source, fields: declared, vocabularies, events } = set;
        let mut diagnostics = Vec::new();
        let plans = plan_fields(&declared, &events, &mut diagnostics);
        let fields = plans
            .into_iter()
            .map(|plan| build_field(plan, &vocabularies, &events, decompose, &mut diagnostics))
            .collect();
        let bounds = build_bounds(&events);
        let chronological = chronological(&bounds, &events);
        Store {
            title,
            description,
            lang,
            source,
            titles: heap_of(&events, decompose, |event| Some(event.title.as_str())),
            descriptions: heap_of(&events, decompose, |event| event.description.as_deref()),
            by_id: rows_by(&events, |event| Some(event.id.as_str())),
            by_whole: rows_by(&events, |event| event.part_of.as_deref()),
            events,
            bounds,
            fields,
            chronological,
            title_ranks: OnceLock::new(),
            decompose,
            diagnostics,
        }
    }

    /// The set's title.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// What the set is about.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// BCP 47 tag of the language of the set's texts.
    pub fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    /// Where the set comes from.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Events there are; rows are `0..len`.
    pub fn len(&self) -> u32 {
        self.events.len() as u32
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// All events, by row.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The event of a row.
    pub fn event(&self, row: u32) -> Option<&Event> {
        self.events.get(row as usize)
    }

    /// The time bounds of a row; `None` where it is undated, or there is no such row.
    pub fn span(&self, row: u32) -> Option<Span> {
        self.event(row).and_then(|event| event.span)
    }

    /// Whether a row has a date; it reads only the bounds, so that a scan stays in a few columns.
    pub fn is_dated(&self, row: u32) -> bool {
        let Bounds { earliest_start, latest_end, .. } = &self.bounds;
        match (earliest_start.get(row as usize), latest_end.get(row as usize)) {
            (Some(start), Some(end)) => start <= end,
            _ => false,
        }
    }

    /// The time bounds of all rows.
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// The fields in order: the document's, those found in events, the built-in ones.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The category field of a key.
    pub fn category(&self, key: &str) -> Option<&Category> {
        self.field(key).and_then(Field::category)
    }

    /// Folded titles, with rows as owners.
    pub fn titles(&self) -> &TextHeap {
        &self.titles
    }

    /// Folded descriptions, with rows as owners.
    pub fn descriptions(&self) -> &TextHeap {
        &self.descriptions
    }

    /// The row of an id; the first one where several have it.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.rows_with(&self.by_id, id, |event| Some(event.id.as_str())).first().copied()
    }

    /// Rows of the events that name `id` as the whole they are a part of.
    pub fn parts_of(&self, id: &str) -> &[u32] {
        self.rows_with(&self.by_whole, id, |event| event.part_of.as_deref())
    }

    fn rows_with<'a>(&self, sorted: &'a [u32], key: &str, of: impl Fn(&Event) -> Option<&str>) -> &'a [u32] {
        let key_of = |row: &u32| self.event(*row).and_then(&of);
        let from = sorted.partition_point(|row| key_of(row) < Some(key));
        let to = sorted.partition_point(|row| key_of(row) <= Some(key));
        sorted.get(from..to).unwrap_or(&[])
    }

    /// The first and last finite bound of all events; `None` where there is none.
    pub fn extent(&self) -> Option<(f64, f64)> {
        let Bounds { earliest_start, latest_start, earliest_end, latest_end } = &self.bounds;
        let all = || [earliest_start, latest_start, earliest_end, latest_end].into_iter().flatten().copied();
        let finite = || all().filter(|bound| bound.is_finite());
        let (from, to) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        (from <= to).then_some((from, to))
    }

    /// Every row by [start](Self::start), latest end, document order; undated ones last.
    pub fn chronological(&self) -> &[u32] {
        &self.chronological
    }

    /// Where a row stands in chronological order, milliseconds since 1970: its earliest start.
    ///
    /// Where that is −∞ it is the first bound that is finite: what began some day up to 1 July stands among the events
    /// of July, not before all others. −∞ where no bound is, +∞ where the row is undated.
    pub fn start(&self, row: u32) -> f64 {
        start_of(&self.bounds, row as usize)
    }

    /// Ranks of the rows' titles by their folded text, in code units; equal texts have equal ranks.
    pub fn title_ranks(&self) -> &[u32] {
        self.title_ranks.get_or_init(|| {
            let folded: Vec<_> = self.events.iter().map(|event| fold(&event.title, self.decompose)).collect();
            ranks(&folded)
        })
    }

    /// How this set's texts are decomposed.
    pub fn decompose(&self) -> Decompose {
        self.decompose
    }

    /// The text [folded](fold) the way this set's texts are.
    pub fn fold(&self, text: &str) -> String {
        fold(text, self.decompose)
    }

    /// What of the document had to be left out here: fields beyond the limit, links that close a circle or exceed one.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Dense ranks from 0, equal for equal texts.
pub(crate) fn ranks(texts: &[String]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_unstable_by_key(|at| texts.get(*at));
    let mut ranks = vec![0; texts.len()];
    let (mut rank, mut last) = (0, None);
    for at in order {
        let text = texts.get(at);
        if last.is_some_and(|last| last != text) {
            rank += 1;
        }
        last = Some(text);
        if let Some(slot) = ranks.get_mut(at) {
            *slot = rank;
        }
    }
    ranks
}

/// A field to be built.
struct FieldPlan {
    key: String,
    label: Option<String>,
    field_type: FieldType,
    builtin: bool,
}

fn plan_fields(declared: &[FieldDeclaration], events: &[Event], diagnostics: &mut Vec<Diagnostic>) -> Vec<FieldPlan> {
    let mut plans: Vec<FieldPlan> = Vec::new();
    let mut builtin_labels = BTreeMap::new();
    let mut known = BTreeSet::new();
    for field in declared {
        if BUILTIN_FIELDS.contains(&field.key.as_str()) {
            builtin_labels.entry(field.key.as_str()).or_insert_with(|| field.label.clone());
        } else if known.insert(field.key.as_str()) {
            let FieldDeclaration { key, label, field_type } = field.clone();
            plans.push(FieldPlan { key, label, field_type, builtin: false });
        }
    }
    for (key, field_type) in found_fields(events) {
        if !BUILTIN_FIELDS.contains(&key) && !known.contains(key) {
            plans.push(FieldPlan { key: key.to_owned(), label: None, field_type, builtin: false });
        }
    }
    if let Some(first) = plans.get(MAX_FIELDS) {
        diagnostics.push(too_many_fields(plans.len(), &first.key));
        plans.truncate(MAX_FIELDS);
    }
    plans.extend(BUILTIN_FIELDS.map(|key| FieldPlan {
        key: key.to_owned(),
        label: builtin_labels.remove(key).flatten(),
        field_type: FieldType::Category,
        builtin: true,
    }));
    plans
}

/// The keys of all events' own fields in the order met: a number where no event has text there.
fn found_fields(events: &[Event]) -> Vec<(&str, FieldType)> {
    let mut found: Vec<(&str, FieldType)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, value) in events.iter().flat_map(|event| &event.fields) {
        let at = *places.entry(key).or_insert_with(|| {
            found.push((key, FieldType::Number));
            found.len() - 1
        });
        if let (FieldValue::Texts(_), Some(entry)) = (value, found.get_mut(at)) {
            entry.1 = FieldType::Category;
        }
    }
    found
}

fn build_field(
    plan: FieldPlan,
    vocabularies: &BTreeMap<String, Vec<Term>>,
    events: &[Event],
    decompose: Decompose,
    diagnostics: &mut Vec<Diagnostic>,
) -> Field {
    let FieldPlan { key, label, field_type, builtin } = plan;
    let column = match field_type {
        FieldType::Category => {
            let terms = vocabularies.get(&key).map_or(&[][..], Vec::as_slice);
            let (column, cut) = build_category(&key, builtin, terms, events, decompose);
            diagnostics.extend(cut.iter().map(|name| cut_diagnostic(&key, name)));
            Column::Category(column)
        }
        FieldType::Number => Column::Number(events.iter().map(|event| number_of(event.fields.get(&key))).collect()),
        FieldType::Text => Column::Text(build_text(&key, events, decompose)),
        FieldType::Link => Column::Link,
    };
    Field { key, label, builtin, column }
}

fn build_category(
    key: &str,
    builtin: bool,
    terms: &[Term],
    events: &[Event],
    decompose: Decompose,
) -> (Category, Vec<String>) {
    let mut builder = CategoryBuilder::new(terms, decompose);
    if key == "dating" {
        for name in DATING {
            builder.code(name);
        }
    }
    for event in events {
        if builtin {
            push_builtin(key, event, &mut builder);
        }
        match event.fields.get(key) {
            Some(FieldValue::Texts(texts)) => texts.iter().for_each(|text| builder.push(text)),
            Some(FieldValue::Number(number)) => builder.push(&number.to_string()),
            None => {}
        }
        builder.finish_row();
    }
    builder.build()
}

fn push_builtin(key: &str, event: &Event, builder: &mut CategoryBuilder) {
    match key {
        "place" => event.places.iter().for_each(|place| builder.push(&place.name)),
        "claimant" => event.claims.iter().filter_map(|claim| claim.by.as_deref()).for_each(|by| builder.push(by)),
        "status" => {
            event.claims.iter().filter_map(|claim| claim.status.as_deref()).for_each(|status| builder.push(status));
        }
        _ => dating(event).into_iter().for_each(|value| builder.push(value)),
    }
}

/// The values of [`DATING`] that apply to an event; at least one.
pub fn dating(event: &Event) -> Vec<&'static str> {
    let Some(span) = event.span else { return vec!["undated"] };
    let edges = [span.start_edge, span.end_edge];
    let grains = [span.latest_start - span.earliest_start, span.latest_end - span.earliest_end];
    let doubts = [
        ("coarse", grains.iter().any(|grain| DAY_MS < *grain && grain.is_finite())),
        ("approximate", span.qualifiers.approximate),
        ("uncertain", span.qualifiers.uncertain),
        ("inferred", !event.date_inferred.is_empty()),
        ("open", edges.contains(&Edge::Open)),
        ("unknown", edges.contains(&Edge::Unknown)),
    ];
    let values: Vec<_> = doubts.into_iter().filter(|(_, applies)| *applies).map(|(name, _)| name).collect();
    if values.is_empty() { vec!["exact"] } else { values }
}

fn cut_diagnostic(key: &str, name: &str) -> Diagnostic {
    let message = format!(
        "a link from this value to a broader one is left out: it closes a circle, or makes more than \
         {MAX_BROADER_LEVELS} levels (MAX_BROADER_LEVELS) or {MAX_BROADER_VALUES} broader values (MAX_BROADER_VALUES)"
    );
    diagnostic("broader-cut", message, format!("vocabularies.{key}"), name)
}

fn too_many_fields(count: usize, first: &str) -> Diagnostic {
    let message = format!("the set has {count} fields, the limit is {MAX_FIELDS} (MAX_FIELDS); left out from here on");
    diagnostic("too-many-fields", message, "fields".to_owned(), first)
}

fn diagnostic(code: &'static str, message: String, path: String, excerpt: &str) -> Diagnostic {
    let excerpt = excerpt.chars().take(MAX_EXCERPT_CHARS).collect();
    Diagnostic { severity: Severity::Value, code, message, path, line: 0, column: 0, excerpt }
}

fn number_of(value: Option<&FieldValue>) -> f64 {
    let number = match value {
        Some(FieldValue::Number(number)) => Some(*number),
        Some(FieldValue::Texts(texts)) => texts.first().and_then(|text| text.trim().parse().ok()),
        None => None,
    };
    number.filter(|number| number.is_finite()).unwrap_or(f64::NAN)
}

fn build_text(key: &str, events: &[Event], decompose: Decompose) -> TextHeap {
    let mut heap = TextHeap::default();
    for event in events {
        match event.fields.get(key) {
            Some(FieldValue::Texts(texts)) => texts.iter().for_each(|text| heap.push(&fold(text, decompose))),
            Some(FieldValue::Number(number)) => heap.push(&fold(&number.to_string(), decompose)),
            None => {}
        }
        heap.finish_owner();
    }
    heap
}

fn heap_of(events: &[Event], decompose: Decompose, text: impl Fn(&Event) -> Option<&str>) -> TextHeap {
    let mut heap = TextHeap::default();
    for event in events {
        if let Some(text) = text(event) {
            heap.push(&fold(text, decompose));
        }
        heap.finish_owner();
    }
    heap
}

/// The rows that have a key, by key, then in document order.
fn rows_by<'a>(events: &'a [Event], key: impl Fn(&'a Event) -> Option<&'a str>) -> Vec<u32> {
    let mut keyed: Vec<_> = (0..).zip(events).filter_map(|(row, event)| Some((key(event)?, row))).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, row)| row).collect()
}

fn build_bounds(events: &[Event]) -> Bounds {
    let column = |undated: f64, bound: fn(Span) -> f64| {
        events.iter().map(|event| event.span.map_or(undated, bound)).collect::<Vec<_>>()
    };
    Bounds {
        earliest_start: column(f64::INFINITY, |span| span.earliest_start),
        latest_start: column(f64::INFINITY, |span| span.latest_start),
        earliest_end: column(f64::NEG_INFINITY, |span| span.earliest_end),
        latest_end: column(f64::NEG_INFINITY, |span| span.latest_end),
    }
}

fn start_of(bounds: &Bounds, at: usize) -> f64 {
    let Bounds { earliest_start, latest_start, earliest_end, latest_end } = bounds;
    let columns = [earliest_start, latest_start, earliest_end, latest_end];
    let finite = columns.iter().filter_map(|column| column.get(at)).find(|bound| bound.is_finite());
    let otherwise = earliest_start.get(at).copied().unwrap_or(f64::INFINITY);
    finite.copied().unwrap_or(otherwise)
}

fn chronological(bounds: &Bounds, events: &[Event]) -> Vec<u32> {
    let key = |row: &u32| {
        let at = *row as usize;
        let undated = events.get(at).is_none_or(|event| event.span.is_none());
        let end = bounds.latest_end.get(at).copied().unwrap_or(f64::INFINITY);
        (undated, sortable(start_of(bounds, at)), sortable(end))
    };
    let mut order: Vec<u32> = (0..events.len() as u32).collect();
    order.sort_by_cached_key(key);
    order
}

/// Numbers as integers of the same order; −0 equals 0. The number must not be NaN.
pub(crate) fn sortable(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

#[cfg(test)]
mod tests;
