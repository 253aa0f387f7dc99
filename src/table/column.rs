//! One of the document's own fields as a column in document order, as written.

use super::codes::Codes;
use super::dictionary::Dictionary;
use super::numbers::{Numbers, are_few, are_many};
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
    /// Numbers.
    Numbers(Numbers),
    /// Texts out of a dictionary, 1 to 4 bytes an event, or 5 to 8 a text where few events have any.
    Coded(Coded),
    /// Prose: every text for itself.
    Prose(Prose),
}

/// Texts out of a dictionary, and numbers that stand among them.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    pub(crate) dictionary: Dictionary,
    /// Code + 1; 0 is none, which only columns with a slot for [each](Owners::Each) event have.
    pub(crate) codes: Codes,
    pub(crate) owners: Owners,
    /// Codes of values that are numbers, ascending, and those numbers by their text.
    pub(crate) numbers: Vec<u32>,
    number_names: Dictionary,
}

/// Whose the codes of a column are.
#[derive(Clone, Debug)]
pub(crate) enum Owners {
    /// Every event has one slot.
    Each {
        /// Slots without a code.
        gaps: usize,
    },
    /// Where each event's codes end, for columns where an event has several.
    Ends(Vec<u32>),
    /// The position of each code, ascending, for columns of which few events have any.
    Listed(Vec<u32>),
}

impl Default for Owners {
    fn default() -> Self {
        Owners::Each { gaps: 0 }
    }
}

/// Texts that do not repeat.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    pub(crate) texts: Texts,
    /// The position of each text, ascending.
    pub(crate) positions: Vec<u32>,
}

impl Values {
    /// Numbers of events from the first one on; NaN where there is none.
    pub(crate) fn numbers(mut numbers: Vec<f64>) -> Values {
        let len = numbers.iter().rposition(|number| !number.is_nan()).map_or(0, |last| last + 1);
        numbers.truncate(len);
        Values::Numbers(numbers.into())
    }

    /// Whether the event of a position that has no values after it has any.
    pub(super) fn has(&self, position: u32) -> bool {
        let rows = match self {
            Values::None => 0,
            Values::Numbers(numbers) => numbers.end(),
            Values::Coded(coded) => coded.rows(),
            Values::Prose(prose) => prose.positions.last().map_or(0, |last| *last as usize + 1),
        };
        (position as usize) < rows
    }

    /// How many values there are in all.
    pub(crate) fn count(&self) -> usize {
        match self {
            Values::None => 0,
            Values::Numbers(numbers) => numbers.count(),
            Values::Coded(coded) => coded.count(),
            Values::Prose(prose) => prose.positions.len(),
        }
    }
}

impl Coded {
    /// Codes + 1 of events from the first one on, 0 where there is none.
    pub(crate) fn of_rows(dictionary: Dictionary, mut codes: Codes) -> Coded {
        let len = (0..codes.len()).rev().find(|at| codes.get(*at) != Some(0)).map_or(0, |last| last + 1);
        codes.resize(len);
        let mut coded = Coded { dictionary, owners: Owners::Each { gaps: codes.count(0) }, codes, ..Coded::default() };
        coded.list_few(len);
        coded
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

    /// The codes of all events with their positions, in document order.
    #[inline(never)]
    pub(crate) fn all(&self) -> Vec<(u32, u32)> {
        let mut all = Vec::with_capacity(self.count());
        let mut at = 0;
        let mut add = |position: u32, to: usize| {
            all.extend((at..to).filter_map(|at| Some((position, self.codes.get(at)?.checked_sub(1)?))));
            at = to;
        };
        match &self.owners {
            Owners::Each { .. } => (0..).zip(1..=self.codes.len()).for_each(|(position, to)| add(position, to)),
            Owners::Ends(ends) => (0..).zip(ends).for_each(|(position, end)| add(position, *end as usize)),
            Owners::Listed(positions) => positions.iter().zip(1..).for_each(|(position, to)| add(*position, to)),
        }
        all
    }

    /// How many codes there are.
    pub(crate) fn count(&self) -> usize {
        match self.owners {
            Owners::Each { gaps } => self.codes.len() - gaps,
            _ => self.codes.len(),
        }
    }

    #[inline(never)]
    fn range(&self, at: usize) -> (usize, usize) {
        match &self.owners {
            Owners::Each { .. } => (at, at + 1),
            Owners::Ends(ends) => match ends.get(at) {
                Some(to) => {
                    let before = at.checked_sub(1).and_then(|before| ends.get(before));
                    (before.map_or(0, |from| *from as usize), *to as usize)
                }
                None => (0, 0),
            },
            Owners::Listed(positions) => range_of(positions, at as u32),
        }
    }

    fn rows(&self) -> usize {
        match &self.owners {
            Owners::Each { .. } => self.codes.len(),
            Owners::Ends(ends) => ends.len(),
            Owners::Listed(positions) => positions.last().map_or(0, |last| *last as usize + 1),
        }
    }

    #[inline]
    fn add(&mut self, position: usize, code: u32) {
        match self.owners {
            Owners::Each { .. } if position == self.codes.len() => self.codes.push(code + 1),
            _ => self.add_apart(position, code),
        }
    }

    #[inline(never)]
    fn add_apart(&mut self, position: usize, code: u32) {
        let rows = self.rows();
        if position < rows && matches!(self.owners, Owners::Each { .. }) {
            self.set_owners(Owners::Ends(Vec::new()));
        }
        if rows < position && are_few(self.count() + 1, position + 1) {
            self.list();
        }
        match &mut self.owners {
            Owners::Each { gaps } => {
                *gaps += position - self.codes.len();
                self.codes.resize(position);
                self.codes.push(code + 1);
            }
            Owners::Ends(ends) => {
                let end = self.codes.len() as u32;
                ends.resize(ends.len().max(position), end);
                ends.truncate(position);
                self.codes.push(code + 1);
                ends.push(end + 1);
            }
            Owners::Listed(positions) => {
                positions.push(position as u32);
                self.codes.push(code + 1);
                if are_many(self.codes.len(), position + 1) {
                    let one_each = positions.is_sorted_by(|one, other| one < other);
                    self.set_owners(if one_each { Owners::default() } else { Owners::Ends(Vec::new()) });
                }
            }
        }
    }

    /// Lists the positions of the codes where those of so many events are few.
    #[inline(never)]
    pub(super) fn list_few(&mut self, events: usize) {
        if are_few(self.count(), events) {
            self.list();
        }
    }

    /// Lists the positions of the codes, unless they are listed.
    fn list(&mut self) {
        if !matches!(self.owners, Owners::Listed(_)) {
            self.set_owners(Owners::Listed(Vec::new()));
        }
    }

    /// Says in another way whose the codes are.
    #[cold]
    fn set_owners(&mut self, mut owners: Owners) {
        let all = self.all();
        let mut codes = Codes::zeros(0, self.codes.max());
        for (position, code) in all {
            match &mut owners {
                Owners::Each { gaps } => {
                    *gaps += position as usize - codes.len();
                    codes.resize(position as usize);
                }
                Owners::Ends(ends) => {
                    ends.resize(ends.len().max(position as usize), codes.len() as u32);
                    ends.truncate(position as usize);
                    ends.push(codes.len() as u32 + 1);
                }
                Owners::Listed(positions) => positions.push(position),
            }
            codes.push(code + 1);
        }
        (self.codes, self.owners) = (codes, owners);
    }

    fn forget(&mut self, position: usize) {
        if self.rows() <= position {
            return;
        }
        let len = match &mut self.owners {
            Owners::Each { gaps } => {
                *gaps -= (position..self.codes.len()).filter(|at| self.codes.get(*at) == Some(0)).count();
                position
            }
            Owners::Ends(ends) => {
                ends.truncate(position);
                ends.last().map_or(0, |end| *end as usize)
            }
            Owners::Listed(positions) => {
                positions.truncate(positions.partition_point(|other| (*other as usize) < position));
                positions.len()
            }
        };
        self.codes.resize(len);
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

impl Prose {
    /// The texts with their positions, in document order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, &str)> {
        self.positions.iter().copied().zip(self.texts.iter())
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
                prose.positions.push(position as u32);
                return prose.texts.push(text);
            }
            _ => {}
        }
        true
    }

    /// Adds a number to an event; NaN is none. Says no where there is no room.
    #[inline(never)]
    pub(crate) fn add_number(&mut self, position: u32, number: f64) -> bool {
        if number.is_nan() {
            return true;
        }
        if let Values::None = self.values
            && !matches!(self.kind, FieldType::Text | FieldType::Link)
        {
            self.values = Values::Numbers(Numbers::default());
        }
        match &mut self.values {
            // A second number of one event: lists of numbers are lists of texts.
            Values::Numbers(numbers) if numbers.end() <= position as usize => {
                numbers.push(position, number);
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
            Values::None => Numbers::default(),
            texts => {
                self.values = texts;
                return;
            }
        };
        self.values = Values::Coded(Coded::default());
        for (position, number) in numbers.iter() {
            self.add_number(position, number);
        }
    }

    /// Forgets the values of an event and of all after it.
    #[inline(never)]
    pub(super) fn forget(&mut self, position: u32) {
        match &mut self.values {
            Values::None => {}
            Values::Numbers(numbers) => numbers.truncate(position),
            Values::Coded(coded) => coded.forget(position as usize),
            Values::Prose(prose) => {
                while prose.positions.last().is_some_and(|last| position <= *last) {
                    prose.positions.pop();
                    prose.texts.truncate(prose.positions.len());
                }
            }
        }
    }

    /// What an event has, as written; `None` for nothing.
    pub fn value(&self, position: u32) -> Option<FieldValue> {
        match &self.values {
            Values::Numbers(numbers) => numbers.get(position).map(FieldValue::Number),
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
            let (from, to) = range_of(&prose.positions, position);
            (from..to).map(|at| prose.texts.get(at))
        });
        coded.chain(prose)
    }
}

/// Where a number stands in an ascending list, in which it may come several times; at once where nearly all come once.
#[inline(never)]
pub(crate) fn range_of(ascending: &[u32], wanted: u32) -> (usize, usize) {
    let at = wanted as usize;
    let is_here =
        ascending.get(at) == Some(&wanted) && at.checked_sub(1).is_none_or(|at| ascending.get(at) != Some(&wanted));
    let from = if is_here { at } else { ascending.partition_point(|number| *number < wanted) };
    let several = ascending.get(from..).unwrap_or(&[]).iter().take_while(|number| **number == wanted).count();
    (from, from + several)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn values_are_those_of_a_plain_list(
            // Runs close together and far apart, so that the shape changes in both directions; 0 is one more of an event.
            steps in prop::collection::vec((prop_oneof![0..2_u32, 1..4_u32, 1..60_u32], 0..4_u8), 0..60),
            prose in any::<bool>(),
            cut in 0..400_u32,
        ) {
            let mut column = OwnColumn::new("k", if prose { FieldType::Text } else { FieldType::Category });
            let mut plain: Vec<Vec<String>> = vec![Vec::new()];
            let check = |column: &OwnColumn, plain: &[Vec<String>]| -> Result<(), TestCaseError> {
                for (position, texts) in (0..).zip(plain) {
                    prop_assert_eq!(&column.texts(position).collect::<Vec<_>>(), texts);
                }
                let last = plain.iter().rposition(|texts| !texts.is_empty());
                for position in last.map_or(0, |last| last + 1)..plain.len() + 2 {
                    prop_assert_eq!(column.texts(position as u32).next(), None);
                }
                let count: usize = plain.iter().map(Vec::len).sum();
                prop_assert_eq!(column.values.count(), count);
                let Values::Coded(coded) = &column.values else { return Ok(()) };
                let all = coded.all().into_iter();
                let all: Vec<(u32, &str)> = all.map(|(at, code)| (at, coded.names().get(code as usize))).collect();
                let expected = (0..).zip(plain).flat_map(|(at, texts)| texts.iter().map(move |text| (at, text.as_str())));
                prop_assert_eq!(all, expected.collect::<Vec<_>>());
                Ok(())
            };
            for (step, text) in &steps {
                plain.resize(plain.len() + *step as usize, Vec::new());
                let position = plain.len() - 1;
                let text = format!("v{text}");
                prop_assert!(column.add_text(position as u32, &text));
                plain[position].push(text);
                check(&column, &plain)?;
                prop_assert!(column.values.has(position as u32));
                if let Values::Coded(Coded { owners: Owners::Each { .. } | Owners::Ends(_), .. }) = &column.values {
                    prop_assert!(!are_few(column.values.count(), plain.len()));
                }
            }
            column.forget(cut);
            plain.truncate(cut as usize);
            check(&column, &plain)?;
            prop_assert!(column.add_text(cut + 70, "x"));
            plain.resize(cut as usize + 70, Vec::new());
            plain.push(vec!["x".to_owned()]);
            check(&column, &plain)?;
        }
    }
}
