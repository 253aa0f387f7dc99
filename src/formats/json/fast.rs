//! Records like the one before: flat objects of texts and numbers, each scanned once and written straight to the table.
//!
//! Whatever is unusual in a record (another object in it, a wrong type, a key that stands twice, the end of the text)
//! leaves the whole record to the general path, which has the last word on every record.

use super::super::date;
use super::super::links::Pending;
use super::super::problems::Problems;
use super::head::Types;
use super::scan::Scanner;
use crate::event::EVENT_KEYS;
use crate::event::FieldType;
use crate::table::{ColumnId, EventTable};
use crate::time::{self, Span};
use std::ops::Range;

/// Different keys, or ways of writing them, that are remembered.
const MAX_KEYS: usize = 64;

/// Times that they are forgotten for want of room before all records are left to the general path.
const MAX_FORGOTTEN: u32 = 16;

/// What is known of the records so far.
#[derive(Default)]
pub(super) struct Fast {
    keys: Vec<Key>,
    /// Index of the first key of the former record.
    first: usize,
    cells: Vec<(usize, Cell)>,
    /// Texts of lists.
    items: Vec<Range<usize>>,
    /// Texts that were written with escapes.
    unescaped: Vec<String>,
    /// There are more keys than can be remembered.
    is_full: bool,
    /// Times that all keys were forgotten.
    forgotten: u32,
}

/// A key as it was written in a former record.
struct Key {
    /// All bytes from the value before to its own value, such as `, "title": `.
    lead: Vec<u8>,
    role: Role,
    /// A bit for the name: leads that differ in white space only have the same.
    bit: u64,
    name: String,
    column: Option<ColumnId>,
    /// Index of the key that came next.
    next: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    Id,
    Title,
    Date,
    Start,
    End,
    DateText,
    Description,
    Field(Option<FieldType>),
    /// A key that the general path must read.
    Other,
}

/// A value; texts as ranges of the text at hand.
enum Cell {
    Null,
    Text(Range<usize>),
    /// Index in `unescaped`.
    Unescaped(usize),
    Number(f64),
    /// Range of `items`.
    List(Range<usize>),
}

/// A date cell.
enum Moment {
    Absent,
    Number(f64),
    Text(Range<usize>),
}

/// The text at hand and where in it a record is being read.
struct Cursor<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Fast {
    /// Reads the record that begins at an offset, with `{`, and gives the offset after it. `None` is for the general path,
    /// and then nothing has been done.
    pub(super) fn record(
        &mut self,
        text: &str,
        from: usize,
        types: &Types,
        pending: &mut Pending,
        table: &mut EventTable,
        problems: &mut Problems,
    ) -> Option<usize> {
        if self.is_full && !self.forget() {
            return None;
        }
        let cursor = &mut Cursor { text, bytes: text.as_bytes(), at: from + 1 };
        self.cells.clear();
        self.items.clear();
        self.unescaped.clear();
        let mut seen = 0;
        let mut moments = [Moment::Absent, Moment::Absent, Moment::Absent];
        let (mut title, mut id) = (None, None);
        let mut former = usize::MAX;
        loop {
            let expected = self.keys.get(former).map_or(self.first, |key| key.next);
            let index = match self.keys.get(expected) {
                Some(key) if cursor.is_at(&key.lead) => expected,
                _ => self.find_key(cursor, former, types)?,
            };
            let key = self.keys.get(index)?;
            if seen & key.bit != 0 {
                return None;
            }
            seen |= key.bit;
            former = index;
            let role = key.role;
            cursor.at += key.lead.len();
            let from = cursor.at;
            let cell = self.value(cursor)?;
            match (role, &cell) {
                (Role::Title, Cell::Text(_) | Cell::Unescaped(_)) => title = Some(self.cells.len()),
                (Role::Title | Role::Other, _) => return None,
                (_, Cell::Null) => {}
                (Role::Id, Cell::Text(_) | Cell::Number(_)) => id = Some((self.cells.len(), from)),
                (Role::Date, _) => moments[0] = moment(&cell)?,
                (Role::Start, _) => moments[1] = moment(&cell)?,
                (Role::End, _) => moments[2] = moment(&cell)?,
                (Role::DateText | Role::Description, Cell::Text(_) | Cell::Unescaped(_)) => {}
                (Role::Field(None), _) => {}
                (Role::Field(Some(FieldType::Number)), Cell::Number(_)) => {}
                (Role::Field(Some(FieldType::Number)), _) | (Role::Field(_), Cell::Number(_)) => return None,
                (Role::Field(_), _) => {}
                _ => return None,
            }
            self.cells.push((index, cell));
            match cursor.peek()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        let end = cursor.at + 1;
        let title = self.text(cursor, title?)?;
        if title.as_bytes().first().is_none_or(|byte| !byte.is_ascii_graphic()) && title.trim().is_empty() {
            return None;
        }
        let row = table.len();
        let id_number = match id {
            Some((at, from)) => {
                let number = plain_number(cursor.bytes.get(from..)?);
                if number.is_none()
                    && !matches!(self.cells.get(at)?.1, Cell::Text(ref range) if range.start < range.end)
                {
                    return None;
                }
                number
            }
            None => None,
        };
        if self.exceeds(problems, id.map(|(at, _)| at), cursor) {
            return None;
        }
        let span = dates(cursor, &moments)?;
        table.set_title(title);
        match (id, id_number) {
            (Some(_), Some(number)) => table.set_id_number(number),
            (Some((at, _)), None) => table.set_id(self.text(cursor, at).unwrap_or_default()),
            (None, _) => {}
        }
        if let Some(span) = span {
            table.set_span(span);
        }
        self.write(cursor, table);
        if !table.end_row() {
            return None;
        }
        match id {
            Some((_, at)) => pending.named(table.ids(), row, || problems.place(text, at)),
            None => pending.unnamed(row),
        }
        Some(end)
    }

    /// Some key, id or list is beyond a limit, which the general path tells.
    fn exceeds(&self, problems: &Problems, id: Option<usize>, cursor: &Cursor<'_>) -> bool {
        let Problems { max_values, max_name, .. } = *problems;
        let is_long = |(index, cell): &(usize, Cell)| {
            let key = self.keys.get(*index).is_some_and(|key| max_name < key.name.len());
            key || matches!(cell, Cell::List(range) if max_values < range.len())
        };
        let id = id.and_then(|id| self.text(cursor, id)).is_some_and(|id| max_name < id.len());
        id || self.cells.iter().any(is_long)
    }

    /// Forgets all keys. Says no where that has not helped.
    #[cold]
    fn forget(&mut self) -> bool {
        if self.forgotten < MAX_FORGOTTEN {
            self.forgotten += 1;
            self.keys.clear();
            self.is_full = false;
        }
        !self.is_full
    }

    /// The other cells.
    fn write(&mut self, cursor: &Cursor<'_>, table: &mut EventTable) {
        let Fast { keys, cells, items, unescaped, .. } = self;
        let slice = |range: &Range<usize>| cursor.text.get(range.clone()).unwrap_or_default();
        for (index, cell) in cells {
            let Some(key) = keys.get_mut(*index) else { continue };
            let text = match cell {
                Cell::Text(range) => slice(range),
                Cell::Unescaped(at) => unescaped.get(*at).map_or("", String::as_str),
                _ => "",
            };
            match (key.role, &*cell) {
                (_, Cell::Null) => {}
                (Role::Field(declared), _) => {
                    if matches!(cell, Cell::List(range) if range.start == range.end) {
                        continue;
                    }
                    let column = *key
                        .column
                        .get_or_insert_with(|| table.column(&key.name, declared.unwrap_or(FieldType::Category)));
                    match cell {
                        Cell::Number(number) => table.add_number(column, *number),
                        Cell::List(range) => {
                            for item in items.get(range.clone()).unwrap_or_default() {
                                table.add_text(column, slice(item));
                            }
                        }
                        _ => table.add_text(column, text),
                    }
                }
                (Role::Date, Cell::Text(_)) => table.set_date(Some(text)),
                (Role::Start, Cell::Text(_)) => table.set_start(Some(text)),
                (Role::End, Cell::Text(_)) => table.set_end(Some(text)),
                (Role::DateText, _) => table.set_date_text(Some(text)),
                (Role::Description, _) => table.set_description(Some(text)),
                _ => {}
            }
        }
    }

    fn text<'t>(&'t self, cursor: &Cursor<'t>, cell: usize) -> Option<&'t str> {
        match &self.cells.get(cell)?.1 {
            Cell::Text(range) => cursor.text.get(range.clone()),
            Cell::Unescaped(at) => self.unescaped.get(*at).map(String::as_str),
            _ => None,
        }
    }

    #[inline]
    fn value(&mut self, cursor: &mut Cursor<'_>) -> Option<Cell> {
        match cursor.byte()? {
            b'"' => {
                let from = cursor.at + 1;
                let to = string_end(cursor.bytes, from)?;
                if cursor.bytes.get(to) != Some(&b'"') {
                    return self.unescape(cursor);
                }
                cursor.at = to + 1;
                Some(Cell::Text(from..to))
            }
            b'-' | b'0'..=b'9' => cursor.number().map(Cell::Number),
            b'[' => self.list(cursor),
            b'n' if cursor.bytes.get(cursor.at..)?.starts_with(b"null") => {
                cursor.at += 4;
                Some(Cell::Null)
            }
            _ => None,
        }
    }

    /// A text with escapes.
    #[cold]
    fn unescape(&mut self, cursor: &mut Cursor<'_>) -> Option<Cell> {
        let mut scan = cursor.scanner();
        let text = scan.string("").ok()?;
        if text.lone_surrogate().is_some() {
            return None;
        }
        cursor.at = scan.at;
        self.unescaped.push(text.decode().into_owned());
        Some(Cell::Unescaped(self.unescaped.len() - 1))
    }

    /// A list of texts without escapes.
    fn list(&mut self, cursor: &mut Cursor<'_>) -> Option<Cell> {
        let first = self.items.len();
        cursor.at += 1;
        if cursor.peek()? != b']' {
            loop {
                if cursor.peek()? != b'"' {
                    return None;
                }
                let from = cursor.at + 1;
                let to = string_end(cursor.bytes, from)?;
                if cursor.bytes.get(to) != Some(&b'"') {
                    return None;
                }
                self.items.push(from..to);
                cursor.at = to + 1;
                match cursor.peek()? {
                    b',' => cursor.at += 1,
                    b']' => break,
                    _ => return None,
                }
            }
        }
        cursor.at += 1;
        Some(Cell::List(first..self.items.len()))
    }

    /// The index of the key that comes next, other than expected; a new one perhaps.
    #[cold]
    fn find_key(&mut self, cursor: &Cursor<'_>, former: usize, types: &Types) -> Option<usize> {
        let lead = cursor.lead(former == usize::MAX)?;
        let known = self.keys.iter().position(|key| key.lead == lead.bytes);
        let index = match known {
            Some(index) => index,
            None => self.learn(&lead, types)?,
        };
        match self.keys.get_mut(former) {
            Some(key) => key.next = index,
            None => self.first = index,
        }
        Some(index)
    }

    fn learn(&mut self, lead: &Lead<'_>, types: &Types) -> Option<usize> {
        if MAX_KEYS <= self.keys.len() {
            self.is_full = true;
            return None;
        }
        let same = self.keys.iter().find(|key| key.name == lead.name).map(|key| key.bit);
        let bits = self.keys.iter().fold(0, |bits, key| bits | key.bit);
        self.keys.push(Key {
            lead: lead.bytes.to_vec(),
            role: role(lead.name, types),
            bit: same.unwrap_or(1 << (!bits).trailing_zeros()),
            name: lead.name.to_owned(),
            column: None,
            next: usize::MAX,
        });
        Some(self.keys.len() - 1)
    }
}

fn role(name: &str, types: &Types) -> Role {
    match name {
        "id" => Role::Id,
        "title" => Role::Title,
        "date" => Role::Date,
        "start" => Role::Start,
        "end" => Role::End,
        "date_text" => Role::DateText,
        "description" => Role::Description,
        _ if EVENT_KEYS.contains(&name) => Role::Other,
        _ => Role::Field(types.get(name)),
    }
}

/// A number below 2³² without a sign, fraction or leading zero, which is its own text.
fn plain_number(bytes: &[u8]) -> Option<u32> {
    let quoted = bytes.strip_prefix(b"\"");
    let bytes = quoted.unwrap_or(bytes);
    let (mut number, mut digits) = (0u64, 0);
    while let Some(byte) = bytes.get(digits).filter(|byte| byte.is_ascii_digit() && digits < 10) {
        number = number * 10 + u64::from(byte - b'0');
        digits += 1;
    }
    let ends = match bytes.get(digits) {
        Some(b'"') => quoted.is_some(),
        Some(b',' | b'}' | b' ' | b'\n' | b'\r' | b'\t') => quoted.is_none(),
        _ => false,
    };
    let plain = ends && (digits == 1 || 1 < digits && bytes.first() != Some(&b'0'));
    if plain { u32::try_from(number).ok() } else { None }
}

fn moment(cell: &Cell) -> Option<Moment> {
    match cell {
        Cell::Text(range) => Some(Moment::Text(range.clone())),
        Cell::Number(number) => Some(Moment::Number(*number)),
        _ => None,
    }
}

/// The span of the date cells, if they are plainly right; nothing of nothing.
fn dates(cursor: &Cursor<'_>, moments: &[Moment; 3]) -> Option<Option<Span>> {
    use Moment::{Absent, Number, Text};
    let text = |range: &Range<usize>| cursor.text.get(range.clone()).unwrap_or_default();
    match moments {
        [Absent, Absent, Absent] => Some(None),
        [Absent, Number(start), Number(end)] => date::instants(*start, *end).map(Some),
        [Number(date), Absent, Absent] | [Absent, Number(date), Absent] => Some(Some(Span::instant(*date))),
        [Text(date), Absent, Absent] => match date::day(text(date).as_bytes()) {
            Some(day) => Some(Some(day)),
            None => time::parse(text(date)).ok().map(|edtf| Some(edtf.span())),
        },
        [Absent, Text(start), Absent] => date::day(text(start).as_bytes()).map(Some),
        [Absent, Text(start), Text(end)] => {
            let [start, end] = [start, end].map(|day| date::day(text(day).as_bytes()));
            date::join(start?, end?).map(Some)
        }
        _ => None,
    }
}

/// The key that comes next.
struct Lead<'a> {
    /// From the value before to its own value.
    bytes: &'a [u8],
    name: &'a str,
}

impl<'a> Cursor<'a> {
    #[inline]
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next byte that is not white space. Stays before white space, unless the next byte ends an object or list.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let byte = self.byte()?;
        if b' ' < byte {
            return Some(byte);
        }
        let rest = self.bytes.get(self.at..)?;
        let skipped = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))?;
        let byte = *rest.get(skipped)?;
        if byte != b',' {
            self.at += skipped;
        }
        Some(byte)
    }

    /// Whether a key stands here as it was written before, and its value at once after it.
    #[inline]
    fn is_at(&self, lead: &[u8]) -> bool {
        starts_with(self.bytes, self.at, lead) && self.bytes.get(self.at + lead.len()).is_some_and(|byte| b' ' < *byte)
    }

    fn scanner(&self) -> Scanner<'a> {
        Scanner { text: self.text, at: self.at, ended: false, max_nesting: 0 }
    }

    #[inline]
    fn number(&mut self) -> Option<f64> {
        const POWERS: [f64; 16] =
            [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
        let from = self.at;
        let negative = self.byte() == Some(b'-');
        let mut at = from + usize::from(negative);
        let first = at;
        let mut digits = 0u64;
        let mut point = None;
        // Of at most 15 digits, so that digits and power of ten are exact, and the quotient is rounded once.
        loop {
            match *self.bytes.get(at)? {
                byte @ b'0'..=b'9' => digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
                b'.' if point.is_none() => point = Some(at),
                _ => break,
            }
            at += 1;
        }
        let whole = point.unwrap_or(at) - first;
        let fraction = point.map_or(0, |point| at - point - 1);
        let leading_zero = self.bytes.get(first) == Some(&b'0') && 1 < whole;
        let odd = whole == 0 || leading_zero || (point.is_some() && fraction == 0) || 15 < whole + fraction;
        if odd || matches!(self.bytes.get(at), Some(b'e' | b'E')) {
            return self.any_number();
        }
        self.at = at;
        let number = digits as f64 / POWERS.get(fraction).copied()?;
        Some(if negative { -number } else { number })
    }

    #[cold]
    fn any_number(&mut self) -> Option<f64> {
        let mut scan = self.scanner();
        let raw = scan.number().ok()?;
        self.at = scan.at;
        crate::number::parse(raw).filter(|number| number.is_finite())
    }

    /// The key that comes next, after a comma unless it is the first, and its colon.
    fn lead(&self, is_first: bool) -> Option<Lead<'a>> {
        let mut scan = self.scanner();
        if !is_first {
            scan.expect(b',', "").ok()?;
        }
        let key = scan.key().ok()?;
        scan.peek()?;
        if key.raw.contains('\\') {
            return None;
        }
        Some(Lead { bytes: self.bytes.get(self.at..scan.at)?, name: key.raw })
    }
}

/// Whether `lead` stands at an offset.
#[inline]
fn starts_with(bytes: &[u8], at: usize, lead: &[u8]) -> bool {
    let Some(bytes) = bytes.get(at..at + lead.len()) else { return false };
    match (bytes.first_chunk::<8>(), lead.first_chunk::<8>(), bytes.last_chunk::<8>(), lead.last_chunk::<8>()) {
        (Some(a), Some(b), Some(c), Some(d)) => {
            let is_equal =
                u64::from_ne_bytes(*a) == u64::from_ne_bytes(*b) && u64::from_ne_bytes(*c) == u64::from_ne_bytes(*d);
            is_equal && (lead.len() <= 16 || bytes == lead)
        }
        _ => bytes.iter().zip(lead).all(|(a, b)| a == b),
    }
}

/// The offset of the first byte that cannot simply stand in a string: a quote, a backslash or a control character.
#[inline]
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 128;
    // High bits of the bytes that are below 32, a quote or a backslash; those after the first such byte may be wrong.
    let ends = |word: u64| {
        let is_zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let control = word.wrapping_sub(ONES * 32) & !word;
        (control | is_zero(word ^ (ONES * u64::from(b'"'))) | is_zero(word ^ (ONES * u64::from(b'\\')))) & HIGH
    };
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let found = ends(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(at + (found.trailing_zeros() >> 3) as usize);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')).map(|found| at + found)
}

#[cfg(test)]
mod tests {
    use crate::formats::{Limits, Reader, Reading};

    fn read(text: &str, is_general: bool) -> Reading {
        let mut reader = Reader::new(Limits::default());
        reader.file.out.is_general = is_general;
        reader.push(text.as_bytes());
        reader.finish().into()
    }

    fn random(state: &mut u64, below: usize) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize % below
    }

    const KEYS: [&str; 14] = [
        "id",
        "id",
        "title",
        "title",
        "title",
        "date",
        "start",
        "end",
        "date_text",
        "description",
        "actor",
        "n",
        "part_of",
        "places",
    ];

    const VALUES: [&str; 36] = [
        "1",
        "17",
        "007",
        "-0",
        "0.1",
        "12.50",
        "123456789012345678",
        "4294967296",
        "1e3",
        "1e999",
        "-5",
        "1402358400000",
        "\"\"",
        "\" \"",
        "\"a\"",
        "\"17\"",
        "\"17,\"",
        "\"e1\"",
        "\"2014-06-10\"",
        "\"2014-06-31\"",
        "\"2014-06\"",
        "\" 2014\"",
        "\"2014-06-09/2014-06-10\"",
        "\"..\"",
        "\"2013-01-01\"",
        "\"é \u{2014} \u{fc}ber\"",
        "\"\\u00e9\\n\"",
        "\"\\ud800\"",
        "null",
        "true",
        "[]",
        "[\"a\", \"b\"]",
        "[\"a\" , 1]",
        "{}",
        "0",
        "\"a long text, longer than sixteen bytes\"",
    ];

    /// Documents of flat records, many with something unusual in them, some with a byte changed.
    #[test]
    fn the_fast_path_reads_what_the_general_path_reads() {
        let state = &mut 7;
        let mut fast = 0;
        for _ in 0..3_000 {
            let colon = [":", ": ", " :"][random(state, 3)];
            let mut text = String::from(
                ["[", "{\"fields\": {\"n\": \"number\", \"actor\": \"category\"}, \"events\": [\n"][random(state, 2)],
            );
            for record in 0..1 + random(state, 12) {
                text.push_str(if record == 0 { "{" } else { ",\n{" });
                let mut count = 0;
                for key in KEYS {
                    if random(state, 3) != 0 && (count == 0 || key != "id") {
                        text.push_str(["", ", ", ",", " ,\n"][if count == 0 { 0 } else { 1 + random(state, 40) / 19 }]);
                        let value = if random(state, 3) == 0 {
                            VALUES[random(state, 36)]
                        } else {
                            VALUES[random(state, 9) * 4]
                        };
                        text.push_str(&format!("\"{key}\"{colon}{value}"));
                        count += 1;
                    }
                }
                text.push('}');
            }
            text.push(']');
            if random(state, 3) == 0 {
                let at = random(state, text.len());
                if text.is_char_boundary(at) {
                    text.insert_str(at, [",", "{", "}", "\"", "\\", ":", "\n", "5", " ", "x"][random(state, 10)]);
                }
            }
            let (found, expected) = (read(&text, false), read(&text, true));
            assert_eq!(found, expected, "{text}");
            fast += found.set.events.len();
        }
        assert!(1_000 < fast, "{fast} events only");
    }

    #[test]
    fn numbers_are_exact() {
        let state = &mut 1;
        for _ in 0..20_000 {
            let (digits, point) = (1 + random(state, 17), random(state, 18));
            let mut number: String = (0..digits).map(|_| char::from(b'0' + random(state, 10) as u8)).collect();
            if point < digits {
                number.insert(point, '.');
            }
            let text = format!("[{{\"title\":\"a\",\"n\":-{number}}},{{\"title\":\"a\",\"n\":{number}}}]");
            assert_eq!(read(&text, false), read(&text, true), "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_full_parser() {
        let mut days = 0;
        for year in [0, 1, 4, 79, 1582, 1900, 1969, 1970, 2000, 2014, 2016, 9999] {
            for (month, day) in (0..14).flat_map(|month| (0..33).map(move |day| (month, day))) {
                let text = format!("{year:04}-{month:02}-{day:02}");
                let full = crate::time::parse(&text).ok().map(|edtf| edtf.span());
                assert_eq!(crate::formats::date::day(text.as_bytes()), full, "{text}");
                days += usize::from(full.is_some());
            }
        }
        assert_eq!(days, 12 * 365 + 4);
        for text in ["2014-06-1", "2014-06-100", "201x-06-10", "2014/06/10", "-014-06-10", "2014-06-10Z"] {
            assert_eq!(crate::formats::date::day(text.as_bytes()), None, "{text}");
        }
    }
}
