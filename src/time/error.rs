//! Why a text is no date.

/// A text that the grammar does not know: which character is wrong, and what was expected in its place.
///
/// ```
/// let error = event_timeline::time::parse("2014-13-01").unwrap_err();
/// assert_eq!(error.offset, 5);
/// assert_eq!(error.expected, "a month (01 to 12) or a season (21 to 41)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// What is wrong, in a line: it quotes the character and says what was expected.
    pub message: String,
    /// UTF-8 byte offset of the offending character; the length of the text where it ends too early.
    pub offset: usize,
    /// What was expected there.
    pub expected: String,
}

impl ParseError {
    /// The character at `offset` is not what was expected.
    pub(super) fn unexpected(text: &str, offset: usize, expected: &str) -> ParseError {
        let found = match text.get(offset..).and_then(|rest| rest.chars().next()) {
            Some(character) => format!("{character:?}"),
            None => "the end of the text".to_owned(),
        };
        ParseError {
            message: format!("expected {expected}, found {found} at byte {offset}"),
            offset,
            expected: expected.to_owned(),
        }
    }

    /// The characters are right and what they say is not possible.
    pub(super) fn impossible(offset: usize, problem: &str, expected: &str) -> ParseError {
        ParseError {
            message: format!("{problem} (at byte {offset}): expected {expected}"),
            offset,
            expected: expected.to_owned(),
        }
    }
}
