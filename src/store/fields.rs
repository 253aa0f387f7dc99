//! The fields of a set as columns by row.

use super::category::{Category, CategoryBuilder, RowValues};
use super::order::gather_codes;
use super::search::LazyIndex;
use super::text::Decompose;
use super::{BUILTIN_FIELDS, Bounds, DATING, DAY_MS, MAX_FIELDS};
use crate::diagnostic::{Diagnostic, MAX_EXCERPT_CHARS, Severity};
use crate::event::{Event, FieldDeclaration, FieldType, FieldValue};
use crate::number;
use crate::radix::order_u32;
use crate::store::category::{MAX_BROADER_LEVELS, MAX_BROADER_VALUES};
use crate::table::{
    Coded, Codes, Detail, Dictionary, EventTable, MARK_APPROXIMATE, MARK_END_OPEN, MARK_END_UNKNOWN, MARK_INFERRED,
    MARK_START_OPEN, MARK_START_UNKNOWN, MARK_UNCERTAIN, Numbers, OwnColumn, Owners, Values, are_few, marks_of,
    range_of,
};
use crate::time::Span;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The values stand in the column as the document has them, and the table keeps none.
    pub(super) taken: bool,
}

/// The values of a field by row.
#[derive(Clone, Debug)]
// A set has a few dozen of them, and rows are not among them.
#[allow(clippy::large_enum_variant)]
pub enum Column {
    /// Dictionary-coded names.
    Category(Category),
    /// Numbers by row.
    Number(Numbers),
    /// Prose, searched ([`Store::field_texts_with`](super::Store::field_texts_with)).
    Text(LazyIndex),
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

    /// What a row has, as the document has it, if the column is all that is kept of it.
    pub(super) fn taken_value(&self, row: u32) -> Option<FieldValue> {
        match &self.column {
            Column::Number(numbers) => numbers.get(row).map(FieldValue::Number),
            Column::Category(column) => {
                let names = column.codes(row).filter_map(|code| column.value(code)).map(|value| value.name.clone());
                let names: Vec<String> = names.collect();
                (!names.is_empty()).then_some(FieldValue::Texts(names))
            }
            _ => None,
        }
    }

    /// Its numbers by row, if it is a number field.
    pub fn numbers(&self) -> Option<&Numbers> {
        match &self.column {
            Column::Number(numbers) => Some(numbers),
            _ => None,
        }
    }
}

/// What building columns needs besides the table.
pub(super) struct Rows<'a> {
    /// Positions by row; `None` where they are the same.
    pub positions: Option<&'a [u32]>,
    pub len: u32,
    /// Rows from here on are undated.
    pub dated: u32,
    pub bounds: &'a Bounds,
    /// `MARK_*` bits by row; those of the last rows are left out if they are 0.
    pub marks: &'a [u8],
    pub decompose: Decompose,
    /// Rows by position, where the two differ and somebody has asked.
    pub by_position: OnceCell<Vec<u32>>,
}

impl Rows<'_> {
    fn position(&self, row: u32) -> u32 {
        self.positions.map_or(row, |positions| positions.get(row as usize).copied().unwrap_or(u32::MAX))
    }

    /// What stands at some positions of the document, in the order of rows; that of one row stays in its order.
    #[inline(never)]
    fn in_order<T: Copy>(&self, mut at_positions: Vec<(u32, T)>) -> Vec<(u32, T)> {
        let Some(positions) = self.positions else {
            at_positions.retain(|(position, _)| *position < self.len);
            return at_positions;
        };
        let by_position = self.by_position.get_or_init(|| by_position(positions));
        let row = |(position, _): &(u32, T)| by_position.get(*position as usize).copied().unwrap_or(u32::MAX);
        let rows: Vec<u32> = at_positions.iter().map(row).collect();
        let at_row = |at: u32| Some((*rows.get(at as usize)?, at_positions.get(at as usize)?.1));
        order_u32(&rows).into_iter().filter_map(at_row).filter(|(row, _)| *row < self.len).collect()
    }
}

/// The row of each position.
pub(super) fn by_position(positions: &[u32]) -> Vec<u32> {
    let mut rows = vec![0; positions.len()];
    for (row, position) in (0..).zip(positions) {
        if let Some(slot) = rows.get_mut(*position as usize) {
            *slot = row;
        }
    }
    rows
}

/// Makes the columns of all fields, and notes what had to be left out.
pub(super) fn build(table: &mut EventTable, rows: &Rows, diagnostics: &mut Vec<Diagnostic>) -> Vec<Field> {
    let plans = plan(table, diagnostics);
    plans.into_iter().map(|plan| build_field(plan, table, rows, diagnostics)).collect()
}

/// A field to be built.
struct Plan {
    key: String,
    label: Option<String>,
    field_type: FieldType,
    builtin: bool,
}

fn plan(table: &EventTable, diagnostics: &mut Vec<Diagnostic>) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    let mut builtin_labels = BTreeMap::new();
    let mut known = BTreeSet::new();
    for field in &table.fields {
        if BUILTIN_FIELDS.contains(&field.key.as_str()) {
            builtin_labels.entry(field.key.as_str()).or_insert_with(|| field.label.clone());
        } else if known.insert(field.key.as_str()) {
            let FieldDeclaration { key, label, field_type } = field.clone();
            plans.push(Plan { key, label, field_type, builtin: false });
        }
    }
    let mut left_out = None;
    for (at, key) in table.keys().iter().enumerate() {
        if BUILTIN_FIELDS.contains(&key) || known.contains(key) {
            continue;
        }
        match table.columns().get(at) {
            Some(column) if plans.len() < MAX_FIELDS => {
                plans.push(Plan { key: key.to_owned(), label: None, field_type: found_type(column), builtin: false });
            }
            _ => left_out.get_or_insert((0, key.to_owned())).0 += 1,
        }
    }
    if let Some(first) = plans.get(MAX_FIELDS) {
        let found = left_out.map_or(0, |(count, _)| count);
        left_out = Some((plans.len() - MAX_FIELDS + found, first.key.clone()));
        plans.truncate(MAX_FIELDS);
    }
    if let Some((count, first)) = left_out {
        diagnostics.push(too_many_fields(plans.len() + count, &first));
    }
    plans.extend(BUILTIN_FIELDS.map(|key| Plan {
        key: key.to_owned(),
        label: builtin_labels.remove(key).flatten(),
        field_type: FieldType::Category,
        builtin: true,
    }));
    plans
}

/// The type of a field that is not declared: a number where no event has text there.
fn found_type(column: &OwnColumn) -> FieldType {
    match column.values {
        Values::None | Values::Numbers(_) => FieldType::Number,
        Values::Coded(_) => FieldType::Category,
        Values::Prose(_) => column.kind,
    }
}

fn build_field(plan: Plan, table: &mut EventTable, rows: &Rows, diagnostics: &mut Vec<Diagnostic>) -> Field {
    let Plan { key, label, field_type, builtin } = plan;
    let mut taken = false;
    let column = match field_type {
        FieldType::Category => {
            let (column, cut, is_all) = build_category(&key, builtin, table, rows);
            taken = is_all;
            diagnostics.extend(cut.iter().map(|name| cut_diagnostic(&key, name)));
            Column::Category(column)
        }
        FieldType::Number => {
            let column = table.column_of(&key);
            taken = matches!(column, Some(OwnColumn { values: Values::Numbers(_), .. }));
            Column::Number(column.map_or_else(Numbers::default, |column| build_numbers(column, rows)))
        }
        FieldType::Text => Column::Text(LazyIndex::new()),
        FieldType::Link => Column::Link,
    };
    if taken {
        table.take_values(&key);
    }
    Field { key, label, builtin, column, taken }
}

/// A category column, the values that lost a link, and whether the column says all that the table does.
fn build_category(key: &str, builtin: bool, table: &EventTable, rows: &Rows) -> (Category, Vec<String>, bool) {
    let terms = table.vocabularies.get(key).map_or(&[][..], Vec::as_slice);
    let mut builder = CategoryBuilder::new(terms, rows.decompose);
    if key == "dating" {
        let codes = DATING.map(|name| builder.code(name).unwrap_or(0));
        if table.column_of(key).is_none() {
            let row_values = dating_rows(rows, &codes);
            let (column, cut) = builder.build(row_values, rows.len);
            return (column, cut, false);
        }
    }
    let simple = if builtin { table.simple().names(key) } else { None };
    let detailed = builtin && (key == "dating" || table.details().any(|(_, detail)| has_builtin(key, detail)));
    let builtin = detailed || simple.is_some();
    let own = table.column_of(key).map(|column| &column.values).filter(|values| !matches!(values, Values::None));
    let (row_values, taken) = match (own, simple) {
        (None, _) if !builtin => (RowValues::Same(None), false),
        // The events themselves have them in no other column.
        (None, Some(names)) if !detailed => (coded_rows(names, &mut builder, rows).0, false),
        (Some(Values::Coded(coded)), _) if !builtin => coded_rows(coded, &mut builder, rows),
        (Some(own), _) if !builtin && are_few(own.count(), rows.len as usize) => {
            (few_rows(own, &mut builder, rows), false)
        }
        _ => (mixed_rows(key, builtin, table, &mut builder, rows), false),
    };
    let (column, cut) = builder.build(row_values, rows.len);
    (column, cut, taken)
}

/// The codes of a column out of a dictionary: each spelling is looked up once, each row is one look into a table.
/// And whether every event has what it had, spelled as it was.
fn coded_rows(coded: &Coded, builder: &mut CategoryBuilder, rows: &Rows) -> (RowValues, bool) {
    let codes: Vec<Option<u32>> = coded.names().iter().map(|name| builder.code(name)).collect();
    let none = builder.values().len() as u32;
    let is_as_written = |(name, code): (&str, &Option<u32>)| {
        code.and_then(|code| builder.values().get(code as usize)).is_some_and(|value| value.name == name)
    };
    let as_written = coded.numbers.is_empty() && coded.names().iter().zip(&codes).all(is_as_written);
    let map: Vec<u32> = [None].iter().chain(&codes).map(|code| code.unwrap_or(none)).collect();
    let is_few = are_few(coded.count(), rows.len as usize);
    if matches!(coded.owners, Owners::Each { .. }) && !is_few {
        let codes = gather_codes(&coded.codes, map, rows.positions, rows.len as usize, none);
        return (RowValues::Single(codes), as_written);
    }
    let mut multi = Multi::new(none);
    if is_few || matches!(coded.owners, Owners::Listed(_)) {
        let code = |(position, raw): (u32, u32)| Some((position, *map.get(raw as usize + 1)?));
        multi.add_listed(&rows.in_order(coded.all().into_iter().filter_map(code).collect()));
    } else {
        for row in 0..rows.len {
            let codes = coded.codes(rows.position(row));
            codes.filter_map(|raw| map.get(raw as usize + 1)).for_each(|code| multi.add(*code));
            multi.end_row();
        }
    }
    let all = multi.codes.len() == coded.count();
    (multi.finish(rows.len), as_written && all)
}

/// The codes of numbers or prose that few events have.
#[inline(never)]
fn few_rows(own: &Values, builder: &mut CategoryBuilder, rows: &Rows) -> RowValues {
    let mut codes = Vec::new();
    match own {
        Values::Numbers(numbers) => {
            numbers.iter().for_each(|(at, number)| codes.push((at, builder.code(&number::text(number)))));
        }
        Values::Prose(prose) => prose.all().for_each(|(at, text)| codes.push((at, builder.code(text)))),
        Values::None | Values::Coded(_) => {}
    }
    let codes = codes.into_iter().filter_map(|(position, code)| Some((position, code?)));
    let codes = rows.in_order(codes.collect());
    let mut multi = Multi::new(builder.values().len() as u32);
    multi.add_listed(&codes);
    multi.finish(rows.len)
}

/// The general case: values of the events' claims and places, and own values in whatever form.
fn mixed_rows(key: &str, builtin: bool, table: &EventTable, builder: &mut CategoryBuilder, rows: &Rows) -> RowValues {
    // Codes are given in document order, rows are in another: first all codes, then the rows.
    let mut given = Multi::new(u32::MAX);
    let mut spellings = Spellings { known: Dictionary::default(), codes: Vec::new(), builder };
    let mut details = table.details().peekable();
    let own = table.column_of(key);
    let simple = if builtin { table.simple().names(key) } else { None };
    for position in 0..rows.len {
        if let Some(names) = simple {
            names.codes(position).for_each(|code| given.add_some(spellings.code(names.names().get(code as usize))));
        }
        let detail = details.next_if(|(at, _)| *at == position).map(|(_, detail)| detail);
        match detail {
            _ if !builtin => {}
            _ if key == "dating" => {
                let span = table.spans.get(position);
                let inferred = detail.map_or(0, |detail| inferred_mark(&detail.date_inferred));
                let marks = span.map_or(0, |span| marks_of(&span)) | inferred;
                let mask = dating_mask(span.map(bounds_of), marks);
                names_of(mask).for_each(|name| given.add_some(spellings.code(name)));
            }
            Some(detail) => for_each_builtin(key, detail, &mut |name| given.add_some(spellings.code(name))),
            None => {}
        }
        match own.map(|own| &own.values) {
            Some(Values::Numbers(_)) => {
                if let Some(FieldValue::Number(number)) = own.and_then(|own| own.value(position)) {
                    given.add_some(spellings.code(&number::text(number)));
                }
            }
            _ => own.iter().flat_map(|own| own.texts(position)).for_each(|text| given.add_some(spellings.code(text))),
        }
        given.end_row();
    }
    let mut multi = Multi::new(builder.values().len() as u32);
    for row in 0..rows.len {
        given.codes_of(rows.position(row)).for_each(|code| multi.add(code));
        multi.end_row();
    }
    multi.finish(rows.len)
}

/// Codes of spellings, each folded once.
struct Spellings<'a> {
    known: Dictionary,
    codes: Vec<Option<u32>>,
    builder: &'a mut CategoryBuilder,
}

impl Spellings<'_> {
    fn code(&mut self, spelling: &str) -> Option<u32> {
        let at = self.known.code(spelling)? as usize;
        if at == self.codes.len() {
            self.codes.push(self.builder.code(spelling));
        }
        self.codes.get(at).copied().flatten()
    }
}

/// Calls `found` with each value that an event has in a built-in field.
fn for_each_builtin(key: &str, detail: &Detail, found: &mut dyn FnMut(&str)) {
    match key {
        "place" => detail.places.iter().for_each(|place| found(&place.name)),
        "claimant" => detail.claims.iter().filter_map(|claim| claim.by.as_deref()).for_each(found),
        "status" => detail.claims.iter().filter_map(|claim| claim.status.as_deref()).for_each(found),
        _ => {}
    }
}

fn has_builtin(key: &str, detail: &Detail) -> bool {
    let mut has = false;
    for_each_builtin(key, detail, &mut |_| has = true);
    has
}

fn bounds_of(span: Span) -> [f64; 4] {
    [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end]
}

/// Values of one row that are looked through one by one for those it has already.
const FEW_VALUES: usize = 32;

/// Codes of rows that come one after the other.
struct Multi {
    /// The row of each code.
    rows: Vec<u32>,
    codes: Codes,
    /// Stands for none.
    none: u32,
    /// The row that is being built, and its codes.
    row: u32,
    row_codes: Vec<u32>,
    /// The same, where they are many.
    many: BTreeSet<u32>,
    several: bool,
}

impl Multi {
    fn new(none: u32) -> Multi {
        let codes = Codes::zeros(0, if none == u32::MAX { 0 } else { none });
        let (rows, row_codes, many) = Default::default();
        Multi { rows, codes, none, row: 0, row_codes, many, several: false }
    }

    /// Adds codes with their rows, which ascend.
    #[inline(never)]
    fn add_listed(&mut self, listed: &[(u32, u32)]) {
        for (row, code) in listed {
            if *row != self.row {
                self.end_row();
                self.row = *row;
            }
            self.add(*code);
        }
        self.end_row();
    }

    fn add_some(&mut self, code: Option<u32>) {
        code.into_iter().for_each(|code| self.add(code));
    }

    /// Gives the row that is being built one more value, once.
    fn add(&mut self, code: u32) {
        if code != self.none && !self.has(code) {
            self.row_codes.push(code);
        }
    }

    /// Whether the row has the value already; one that it has not is taken for had from now on.
    fn has(&mut self, code: u32) -> bool {
        if self.row_codes.len() < FEW_VALUES {
            return self.row_codes.contains(&code);
        }
        if self.many.is_empty() {
            self.many.extend(&self.row_codes);
        }
        !self.many.insert(code)
    }

    fn end_row(&mut self) {
        self.several |= 1 < self.row_codes.len();
        self.many.clear();
        for code in self.row_codes.drain(..) {
            self.rows.push(self.row);
            self.codes.push(code);
        }
        self.row += 1;
    }

    fn codes_of(&self, row: u32) -> impl Iterator<Item = u32> {
        let (from, to) = range_of(&self.rows, row);
        (from..to).filter_map(|at| self.codes.get(at))
    }

    /// The smallest shape for what was added to so many rows.
    fn finish(self, len: u32) -> RowValues {
        let Multi { rows, codes, none, several, .. } = self;
        if rows.is_empty() {
            return RowValues::Same(None);
        }
        if are_few(rows.len(), len as usize) {
            return RowValues::Few { rows, codes };
        }
        if several {
            return RowValues::Multi { offsets: offsets(&rows, len), codes };
        }
        let mut single = Codes::zeros(0, none);
        let mut listed = (0..).zip(&rows).peekable();
        for row in 0..len {
            let code = listed.next_if(|(_, has)| **has == row).and_then(|(at, _)| codes.get(at));
            single.push(code.unwrap_or(none));
        }
        RowValues::Single(single)
    }
}

/// Where the entries of each row begin and end, by the row of each entry.
fn offsets(rows: &[u32], len: u32) -> Vec<u32> {
    let mut offsets = Vec::with_capacity(len as usize + 1);
    for (at, row) in (0..).zip(rows) {
        offsets.resize(offsets.len().max(*row as usize + 1), at);
    }
    offsets.resize(len as usize + 1, rows.len() as u32);
    offsets
}

/// The bits of [`DATING`] that apply to an event of these bounds (`None`: undated); at least one.
fn dating_mask(bounds: Option<[f64; 4]>, marks: u8) -> u8 {
    let Some([earliest_start, latest_start, earliest_end, latest_end]) = bounds else { return 1 << 7 };
    let coarse = |grain: f64| DAY_MS < grain && grain.is_finite();
    let doubts = [
        coarse(latest_start - earliest_start) || coarse(latest_end - earliest_end),
        marks & MARK_APPROXIMATE != 0,
        marks & MARK_UNCERTAIN != 0,
        marks & MARK_INFERRED != 0,
        marks & (MARK_START_OPEN | MARK_END_OPEN) != 0,
        marks & (MARK_START_UNKNOWN | MARK_END_UNKNOWN) != 0,
    ];
    let mask = doubts.into_iter().rev().fold(0, |mask, applies| mask << 1 | u8::from(applies)) << 1;
    if mask == 0 { 1 } else { mask }
}

fn names_of(mask: u8) -> impl Iterator<Item = &'static str> {
    DATING.into_iter().enumerate().filter(move |(at, _)| mask >> at & 1 == 1).map(|(_, name)| name)
}

fn inferred_mark(components: &[String]) -> u8 {
    if components.is_empty() { 0 } else { MARK_INFERRED }
}

/// The values of [`DATING`] that apply to an event; at least one.
pub fn dating(event: &Event) -> Vec<&'static str> {
    let bounds = event.span.map(|span| [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end]);
    let marks = event.span.map_or(0, |span| marks_of(&span)) | inferred_mark(&event.date_inferred);
    names_of(dating_mask(bounds, marks)).collect()
}

/// How each row is dated; at once where the bounds say it of all.
fn dating_rows(rows: &Rows, codes: &[u32; 8]) -> RowValues {
    if rows.dated == rows.len && rows.marks.is_empty() && rows.bounds.grains_within(DAY_MS) {
        return RowValues::Same(codes.first().copied().filter(|_| 0 < rows.len));
    }
    let mut masks = Vec::with_capacity(rows.len as usize);
    for row in 0..rows.len {
        let bounds = (row < rows.dated).then(|| rows.bounds.get(row));
        let marks = rows.marks.get(row as usize).copied().unwrap_or(0);
        masks.push(dating_mask(bounds, marks));
    }
    let none = codes.iter().max().map_or(0, |most| most + 1);
    if masks.iter().all(|mask| mask.is_power_of_two()) {
        let mut single = Codes::zeros(0, none);
        let code = |mask: u8| codes.get(mask.trailing_zeros() as usize).copied().unwrap_or(none);
        masks.into_iter().for_each(|mask| single.push(code(mask)));
        return RowValues::Single(single);
    }
    let mut multi = Multi::new(none);
    for mask in masks {
        codes.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).for_each(|(_, code)| multi.add(*code));
        multi.end_row();
    }
    multi.finish(rows.len)
}

fn build_numbers(column: &OwnColumn, rows: &Rows) -> Numbers {
    let is_few = are_few(column.values.count(), rows.len as usize);
    match &column.values {
        Values::Numbers(numbers) if !is_few && numbers.each().is_some() => {
            let each = numbers.each().unwrap_or(&[]);
            let at = |row: u32| each.get(rows.position(row) as usize).copied();
            (0..rows.len).map(|row| finite(at(row).unwrap_or(f64::NAN))).collect::<Vec<f64>>().into()
        }
        Values::Coded(coded) if !is_few => {
            let numbers: Vec<f64> = coded.names().iter().map(number_of).collect();
            let first = |row| coded.codes(rows.position(row)).next().and_then(|code| numbers.get(code as usize));
            (0..rows.len).map(|row| first(row).copied().unwrap_or(f64::NAN)).collect::<Vec<f64>>().into()
        }
        values => Numbers::listed(rows.len as usize, rows.in_order(listed_numbers(values))),
    }
}

/// The first number of each event that has one, in document order.
fn listed_numbers(values: &Values) -> Vec<(u32, f64)> {
    let mut numbers: Vec<(u32, f64)> = match values {
        Values::None => Vec::new(),
        Values::Numbers(numbers) => numbers.iter().map(|(position, number)| (position, finite(number))).collect(),
        Values::Coded(coded) => {
            let number = |code: u32| number_of(coded.names().get(code as usize));
            coded.all().into_iter().map(|(position, code)| (position, number(code))).collect()
        }
        Values::Prose(prose) => prose.all().map(|(position, text)| (position, number_of(text))).collect(),
    };
    // Of several values the first one counts, whether it is a number or not.
    numbers.dedup_by_key(|(position, _)| *position);
    numbers.retain(|(_, number)| !number.is_nan());
    numbers
}

fn number_of(text: &str) -> f64 {
    finite(crate::number::parse(text.trim()).unwrap_or(f64::NAN))
}

fn finite(number: f64) -> f64 {
    if number.is_finite() { number } else { f64::NAN }
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
    Diagnostic { severity: Severity::Value, code, message, file: 0, path, line: 0, column: 0, excerpt }
}
