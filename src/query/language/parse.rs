//! Text → [`Query`] and problems.

use super::names::{Name, Names, Word};
use super::{FieldName, Parsed, Problem};
use crate::event::FieldType;
use crate::query::{
    FacetFilter, FacetMode, MAX_SORT_KEYS, NumberFilter, Query, SortKey, TextTerm, TimeFilter, Undated,
};
use crate::store::text::Decompose;
use crate::time;
use std::ops::Range;

/// Problems that one reading keeps; those after are left out, as a reader mends a few at a time.
pub const MAX_PROBLEMS: usize = 64;

/// Reads a line of the query language. Never fails: what is wrong is a problem, and the rest applies.
///
/// `fields` are the fields that terms may name; `decompose` is the one that the set's texts are folded with.
///
/// ```
/// use event_timeline::event::FieldType;
/// use event_timeline::query::language::{FieldName, parse};
/// let fields = [FieldName { key: "actor", label: Some("Who"), field_type: FieldType::Category }];
/// let parsed = parse("mosul who:IRGC,PMF before:2014-19", &fields, str::to_owned);
/// assert_eq!(parsed.query.text[0].text, "mosul");
/// assert_eq!(parsed.query.facets[0].values, ["IRGC", "PMF"]);
/// assert_eq!(parsed.query.time, None);
/// assert_eq!((parsed.problems[0].from, parsed.problems[0].to), (31, 33));
/// ```
pub fn parse(text: &str, fields: &[FieldName<'_>], decompose: Decompose) -> Parsed {
    let mut parser =
        Parser { text, at: 0, names: Names::new(fields, decompose), query: Query::default(), problems: Vec::new() };
    while parser.skip_space() {
        parser.term();
    }
    let Parser { query, problems, .. } = parser;
    Parsed { query, problems: in_utf16(text, problems) }
}

struct Parser<'t, 'a> {
    text: &'t str,
    /// Byte offset of what comes next.
    at: usize,
    names: Names<'a>,
    query: Query,
    problems: Vec<(Range<usize>, String)>,
}

/// Text as typed, and how it was.
struct Typed {
    text: String,
    range: Range<usize>,
    quoted: bool,
    /// An asterisk stands before the quotation mark.
    starred: bool,
    /// It goes on to the end of the line: the reader may still be typing it.
    last: bool,
}

/// One term, as far as it has been read.
#[derive(Clone, Copy)]
struct Term {
    from: usize,
    negate: bool,
}

impl<'t> Parser<'t, '_> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// Goes to the next term; false at the end.
    fn skip_space(&mut self) -> bool {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.at < self.text.len()
    }

    /// Notes a problem. Where something is missing there is nothing to point at: then it is at the colon or comma before.
    ///
    /// They stay in the order of the text, those at one place in the order found.
    fn problem(&mut self, range: Range<usize>, message: &[&str]) {
        if self.problems.len() < MAX_PROBLEMS {
            let before = self.text.get(..range.start).and_then(|text| text.chars().next_back());
            let start = range.start - before.filter(|_| range.is_empty()).map_or(0, char::len_utf8);
            let mut at = self.problems.len();
            while 0 < at && self.problems.get(at - 1).is_some_and(|(before, _)| start < before.start) {
                at -= 1;
            }
            self.problems.insert(at, (start..range.end, message.concat()));
        }
    }

    /// What comes next, up to white space or one of `ends`.
    fn bare(&mut self, ends: &[char]) -> Typed {
        let from = self.at;
        let rest = self.rest();
        self.at += rest.find(|char: char| char.is_whitespace() || ends.contains(&char)).unwrap_or(rest.len());
        let text = self.text.get(from..self.at).unwrap_or_default().to_owned();
        Typed { text, range: from..self.at, quoted: false, starred: false, last: self.at == self.text.len() }
    }

    /// What comes next, which begins with a quotation mark.
    fn quoted(&mut self) -> Typed {
        let from = self.at;
        self.eat('"');
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '"' => {
                    self.at += at + 1;
                    return Typed { text, range: from..self.at, quoted: true, starred: false, last: false };
                }
                '\\' => text.extend(chars.next().map(|(_, char)| char)),
                char => text.push(char),
            }
        }
        self.at = self.text.len();
        self.problem(from..self.at, &["the quotation mark is not closed; add a `\"` where the quoted text ends"]);
        Typed { text, range: from..self.at, quoted: true, starred: false, last: true }
    }

    fn quoted_or_bare(&mut self, ends: &[char]) -> Typed {
        if self.peek() == Some('"') { self.quoted() } else { self.bare(ends) }
    }

    fn term(&mut self) {
        let from = self.at;
        let goes_on = self.rest().chars().nth(1).is_some_and(|char| !char.is_whitespace());
        let negate = goes_on && self.eat('-');
        let term = Term { from, negate };
        if self.peek() == Some('"') {
            let name = self.quoted();
            if !name.last && self.eat(':') {
                self.named(&name, term);
            } else {
                self.words(name, None, term);
            }
            return;
        }
        if self.rest().starts_with("*\"") {
            let part = self.words_as_typed();
            self.words(part, None, term);
            return;
        }
        let name = self.bare(&[':']);
        if !name.text.is_empty() && self.eat(':') {
            self.named(&name, term);
            return;
        }
        self.at = name.range.start;
        let word = self.bare(&[]);
        self.words(word, None, term);
    }

    /// What stands where words may: an asterisk may be before a quotation mark.
    fn words_as_typed(&mut self) -> Typed {
        let starred = self.rest().starts_with("*\"") && self.eat('*');
        Typed { starred, ..self.quoted_or_bare(&[]) }
    }

    /// A word, a phrase or a part of one to look for.
    fn words(&mut self, mut typed: Typed, field: Option<&str>, term: Term) {
        let word = &mut typed.text;
        let has_star = |star: bool, word: &str| star && !typed.quoted && 1 < word.len();
        let mut ends_open = typed.last && !term.negate || typed.quoted && self.eat('*');
        if has_star(word.ends_with('*'), word) {
            word.pop();
            ends_open = true;
        }
        let mut starts_open = typed.starred;
        if ends_open && has_star(word.starts_with('*'), word) {
            word.remove(0);
            starts_open = true;
        }
        let (substring, prefix) = (ends_open && starts_open, ends_open && !starts_open);
        if typed.text.is_empty() {
            return;
        }
        let field = field.map(str::to_owned);
        self.query.text.push(TextTerm { text: typed.text, prefix, substring, negate: term.negate, field });
    }

    /// What stands after a name and its colon.
    fn named(&mut self, name: &Typed, term: Term) {
        match self.names.find(&name.text, name.quoted) {
            Some(Name::Word(word)) => {
                if term.negate {
                    self.problem(
                        term.from..self.at,
                        &[
                            "`",
                            &name.text,
                            ":` cannot be negated and is read without the `-`; write `",
                            &name.text,
                            ":…`",
                        ],
                    );
                }
                match word {
                    Word::Before | Word::After | Word::During => self.time(word),
                    Word::Is => self.is(),
                    Word::Undated => self.undated(),
                    Word::Sort => self.sort(),
                }
            }
            Some(Name::Text(key)) => self.field_words(key, term),
            Some(Name::Field(field)) => match field.field_type {
                FieldType::Category => self.category(field.key, term),
                FieldType::Number => self.number(field.key, term),
                FieldType::Text => self.field_words(field.key, term),
                FieldType::Link => {
                    self.quoted_or_bare(&[]);
                    self.problem(
                        term.from..self.at,
                        &["`", field.key, "` holds addresses, which cannot be searched; leave this out"],
                    );
                }
            },
            None => self.unknown(name, term),
        }
    }

    /// A name that nobody knows, such as the `http` of an address: the term is text to look for.
    fn unknown(&mut self, name: &Typed, term: Term) {
        let mut value = self.quoted_or_bare(&[]);
        let known = self.names.list();
        self.problem(
            name.range.clone(),
            &[
                "no field is called `",
                &name.text,
                "`, so the words are looked for; known are ",
                &known,
                "; put text with a colon in double quotes",
            ],
        );
        value.text = format!("{}:{}", name.text, value.text);
        self.words(value, None, term);
    }

    fn field_words(&mut self, key: &str, term: Term) {
        let mut typed = self.words_as_typed();
        if !typed.quoted && typed.text.starts_with('~') {
            typed.text.remove(0);
        }
        if typed.text.is_empty() && !typed.quoted {
            self.missing(term, "a word, or several in double quotes");
        }
        self.words(typed, Some(key), term);
    }

    fn missing(&mut self, term: Term, expected: &str) {
        self.problem(term.from..self.at, &["nothing stands after the colon; expected ", expected]);
    }

    fn category(&mut self, key: &str, term: Term) {
        if self.eat('~') {
            let typed = self.words_as_typed();
            if typed.text.is_empty() && !typed.quoted {
                self.missing(term, "a word of the value's name after the `~`");
            }
            self.words(typed, Some(key), term);
            return;
        }
        let mut separator = self.eat('+').then_some('+');
        let mut values = Vec::new();
        loop {
            let value = self.quoted_or_bare(&[',', '+']);
            if value.text.is_empty() && !value.quoted {
                self.missing_value(term, values.is_empty() && self.at_term_end());
            } else {
                values.push(value.text);
            }
            let at = self.at;
            let Some(found) = [',', '+'].into_iter().find(|&char| self.eat(char)) else { break };
            if separator.is_some_and(|separator| separator != found) {
                self.problem(at..at + 1, &["one term joins its values with `,` (any of them) or with `+` (all of them), not with both; use two terms"]);
            }
            separator.get_or_insert(found);
        }
        if term.negate && separator == Some('+') {
            self.problem(term.from..self.at, &["`-` finds what has none of the values; join them with `,`"]);
        }
        let mode = match (term.negate, separator) {
            (true, _) => FacetMode::None,
            (false, Some('+')) => FacetMode::All,
            (false, _) => FacetMode::Any,
        };
        if !values.is_empty() {
            self.query.facets.push(FacetFilter { field: key.to_owned(), mode, values });
        }
    }

    fn at_term_end(&self) -> bool {
        self.peek().is_none_or(char::is_whitespace)
    }

    fn missing_value(&mut self, term: Term, alone: bool) {
        if alone {
            self.missing(term, "a value, in double quotes if it has spaces");
            return;
        }
        let at = self.at;
        self.problem(
            term.from..at,
            &["a value is missing beside a `,` or `+`; put values that have one in double quotes"],
        );
    }

    fn number(&mut self, key: &str, term: Term) {
        let typed = self.quoted_or_bare(&[]);
        if term.negate {
            self.problem(
                term.from..self.at,
                &[
                    "a range of numbers cannot be negated and is left out; write the range that is wanted, as in `",
                    key,
                    ":..8`",
                ],
            );
            return;
        }
        let Some((min, max)) = number_range(&typed.text) else {
            self.problem(
                typed.range,
                &[
                    "not a number or range; expected one such as `",
                    key,
                    ":5`, `",
                    key,
                    ":3..8`, `",
                    key,
                    ":>=3` or `",
                    key,
                    ":..8`",
                ],
            );
            return;
        };
        if let (Some(min), Some(max)) = (min, max)
            && max < min
        {
            self.problem(
                typed.range,
                &["no number is between ", &min.to_string(), " and ", &max.to_string(), "; write the lesser first"],
            );
        }
        self.query.numbers.push(NumberFilter { field: key.to_owned(), min, max });
    }

    fn time(&mut self, word: Word) {
        let typed = self.quoted_or_bare(&[]);
        let Some((from, to)) = self.extent(&typed) else { return };
        let wanted = match word {
            Word::Before => (None, Some(from)),
            Word::After => (Some(to), None),
            _ => (Some(from).filter(|from| from.is_finite()), Some(to).filter(|to| to.is_finite())),
        };
        let range = typed.range;
        let endless = match word {
            Word::Before => from == f64::NEG_INFINITY,
            Word::After => to == f64::INFINITY,
            _ => wanted == (None, None),
        };
        if endless && !typed.text.starts_with('@') {
            self.problem(range, &["this date has no bound on that side; expected a date that has"]);
            return;
        }
        let time = self.query.time.unwrap_or_default();
        let later = |a: Option<f64>, b: Option<f64>| if a.is_none() || b.is_some_and(|b| a < Some(b)) { b } else { a };
        let from = later(time.from, wanted.0);
        let to = match (time.to, wanted.1) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if let (Some(from), Some(to)) = (from, to)
            && to <= from
        {
            self.problem(
                range,
                &["no time is left beside the dates before this one, so it is left out; change one of them"],
            );
            return;
        }
        self.query.time = Some(TimeFilter { from, to, ..time });
    }

    /// Where a date begins at the earliest and ends at the latest; `@` and a number is an instant.
    fn extent(&mut self, typed: &Typed) -> Option<(f64, f64)> {
        if let Some(number) = typed.text.strip_prefix('@') {
            let ms = crate::number::parse(number).filter(|ms| !ms.is_nan());
            if ms.is_none() {
                self.problem(typed.range.clone(), &["expected a number of milliseconds since 1970 after `@`"]);
            }
            return ms.map(|ms| (ms, ms));
        }
        match time::parse(&typed.text) {
            Ok(date) => {
                let span = date.span();
                Some((span.earliest_start, span.latest_end))
            }
            Err(error) => {
                let at = if typed.quoted {
                    typed.range.start
                } else {
                    (typed.range.start + error.offset).min(typed.range.end)
                };
                let at = if at == typed.range.end { typed.range.start } else { at };
                self.problem(
                    at..typed.range.end,
                    &["not a date: expected ", &error.expected, "; dates are written as `2014-09`"],
                );
                None
            }
        }
    }

    fn is(&mut self) {
        let typed = self.quoted_or_bare(&[]);
        match &*self.names.fold(&typed.text) {
            "certain" => self.query.time.get_or_insert_default().certain_only = true,
            "dated" => self.set_undated(Undated::Out, typed.range),
            "undated" => self.set_undated(Undated::Only, typed.range),
            _ => self.problem(typed.range, &["expected `is:certain`, `is:dated` or `is:undated`"]),
        }
    }

    fn undated(&mut self) {
        let typed = self.quoted_or_bare(&[]);
        match &*self.names.fold(&typed.text) {
            "in" => self.set_undated(Undated::In, typed.range),
            "out" => self.set_undated(Undated::Out, typed.range),
            "only" => self.set_undated(Undated::Only, typed.range),
            _ => self.problem(typed.range, &["expected `undated:in`, `undated:out` or `undated:only`"]),
        }
    }

    fn set_undated(&mut self, undated: Undated, range: Range<usize>) {
        if ![Undated::Auto, undated].contains(&self.query.undated) {
            self.problem(range, &["the term before said otherwise of undated events; this one holds, take one out"]);
        }
        self.query.undated = undated;
    }

    fn sort(&mut self) {
        loop {
            let descending = self.eat('-');
            let name = self.quoted_or_bare(&[',']);
            match self.names.find_sort(&name.text) {
                Some(_) if MAX_SORT_KEYS <= self.query.sort.len() => {
                    self.problem(
                        name.range,
                        &["more keys than MAX_SORT_KEYS = ", &MAX_SORT_KEYS.to_string(), "; leave this one out"],
                    );
                }
                Some(by) => self.query.sort.push(SortKey { by: by.to_owned(), descending }),
                None => {
                    let known = self.names.list_sorts();
                    self.problem(name.range, &["events cannot be sorted by `", &name.text, "`; known are ", &known]);
                }
            }
            if !self.eat(',') {
                break;
            }
        }
    }
}

/// `5`, `3..8`, `3..`, `..8`, `>=3`, `<=8`, `>3`, `<8`, `..`.
fn number_range(text: &str) -> Option<(Option<f64>, Option<f64>)> {
    let number = |text: &str| crate::number::parse(text).filter(|number| !number.is_nan());
    let side = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
    if let Some((min, max)) = text.split_once("..") {
        return Some((side(min)?, side(max)?));
    }
    if let Some(least) = text.strip_prefix(">=") {
        return Some((Some(number(least)?), None));
    }
    if let Some(greatest) = text.strip_prefix("<=") {
        return Some((None, Some(number(greatest)?)));
    }
    if let Some(below) = text.strip_prefix('>') {
        return Some((Some(number(below)?.next_up()), None));
    }
    if let Some(above) = text.strip_prefix('<') {
        return Some((None, Some(number(above)?.next_down())));
    }
    number(text).map(|number| (Some(number), Some(number)))
}

/// The problems with offsets as browsers count.
fn in_utf16(text: &str, problems: Vec<(Range<usize>, String)>) -> Vec<Problem> {
    let mut counted = (0, 0u32);
    let count = |to: usize, from: (usize, u32)| {
        let units = text.get(from.0..to).map_or(0, |passed| passed.encode_utf16().count());
        (to, from.1.saturating_add(units as u32))
    };
    let mut found = Vec::with_capacity(problems.len());
    for (range, message) in problems {
        counted = count(range.start, counted);
        found.push(Problem { from: counted.1, to: count(range.end, counted).1, message });
    }
    found
}
