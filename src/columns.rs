//! The columns door: an event set as columns that another program has made, in document order.

use crate::error::Error;
use crate::event::{Event, EventSet, FieldDeclaration, FieldType, FieldValue};
use crate::formats::Reading;
use crate::time::{self, Edge, Qualifiers, Span};

/// Texts laid end to end: text `i` goes from `ends[i - 1]` (0 for the first) to `ends[i]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// The UTF-8 bytes of all.
    pub bytes: Vec<u8>,
    /// Where each text ends, in bytes.
    pub ends: Vec<u32>,
}

impl Texts {
    fn get(&self, at: usize) -> String {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let from = if at == 0 { 0 } else { end(at - 1) };
        String::from_utf8_lossy(self.bytes.get(from..end(at)).unwrap_or(&[])).into_owned()
    }
}

/// Where an event stands among the names of a category field.
#[derive(Clone, Debug, PartialEq)]
pub enum CodeColumn {
    /// Up to 256 names.
    U8(Vec<u8>),
    /// Up to 65,536 names.
    U16(Vec<u16>),
    /// Any number of names.
    U32(Vec<u32>),
}

impl CodeColumn {
    fn len(&self) -> usize {
        match self {
            CodeColumn::U8(codes) => codes.len(),
            CodeColumn::U16(codes) => codes.len(),
            CodeColumn::U32(codes) => codes.len(),
        }
    }

    fn get(&self, at: usize) -> Option<u32> {
        match self {
            CodeColumn::U8(codes) => codes.get(at).map(|code| u32::from(*code)),
            CodeColumn::U16(codes) => codes.get(at).map(|code| u32::from(*code)),
            CodeColumn::U32(codes) => codes.get(at).copied(),
        }
    }
}

/// The ids of the events.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ids {
    /// Made from the position: `e1`, `e2`, …
    #[default]
    Made,
    /// Numbers.
    Numbers(Vec<u32>),
    /// Texts.
    Texts(Texts),
}

/// The dates of the events.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Dates {
    /// Nothing is dated.
    #[default]
    None,
    /// Start and end as instants, milliseconds since 1970; `NaN` is none.
    Instants(Vec<f64>, Option<Vec<f64>>),
    /// EDTF texts, empty where undated.
    Texts(Texts),
    /// Earliest and latest start, earliest and latest end; `NaN` is none.
    Bounds(Box<[Vec<f64>; 4]>),
}

/// One of the set's own fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Names out of a dictionary; with offsets, those of event `i` are `offsets[i]..offsets[i + 1]`.
    Category {
        /// The code of each event, or of each value.
        codes: CodeColumn,
        /// The names, by code.
        names: Texts,
        /// Where the codes of each event begin, and where the last ones end.
        offsets: Option<Vec<u32>>,
    },
    /// Numbers; `NaN` is none.
    Numbers(Vec<f64>),
    /// Texts, empty where there is none.
    Texts(Texts),
}

/// An event set as columns, each with one entry an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// How many events there are.
    pub length: u32,
    /// Titles.
    pub title: Texts,
    /// Ids.
    pub id: Ids,
    /// Dates.
    pub dates: Dates,
    /// Descriptions.
    pub description: Option<Texts>,
    /// The set's own fields in their order, by key.
    pub fields: Vec<(String, Values)>,
    /// Title, description, language and source of the set.
    pub info: [Option<String>; 4],
}

impl Columns {
    /// The set as if it had been read from a document.
    ///
    /// # Errors
    /// [`Error::WrongLength`] where a column has not one entry an event.
    pub fn read(self) -> Result<Reading, Error> {
        self.check()?;
        let events = (0..self.length as usize).map(|at| self.event(at)).collect();
        let declared = self.fields.iter().map(|(key, values)| {
            let field_type = match values {
                Values::Category { .. } => FieldType::Category,
                Values::Numbers(_) => FieldType::Number,
                Values::Texts(_) => FieldType::Text,
            };
            FieldDeclaration { key: key.clone(), label: None, field_type }
        });
        let fields = declared.collect();
        let [title, description, lang, source] = self.info;
        let set = EventSet { title, description, lang, source, fields, vocabularies: Default::default(), events };
        Ok(Reading { set, diagnostics: Vec::new(), records: self.length })
    }

    fn check(&self) -> Result<(), Error> {
        let expected = self.length as usize;
        let check =
            |what, given| if given == expected { Ok(()) } else { Err(Error::WrongLength { what, given, expected }) };
        check("columns.title", self.title.ends.len())?;
        match &self.id {
            Ids::Made => {}
            Ids::Numbers(numbers) => check("columns.id", numbers.len())?,
            Ids::Texts(texts) => check("columns.id", texts.ends.len())?,
        }
        match &self.dates {
            Dates::None => {}
            Dates::Instants(start, end) => {
                check("columns.start", start.len())?;
                check("columns.end", end.as_ref().map_or(expected, Vec::len))?;
            }
            Dates::Texts(texts) => check("columns.date", texts.ends.len())?,
            Dates::Bounds(bounds) => bounds.iter().try_for_each(|bound| check("columns.bounds", bound.len()))?,
        }
        check("columns.description", self.description.as_ref().map_or(expected, |texts| texts.ends.len()))?;
        self.fields.iter().try_for_each(|(_, values)| match values {
            Values::Category { offsets: Some(offsets), .. } => {
                check("columns.fields: offsets less one", offsets.len().saturating_sub(1))
            }
            Values::Category { codes, .. } => check("columns.fields: codes", codes.len()),
            Values::Numbers(numbers) => check("columns.fields: numbers", numbers.len()),
            Values::Texts(texts) => check("columns.fields: texts", texts.ends.len()),
        })
    }

    fn event(&self, at: usize) -> Event {
        let id = match &self.id {
            Ids::Made => format!("e{}", at + 1),
            Ids::Numbers(numbers) => numbers.get(at).copied().unwrap_or_default().to_string(),
            Ids::Texts(texts) => texts.get(at),
        };
        let description = self.description.as_ref().map(|texts| texts.get(at)).filter(|text| !text.is_empty());
        let (date, span) = self.date(at);
        let fields = self.fields.iter().filter_map(|(key, values)| Some((key.clone(), value(values, at)?)));
        Event { id, title: self.title.get(at), date, span, description, fields: fields.collect(), ..Event::default() }
    }

    fn date(&self, at: usize) -> (Option<String>, Option<Span>) {
        match &self.dates {
            Dates::None => (None, None),
            Dates::Texts(texts) => {
                let text = texts.get(at);
                let span = time::parse(&text).ok().map(|date| date.span());
                (span.map(|_| text), span)
            }
            Dates::Instants(start, end) => {
                let number = |column: &Vec<f64>| column.get(at).copied().filter(|ms| ms.is_finite());
                (None, instants(number(start), end.as_ref().and_then(number)))
            }
            Dates::Bounds(bounds) => {
                let bound =
                    |which: usize| bounds.get(which).and_then(|bound| bound.get(at)).copied().unwrap_or(f64::NAN);
                (None, span([bound(0), bound(1), bound(2), bound(3)]))
            }
        }
    }
}

fn value(values: &Values, at: usize) -> Option<FieldValue> {
    match values {
        Values::Numbers(numbers) => numbers.get(at).copied().filter(|number| !number.is_nan()).map(FieldValue::Number),
        Values::Texts(texts) => {
            Some(texts.get(at)).filter(|text| !text.is_empty()).map(|text| FieldValue::Texts(vec![text]))
        }
        Values::Category { codes, names, offsets } => {
            let range = match offsets {
                Some(offsets) => *offsets.get(at)? as usize..*offsets.get(at + 1)? as usize,
                None => at..at + 1,
            };
            let names: Vec<String> = range
                .filter_map(|at| codes.get(at))
                .filter(|code| (*code as usize) < names.ends.len())
                .map(|code| names.get(code as usize))
                .collect();
            (!names.is_empty()).then_some(FieldValue::Texts(names))
        }
    }
}

fn instants(start: Option<f64>, end: Option<f64>) -> Option<Span> {
    let from = start.map(Span::instant);
    let to = end.map(Span::instant);
    match (from, to) {
        (None, None) => None,
        (Some(start), None) => Some(start),
        (None, Some(end)) => Some(Span {
            earliest_start: f64::NEG_INFINITY,
            latest_start: end.latest_end,
            start_edge: Edge::Unknown,
            ..end
        }),
        (Some(start), Some(end)) if end.earliest_end < start.earliest_start => Some(start),
        (Some(start), Some(end)) => Some(Span { earliest_end: end.earliest_end, latest_end: end.latest_end, ..start }),
    }
}

/// The bounds made to keep the invariant of [`Span`]; a bound that is none is as open as it can be.
fn span([earliest_start, latest_start, earliest_end, latest_end]: [f64; 4]) -> Option<Span> {
    if [earliest_start, latest_start, earliest_end, latest_end].iter().all(|bound| bound.is_nan()) {
        return None;
    }
    let or = |bound: f64, open: f64| if bound.is_nan() { open } else { bound };
    let earliest_start = or(earliest_start, f64::NEG_INFINITY);
    let latest_end = or(latest_end, f64::INFINITY).max(earliest_start.next_up());
    let within = |bound: f64| bound.max(earliest_start).min(latest_end);
    let edge = |bound: f64| if bound.is_finite() { Edge::Bounded } else { Edge::Unknown };
    Some(Span {
        earliest_start,
        latest_start: within(or(latest_start, latest_end)),
        earliest_end: within(or(earliest_end, earliest_start)),
        latest_end,
        start_edge: edge(earliest_start),
        end_edge: edge(latest_end),
        qualifiers: Qualifiers::default(),
    })
}
