//! Bytes → text, piece by piece: byte order marks, UTF-8, UTF-16 and Windows-1252, and what could not be decoded.

use super::named::named;
use std::borrow::Cow;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
/// First bytes that tell UTF-16 without a mark: two characters of ASCII.
const SNIFFED_BYTES: usize = 4;
/// Bytes from the first one that is not UTF-8 that decide whether the rest is.
const JUDGED_BYTES: usize = 4 << 10;
/// Stands for bytes that could not be decoded.
pub(super) const REPLACEMENT: &str = "\u{FFFD}";

named! {
    /// How the bytes of a file stand for text.
    #[derive(Default)]
    Encoding {
        /// UTF-8, with or without a byte order mark.
        #[default]
        Utf8 = "utf-8",
        /// UTF-16, the low byte first.
        Utf16Le = "utf-16le",
        /// UTF-16, the high byte first.
        Utf16Be = "utf-16be",
        /// Windows-1252, which Latin-1 is taken for too: where bytes are not UTF-8.
        Windows1252 = "windows-1252",
    }
}

/// What was found at an offset of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Bytes that could not be decoded.
    Replaced,
    /// The first byte that is not UTF-8 of a text that is Windows-1252.
    Windows1252,
}

/// Decodes text, however the bytes are cut. Never fails.
#[derive(Default)]
pub(super) struct Decoder {
    /// `None` before the first bytes.
    encoding: Option<Encoding>,
    /// The start of a mark or of a character whose rest has not come, or what is to be judged.
    held: Vec<u8>,
    /// Characters outside ASCII so far, as long as all is UTF-8.
    beyond_ascii: usize,
    /// Bytes that are not UTF-8 were found to be mistakes.
    is_judged: bool,
}

impl Decoder {
    /// How the bytes stand for text, as far as is known.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding.unwrap_or_default()
    }

    /// The text of the next bytes, without the byte order mark; U+FFFD stands where bytes could not be decoded. What is
    /// found is added to `found` with its offset. `last` says that no bytes follow.
    pub(super) fn decode<'a>(&mut self, bytes: &'a [u8], last: bool, found: &mut Vec<(usize, Found)>) -> Cow<'a, str> {
        let bytes = if self.held.is_empty() {
            Cow::Borrowed(bytes)
        } else {
            self.held.extend_from_slice(bytes);
            Cow::Owned(std::mem::take(&mut self.held))
        };
        let mut skip = 0;
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None if bytes.len() < SNIFFED_BYTES && !last => {
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
            (Encoding::Utf8, Cow::Borrowed(bytes)) => self.utf8(bytes.get(skip..).unwrap_or_default(), last, found),
            (Encoding::Utf8, Cow::Owned(bytes)) => {
                Cow::Owned(self.utf8(bytes.get(skip..).unwrap_or_default(), last, found).into_owned())
            }
            (Encoding::Windows1252, bytes) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
            (Encoding::Utf16Le, bytes) => {
                Cow::Owned(self.utf16(bytes.get(skip..).unwrap_or_default(), u16::from_le_bytes, last, found))
            }
            (Encoding::Utf16Be, bytes) => {
                Cow::Owned(self.utf16(bytes.get(skip..).unwrap_or_default(), u16::from_be_bytes, last, found))
            }
        }
    }

    fn utf8<'a>(&mut self, bytes: &'a [u8], last: bool, found: &mut Vec<(usize, Found)>) -> Cow<'a, str> {
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => {
                self.count(text);
                return Cow::Borrowed(text);
            }
            Err(error) => error,
        };
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        let valid = std::str::from_utf8(valid).unwrap_or_default();
        let waits = error.error_len().is_none() || !self.is_judged && rest.len() < JUDGED_BYTES;
        if !last && waits {
            self.count(valid);
            self.held = rest.to_vec();
            return Cow::Borrowed(valid);
        }
        self.count(valid);
        let mut text = String::with_capacity(bytes.len());
        text.push_str(valid);
        if !self.is_judged && self.is_windows_1252(rest) {
            self.encoding = Some(Encoding::Windows1252);
            found.push((text.len(), Found::Windows1252));
            text.extend(rest.iter().map(|byte| windows_1252(*byte)));
            return Cow::Owned(text);
        }
        self.is_judged = true;
        let mut left = rest.len();
        for chunk in rest.utf8_chunks() {
            text.push_str(chunk.valid());
            let invalid = chunk.invalid();
            left -= chunk.valid().len() + invalid.len();
            if !last && left == 0 && is_cut(invalid) {
                self.held = invalid.to_vec();
            } else if !invalid.is_empty() {
                replace(&mut text, found);
            }
        }
        Cow::Owned(text)
    }

    fn count(&mut self, text: &str) {
        if !self.is_judged && self.beyond_ascii < JUDGED_BYTES {
            self.beyond_ascii += beyond_ascii(text);
        }
    }

    /// Whether bytes, the first of which are not UTF-8, are Windows-1252: most of what is not ASCII is not UTF-8.
    fn is_windows_1252(&self, bytes: &[u8]) -> bool {
        let judged = bytes.get(..JUDGED_BYTES).unwrap_or(bytes);
        let (mut good, mut bad) = (self.beyond_ascii, 0);
        for chunk in judged.utf8_chunks() {
            good += beyond_ascii(chunk.valid());
            bad += usize::from(!chunk.invalid().is_empty());
        }
        good < bad && !judged.iter().any(|byte| matches!(byte, 0 | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D))
    }

    fn utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16, last: bool, found: &mut Vec<(usize, Found)>) -> String {
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
                Err(_) => replace(&mut text, found),
            }
        }
        if last && !odd.is_empty() {
            replace(&mut text, found);
        }
        text
    }
}

/// The encoding that the first bytes tell, and the length of the mark.
fn mark(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
        _ if bytes.starts_with(UTF8_MARK) => (Encoding::Utf8, UTF8_MARK.len()),
        [1..=u8::MAX, 0, 1..=u8::MAX, 0, ..] => (Encoding::Utf16Le, 0),
        [0, 1..=u8::MAX, 0, 1..=u8::MAX, ..] => (Encoding::Utf16Be, 0),
        _ => (Encoding::Utf8, 0),
    }
}

/// The characters of the bytes 0x80 to 0x9F, as the WHATWG's Encoding standard has them; all others are those of Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

/// Characters that are not ASCII.
fn beyond_ascii(text: &str) -> usize {
    if text.is_ascii() { 0 } else { text.bytes().filter(|byte| 0xC0 <= *byte).count() }
}

/// The bytes are the start of a character.
fn is_cut(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn replace(text: &mut String, found: &mut Vec<(usize, Found)>) {
    found.push((text.len(), Found::Replaced));
    text.push_str(REPLACEMENT);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes the bytes cut at every two places.
    #[track_caller]
    fn check(bytes: &[u8], text: &str, found: &[(usize, Found)]) {
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let (mut decoder, mut decoded, mut marks) = (Decoder::default(), String::new(), Vec::new());
                for (piece, last) in
                    [(&bytes[..first], false), (&bytes[first..second], false), (&bytes[second..], true)]
                {
                    let mut new = Vec::new();
                    let piece = decoder.decode(piece, last, &mut new);
                    marks.extend(new.iter().map(|(at, found)| (decoded.len() + at, *found)));
                    decoded.push_str(&piece);
                }
                assert_eq!((&*decoded, &*marks), (text, found), "{bytes:?} cut at {first} and {second}");
            }
        }
    }

    #[test]
    fn marks_are_taken_off_and_bad_bytes_replaced() {
        use Found::Replaced;
        check(b"", "", &[]);
        check(b"\xEF\xBB\xBF[]", "[]", &[]);
        check("éé\u{FFFD}".as_bytes(), "éé\u{FFFD}", &[]);
        check(b"\xC3\xA9\xC3\xA9\xF4\xF4", "éé\u{FFFD}\u{FFFD}", &[(4, Replaced), (7, Replaced)]);
        check(b"\xC3\xA9a\xFFb", "éa\u{FFFD}b", &[(3, Replaced)]);
        check(b"a\xFFb\xC3\xA9", "a\u{FFFD}bé", &[(1, Replaced)]);
        check(
            b"\xC3\xA9\xE2\x82\xE2\x82\xAC\xF0\x9F\x98",
            "é\u{FFFD}\u{20AC}\u{FFFD}",
            &[(2, Replaced), (8, Replaced)],
        );
        check(b"\xFF\xFE[\0]\0", "[]", &[]);
        check(b"\xFE\xFF\0[\xD8\x3D\xDE\x00", "[\u{1F600}", &[]);
        check(b"\xFE\xFF\xD8\x00\0a\0", "\u{FFFD}a\u{FFFD}", &[(0, Replaced), (4, Replaced)]);
    }

    #[test]
    fn what_is_not_utf_8_is_windows_1252() {
        use Found::{Replaced, Windows1252};
        check(b"M\xFCnchen \x80 \x93a\x94", "München € “a”", &[(1, Windows1252)]);
        check(b"\xEF\xBB", "ï»", &[(0, Windows1252)]);
        check(b"\xE9\xE9\xE9\xC3\xA9", "éééÃ©", &[(0, Windows1252)]);
        // No character of Windows-1252 has this byte.
        check(b"\xE9a\x81", "\u{FFFD}a\u{FFFD}", &[(0, Replaced), (4, Replaced)]);
        for byte in 0x80..=0x9F {
            let known = !matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
            assert_eq!(known, windows_1252(byte) as u32 != u32::from(byte), "{byte:X}");
        }
    }

    #[test]
    fn utf_16_is_told_without_a_mark() {
        check(b"[\0]\0\xE9\0", "[]é", &[]);
        check(b"\0[\0]\0\xE9", "[]é", &[]);
    }

    #[test]
    fn the_judgement_does_not_depend_on_cuts() {
        let far = "a".repeat(JUDGED_BYTES + 10);
        for (after, is_windows) in [("é", true), ("", true)] {
            let bytes = [b"\xE9", far.as_bytes(), after.as_bytes()].concat();
            for cut in [1, 2, JUDGED_BYTES - 1, JUDGED_BYTES, JUDGED_BYTES + 1, bytes.len()] {
                let mut decoder = Decoder::default();
                let mut text = decoder.decode(&bytes[..cut], false, &mut Vec::new()).into_owned();
                text.push_str(&decoder.decode(&bytes[cut..], true, &mut Vec::new()));
                assert_eq!(decoder.encoding() == Encoding::Windows1252, is_windows);
                assert_eq!(text.chars().count(), bytes.len());
            }
        }
    }
}
