//! The columns door: an event set as columns that another program has made, in document order.
//!
//! ```
//! use event_timeline::columns::{Columns, Dates, RawTexts};
//! let title = RawTexts { bytes: b"The wall risesThe wall falls".to_vec(), ends: vec![14, 28] };
//! let dates = Dates::Instants(vec![-264_729_600_000.0, 626_572_800_000.0], None);
//! let table = Columns { length: 2, title, dates, ..Columns::default() }.into_table()?;
//! assert_eq!(table.event(1).map(|event| event.title), Some("The wall falls".to_owned()));
//! # Ok::<(), event_timeline::error::Error>(())
//! ```

use crate::error::Error;
use crate::table::{Coded, Codes, EventTable, Ids, MAX_ROWS, Prose, Spans, Texts, Values};
use crate::time;

/// Texts laid end to end, not looked at yet: text `i` goes from `ends[i - 1]` (0 for the first) to `ends[i]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTexts {
    /// The UTF-8 bytes of all.
    pub bytes: Vec<u8>,
    /// Where each text ends, in bytes.
    pub ends: Vec<u32>,
}

/// The ids of the events.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RawIds {
    /// Made from the position: `e1`, `e2`, …
    #[default]
    Made,
    /// Numbers.
    Numbers(Vec<u32>),
    /// Texts.
    Texts(RawTexts),
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
    Texts(RawTexts),
    /// Earliest and latest start, earliest and latest end; `NaN` is none.
    Bounds(Box<[Vec<f64>; 4]>),
}

/// One of the set's own fields.
#[derive(Clone, Debug, PartialEq)]
pub enum RawValues {
    /// Names out of a dictionary; with offsets, those of event `i` are `offsets[i]..offsets[i + 1]`.
    Category {
        /// The code of each event, or of each value; one beyond the names is none.
        codes: Codes,
        /// The names, by code.
        names: RawTexts,
        /// Where the codes of each event begin, and where the last ones end.
        offsets: Option<Vec<u32>>,
    },
    /// Numbers; `NaN` is none.
    Numbers(Vec<f64>),
    /// Texts, empty where there is none.
    Texts(RawTexts),
}

/// An event set as columns, each with one entry an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// How many events there are.
    pub length: u32,
    /// Titles.
    pub title: RawTexts,
    /// Ids, each once: the first of a kind is found.
    pub id: RawIds,
    /// Dates.
    pub dates: Dates,
    /// Descriptions; empty ones are none.
    pub description: Option<RawTexts>,
    /// The set's own fields in their order, by key.
    pub fields: Vec<(String, RawValues)>,
    /// Title, description, language and source of the set.
    pub info: [Option<String>; 4],
}

impl Columns {
    /// The set as if it had been read from a document. What can be is taken over, not copied.
    ///
    /// # Errors
    /// [`Error::WrongLength`] where a column has not one entry an event, [`Error::BadTexts`] where bytes are not the
    /// texts that the ends say, [`Error::OverLimit`] for more than [`MAX_ROWS`].
    pub fn into_table(self) -> Result<EventTable, Error> {
        let Columns { length, title, id, dates, description, fields, info } = self;
        if MAX_ROWS < length {
            let (what, given) = ("columns.length (MAX_ROWS)", f64::from(length));
            return Err(Error::OverLimit { what, given, limit: f64::from(MAX_ROWS) });
        }
        let rows = length as usize;
        let titles = texts(title, "columns.title", rows)?;
        let ids = match id {
            RawIds::Made => Ids::Made,
            RawIds::Numbers(numbers) => Ids::Numbers(checked(numbers, "columns.id", rows)?),
            RawIds::Texts(raw) => Ids::Texts(texts(raw, "columns.id", rows)?),
        };
        let (spans, date) = bounds(dates, rows)?;
        let mut table = EventTable::from_parts(length, ids, titles, spans);
        if let Some(date) = date {
            table.fill_dates(&date, |text| time::parse(text).ok().map(|date| date.span()));
        }
        if let Some(raw) = description {
            table.fill_descriptions(&texts(raw, "columns.description", rows)?);
        }
        for (key, raw) in fields {
            let values = values(raw, &key, rows)?;
            table.add_column(&key, values);
        }
        [table.title, table.description, table.lang, table.source] = info;
        Ok(table)
    }
}

fn checked<T>(column: Vec<T>, what: &'static str, expected: usize) -> Result<Vec<T>, Error> {
    check(what, column.len(), expected)?;
    Ok(column)
}

fn check(what: &'static str, given: usize, expected: usize) -> Result<(), Error> {
    if given == expected { Ok(()) } else { Err(Error::WrongLength { what, given, expected }) }
}

fn texts(raw: RawTexts, what: &'static str, expected: usize) -> Result<Texts, Error> {
    check(what, raw.ends.len(), expected)?;
    text_heap(raw, what)
}

fn text_heap(RawTexts { bytes, ends }: RawTexts, column: &str) -> Result<Texts, Error> {
    let wrong = |at, what| Error::BadTexts { column: column.to_owned(), at, what };
    let heap = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        wrong(ends.partition_point(|end| *end as usize <= at), "is not UTF-8")
    })?;
    Texts::from_parts(heap, ends).map_err(|(at, what)| wrong(at, what))
}

fn bounds(dates: Dates, rows: usize) -> Result<(Spans, Option<Texts>), Error> {
    Ok(match dates {
        Dates::None => (Spans::of_instants(vec![f64::NAN; rows], None), None),
        Dates::Texts(raw) => (Spans::default(), Some(texts(raw, "columns.date", rows)?)),
        Dates::Instants(start, end) => {
            let end = end.map(|end| checked(end, "columns.end", rows)).transpose()?;
            (Spans::of_instants(checked(start, "columns.start", rows)?, end), None)
        }
        Dates::Bounds(bounds) => {
            bounds.iter().try_for_each(|bound| check("columns.bounds", bound.len(), rows))?;
            (Spans::of_bounds(&bounds), None)
        }
    })
}

fn values(raw: RawValues, key: &str, rows: usize) -> Result<Values, Error> {
    Ok(match raw {
        RawValues::Numbers(numbers) => Values::Numbers(checked(numbers, "a column of numbers", rows)?.into()),
        RawValues::Texts(raw) => Values::Prose(Prose::from_texts(texts(raw, "a column of texts", rows)?)),
        RawValues::Category { codes, names, offsets } => {
            check_codes(&codes, offsets.as_deref(), rows)?;
            let names = text_heap(names, &format!("the names of columns.fields.{key}"))?;
            Values::Coded(Coded::from_parts(&names, codes, offsets))
        }
    })
}

fn check_codes(codes: &Codes, offsets: Option<&[u32]>, rows: usize) -> Result<(), Error> {
    let Some(offsets) = offsets else { return check("a column of codes", codes.len(), rows) };
    check("the offsets of a column of codes", offsets.len(), rows + 1)?;
    let ascending = offsets.first() == Some(&0) && offsets.is_sorted();
    let last = offsets.last().map_or(0, |last| *last as usize);
    check("a column of codes with offsets", if ascending { codes.len() } else { 0 }, last)
}
