//! JSON text → values that know their place (RFC 8259).
//!
//! serde_json gives positions for what is not JSON, none for what is JSON but wrong (a date, say), and stops at the first
//! error; this scanner keeps the offset of every value and lets the reader go on after a broken one.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// Levels of lists and objects inside one another, the document's own included, unless told otherwise.
pub const MAX_NESTING: usize = 128;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    /// Byte offset of its first character.
    pub from: usize,
    /// Byte offset after its last.
    pub to: usize,
    pub data: Data<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum Data<'a> {
    Null,
    Bool(bool),
    /// As written; its `f64` may be infinite.
    Number(&'a str),
    Text(Text<'a>),
    List(Vec<Value<'a>>),
    Object(Vec<(Text<'a>, Value<'a>)>),
}

impl Value<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        self.from..self.to
    }

    /// What it is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "null",
            Data::Bool(_) => "true or false",
            Data::Number(_) => "a number",
            Data::Text(_) => "text",
            Data::List(_) => "a list",
            Data::Object(_) => "an object",
        }
    }
}

/// A string as written, between its quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub raw: &'a str,
    /// Byte offset of `raw` in the file.
    pub from: usize,
    escaped: bool,
}

impl<'a> Text<'a> {
    /// The text it stands for; U+FFFD for half of a surrogate pair.
    pub(super) fn decode(&self) -> Cow<'a, str> {
        if self.escaped { Unescape::new(self.raw).map(|piece| piece.char).collect() } else { Cow::Borrowed(self.raw) }
    }

    /// Where in the file the `offset`th byte of the decoded text comes from.
    pub(super) fn file_offset(&self, offset: usize) -> usize {
        if !self.escaped {
            return self.from + offset.min(self.raw.len());
        }
        let mut decoded = 0;
        for piece in Unescape::new(self.raw) {
            if offset <= decoded {
                return self.from + piece.at;
            }
            decoded += piece.char.len_utf8();
        }
        self.from + self.raw.len()
    }

    /// Where in the file an escape stands for half of a surrogate pair.
    pub(super) fn lone_surrogate(&self) -> Option<usize> {
        if !self.escaped {
            return None;
        }
        Unescape::new(self.raw).find(|piece| piece.lone).map(|piece| self.from + piece.at)
    }
}

/// Characters of a string whose escapes are known to be well formed.
struct Unescape<'a> {
    raw: &'a str,
    at: usize,
}

struct Piece {
    char: char,
    /// Byte offset in the raw string.
    at: usize,
    /// An escape of half a surrogate pair.
    lone: bool,
}

impl<'a> Unescape<'a> {
    fn new(raw: &'a str) -> Self {
        Unescape { raw, at: 0 }
    }

    fn unit(&self, at: usize) -> Option<u32> {
        let escape = self.raw.get(at..)?.strip_prefix("\\u")?;
        u32::from_str_radix(escape.get(..4)?, 16).ok()
    }
}

impl Iterator for Unescape<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let at = self.at;
        let mut rest = self.raw.get(at..)?.chars();
        let first = rest.next()?;
        if first != '\\' {
            self.at += first.len_utf8();
            return Some(Piece { char: first, at, lone: false });
        }
        if let Some(unit) = self.unit(at) {
            let low = self.unit(at + 6).filter(|low| (0xDC00..0xE000).contains(low));
            if let (0xD800..0xDC00, Some(low)) = (unit, low) {
                self.at += 12;
                let char = char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)).unwrap_or('\u{FFFD}');
                return Some(Piece { char, at, lone: false });
            }
            self.at += 6;
            let char = char::from_u32(unit);
            return Some(Piece { char: char.unwrap_or('\u{FFFD}'), at, lone: char.is_none() });
        }
        self.at += 2;
        let char = match rest.next()? {
            'b' => '\u{8}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            other => other,
        };
        Some(Piece { char, at, lone: false })
    }
}

/// Where text stops being JSON, and what would have gone on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SyntaxError {
    pub offset: usize,
    pub kind: SyntaxErrorKind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SyntaxErrorKind {
    /// The file ends.
    Ended {
        expected: &'static str,
    },
    Unexpected {
        expected: &'static str,
        found: char,
    },
    TooDeep {
        limit: usize,
    },
}

impl fmt::Display for SyntaxErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SyntaxErrorKind::Ended { expected } => write!(f, "the file ends here; expected {expected}"),
            SyntaxErrorKind::Unexpected { expected, found: '\n' | '\r' } => {
                write!(f, "found the end of the line; expected {expected}")
            }
            SyntaxErrorKind::Unexpected { expected, found } => {
                write!(f, "found `{}`; expected {expected}", found.escape_debug())
            }
            SyntaxErrorKind::TooDeep { limit } => {
                write!(f, "lists and objects are nested deeper than MAX_NESTING = {limit}")
            }
        }
    }
}

/// Reads one value after another.
pub(super) struct Scanner<'a> {
    pub text: &'a str,
    /// Byte offset of what comes next.
    pub at: usize,
    /// The end of the text has been looked at: more text could change what was read.
    pub ended: bool,
    /// Levels of lists and objects inside one another.
    pub max_nesting: usize,
}

type Scan<T> = Result<T, SyntaxError>;

impl<'a> Scanner<'a> {
    /// The next byte that is not white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.text.as_bytes().get(self.at).copied();
        self.ended |= byte.is_none();
        byte
    }

    /// What is wrong with what comes next.
    pub(super) fn error(&self, expected: &'static str) -> SyntaxError {
        let kind = match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => SyntaxErrorKind::Unexpected { expected, found },
            None => SyntaxErrorKind::Ended { expected },
        };
        SyntaxError { offset: self.at, kind }
    }

    pub(super) fn expect(&mut self, byte: u8, expected: &'static str) -> Scan<()> {
        if self.peek() != Some(byte) {
            return Err(self.error(expected));
        }
        self.at += 1;
        Ok(())
    }

    /// The value that comes next; `depth` lists and objects are open around it.
    pub(super) fn value(&mut self, depth: usize) -> Scan<Value<'a>> {
        let first = self.peek();
        let from = self.at;
        let data = match first {
            Some(b'"') => Data::Text(self.string("a string")?),
            Some(b'{' | b'[') if self.max_nesting <= depth => {
                return Err(SyntaxError { offset: from, kind: SyntaxErrorKind::TooDeep { limit: self.max_nesting } });
            }
            Some(b'{') => Data::Object(self.object(depth + 1)?),
            Some(b'[') => Data::List(self.list(depth + 1)?),
            Some(b'-' | b'0'..=b'9') => Data::Number(self.number()?),
            Some(b't') => self.word("true", Data::Bool(true))?,
            Some(b'f') => self.word("false", Data::Bool(false))?,
            Some(b'n') => self.word("null", Data::Null)?,
            _ => return Err(self.error("a value")),
        };
        Ok(Value { from, to: self.at, data })
    }

    fn object(&mut self, depth: usize) -> Scan<Vec<(Text<'a>, Value<'a>)>> {
        let mut members = Vec::new();
        self.at += 1;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(members);
        }
        loop {
            let key = self.key()?;
            members.push((key, self.value(depth)?));
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.error("`,` or `}`")),
            }
        }
        self.at += 1;
        Ok(members)
    }

    fn list(&mut self, depth: usize) -> Scan<Vec<Value<'a>>> {
        let mut values = Vec::new();
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(values);
        }
        loop {
            values.push(self.value(depth)?);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.error("`,` or `]`")),
            }
        }
        self.at += 1;
        Ok(values)
    }

    /// A key and its colon.
    pub(super) fn key(&mut self) -> Scan<Text<'a>> {
        self.peek();
        let key = self.string("a key in double quotes")?;
        self.expect(b':', "`:`")?;
        Ok(key)
    }

    pub(super) fn string(&mut self, expected: &'static str) -> Scan<Text<'a>> {
        if self.byte() != Some(b'"') {
            return Err(self.error(expected));
        }
        self.at += 1;
        let from = self.at;
        let mut escaped = false;
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 1;
                    self.escape()?;
                }
                Some(0..0x20) | None => return Err(self.error("more text or a closing `\"`")),
                Some(_) => self.at += 1,
            }
        }
        let raw = self.text.get(from..self.at).unwrap_or_default();
        self.at += 1;
        Ok(Text { raw, from, escaped })
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Scan<()> {
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.byte().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(self.error("four hexadecimal digits"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.error("one of `\"\\/bfnrtu` after the backslash")),
        }
        Ok(())
    }

    pub(super) fn number(&mut self) -> Scan<&'a str> {
        let from = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.text.get(from..self.at).unwrap_or_default())
    }

    fn digits(&mut self) -> Scan<()> {
        if !self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.error("a digit"));
        }
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn word(&mut self, word: &'static str, data: Data<'a>) -> Scan<Data<'a>> {
        for expected in word.bytes() {
            if self.byte() != Some(expected) {
                return Err(self.error("`true`, `false`, `null`, or text in double quotes"));
            }
            self.at += 1;
        }
        Ok(data)
    }

    /// The end of a value that may be broken inside: the `,`, `]` or `}` after its matching brackets.
    /// `None` where the brackets do not match or the file ends. A string ends at its line's end.
    pub(super) fn end_of_broken(&mut self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut open = Vec::new();
        let mut in_string = false;
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' if in_string && bytes.get(at + 1) != Some(&b'\n') => at += 1,
                b'"' => in_string = !in_string,
                b'\n' => in_string = false,
                _ if in_string => {}
                b'{' => open.push(b'}'),
                b'[' => open.push(b']'),
                b',' | b']' | b'}' if open.is_empty() => return Some(at),
                b']' | b'}' if open.pop() != Some(byte) => return None,
                _ => {}
            }
            at += 1;
        }
        self.ended = true;
        None
    }

    /// The next object with a title that follows a comma or another object, for want of a better place to go on: looks
    /// from a byte on of a record that begins at `record`.
    pub(super) fn next_titled(&mut self, record: usize, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // Never the record itself, which is too deep where nothing else is wrong with it.
        let mut at = from.max(record + 1);
        let mut previous = *bytes.get(record..at)?.trim_ascii_end().last()?;
        while let Some(&byte) = bytes.get(at) {
            let mut next = at + 1;
            if byte == b'{' && matches!(previous, b',' | b'}') {
                self.at = at;
                match self.value(1) {
                    Ok(value) if has_title(&value) => return Some(at),
                    Ok(value) => next = value.to,
                    Err(error) => next = next.max(error.offset),
                }
            }
            if !byte.is_ascii_whitespace() {
                previous = bytes.get(next - 1).copied().unwrap_or(byte);
            }
            at = next;
        }
        self.ended = true;
        None
    }
}

fn has_title(value: &Value<'_>) -> bool {
    matches!(&value.data, Data::Object(members) if members.iter().any(|(key, _)| key.raw == "title"))
}
