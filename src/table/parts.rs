//! A table of columns that are there already: nothing is copied that can be taken over.

use super::column::Owners;
use super::{Coded, Codes, Derived, EventTable, Ids, Prose, Spans, SparseTexts, Texts, Values};
use crate::event::{FieldDeclaration, FieldType};
use crate::time::{Edge, Span};

/// Instants are taken over as they are below this, where `f64` has every millisecond: 2⁵³, over 285,000 years.
const EXACT_MS: f64 = 9_007_199_254_740_992.0;

impl EventTable {
    /// A set of so many events with these ids, titles and bounds, which have as many entries.
    pub fn from_parts(len: u32, ids: Ids, titles: Texts, spans: Spans) -> EventTable {
        EventTable { len, ids, titles, spans, ..EventTable::default() }
    }

    /// Sets the bounds and the dates as written from EDTF texts. What is none leaves its event undated.
    pub fn fill_dates(&mut self, texts: &Texts, span_of: impl Fn(&str) -> Option<Span>) {
        self.spans = Spans::default();
        for (position, text) in (0..self.len).zip(texts.iter()) {
            let span = span_of(text);
            if span.is_some() {
                self.dates.set(position, Some(text));
            }
            self.spans.push(span);
        }
    }

    /// Sets the descriptions; empty ones are none.
    pub fn fill_descriptions(&mut self, texts: &Texts) {
        let mut descriptions = SparseTexts::default();
        for (position, text) in (0..self.len).zip(texts.iter()).filter(|(_, text)| !text.is_empty()) {
            descriptions.set(position, Some(text));
        }
        self.descriptions = descriptions;
    }

    /// Adds a declared field with its column. A key that is there already keeps what it has.
    pub fn add_column(&mut self, key: &str, values: Values) {
        let kind = match values {
            Values::Numbers(_) => FieldType::Number,
            Values::Prose(_) => FieldType::Text,
            Values::None | Values::Coded(_) => FieldType::Category,
        };
        let known = self.columns.len();
        let at = self.column(key, kind);
        if at.0 as usize == known
            && let Some(column) = self.columns.get_mut(known)
        {
            column.values = values;
            self.fields.push(FieldDeclaration { key: key.to_owned(), label: None, field_type: kind });
        }
    }
}

impl Spans {
    /// Starts and ends as instants, milliseconds since 1970; `NaN` is none, an end before the start is the start.
    pub fn of_instants(mut start: Vec<f64>, end: Option<Vec<f64>>) -> Spans {
        let mut exact = true;
        let mut undated = 0;
        for ms in &mut start {
            exact &= ms.abs() < EXACT_MS || ms.is_nan();
            undated += u32::from(ms.is_nan());
            *ms = if ms.is_nan() { f64::INFINITY } else { ms.floor() + 0.0 };
        }
        let earliest_end = match end {
            None => Derived::Plus(0.0),
            Some(mut end) => {
                for (ms, start) in end.iter_mut().zip(&start) {
                    exact &= (ms.abs() < EXACT_MS && *start < EXACT_MS) || ms.is_nan();
                    let none = ms.is_nan() || (*ms < *start && start.is_finite());
                    *ms = if none { *start } else { ms.floor() + 0.0 };
                }
                Derived::Own(end)
            }
        };
        if !exact {
            return general(&start, &earliest_end);
        }
        let [latest_start, latest_end] = [Derived::Plus(1.0), Derived::Plus(1.0)];
        Spans { earliest_start: start, latest_start, earliest_end, latest_end, marks: Vec::new(), undated }
    }

    /// Four bounds an event: earliest and latest start, earliest and latest end. `NaN` is as open as it can be, an event
    /// without any bound undated; bounds out of order are put in order.
    pub fn of_bounds(bounds: &[Vec<f64>; 4]) -> Spans {
        let mut spans = Spans::default();
        for at in 0..bounds[0].len() {
            spans.push(ordered([0, 1, 2, 3].map(|bound| bounds[bound].get(at).copied().unwrap_or(f64::NAN))));
        }
        spans
    }
}

/// Instants of which some are beyond what is exact, or some end has no start.
#[cold]
fn general(start: &[f64], end: &Derived) -> Spans {
    let mut spans = Spans::default();
    for (at, start) in start.iter().enumerate() {
        let end = Some(end.get(at, *start)).filter(|end| end.is_finite());
        let start = Some(*start).filter(|start| start.is_finite());
        spans.push(match (start.map(Span::instant), end.map(Span::instant)) {
            (None, None) => None,
            (None, Some(end)) => Some(Span { earliest_start: f64::NEG_INFINITY, start_edge: Edge::Unknown, ..end }),
            (Some(start), None) => Some(start),
            (Some(start), Some(end)) => {
                Some(Span { earliest_end: end.earliest_end, latest_end: end.latest_end, ..start })
            }
        });
    }
    spans
}

fn ordered(bounds: [f64; 4]) -> Option<Span> {
    if bounds.iter().all(|bound| bound.is_nan()) {
        return None;
    }
    let or = |bound: f64, open: f64| if bound.is_nan() { open } else { bound };
    let earliest_start = or(bounds[0], f64::NEG_INFINITY);
    let latest_end = or(bounds[3], f64::INFINITY).max(earliest_start.next_up());
    let within = |bound: f64| bound.max(earliest_start).min(latest_end);
    let edge = |bound: f64| if bound.is_finite() { Edge::Bounded } else { Edge::Unknown };
    Some(Span {
        earliest_start,
        latest_start: within(or(bounds[1], latest_end)),
        earliest_end: within(or(bounds[2], earliest_start)),
        latest_end,
        start_edge: edge(earliest_start),
        end_edge: edge(latest_end),
        qualifiers: Default::default(),
    })
}

impl Coded {
    /// Codes into names; one beyond the names is none. With offsets, the codes of event `i` are those from `offsets[i]`
    /// to `offsets[i + 1]`, of which there must be as many.
    pub fn from_parts(names: &Texts, codes: Codes, offsets: Option<Vec<u32>>) -> Coded {
        let mut coded = Coded::default();
        // A name that comes twice is one value.
        let given: Vec<u32> = names.iter().map(|name| coded.dictionary.code(name).map_or(0, |code| code + 1)).collect();
        let plain = (1..).zip(&given).all(|(at, code)| at == *code);
        coded.codes = match codes {
            Codes::U8(codes) if plain && given.len() < 0x100 => Codes::U8(plus_one(codes, given.len() as u8)),
            Codes::U16(codes) if plain && given.len() < 0x1_0000 => {
                Codes::U16(plus_one_wide(codes, given.len() as u16))
            }
            codes => mapped(&codes, &given),
        };
        coded.owners = match offsets {
            Some(mut offsets) => {
                offsets.remove(0);
                Owners::Ends(offsets)
            }
            None => Owners::Each { gaps: coded.codes.count(0) },
        };
        let rows = coded.drop_none().unwrap_or(coded.codes.len());
        coded.list_few(rows);
        coded
    }

    /// Takes out the codes for none of a column with ends, which may have none; gives the number of its events.
    fn drop_none(&mut self) -> Option<usize> {
        let Owners::Ends(ends) = &mut self.owners else { return None };
        let rows = ends.len();
        if self.codes.count(0) == 0 {
            return Some(rows);
        }
        let former = std::mem::take(&mut self.codes);
        let mut from = 0;
        for end in ends {
            for at in from..*end as usize {
                former.get(at).filter(|code| *code != 0).into_iter().for_each(|code| self.codes.push(code));
            }
            from = *end as usize;
            *end = self.codes.len() as u32;
        }
        Some(rows)
    }
}

fn plus_one(mut codes: Vec<u8>, names: u8) -> Vec<u8> {
    for code in &mut codes {
        *code = if *code < names { *code + 1 } else { 0 };
    }
    codes
}

fn plus_one_wide(mut codes: Vec<u16>, names: u16) -> Vec<u16> {
    for code in &mut codes {
        *code = if *code < names { *code + 1 } else { 0 };
    }
    codes
}

fn mapped(codes: &Codes, given: &[u32]) -> Codes {
    let mut mapped = Codes::zeros(0, given.len() as u32);
    for at in 0..codes.len() {
        let code = codes.get(at).unwrap_or(u32::MAX);
        mapped.push(given.get(code as usize).copied().unwrap_or(0));
    }
    mapped
}

impl Prose {
    /// One text an event; an empty one is none.
    pub fn from_texts(mut texts: Texts) -> Prose {
        let mut positions = Vec::with_capacity(texts.len());
        let (mut from, mut position) = (0, 0);
        texts.ends.retain(|end| {
            let some = from < *end;
            from = *end;
            if some {
                positions.push(position);
            }
            position += 1;
            some
        });
        Prose { texts, positions }
    }
}
