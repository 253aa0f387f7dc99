//! A row of cells → an event, by a mapping.

use super::super::Limits;
use super::super::date::{self, Moment};
use super::super::fresh_ids::FreshIds;
use super::super::mapping::{ColumnMapping, DateFormat, Mapping, Role, Separator};
use super::super::problems::{Path, Problems, excerpt};
use super::super::whole::{Text, Whole};
use super::columns::is_address;
use super::date_column::{edtf, is_nothing, milliseconds, with_clock};
use super::markup::{Medium, medium, one_line, without_markup};
use super::names::{plain, precision_of};
use super::numerals::number;
use super::written::{month_of, phrase};
use super::{Grid, Record};
use crate::diagnostic::{MAX_EXCERPT_CHARS, Severity};
use crate::event::{
    BUILTIN_FIELDS, Claim, EVENT_KEYS, Event, EventSet, FieldDeclaration, FieldType, FieldValue, Link, Media, Place,
};
use crate::time;
use std::collections::BTreeSet;

/// Reads the rows of a grid by a mapping; `records` counts them.
///
/// A row without a title is named after its date or place; one with nothing in it is no record.
pub(in super::super) fn read(grid: &Grid<'_>, mapping: &Mapping, whole: &mut Whole<'_>) -> (EventSet, u32) {
    let reader = Reader::new(mapping, grid.header().len());
    let mut set = EventSet { fields: reader.declarations(), ..EventSet::default() };
    let mut ids = FreshIds::default();
    let mut records = 0;
    let (max_events, limit) = (whole.max_events, whole.limits.events);
    for (index, record) in grid.rows().iter().enumerate() {
        let is_blank = record.is_blank();
        if is_blank && !grid.has_blank_records {
            continue;
        }
        let path = Path::ROOT.index(index);
        let mut row = reader.row(record, &path, whole);
        if is_blank {
            records += 1;
            row.tell_empty();
            continue;
        }
        if row.is_title() {
            (set.title, set.description) = row.title_and_description();
            continue;
        }
        records += 1;
        if max_events as usize <= set.events.len() {
            row.report(Severity::Record, "too-many-events", record.at, || {
                format!("more events than the limit MAX_EVENTS = {limit}; this one is left out")
            });
            continue;
        }
        if let Some(mut event) = row.event() {
            let written = event.id.clone();
            name(&mut event, &mut ids, set.events.len());
            if !written.is_empty() && event.id != written {
                row.tell_duplicate(&written, &event.id);
            }
            set.events.push(event);
            whole.places.push(record.at);
        }
    }
    (set, records)
}

/// Reads the rows of a grid by a mapping, without diagnostics.
pub fn events(grid: &Grid<'_>, mapping: &Mapping) -> EventSet {
    let (mut problems, limits) = (Problems::new(0), Limits::default());
    read(grid, mapping, &mut Whole::new(Text::Given(""), limits, limits.events, None, &mut problems)).0
}

/// Gives an event the id that it has, or one of its own.
pub(super) fn name(event: &mut Event, ids: &mut FreshIds, position: usize) {
    if event.id.is_empty() {
        event.id = format!("e{}", position + 1);
    }
    event.id = ids.give(&event.id);
}

/// Citations times claimants of a row up to which each claim has all of them; with more, the first claim has.
const MAX_SHARED_CITATIONS: usize = 64;

/// What rows are read by.
pub(super) struct Reader<'m> {
    mapping: &'m Mapping,
    /// Of the field of each column.
    keys: Vec<String>,
    /// The columns of each role, by its number.
    by_role: Vec<Vec<usize>>,
    /// Cells of the header.
    width: usize,
}

impl<'m> Reader<'m> {
    /// A reader by a mapping, of rows under a header of so many cells.
    pub(super) fn new(mapping: &'m Mapping, width: usize) -> Reader<'m> {
        Reader { mapping, keys: keys(mapping), by_role: by_role(mapping), width }
    }

    /// What each column means, and the key of its field.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&'m ColumnMapping, &str)> {
        self.mapping.columns.iter().zip(self.keys.iter().map(String::as_str))
    }

    /// The fields that the mapping makes, in the order of the columns.
    pub(super) fn declarations(&self) -> Vec<FieldDeclaration> {
        let fields = self.columns().filter_map(|(column, key)| {
            let field_type = field_type(column.role)?;
            Some(FieldDeclaration { key: key.to_owned(), label: Some(column.name.clone()), field_type })
        });
        fields.collect()
    }

    /// One row, to be read.
    pub(super) fn row<'r, 'p, 't>(
        &'r self,
        record: &'r Record<'r>,
        path: &'r Path<'r>,
        problems: &'p mut Whole<'t>,
    ) -> Row<'r, 'p, 't> {
        Row { record, reader: self, path, problems }
    }
}

/// The key of each column's field: none stands twice, and none means something else already.
fn keys(mapping: &Mapping) -> Vec<String> {
    let reserved = EVENT_KEYS.iter().chain(&BUILTIN_FIELDS);
    let mut taken: BTreeSet<String> = reserved.map(|key| (*key).to_owned()).collect();
    let key = |column: &ColumnMapping| {
        let plain = key_of(&column.name);
        let mut key = plain.clone();
        let mut number = 2;
        while !taken.insert(key.clone()) {
            key = format!("{plain}_{number}");
            number += 1;
        }
        key
    };
    mapping.columns.iter().map(key).collect()
}

/// The type of the field that a column of a role becomes.
pub(super) fn field_type(role: Role) -> Option<FieldType> {
    match role {
        Role::Category => Some(FieldType::Category),
        Role::Number => Some(FieldType::Number),
        Role::Text => Some(FieldType::Text),
        Role::Address => Some(FieldType::Link),
        _ => None,
    }
}

/// The columns of each role, ascending, by the role's number.
fn by_role(mapping: &Mapping) -> Vec<Vec<usize>> {
    let mut by_role: Vec<Vec<usize>> = Vec::new();
    for (at, column) in mapping.columns.iter().enumerate() {
        let role = column.role as usize;
        by_role.resize(by_role.len().max(role + 1), Vec::new());
        by_role.get_mut(role).into_iter().for_each(|columns| columns.push(at));
    }
    by_role
}

/// A column's name as the key of a field: small letters, `_` for what stands between words.
fn key_of(name: &str) -> String {
    let mut key = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            key.push(letter);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    key.truncate(key.trim_end_matches('_').len());
    if key.is_empty() { "column".to_owned() } else { key }
}

/// One row being read.
pub(super) struct Row<'r, 'p, 't> {
    record: &'r Record<'r>,
    reader: &'r Reader<'r>,
    path: &'r Path<'r>,
    problems: &'p mut Whole<'t>,
}

impl<'r, 't> Row<'r, '_, 't> {
    /// Notes a problem at an offset.
    pub(super) fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: usize,
        message: impl FnOnce() -> String,
    ) {
        let text = if severity == Severity::Record { self.line(at) } else { self.cell_at(at) };
        self.problems.report_text(severity, code, at, text, self.path, message);
    }

    /// The text of the cell in which an offset lies.
    fn cell_at(&self, at: usize) -> &'r str {
        self.record.cells.iter().rev().find(|cell| cell.at <= at).map_or("", |cell| &cell.text)
    }

    /// What follows an offset in its line.
    fn line(&self, at: usize) -> &'r str
    where
        't: 'r,
    {
        self.problems.text().get(at..).unwrap_or_default().lines().next().unwrap_or_default()
    }

    fn columns(&self, role: Role) -> impl Iterator<Item = (usize, &'r ColumnMapping)> + use<'r> {
        let columns = self.reader.by_role.get(role as usize).map_or(&[][..], Vec::as_slice);
        let (mapping, width) = (self.reader.mapping, self.record.width);
        let columns = columns.iter().take_while(move |column| **column < width);
        columns.filter_map(|column| Some((*column, mapping.columns.get(*column)?)))
    }

    /// The cell of a role, if it holds anything.
    fn cell(&self, role: Role) -> Option<(&'r str, usize, &'r ColumnMapping)> {
        let record = self.record;
        let cells = self.columns(role).map(|(column, mapping)| {
            (record.text(column), record.cell(column).map_or(record.at, |cell| cell.at), mapping)
        });
        cells.into_iter().find(|(text, _, _)| !text.is_empty())
    }

    fn text(&self, role: Role) -> Option<&'r str> {
        self.cell(role).map(|(text, _, _)| text)
    }

    /// Whether it is no event but says what the set is about.
    pub(super) fn is_title(&self) -> bool {
        self.text(Role::RowType).is_some_and(|kind| kind.eq_ignore_ascii_case("title"))
    }

    /// What such a row says.
    pub(super) fn title_and_description(&self) -> (Option<String>, Option<String>) {
        (self.text(Role::Title).map(one_line), self.text(Role::Description).map(without_markup))
    }

    /// Whether an id stands in it.
    pub(super) fn has_id(&self) -> bool {
        self.text(Role::Id).is_some()
    }

    /// Tells that there is nothing in it.
    pub(super) fn tell_empty(&mut self) {
        self.report(Severity::Record, "empty-record", self.record.at, || "there is nothing in the record".to_owned());
    }

    /// Tells that the row's id is that of an earlier one.
    pub(super) fn tell_duplicate(&mut self, written: &str, fresh: &str) {
        self.report(Severity::Value, "duplicate-id", self.record.at, || {
            format!("another event has the id `{written}` already; this one is now `{fresh}`")
        });
    }

    fn count_cells(&mut self, expected: usize) {
        let found = self.record.width;
        let beyond = |cell: &&super::Cell<'_>| expected <= cell.column as usize && !cell.text.trim().is_empty();
        let extra =
            self.record.cells.iter().rev().take_while(|cell| expected <= cell.column as usize).filter(beyond).last();
        if let Some(extra) = extra {
            self.report(Severity::Value, "extra-cells", extra.at, || {
                format!("the row has {found} cells, the header {expected}; the cells beyond are left out")
            });
        } else if found < expected && found < 2 {
            self.report(Severity::Warning, "missing-cells", self.record.at, || {
                format!("the row has {found} cells, the header {expected}; those missing are taken for empty")
            });
        }
    }

    /// The event; `None` where nothing names it.
    pub(super) fn event(&mut self) -> Option<Event> {
        self.count_cells(self.reader.width);
        let mut event = Event {
            id: self.text(Role::Id).unwrap_or("").to_owned(),
            description: self.text(Role::Description).map(without_markup),
            part_of: self.text(Role::PartOf).map(str::to_owned),
            ..Event::default()
        };
        self.add_dates(&mut event);
        if is_address(&event.id) {
            event.links.push(Link { url: event.id.clone(), label: None });
        }
        event.places = self.places();
        event.claims = self.claims();
        event.links.extend(self.values(Role::Link).into_iter().map(|url| Link { url, label: None }));
        self.add_media(&mut event);
        self.add_fields(&mut event);
        if self.text(Role::RowType).is_some_and(|kind| kind.eq_ignore_ascii_case("era")) {
            event.fields.entry("kind".to_owned()).or_insert_with(|| FieldValue::Texts(vec!["era".to_owned()]));
        }
        event.title = self.title(&event)?;
        Some(event)
    }

    /// The title; else the first sentence of the description, the place, or the date.
    fn title(&mut self, event: &Event) -> Option<String> {
        if let Some(title) = self.text(Role::Title).map(one_line).filter(|title| !title.is_empty()) {
            return Some(title);
        }
        let place = || event.places.first().map(|place| place.name.clone());
        let date = || event.date_text.clone().or_else(|| event.date.clone()).or_else(|| event.start.clone());
        let found = event.description.as_deref().map(first_sentence).or_else(place).or_else(date);
        let found = found.or_else(|| self.first_cell());
        if found.is_none() {
            let at = self.record.at;
            self.report(Severity::Record, "missing-title", at, || {
                "nothing in the row names the event; expected a title".to_owned()
            });
        }
        found
    }

    /// The first field with its name, for want of anything better to name the event by.
    fn first_cell(&self) -> Option<String> {
        let mut cells =
            self.reader.mapping.columns.iter().enumerate().filter(|(_, column)| field_type(column.role).is_some());
        let (at, column) = cells.find(|(at, _)| !self.record.text(*at).is_empty())?;
        Some(format!("{}: {}", column.name, self.record.text(at)))
    }

    /// Every value of the columns of a role, lists taken apart.
    fn values(&self, role: Role) -> Vec<String> {
        let mut values = Vec::new();
        for (column, mapping) in self.columns(role) {
            split_into(self.record.text(column), mapping.separator, &mut values);
        }
        values
    }

    fn add_dates(&mut self, event: &mut Event) {
        if let Some((cell, at, _)) = self.cell(Role::Year) {
            let start = self.parts([Role::Year, Role::Month, Role::Day, Role::Time]);
            let end = self.parts([Role::EndYear, Role::EndMonth, Role::EndDay, Role::EndTime]);
            if start.is_none() {
                self.report(Severity::Value, "bad-date", at, || format!("`{cell}` is no year; expected a number"));
            }
            match end {
                Some(end) => self.resolve(event, None, start.map(Moment::Text), Some(Moment::Text(end)), at),
                None => self.resolve(event, start.map(Moment::Text), None, None, at),
            }
        } else {
            let date = self.timed_moment(Role::Date, Role::Time);
            let start =
                if date.is_none() { self.timed_moment(Role::Start, Role::Time) } else { self.moment(Role::Start) };
            let end = self.timed_moment(Role::End, Role::EndTime);
            let at = self.cell(Role::Date).or(self.cell(Role::Start)).map_or(self.record.at, |(_, at, _)| at);
            let (date, start, end) = match (date, start, end) {
                (None, Some(start), None) => (Some(start), None, None),
                (Some(date), None, Some(end)) => (None, Some(date), Some(end)),
                others => others,
            };
            self.resolve(event, date, start, end, at);
            self.widen(event);
        }
        if let Some(text) = self.text(Role::DateText) {
            event.date_text = Some(text.to_owned());
        }
    }

    fn resolve(
        &mut self,
        event: &mut Event,
        date: Option<Moment>,
        start: Option<Moment>,
        end: Option<Moment>,
        at: usize,
    ) {
        let dated = date::resolve(date, start, end);
        for problem in dated.problems {
            let (at, expected) = self.date_cell(problem.cell, at);
            self.report(Severity::Value, problem.code, at + problem.offset, || match expected {
                Some((text, example)) if problem.code == "bad-date" => {
                    format!("`{}` is no date as this column has them; expected one like `{example}`", excerpt(text))
                }
                _ => problem.message,
            });
        }
        event.span = dated.span;
        event.date = dated.date;
        event.start = dated.start;
        event.end = dated.end;
        event.date_text = dated.date_text.or(event.date_text.take());
    }

    /// Where a date cell begins, and, where its column has other dates than EDTF, its text and how a date of it looks.
    fn date_cell(&self, cell: date::Cell, at: usize) -> (usize, Option<(&'r str, &'static str)>) {
        let roles = match cell {
            _ if self.cell(Role::Year).is_some() => return (at, None),
            date::Cell::Date => [Role::Date, Role::Start],
            date::Cell::Start => [Role::Start, Role::Date],
            date::Cell::End => [Role::End, Role::End],
        };
        let Some((text, at, column)) = roles.into_iter().find_map(|role| self.cell(role)) else { return (at, None) };
        (at, column.date_format.and_then(DateFormat::example).map(|example| (text, example)))
    }

    /// A date cell as EDTF or a number; prose becomes the event's `date_text`.
    fn moment(&self, role: Role) -> Option<Moment> {
        let (cell, _, column) = self.cell(role).filter(|(cell, _, _)| !is_nothing(cell))?;
        let format = column.date_format.unwrap_or_default();
        if let Some(ms) = milliseconds(cell, format) {
            return Some(Moment::Number(ms));
        }
        // What has one meaning has it in a column of any format.
        let edtf = edtf(cell, format, column.times).or_else(|| phrase(cell));
        Some(Moment::Text(edtf.unwrap_or_else(|| cell.to_owned())))
    }

    /// A date cell with the time of day that stands in a cell of its own.
    fn timed_moment(&mut self, role: Role, time: Role) -> Option<Moment> {
        let moment = self.moment(role)?;
        let (Moment::Text(day), Some((clock, at, _))) = (&moment, self.cell(time)) else { return Some(moment) };
        // Where times stand in cells of their own a day without one is midnight in many; what it is of is the day.
        let Some(timed) = with_clock(day, clock).filter(|_| day.len() == "2014-06-10".len()) else {
            self.report(Severity::Value, "bad-time", at, || {
                format!("`{clock}` is no time of day; expected one like `13:05`")
            });
            return Some(moment);
        };
        Some(Moment::Text(timed))
    }

    /// Year, month, day and time from cells of their own. What cannot be read of them is told, and what stands before it
    /// holds.
    fn parts(&mut self, [year, month, day, time]: [Role; 4]) -> Option<String> {
        let mut text = edtf_year(self.text(year)?)?;
        // A year that is not four digits alone, or not known by the month, stands alone.
        for (role, read) in [(month, month_number as fn(&str) -> Option<u8>), (day, day_number)] {
            let Some((cell, at, _)) = self.cell(role).filter(|(cell, _, _)| !is_nothing(cell)) else {
                return Some(text);
            };
            let longer = match read(cell) {
                Some(0) => return Some(text),
                Some(number) => Some(text.clone() + &two_digits('-', number)),
                None => None,
            };
            let Some(longer) = longer.filter(|longer| time::parse(longer).is_ok()) else {
                let what = if role == month { "month" } else { "day of that month" };
                self.report(Severity::Value, "bad-date", at, || format!("`{cell}` is no {what}"));
                return Some(text);
            };
            text = longer;
        }
        if let Some((cell, at, _)) = self.cell(time) {
            match with_clock(&text, cell) {
                Some(timed) => return Some(timed),
                None => self.report(Severity::Value, "bad-time", at, || {
                    format!("`{cell}` is no time of day; expected one like `13:05`")
                }),
            }
        }
        Some(text)
    }

    /// Makes of an exact date what its precision says.
    fn widen(&mut self, event: &mut Event) {
        if let Some((cell, at, _)) = self.cell(Role::PrecisionUcdp) {
            // The two dates are the first and last day of what is possible; the code says how the range came about.
            if matches!(cell, "2" | "3" | "4" | "5") {
                let (Some(start), Some(end)) = (event.start.take(), event.end.take()) else { return };
                self.resolve(event, Some(Moment::Text(format!("[{start}..{end}]"))), None, None, at);
            } else if event.start.is_some() && event.start == event.end {
                let day = event.start.take();
                event.end = None;
                self.resolve(event, day.map(Moment::Text), None, None, at);
            }
        } else if self.cell(Role::PrecisionWikidata).is_some() {
            self.widen_each(event);
        } else if let Some((cell, at, _)) = self.cell(Role::PrecisionAcled)
            && let Some(day) = event.date.clone()
        {
            let widened = match cell {
                "2" => week_around(event),
                "3" => day.get(..7).map(str::to_owned),
                _ => None,
            };
            if let Some(date) = widened {
                self.resolve(event, Some(Moment::Text(date)), None, None, at);
            }
        }
    }

    /// Makes of each date what the code of precision beside it says: `startPrecision` is that of `start`, `precision` of all.
    fn widen_each(&mut self, event: &mut Event) {
        let widened = |role: Role, date: &Option<String>| wikidata_date(date.as_deref()?, self.precision_of(role)?);
        // A start alone is the date.
        let date = widened(Role::Date, &event.date).or_else(|| widened(Role::Start, &event.date));
        let (start, end) = (widened(Role::Start, &event.start), widened(Role::End, &event.end));
        let start = start.or_else(|| widened(Role::Date, &event.start));
        let at = self.cell(Role::PrecisionWikidata).map_or(self.record.at, |(_, at, _)| at);
        if let Some(date) = date {
            self.resolve(event, Some(Moment::Text(date)), None, None, at);
        } else if start.is_some() || end.is_some() {
            let [start, end] = [start.or(event.start.take()), end.or(event.end.take())];
            self.resolve(event, None, start.map(Moment::Text), end.map(Moment::Text), at);
        }
    }

    /// The code of precision of the date of a role.
    fn precision_of(&self, role: Role) -> Option<&'r str> {
        let (_, date) = self.columns(role).find(|(column, _)| !self.record.text(*column).is_empty())?;
        let date = plain(&date.name);
        let codes =
            self.columns(Role::PrecisionWikidata).map(|(column, mapping)| (column, precision_of(&mapping.name)));
        let mut best = None;
        for (column, of) in codes {
            let of = of.unwrap_or_default();
            if of == date || date.strip_suffix("time") == Some(&of) {
                return Some(self.record.text(column));
            }
            // `precision`, `datePrecision` beside `start`: nothing says that it is another's.
            if of.is_empty() || of == "date" || of == "pointin" {
                best = Some(self.record.text(column));
            }
        }
        best.filter(|code| !code.is_empty())
    }

    fn places(&mut self) -> Vec<Place> {
        let names = self.values(Role::Place);
        let (lat, lon) = (self.degrees(Role::Latitude, 90.0), self.degrees(Role::Longitude, 180.0));
        let (lat, lon) = if lat.is_some() && lon.is_some() { (lat, lon) } else { (None, None) };
        if names.is_empty() {
            return match (lat, lon) {
                (Some(north), Some(east)) => vec![Place { name: format!("{north}, {east}"), lat, lon }],
                _ => Vec::new(),
            };
        }
        let alone = names.len() == 1;
        let at = |value: Option<f64>| if alone { value } else { None };
        names.into_iter().map(|name| Place { name, lat: at(lat), lon: at(lon) }).collect()
    }

    fn degrees(&mut self, role: Role, limit: f64) -> Option<f64> {
        let (cell, at, column) = self.cell(role).filter(|(cell, _, _)| !is_nothing(cell))?;
        let number = number(cell, column.decimal_comma).filter(|number| number.abs() <= limit);
        if number.is_none() {
            self.report(Severity::Value, "bad-coordinate", at, || {
                format!("`{cell}` is no coordinate; expected degrees between −{limit} and {limit}")
            });
        }
        number
    }

    fn claims(&self) -> Vec<Claim> {
        let status = self.text(Role::Status).map(str::to_owned);
        let citations = self.values(Role::Citation);
        let by = self.values(Role::Claimant);
        if by.is_empty() {
            let nothing = status.is_none() && citations.is_empty();
            return if nothing { Vec::new() } else { vec![Claim { status, citations, ..Claim::default() }] };
        }
        // As many copies as claimants, if there are not too many.
        let shared = by.len().saturating_mul(citations.len()) <= MAX_SHARED_CITATIONS;
        let mut rest = Some(citations);
        let mut cited = || if shared { rest.clone() } else { rest.take() }.unwrap_or_default();
        let claim = |by| Claim { by: Some(by), status: status.clone(), about: None, citations: cited() };
        by.into_iter().map(claim).collect()
    }

    fn add_media(&self, event: &mut Event) {
        let Some(text) = self.text(Role::Media) else { return };
        let owned = |role| self.text(role).map(one_line);
        match medium(text) {
            Medium::Address(url) => event.media.push(Media {
                url,
                caption: owned(Role::MediaCaption),
                credit: owned(Role::MediaCredit),
                alt: owned(Role::MediaAlt),
            }),
            Medium::Words(words) => add_words(event, &words),
        }
    }

    fn add_fields(&mut self, event: &mut Event) {
        let record = self.record;
        for cell in &record.cells {
            let column = cell.column as usize;
            let (Some(mapping), Some(key)) = (self.reader.mapping.columns.get(column), self.reader.keys.get(column))
            else {
                continue;
            };
            let Some(kind) = field_type(mapping.role) else { continue };
            let text = cell.text.trim();
            if text.is_empty() {
                continue;
            }
            let value = match kind {
                FieldType::Number if is_nothing(text) => continue,
                FieldType::Number => {
                    if let Some(number) = number(text, mapping.decimal_comma) {
                        event.fields.insert(key.clone(), FieldValue::Number(number));
                        continue;
                    }
                    self.report(Severity::Value, "wrong-type", cell.at, || format!("`{text}` is no number"));
                    continue;
                }
                _ => {
                    let mut values = Vec::new();
                    split_into(text, mapping.separator, &mut values);
                    FieldValue::Texts(values)
                }
            };
            event.fields.insert(key.clone(), value);
        }
    }
}

/// Adds a paragraph to an event's description.
pub(in super::super) fn add_words(event: &mut Event, words: &str) {
    match &mut event.description {
        Some(description) if !description.is_empty() => {
            description.push_str("\n\n");
            description.push_str(words);
        }
        none => *none = Some(words.to_owned()),
    }
}

fn split_into(text: &str, separator: Option<Separator>, values: &mut Vec<String>) {
    let separator = separator.and_then(Separator::character);
    let pieces = text.split(|letter| Some(letter) == separator).map(str::trim);
    values.extend(pieces.filter(|piece| !piece.is_empty()).map(str::to_owned));
}

/// A year of any length and sign as EDTF; `490 BC` and `c. 64` too.
fn edtf_year(text: &str) -> Option<String> {
    let Ok(year) = whole_number(text).parse::<i64>() else {
        let edtf = if time::parse(text).is_ok() { Some(text.to_owned()) } else { phrase(text) };
        return edtf.filter(|edtf| !edtf.contains('/'));
    };
    let (sign, digits) = (if year < 0 { "-" } else { "" }, year.unsigned_abs().to_string());
    Some(if 4 < digits.len() { format!("Y{sign}{digits}") } else { format!("{sign}{digits:0>4}") })
}

fn month_number(text: &str) -> Option<u8> {
    whole_number(text).parse().ok().or_else(|| month_of(text))
}

fn day_number(text: &str) -> Option<u8> {
    whole_number(text).parse().ok()
}

/// Programs that know no missing whole numbers write `6.0` for 6.
fn whole_number(text: &str) -> &str {
    text.strip_suffix(".0").unwrap_or(text)
}

fn two_digits(before: char, number: u8) -> String {
    format!("{before}{number:02}")
}

/// A day as precise as Wikidata's code says: 11 the day, 10 the month, 9 the year, 8 the decade, 7 the century.
fn wikidata_date(date: &str, code: &str) -> Option<String> {
    let (sign, rest) = date.strip_prefix('-').map_or(("", date), |rest| ("-", rest));
    let year = rest.get(..4)?;
    // Digits of the year that are known.
    let known = match code {
        "10" => return Some(format!("{sign}{}", rest.get(..7)?)),
        "9" => 4,
        "8" => 3,
        "7" => 2,
        "6" => 1,
        _ => return None,
    };
    let text = format!("{}{}", year.get(..known)?, "X".repeat(4 - known));
    Some(format!("{sign}{text}"))
}

/// The week around a day, either way: the days that a date "within the week" may mean.
fn week_around(event: &Event) -> Option<String> {
    const WEEK_MS: f64 = 6.0 * 86_400_000.0;
    let day = event.span?.earliest_start;
    let text = |ms: f64| crate::time::format_instant(ms).get(..10).map(str::to_owned);
    Some(format!("[{}..{}]", text(day - WEEK_MS)?, text(day + WEEK_MS)?))
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    let sentence = text.get(..end).unwrap_or(text).trim();
    match sentence.char_indices().nth(MAX_EXCERPT_CHARS) {
        Some((cut, _)) => format!("{}…", sentence.get(..cut).unwrap_or("").trim_end()),
        None => sentence.to_owned(),
    }
}
