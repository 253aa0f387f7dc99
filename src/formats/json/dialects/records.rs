//! Flat records of whatever kind → a grid, whose columns are recognised as those of a table are.

use super::super::super::date::UNKNOWN;
use super::super::super::problems::Path;
use super::super::super::tabular::{self, Cell, Fault, Grid, MAX_COLUMNS, Record};
use super::super::super::whole::Whole;
use super::{Data, Value, list_of_records};
use crate::diagnostic::Severity;
use crate::event::EventSet;
use crate::time::civil::{civil_from_days, days_from_civil};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Collects records whose members come in any order.
#[derive(Default)]
pub(super) struct GridBuilder<'a> {
    columns: BTreeMap<String, u32>,
    header: Vec<Cell<'a>>,
    records: Vec<Record<'a>>,
    faults: Vec<Fault>,
}

impl<'a> GridBuilder<'a> {
    /// Begins a record.
    pub fn begin(&mut self, at: usize) {
        // The header goes before all.
        if self.records.is_empty() {
            self.records.push(Record::default());
        }
        let cells = Vec::with_capacity(self.records.last().map_or(0, |former| former.cells.len()));
        self.records.push(Record { at, width: 0, cells });
    }

    /// Sets a cell of the record that was begun last; a name that is new makes a column.
    pub fn set(&mut self, name: Cow<'_, str>, at: usize, text: Cow<'a, str>) {
        let column = match self.columns.get(&*name) {
            Some(column) => *column,
            None if MAX_COLUMNS <= self.header.len() => {
                if self.faults.iter().all(|fault| fault.code != "too-many-columns") {
                    let message =
                        format!("a key beyond MAX_COLUMNS = {MAX_COLUMNS}; this one and further ones are left out");
                    self.faults.push(Fault { at, code: "too-many-columns", message });
                }
                return;
            }
            None => {
                let column = self.header.len() as u32;
                self.columns.insert(name.clone().into_owned(), column);
                self.header.push(Cell { column, at, text: Cow::Owned(name.into_owned()) });
                column
            }
        };
        let Some(record) = self.records.last_mut() else { return };
        record.width = record.width.max(column as usize + 1);
        let cell = Cell { column, at, text };
        match record.cells.binary_search_by_key(&column, |cell| cell.column) {
            Ok(known) => record.cells.get_mut(known).into_iter().for_each(|known| *known = cell.clone()),
            Err(place) => record.cells.insert(place, cell),
        }
    }

    /// Sets a cell for each member: what stands one level deeper is `outer.inner`, a list one cell.
    pub fn add(&mut self, prefix: &str, value: &Value<'a>, depth: usize) {
        let Data::Object(members) = &value.data else { return };
        for (key, member) in members {
            let key = key.decode();
            let name = if prefix.is_empty() { key } else { Cow::Owned(format!("{prefix}.{key}")) };
            if let Some((at, text)) = day_or_time(member) {
                let is_after_end = name == "end" && value.text_of("kind").as_deref() == Some("calendar#event");
                let last = Some(&text).filter(|_| is_after_end && member.get("date").is_some());
                let text = last.and_then(|text| day_before(text)).map_or(text, Cow::Owned);
                if let Some(zone) = member.get("timeZone").and_then(Value::text) {
                    self.set(Cow::Owned(format!("{name}.timeZone")), member.from, zone);
                }
                self.set(name, at, text);
                continue;
            }
            match &member.data {
                Data::Object(_) if depth < 2 => self.add(&name, member, depth + 1),
                Data::List(values) => self.add_list(name, member.from, values, depth),
                _ => {
                    if let Some(text) = member.text() {
                        self.set(name, member.from, text);
                    }
                }
            }
        }
    }

    /// Sets a cell for a list: of objects it holds their names. One object alone is as if it stood there itself.
    fn add_list(&mut self, name: Cow<'_, str>, at: usize, values: &[Value<'a>], depth: usize) {
        let texts: Vec<_> = values.iter().filter_map(name_of).collect();
        let is_alone = values.len() == 1 && texts.is_empty() && depth < 2;
        if !is_alone && texts.len() < values.len() && self.faults.iter().all(|fault| fault.code != "unread-key") {
            let message =
                format!("`{name}` holds things without a name, of which nothing is read, here and in later records");
            self.faults.push(Fault { at, code: "unread-key", message });
        }
        // What happened at several times lasted from the first to the last.
        let date = |value: Option<&Value<'a>>| value.and_then(|value| value.get("date")?.text());
        if let (Some(first), Some(last)) = (date(values.first()), date(values.last())) {
            let dates = if first == last { first } else { Cow::Owned(format!("{first}/{last}")) };
            self.set(Cow::Owned(format!("{name}.date")), at, dates);
        }
        match values {
            [alone] if is_alone => self.add(&name, alone, depth + 1),
            _ => self.set(name, at, Cow::Owned(texts.join("\n"))),
        }
    }

    /// The grid, header first.
    pub fn build(self) -> Grid<'a> {
        let mut records = self.records;
        let header = Record { at: 0, width: self.header.len(), cells: self.header };
        match records.first_mut() {
            Some(first) => *first = header,
            None => records.push(header),
        }
        Grid { records, faults: self.faults, has_blank_records: true }
    }
}

/// The day or the time of an object that is nothing but one of them, as calendars' interfaces have it, and where it stands.
fn day_or_time<'a>(value: &Value<'a>) -> Option<(usize, Cow<'a, str>)> {
    let Data::Object(members) = &value.data else { return None };
    let is_known = |name: &str| ["date", "dateTime", "timeZone"].contains(&name);
    if !members.iter().all(|(name, _)| is_known(&name.decode())) {
        return None;
    }
    match (value.get("date"), value.get("dateTime")) {
        (Some(moment), None) | (None, Some(moment)) => Some((moment.from, moment.text()?)),
        _ => None,
    }
}

/// The day before a day: what Google's calendar calls the end of whole days is the day after the last.
fn day_before(day: &str) -> Option<String> {
    let mut parts = day.splitn(3, '-');
    let mut part = || parts.next()?.parse().ok();
    let (year, month, day): (u16, u8, u8) = (part()?, u8::try_from(part()?).ok()?, u8::try_from(part()?).ok()?);
    let days = days_from_civil(year.into(), month, day);
    let (year, month, day) = civil_from_days(days - 1);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// A scalar, or what an object is called.
fn name_of<'a>(value: &Value<'a>) -> Option<Cow<'a, str>> {
    let names = ["name", "title", "label", "text", "value", "url", "id"];
    value.text().or_else(|| names.iter().find_map(|name| value.get(name)?.text()))
}

/// Reads a list of records.
pub(super) fn read(value: Value<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    let mut grid = GridBuilder::default();
    let mut rejected = 0;
    let list = list_of_records(&value).map_or(&[][..], Value::list);
    for (index, record) in list.iter().enumerate() {
        if record.is_object() {
            grid.begin(record.from);
            grid.add("", record, 0);
        } else {
            rejected += 1;
            whole.report(Severity::Record, "not-an-object", record.range(), &Path::ROOT.index(index), || {
                format!("expected an object, found {}", record.kind())
            });
        }
    }
    let [title, description] = ["title", "description"].map(|key| value.text_of(key));
    // The values and the table of their cells need not stand there at once.
    drop(value);
    let (mut set, records) = tabular::read_grid(&grid.build(), whole);
    set.title = set.title.or(title);
    set.description = set.description.or(description);
    (set, records.saturating_add(rejected))
}

/// Reads the bindings of a SPARQL query: a variable is a column, labels come before the addresses they name, and rows of one
/// thing at the same time are one record.
pub(super) fn read_bindings(value: Value<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    let mut grid = GridBuilder::default();
    let bindings = value.get("results").and_then(|results| results.get("bindings"));
    if let Some(answer) = value.get("boolean") {
        whole.report(Severity::File, "no-bindings", answer.range(), &Path::ROOT.key("boolean"), || {
            "the answer to a question of yes or no, which has no events; expected the bindings of a SELECT".to_owned()
        });
    }
    let bindings = bindings.map_or(&[][..], Value::list);
    let subject = subject(&value, bindings);
    for rows in rows_of_one(bindings, subject.as_deref()) {
        grid.begin(rows.first().map_or(0, |row| row.from));
        for (name, at, text) in values_of(&rows) {
            match point(&text) {
                Some((lon, lat)) => {
                    grid.set(Cow::Borrowed("longitude"), at, Cow::Owned(lon.to_owned()));
                    grid.set(Cow::Borrowed("latitude"), at, Cow::Owned(lat.to_owned()));
                }
                None => grid.set(variable(&name, subject.as_deref()), at, Cow::Owned(text)),
            }
        }
    }
    drop(value);
    tabular::read_grid(&grid.build(), whole)
}

/// The variable that stands for the event: `item` or `event`, or else the first that has a label beside it.
fn subject(value: &Value<'_>, bindings: &[Value<'_>]) -> Option<String> {
    let said = value.get("head").and_then(|head| head.get("vars")).map_or(&[][..], Value::list);
    let mut names: Vec<String> = said.iter().filter_map(|name| Some(name.text()?.into_owned())).collect();
    if let (true, Some(Data::Object(members))) = (names.is_empty(), bindings.first().map(|binding| &binding.data)) {
        names.extend(members.iter().map(|(name, _)| name.decode().into_owned()));
    }
    let has_label = |name: &&String| names.iter().any(|other| other.strip_suffix("Label") == Some(name));
    let usual = names.iter().find(|name| matches!(name.as_str(), "item" | "event"));
    usual.or_else(|| names.iter().find(has_label)).cloned()
}

/// Rows of the same thing, with the same label, dates and numbers: a query gives one for each of its other values.
fn rows_of_one<'v, 't>(bindings: &'v [Value<'t>], subject: Option<&str>) -> Vec<Vec<&'v Value<'t>>> {
    let mut groups: Vec<Vec<&Value<'_>>> = Vec::new();
    let mut known: BTreeMap<Vec<(String, String)>, usize> = BTreeMap::new();
    for binding in bindings {
        let id = subject.and_then(|subject| binding.get(subject)?.text_of("value"));
        let group = id.map(|id| known.entry(what_is_the_same(binding, id, subject)).or_insert(groups.len()));
        match group.and_then(|group| groups.get_mut(*group)) {
            Some(group) => group.push(binding),
            None => groups.push(vec![binding]),
        }
    }
    groups
}

/// The id, the label and the values that have a type, such as dates and numbers.
fn what_is_the_same(binding: &Value<'_>, id: String, subject: Option<&str>) -> Vec<(String, String)> {
    let mut same = vec![(String::new(), id)];
    let Data::Object(members) = &binding.data else { return same };
    for (name, term) in members {
        let name = name.decode();
        let is_label = name.strip_suffix("Label").is_some_and(|of| Some(of) == subject);
        if let Some(text) = term.text_of("value").filter(|_| is_label || term.get("datatype").is_some()) {
            same.push((name.into_owned(), text));
        }
    }
    same
}

/// The values of each variable in rows of one thing, each once, with where the first one stands.
fn values_of(rows: &[&Value<'_>]) -> Vec<(String, usize, String)> {
    let mut found: Vec<(String, usize, String)> = Vec::new();
    let mut seen: BTreeMap<String, (usize, BTreeSet<String>)> = BTreeMap::new();
    for row in rows {
        let Data::Object(members) = &row.data else { continue };
        for (name, term) in members {
            let Some(text) = value_of(term) else { continue };
            let name = name.decode().into_owned();
            let (place, texts) = seen.entry(name.clone()).or_insert_with(|| (found.len(), BTreeSet::new()));
            if !texts.insert(text.clone()) {
                continue;
            }
            match found.get_mut(*place) {
                Some((_, _, all)) => {
                    all.push('\n');
                    all.push_str(&text);
                }
                None => found.push((name, term.from, text)),
            }
        }
    }
    found
}

/// The value of a variable. A node without a name is what Wikidata answers where there is a value that nobody knows.
fn value_of(term: &Value<'_>) -> Option<String> {
    let text = term.text_of("value")?;
    let is_unknown = term.text_of("type").as_deref() == Some("bnode")
        || text.starts_with("http") && text.contains("/.well-known/genid/");
    Some(if is_unknown { UNKNOWN.to_owned() } else { text })
}

/// What a variable is called as a column: the subject is the id, and its label the title. Any other label takes the place of
/// the address that it names.
fn variable(name: &str, subject: Option<&str>) -> Cow<'static, str> {
    let of_subject = subject.and_then(|subject| name.strip_prefix(subject));
    match of_subject {
        Some("") => Cow::Borrowed("id"),
        Some("Label") => Cow::Borrowed("title"),
        Some("Description") => Cow::Borrowed("description"),
        _ => Cow::Owned(name.strip_suffix("Label").unwrap_or(name).to_owned()),
    }
}

/// Longitude and latitude of a point in well-known text: `Point(43.13 36.34)`.
fn point(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("Point(").or_else(|| text.strip_prefix("POINT("))?;
    inside.strip_suffix(')')?.trim().split_once(' ')
}
