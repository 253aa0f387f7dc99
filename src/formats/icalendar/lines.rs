//! Text → content lines: unfolded, taken apart into name, parameters and value (RFC 5545, section 3.1).

use std::borrow::Cow;

/// One content line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line<'a> {
    /// Where it begins, in bytes of the text.
    pub at: usize,
    /// The name in capitals.
    pub name: String,
    /// Name in capitals and value of each parameter, quotes taken off.
    pub parameters: Vec<(String, String)>,
    /// The value as written, folds taken out.
    pub value: Cow<'a, str>,
}

impl Line<'_> {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A content line as it stands, or where one should stand and does not.
pub(super) type Found<'a> = Result<Line<'a>, usize>;

/// The content lines in order; `Err` has the place of a line that is none.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Found<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            if text.len() <= at {
                return None;
            }
            let from = at;
            let line = logical_line(text, &mut at);
            if !line.trim().is_empty() {
                return Some(parse(line, from));
            }
        }
    })
}

/// The line at `at` and those folded onto it; `at` moves past them.
fn logical_line<'a>(text: &'a str, at: &mut usize) -> Cow<'a, str> {
    let mut line = Cow::Borrowed(physical_line(text, at));
    while let Some(b' ' | b'\t') = text.as_bytes().get(*at) {
        *at += 1;
        line.to_mut().push_str(physical_line(text, at));
    }
    line
}

fn physical_line<'a>(text: &'a str, at: &mut usize) -> &'a str {
    let rest = text.get(*at..).unwrap_or("");
    let end = memchr::memchr2(b'\r', b'\n', rest.as_bytes()).unwrap_or(rest.len());
    let line = rest.get(..end).unwrap_or("");
    *at += end;
    let break_ = rest.get(end..).unwrap_or("");
    *at += if break_.starts_with("\r\n") { 2 } else { usize::from(!break_.is_empty()) };
    line
}

fn parse(line: Cow<'_, str>, at: usize) -> Found<'_> {
    let name_end = line.find([':', ';']).ok_or(at)?;
    let name = line.get(..name_end).unwrap_or("");
    // A group before the name (`HOME.TEL`) is vCard's, and means nothing here.
    let name = name.rsplit('.').next().unwrap_or(name).trim().to_ascii_uppercase();
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(at);
    }
    let mut parameters = Vec::new();
    let mut place = name_end;
    while line.as_bytes().get(place) == Some(&b';') {
        let (parameter, next) = parameter(&line, place + 1).ok_or(at)?;
        parameters.push(parameter);
        place = next;
    }
    let value = match line {
        Cow::Borrowed(line) => Cow::Borrowed(line.get(place + 1..).ok_or(at)?),
        Cow::Owned(line) => Cow::Owned(line.get(place + 1..).ok_or(at)?.to_owned()),
    };
    Ok(Line { at, name, parameters, value })
}

/// A parameter from `from` on, and where what follows it begins (`;` or `:`).
fn parameter(line: &str, from: usize) -> Option<((String, String), usize)> {
    let equals = from + line.get(from..)?.find('=')?;
    let name = line.get(from..equals)?.trim().to_ascii_uppercase();
    let mut value = String::new();
    let mut quoted = false;
    for (offset, letter) in line.get(equals + 1..)?.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ':' | ';' if !quoted => return Some(((name, value), equals + 1 + offset)),
            _ => value.push(letter),
        }
    }
    None
}

/// A text value without its escapes (section 3.3.11).
pub(in crate::formats) fn unescape(value: &str) -> String {
    if !value.contains('\\') {
        return value.trim().to_owned();
    }
    let mut text = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => text.push('\\'),
            },
            _ => text.push(letter),
        }
    }
    text.trim().to_owned()
}

/// The values of a list, split at commas that are not escaped.
pub(in crate::formats) fn list(value: &str) -> Vec<String> {
    let mut values = Vec::new();
    let (mut from, mut escaped) = (0, false);
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            b'\\' if !escaped => {
                escaped = true;
                continue;
            }
            b',' if !escaped => {
                values.push(unescape(value.get(from..at).unwrap_or("")));
                from = at + 1;
            }
            _ => {}
        }
        escaped = false;
    }
    values.push(unescape(value.get(from..).unwrap_or("")));
    values.retain(|value| !value.is_empty());
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_parameters_and_quotes() {
        let text = "SUMMARY;LANGUAGE=en;X=\"a;b:c\":Hel\r\n lo\r\n\r\nno line\nUID:1";
        let found: Vec<_> = lines(text).collect();
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.name.as_str(), &*first.value, first.parameter("X")), ("SUMMARY", "Hello", Some("a;b:c")));
        assert_eq!(found[1], Err(text.find("no line").unwrap()));
        assert_eq!(found[2].as_ref().unwrap().value, "1");
        assert_eq!(unescape("a\\, b\\nc\\\\"), "a, b\nc\\");
        assert_eq!(list("a\\,b,c,,d\\\\,e"), ["a,b", "c", "d\\", "e"]);
    }
}
