//! JSON text, written member by member into one growing buffer.

use std::fmt::Write;

/// An object that is being written.
pub(super) struct Object {
    text: String,
    is_empty: bool,
}

/// A scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar<'a> {
    Text(&'a str),
    Number(f64),
}

impl Object {
    /// Begins an object at the end of a text.
    pub fn new(mut text: String) -> Self {
        text.push('{');
        Object { text, is_empty: true }
    }

    /// The text, the object closed.
    pub fn end(mut self) -> String {
        self.text.push('}');
        self.text
    }

    /// Whether it has no member yet.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Writes a key; its value is to follow.
    pub fn key(&mut self, key: &str) -> &mut String {
        if !self.is_empty {
            self.text.push_str(", ");
        }
        self.is_empty = false;
        push_string(&mut self.text, key);
        self.text.push_str(": ");
        &mut self.text
    }

    pub fn string(&mut self, key: &str, value: &str) {
        push_string(self.key(key), value);
    }

    pub fn text(&mut self, key: &str, value: &Option<String>) {
        if let Some(value) = value {
            self.string(key, value);
        }
    }

    pub fn number(&mut self, key: &str, value: Option<f64>) {
        if let Some(value) = value {
            push_number(self.key(key), value);
        }
    }

    pub fn scalar(&mut self, key: &str, value: Option<Scalar<'_>>) {
        match value {
            Some(Scalar::Text(text)) => self.string(key, text),
            Some(Scalar::Number(number)) => self.number(key, Some(number)),
            None => {}
        }
    }

    /// A list of texts, unless it is empty.
    pub fn texts(&mut self, key: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        let out = self.key(key);
        out.push('[');
        for (index, value) in values.iter().enumerate() {
            out.push_str(if index == 0 { "" } else { ", " });
            push_string(out, value);
        }
        out.push(']');
    }

    /// A list of numbers.
    pub fn numbers(&mut self, key: &str, values: &[f64]) {
        push_numbers(self.key(key), values);
    }

    /// A list of lists of numbers.
    pub fn lists(&mut self, key: &str, values: &[[f64; 2]]) {
        let out = self.key(key);
        out.push('[');
        for (index, value) in values.iter().enumerate() {
            out.push_str(if index == 0 { "" } else { ", " });
            push_numbers(out, value);
        }
        out.push(']');
    }

    pub fn object(&mut self, key: &str, write: impl FnOnce(&mut Object)) {
        self.key(key);
        push_object(&mut self.text, write);
    }

    /// A list of objects, unless it is empty.
    pub fn list<T>(&mut self, key: &str, values: impl IntoIterator<Item = T>, mut write: impl FnMut(T, &mut Object)) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        self.key(key).push('[');
        for (index, value) in values.enumerate() {
            self.text.push_str(if index == 0 { "" } else { ", " });
            push_object(&mut self.text, |out| write(value, out));
        }
        self.text.push(']');
    }

    /// Begins a list of objects that come one by one, by [`push_line`] or [`push_element`]. The object's text, which
    /// [`Object::after_list`] goes on with.
    pub fn open_list(mut self, key: &str) -> String {
        self.key(key).push('[');
        self.text
    }

    /// Goes on after a list that [`Object::open_list`] began and `end` closes.
    pub fn after_list(mut text: String, end: &str) -> Object {
        text.push_str(end);
        Object { text, is_empty: false }
    }
}

/// Writes the next object of an open list of one a line.
pub(super) fn push_line(out: &mut String, is_first: bool, write: impl FnOnce(&mut Object)) {
    out.push_str(if is_first { "\n" } else { ",\n" });
    push_object(out, write);
}

/// Writes the next object of an open list.
pub(super) fn push_element(out: &mut String, is_first: bool, write: impl FnOnce(&mut Object)) {
    out.push_str(if is_first { "" } else { ", " });
    push_object(out, write);
}

fn push_object(out: &mut String, write: impl FnOnce(&mut Object)) {
    let mut object = Object::new(std::mem::take(out));
    write(&mut object);
    *out = object.end();
}

fn push_numbers(out: &mut String, values: &[f64]) {
    out.push('[');
    for (index, value) in values.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        push_number(out, *value);
    }
    out.push(']');
}

/// Writes a number; one that JSON has no text for (NaN, an infinity) as `null`.
fn push_number(out: &mut String, value: f64) {
    if value.is_finite() {
        out.push_str(&number_text(value));
    } else {
        out.push_str("null");
    }
}

/// The shortest digits that read back as the same number; with an exponent where there would be many zeros.
pub(super) fn number_text(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-6..1e17).contains(&magnitude) { format!("{value}") } else { format!("{value:e}") }
}

/// Writes a string with its quotes. Control characters are escaped, DEL too: other formats carry JSON and forbid it.
pub(super) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b'"' | b'\\' | 0..0x20 | 0x7F) {
            continue;
        }
        out.push_str(text.get(plain..at).unwrap_or_default());
        plain = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            // A `String` takes every write.
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push_str(text.get(plain..).unwrap_or_default());
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_stay_short() {
        for (number, text) in
            [(0.0, "0"), (-1.5, "-1.5"), (1402358400000.0, "1402358400000"), (1e300, "1e300"), (2.5e-9, "2.5e-9")]
        {
            assert_eq!(number_text(number), text);
            assert_eq!(text.parse(), Ok(number));
        }
    }

    #[test]
    fn strings_are_what_serde_json_reads() {
        let text: String = (0..0x100).filter_map(char::from_u32).chain("\u{2028}😀\u{202E}".chars()).collect();
        let mut out = String::new();
        push_string(&mut out, &text);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        assert!(!out.contains(|char: char| char.is_ascii_control()), "{out}");
    }
}
