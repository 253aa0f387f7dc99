//! Collects what is wrong with a file; lines and columns are worked out once, at the end.

use crate::diagnostic::{Diagnostic, MAX_EXCERPT_CHARS, Severity};
use std::fmt;
use std::ops::Range;

/// Diagnostics that one reading keeps; a last one counts those left out. A diagnostic of severity `File` is always kept.
pub const MAX_DIAGNOSTICS: usize = 1000;

/// Where a value stands, as a chain on the stack: a string is made of it only when something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl Path<'static> {
    /// The document itself.
    pub(super) const ROOT: Path<'static> = Path { parent: None, step: Step::Root };
}

impl<'p> Path<'p> {
    pub(super) fn key(&'p self, key: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    pub(super) fn index(&'p self, index: usize) -> Path<'p> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// The index in a list that the path ends with.
    pub(super) fn last_index(&self) -> Option<usize> {
        match self.step {
            Step::Index(index) => Some(index),
            Step::Root | Step::Key(_) => None,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) if !is_plain(key) => write!(f, "[{key:?}]"),
            Step::Key(key) if self.parent.is_some_and(|parent| !matches!(parent.step, Step::Root)) => {
                write!(f, ".{key}")
            }
            Step::Key(key) => f.write_str(key),
        }
    }
}

/// The key needs no quotes in a path.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|char| char.is_alphanumeric() || char == '_' || char == '-')
}

/// The diagnostics so far, with their byte offsets.
pub(super) struct Problems<'a> {
    text: &'a str,
    limit: usize,
    found: Vec<(usize, Diagnostic)>,
    more: usize,
}

impl<'a> Problems<'a> {
    pub(super) fn new(text: &'a str, limit: usize) -> Self {
        Problems { text, limit, found: Vec::new(), more: 0 }
    }

    /// Notes a problem at a range of bytes. The message is made only if there is room for it.
    pub(super) fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: Range<usize>,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) {
        if self.limit <= self.found.len() && severity != Severity::File {
            self.more += 1;
            return;
        }
        let excerpt = excerpt(self.text.get(at.clone()).unwrap_or_default());
        let diagnostic =
            Diagnostic { severity, code, message: message(), path: path.to_string(), line: 0, column: 0, excerpt };
        self.found.push((at.start, diagnostic));
    }

    /// Problems that there was no room for.
    pub(super) fn left_out(&self) -> usize {
        self.more
    }

    /// Forgets what was noted in a range of bytes that is about to be read again.
    pub(super) fn forget(&mut self, range: Range<usize>, left_out: usize) {
        self.found.retain(|(offset, _)| !range.contains(offset));
        self.more = self.more.saturating_sub(left_out);
    }

    /// The diagnostics in document order, with lines and columns.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|&(offset, _)| offset);
        let mut place = Place { offset: 0, line: 1, column: 1 };
        let mut diagnostics = Vec::with_capacity(self.found.len() + 1);
        for (offset, mut diagnostic) in self.found {
            place.advance(self.text, offset);
            (diagnostic.line, diagnostic.column) = (place.line, place.column);
            diagnostics.push(diagnostic);
        }
        if self.more != 0 {
            diagnostics.push(Diagnostic {
                severity: Severity::Warning,
                code: "more-problems",
                message: format!("and {} more problems over the limit MAX_DIAGNOSTICS = {}", self.more, self.limit),
                path: String::new(),
                line: 0,
                column: 0,
                excerpt: String::new(),
            });
        }
        diagnostics
    }
}

/// The text as a diagnostic shows it: its first line, cut where it is long.
fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_EXCERPT_CHARS + 1).take_while(|&char| char != '\n').collect();
    if shown.len() < text.len() || MAX_EXCERPT_CHARS < shown.chars().count() {
        let end = shown.char_indices().nth(MAX_EXCERPT_CHARS - 1).map_or(shown.len(), |(at, _)| at);
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

/// A byte offset and its line and column, moved forwards only.
struct Place {
    offset: usize,
    line: u32,
    column: u32,
}

impl Place {
    fn advance(&mut self, text: &str, to: usize) {
        for char in text.get(self.offset..to).unwrap_or_default().chars() {
            if char == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_like_javascript() {
        let events = Path::ROOT.key("events");
        let event = events.index(17);
        assert_eq!(event.key("date").to_string(), "events[17].date");
        assert_eq!(Path::ROOT.index(3).key("a b").to_string(), "[3][\"a b\"]");
        assert_eq!(Path::ROOT.to_string(), "");
    }

    #[test]
    fn columns_count_characters_and_lines_from_one() {
        let mut problems = Problems::new("é\r\nab", 9);
        for offset in [5, 2, 0] {
            problems.report(Severity::Value, "test", offset..offset, &Path::ROOT, String::new);
        }
        let places: Vec<_> = problems.finish().iter().map(|d| (d.line, d.column)).collect();
        assert_eq!(places, [(1, 1), (1, 2), (2, 2)]);
    }

    #[test]
    fn long_excerpts_are_cut_at_the_limit() {
        assert_eq!(excerpt(&"é".repeat(MAX_EXCERPT_CHARS)).chars().count(), MAX_EXCERPT_CHARS);
        let cut = excerpt(&"é".repeat(MAX_EXCERPT_CHARS + 1));
        assert_eq!((cut.chars().count(), cut.chars().last()), (MAX_EXCERPT_CHARS, Some('…')));
        assert_eq!(excerpt("{\n  \"a\": 1}"), "{…");
    }
}
