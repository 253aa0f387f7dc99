//! Bytes → text, piece by piece: byte order marks, UTF-8 and UTF-16, and what could not be decoded.

use std::borrow::Cow;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
/// Stands for bytes that could not be decoded.
pub(super) const REPLACEMENT: &str = "\u{FFFD}";

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

/// Decodes UTF-8 with or without a byte order mark, and UTF-16 with one, however the bytes are cut. Never fails.
#[derive(Default)]
pub(super) struct Decoder {
    /// `None` before the first bytes.
    encoding: Option<Encoding>,
    /// The start of a mark or of a character whose rest has not come.
    held: Vec<u8>,
}

impl Decoder {
    /// The text of the next bytes, without the byte order mark; U+FFFD stands where bytes could not be decoded, and its
    /// offsets are added to `replaced`. `last` says that no bytes follow.
    pub(super) fn decode<'a>(&mut self, bytes: &'a [u8], last: bool, replaced: &mut Vec<usize>) -> Cow<'a, str> {
        let bytes = if self.held.is_empty() {
            Cow::Borrowed(bytes)
        } else {
            self.held.extend_from_slice(bytes);
            Cow::Owned(std::mem::take(&mut self.held))
        };
        let mut skip = 0;
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None if bytes.len() < UTF8_MARK.len() && !last => {
                self.held = bytes.into_owned();
                return Cow::Borrowed("");
            }
            None => {
                let (encoding, len) = mark(&bytes);
                skip = len;
                *self.encoding.insert(encoding)
            }
        };
        match (encoding, bytes) {
            (Encoding::Utf8, Cow::Borrowed(bytes)) => self.utf8(bytes.get(skip..).unwrap_or_default(), last, replaced),
            (Encoding::Utf8, Cow::Owned(bytes)) => {
                Cow::Owned(self.utf8(bytes.get(skip..).unwrap_or_default(), last, replaced).into_owned())
            }
            (Encoding::Utf16(unit), bytes) => {
                Cow::Owned(self.utf16(bytes.get(skip..).unwrap_or_default(), unit, last, replaced))
            }
        }
    }

    fn utf8<'a>(&mut self, bytes: &'a [u8], last: bool, replaced: &mut Vec<usize>) -> Cow<'a, str> {
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => return Cow::Borrowed(text),
            Err(error) => error,
        };
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        if error.error_len().is_none() && !last {
            self.held = rest.to_vec();
            return Cow::Borrowed(std::str::from_utf8(valid).unwrap_or_default());
        }
        let mut text = String::with_capacity(bytes.len());
        let mut left = bytes.len();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            let invalid = chunk.invalid();
            left -= chunk.valid().len() + invalid.len();
            if !last && left == 0 && is_cut(invalid) {
                self.held = invalid.to_vec();
            } else if !invalid.is_empty() {
                replace(&mut text, replaced);
            }
        }
        Cow::Owned(text)
    }

    fn utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16, last: bool, replaced: &mut Vec<usize>) -> String {
        let (mut pairs, mut odd) = bytes.as_chunks::<2>();
        if !last {
            if let Some((&pair, before)) = pairs.split_last()
                && (0xD800..0xDC00).contains(&unit(pair))
            {
                odd = bytes.get(before.len() * 2..).unwrap_or_default();
                pairs = before;
            }
            self.held = odd.to_vec();
        }
        let mut text = String::with_capacity(bytes.len());
        for result in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
            match result {
                Ok(char) => text.push(char),
                Err(_) => replace(&mut text, replaced),
            }
        }
        if last && !odd.is_empty() {
            replace(&mut text, replaced);
        }
        text
    }
}

/// The encoding that the first bytes tell, and the length of the mark.
fn mark(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        [0xFF, 0xFE, ..] => (Encoding::Utf16(u16::from_le_bytes), 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16(u16::from_be_bytes), 2),
        _ if bytes.starts_with(UTF8_MARK) => (Encoding::Utf8, UTF8_MARK.len()),
        _ => (Encoding::Utf8, 0),
    }
}

/// The bytes are the start of a character.
fn is_cut(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn replace(text: &mut String, replaced: &mut Vec<usize>) {
    replaced.push(text.len());
    text.push_str(REPLACEMENT);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes the bytes cut at every two places.
    fn check(bytes: &[u8], text: &str, replaced: &[usize]) {
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let (mut decoder, mut found, mut marks) = (Decoder::default(), String::new(), Vec::new());
                for (piece, last) in
                    [(&bytes[..first], false), (&bytes[first..second], false), (&bytes[second..], true)]
                {
                    let mut new = Vec::new();
                    let piece = decoder.decode(piece, last, &mut new);
                    marks.extend(new.iter().map(|at| found.len() + at));
                    found.push_str(&piece);
                }
                assert_eq!((&*found, &*marks), (text, replaced), "{bytes:?} cut at {first} and {second}");
            }
        }
    }

    #[test]
    fn marks_are_taken_off_and_bad_bytes_replaced() {
        check(b"", "", &[]);
        check(b"\xEF\xBB", "\u{FFFD}", &[0]);
        check(b"\xEF\xBB\xBF[]", "[]", &[]);
        check(b"\xF4\xF4", "\u{FFFD}\u{FFFD}", &[0, 3]);
        check(b"a\xFFb\xC3", "a\u{FFFD}b\u{FFFD}", &[1, 5]);
        check(b"\xE2\x82\xE2\x82\xAC\xF0\x9F\x98", "\u{FFFD}\u{20AC}\u{FFFD}", &[0, 6]);
        check(b"\xFF\xFE[\0]\0", "[]", &[]);
        check(b"\xFE\xFF\0[\xD8\x3D\xDE\x00", "[\u{1F600}", &[]);
        check(b"\xFE\xFF\xD8\x00\0a\0", "\u{FFFD}a\u{FFFD}", &[0, 4]);
    }
}
