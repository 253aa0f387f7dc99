//! Bytes → text: byte order marks, UTF-8 and UTF-16, and what could not be decoded.

use std::borrow::Cow;

/// A file as text.
pub(super) struct Decoded<'a> {
    /// The text without its byte order mark; U+FFFD stands where bytes could not be decoded.
    pub text: Cow<'a, str>,
    /// Offset and length in `text` of each replacement.
    pub replaced: Vec<(usize, usize)>,
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const REPLACEMENT: &str = "\u{FFFD}";

/// Decodes UTF-8 with or without a byte order mark, and UTF-16 with one. Never fails.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        _ => decode_utf8(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)),
    }
}

fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), replaced: Vec::new() };
    }
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            replaced.push((text.len(), REPLACEMENT.len()));
            text.push_str(REPLACEMENT);
        }
    }
    Decoded { text: Cow::Owned(text), replaced }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'static> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = Vec::new();
    let mut replace = |text: &mut String| {
        replaced.push((text.len(), REPLACEMENT.len()));
        text.push_str(REPLACEMENT);
    };
    for result in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match result {
            Ok(char) => text.push(char),
            Err(_) => replace(&mut text),
        }
    }
    if !odd.is_empty() {
        replace(&mut text);
    }
    Decoded { text: Cow::Owned(text), replaced }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, replaced: &[(usize, usize)]) {
        let decoded = decode(bytes);
        assert_eq!((&*decoded.text, &*decoded.replaced), (text, replaced), "{bytes:?}");
    }

    #[test]
    fn marks_are_taken_off_and_bad_bytes_replaced() {
        check(b"", "", &[]);
        check(b"\xEF\xBB\xBF[]", "[]", &[]);
        check(b"a\xFFb\xC3", "a\u{FFFD}b\u{FFFD}", &[(1, 3), (5, 3)]);
        check(b"\xFF\xFE[\0]\0", "[]", &[]);
        check(b"\xFE\xFF\0[\xD8\x3D\xDE\x00", "[\u{1F600}", &[]);
        check(b"\xFE\xFF\xD8\x00\0a\0", "\u{FFFD}a\u{FFFD}", &[(0, 3), (4, 3)]);
    }
}
