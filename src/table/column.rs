//! One of the document's own fields as a column in document order, as written.

use super::codes::Codes;
use super::dictionary::Dictionary;
use super::texts::Texts;
use crate::event::{FieldType, FieldValue};
use crate::number;

/// A field that events have, and what they have there.
#[derive(Clone, Debug)]
pub struct OwnColumn {
    /// The key in events.
    pub key: String,
    /// What the reader took it for: decides whether texts are coded or kept one by one.
    pub kind: FieldType,
    /// The values of the first events; those after the last one that has a value are left out.
    pub values: Values,
}

/// What events have in a field.
#[derive(Clone, Debug)]
pub enum Values {
    /// No event has any.
    None,
    /// Numbers, 8 bytes an event; NaN where there is none.
    Numbers(Vec<f64>),
    /// Texts out of a dictionary, 1 to 4 bytes an event.
    Coded(Coded),
    /// Prose: every text for itself.
    Prose(Prose),
}

/// Texts out of a dictionary, and numbers that stand among them.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    pub(crate) dictionary: Dictionary,
    /// Code + 1; 0 is none, which only columns without `ends` have.
    pub(crate) codes: Codes,
    /// Where each event's codes end, for columns where an event has several.
    pub(crate) ends: Option<Vec<u32>>,
    /// Codes of values that are numbers, ascending, and those numbers by their text.
    pub(crate) numbers: Vec<u32>,
    number_names: Dictionary,
}

/// Texts that do not repeat.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    pub(crate) texts: Texts,
    /// Where each event's texts end.
    pub(crate) ends: Vec<u32>,
}

impl Values {
    /// Numbers of events from the first one on; NaN where there is none.
    pub(crate) fn numbers(mut numbers: Vec<f64>) -> Values {
        let len = numbers.iter().rposition(|number| !number.is_nan()).map_or(0, |last| last + 1);
        numbers.truncate(len);
        Values::Numbers(numbers)
    }

    /// Whether the event of a position that has no values after it has any.
    pub(super) fn has(&self, position: u32) -> bool {
        let rows = match self {
            Values::None => 0,
            Values::Numbers(numbers) => numbers.len(),
            Values::Coded(coded) => coded.rows(),
            Values::Prose(prose) => prose.ends.len(),
        };
        (position as usize) < rows
    }
}

impl Coded {
    /// Codes + 1 of events from the first one on, 0 where there is none.
    pub(crate) fn of_rows(dictionary: Dictionary, mut codes: Codes) -> Coded {
        let len = (0..codes.len()).rev().find(|at| codes.get(*at) != Some(0)).map_or(0, |last| last + 1);
        codes.resize(len);
        Coded { dictionary, codes, ..Coded::default() }
    }

    /// The values as written, by code.
    pub fn names(&self) -> &Texts {
        self.dictionary.texts()
    }

    /// The codes of an event, as written: a value may come twice.
    pub fn codes(&self, position: u32) -> impl Iterator<Item = u32> + '_ {
        let (from, to) = self.range(position as usize);
        (from..to).filter_map(|at| self.codes.get(at)?.checked_sub(1))
    }

    fn range(&self, at: usize) -> (usize, usize) {
        let Some(ends) = &self.ends else { return (at, at + 1) };
        let Some(to) = ends.get(at) else { return (0, 0) };
        (at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |from| *from as usize), *to as usize)
    }

    fn rows(&self) -> usize {
        self.ends.as_ref().map_or(self.codes.len(), Vec::len)
    }

    #[inline]
    fn add(&mut self, position: usize, code: u32) {
        if self.ends.is_none() && position == self.codes.len() {
            self.codes.push(code + 1);
            return;
        }
        if self.ends.is_none() && position < self.rows() {
            self.ends = Some(self.make_ends());
        }
        match &mut self.ends {
            None => {
                self.codes.resize(position);
                self.codes.push(code + 1);
            }
            Some(ends) => {
                let end = self.codes.len() as u32;
                ends.resize(ends.len().max(position), end);
                ends.truncate(position);
                self.codes.push(code + 1);
                ends.push(end + 1);
            }
        }
    }

    /// From one value an event at most to any number.
    #[cold]
    fn make_ends(&mut self) -> Vec<u32> {
        let former = std::mem::take(&mut self.codes);
        let mut ends = Vec::with_capacity(former.len());
        for at in 0..former.len() {
            if let Some(code) = former.get(at).filter(|code| *code != 0) {
                self.codes.push(code);
            }
            ends.push(self.codes.len() as u32);
        }
        ends
    }

    fn forget(&mut self, position: usize) {
        if self.rows() <= position {
            return;
        }
        match &mut self.ends {
            None => self.codes.resize(position),
            Some(ends) => {
                ends.truncate(position);
                self.codes.resize(ends.last().map_or(0, |end| *end as usize));
            }
        }
    }

    fn number_code(&mut self, number: f64) -> Option<u32> {
        let text = number::text(number);
        let known = self.number_names.texts().len();
        let at = self.number_names.code(&text)? as usize;
        if at == known {
            self.numbers.push(self.dictionary.hide(&text)?);
        }
        self.numbers.get(at).copied()
    }
}

impl OwnColumn {
    pub(super) fn new(key: &str, kind: FieldType) -> OwnColumn {
        OwnColumn { key: key.to_owned(), kind, values: Values::None }
    }

    /// Adds a text to an event, the last one that has any or a later one. Says no where there is no room.
    #[inline]
    pub(crate) fn add_text(&mut self, position: u32, text: &str) -> bool {
        if let Values::None | Values::Numbers(_) = self.values {
            self.take_texts();
        }
        let position = position as usize;
        match &mut self.values {
            Values::Coded(coded) => match coded.dictionary.code(text) {
                Some(code) => coded.add(position, code),
                None => return false,
            },
            Values::Prose(prose) => {
                let end = prose.texts.len() as u32;
                prose.ends.resize(prose.ends.len().max(position), end);
                prose.ends.truncate(position);
                let fits = prose.texts.push(text);
                prose.ends.push(prose.texts.len() as u32);
                return fits;
            }
            _ => {}
        }
        true
    }

    /// Adds a number to an event; NaN is none. Says no where there is no room.
    pub(crate) fn add_number(&mut self, position: u32, number: f64) -> bool {
        if number.is_nan() {
            return true;
        }
        if let Values::None = self.values
            && !matches!(self.kind, FieldType::Text | FieldType::Link)
        {
            self.values = Values::Numbers(Vec::new());
        }
        match &mut self.values {
            // A second number of one event: lists of numbers are lists of texts.
            Values::Numbers(numbers) if numbers.len() <= position as usize => {
                numbers.resize(position as usize, f64::NAN);
                numbers.push(number);
                true
            }
            Values::Coded(coded) => match coded.number_code(number) {
                Some(code) => {
                    coded.add(position as usize, code);
                    true
                }
                None => false,
            },
            _ => self.add_text(position, &number::text(number)),
        }
    }

    /// Makes it a column of texts; the numbers in it become values that are numbers.
    pub(crate) fn take_texts(&mut self) {
        let prose = matches!(self.kind, FieldType::Text | FieldType::Link);
        let numbers = match std::mem::replace(&mut self.values, Values::None) {
            Values::Numbers(numbers) => numbers,
            Values::None if prose => {
                self.values = Values::Prose(Prose::default());
                return;
            }
            Values::None => Vec::new(),
            texts => {
                self.values = texts;
                return;
            }
        };
        self.values = Values::Coded(Coded::default());
        for (position, number) in (0..).zip(numbers) {
            self.add_number(position, number);
        }
    }

    /// Forgets the values of an event and of all after it.
    pub(super) fn forget(&mut self, position: u32) {
        let position = position as usize;
        match &mut self.values {
            Values::None => {}
            Values::Numbers(numbers) => numbers.truncate(position),
            Values::Coded(coded) => coded.forget(position),
            Values::Prose(prose) => {
                if position < prose.ends.len() {
                    prose.ends.truncate(position);
                    prose.texts.truncate(prose.ends.last().map_or(0, |end| *end as usize));
                }
            }
        }
    }

    /// What an event has, as written; `None` for nothing.
    pub fn value(&self, position: u32) -> Option<FieldValue> {
        match &self.values {
            Values::Numbers(numbers) => {
                let number = numbers.get(position as usize).filter(|number| !number.is_nan());
                number.map(|number| FieldValue::Number(*number))
            }
            Values::Coded(coded) => {
                let codes: Vec<u32> = coded.codes(position).collect();
                let name = |code: &u32| coded.names().get(*code as usize);
                match codes.as_slice() {
                    [] => None,
                    [one] if coded.numbers.binary_search(one).is_ok() => {
                        crate::number::parse(name(one)).map(FieldValue::Number)
                    }
                    several => Some(FieldValue::Texts(several.iter().map(|code| name(code).to_owned()).collect())),
                }
            }
            Values::None | Values::Prose(_) => {
                let texts: Vec<String> = self.texts(position).map(str::to_owned).collect();
                (!texts.is_empty()).then_some(FieldValue::Texts(texts))
            }
        }
    }

    /// The texts of an event, in the document's order; numbers among texts in digits, but those of a column of nothing
    /// but numbers are none.
    pub fn texts(&self, position: u32) -> impl Iterator<Item = &str> {
        let coded = match &self.values {
            Values::Coded(coded) => Some(coded),
            _ => None,
        };
        let prose = match &self.values {
            Values::Prose(prose) => Some(prose),
            _ => None,
        };
        let coded = coded
            .into_iter()
            .flat_map(move |coded| coded.codes(position).map(|code| coded.dictionary.texts().get(code as usize)));
        let prose = prose.into_iter().flat_map(move |prose| {
            let at = position as usize;
            let to = prose.ends.get(at).map_or(0, |end| *end as usize);
            let from = at.checked_sub(1).and_then(|before| prose.ends.get(before)).map_or(0, |end| *end as usize);
            (from..to).map(|at| prose.texts.get(at))
        });
        coded.chain(prose)
    }
}
