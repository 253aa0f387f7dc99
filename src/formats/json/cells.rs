//! JSON values → cells of the kind that is wanted, or a diagnostic.

use super::super::problems::{Path, Position, Problems};
use super::scan::{Data, Text, Value};
use crate::diagnostic::Severity;
use crate::number;
use std::ops::Range;

/// Members of an object, as written.
pub(super) type Members<'v, 'a> = &'v [(Text<'a>, Value<'a>)];

/// Reads cells and notes what is wrong with them.
pub(super) struct Cells<'a> {
    /// The text at hand, in which the values stand.
    pub text: &'a str,
    pub problems: &'a mut Problems,
}

/// The last member with this key, as browsers have it.
pub(super) fn find<'v, 'a>(members: Members<'v, 'a>, key: &str) -> Option<&'v Value<'a>> {
    members.iter().rev().find(|(name, _)| name.raw == key).map(|(_, value)| value)
}

impl<'a> Cells<'a> {
    /// Notes a problem at a range of bytes of the text at hand.
    pub(super) fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: Range<usize>,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) {
        self.problems.report(self.text, severity, code, at, path, message);
    }

    pub(super) fn place(&mut self, at: usize) -> Position {
        self.problems.place(self.text, at)
    }

    /// A text; a number or truth value becomes its text. `None` for null and what is no text.
    pub(super) fn text(&mut self, value: &Value<'a>, path: &Path<'_>) -> Option<String> {
        let text = self.scalar(value, path)?;
        if !matches!(value.data, Data::Text(_)) {
            self.report(Severity::Warning, "wrong-type", value.range(), path, || {
                format!("expected text, found {}; read as the text `{text}`", value.kind())
            });
        }
        Some(text)
    }

    /// A text or what can quietly become one, such as a number for an id.
    pub(super) fn scalar(&mut self, value: &Value<'a>, path: &Path<'_>) -> Option<String> {
        match &value.data {
            Data::Null => None,
            Data::Text(text) => Some(self.decode(text, path)),
            Data::Number(raw) => Some((*raw).to_owned()),
            Data::Bool(flag) => Some(flag.to_string()),
            Data::List(_) | Data::Object(_) => {
                self.wrong_type("text", value, path);
                None
            }
        }
    }

    pub(super) fn decode(&mut self, text: &Text<'a>, path: &Path<'_>) -> String {
        if let Some(at) = text.lone_surrogate() {
            self.report(Severity::Value, "lone-surrogate", at..at + 6, path, || {
                "half of a surrogate pair, read as \u{FFFD}; expected both halves, or the character itself".to_owned()
            });
        }
        text.decode().into_owned()
    }

    /// Texts: a list of them, or one alone.
    pub(super) fn texts(&mut self, value: &Value<'a>, path: &Path<'_>) -> Vec<String> {
        self.each(value, path, |cells, value, path| cells.scalar(value, path))
    }

    /// What `read` makes of each value of a list, or of one alone.
    pub(super) fn each<T>(
        &mut self,
        value: &Value<'a>,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self, &Value<'a>, &Path<'_>) -> Option<T>,
    ) -> Vec<T> {
        match &value.data {
            Data::Null => Vec::new(),
            Data::List(values) => {
                let limit = self.problems.max_values;
                if let (Some(first), Some(last)) = (values.get(limit), values.last()) {
                    let count = values.len();
                    self.report(Severity::Value, "too-many-values", first.from..last.to, path, || {
                        format!("{count} values; those beyond MAX_VALUES = {limit} are left out")
                    });
                }
                let values = values.iter().take(limit).enumerate();
                values.filter_map(|(index, value)| read(self, value, &path.index(index))).collect()
            }
            _ => read(self, value, path).into_iter().collect(),
        }
    }

    /// A finite number; text that is one is read as one.
    pub(super) fn number(&mut self, value: &Value<'a>, path: &Path<'_>) -> Option<f64> {
        let number = match &value.data {
            Data::Null => return None,
            Data::Number(raw) => number::parse(raw),
            Data::Text(text) => number::parse(text.decode().trim()),
            _ => None,
        };
        match number {
            Some(number) if f64::is_finite(number) => Some(number),
            Some(_) if matches!(value.data, Data::Number(_)) => {
                self.report(Severity::Value, "number-range", value.range(), path, || {
                    format!("the number is out of range; expected one between −{max:e} and {max:e}", max = f64::MAX)
                });
                None
            }
            _ => {
                self.wrong_type("a number", value, path);
                None
            }
        }
    }

    pub(super) fn object<'v>(&mut self, value: &'v Value<'a>, path: &Path<'_>) -> Option<Members<'v, 'a>> {
        match &value.data {
            Data::Object(members) => Some(members),
            Data::Null => None,
            _ => {
                self.wrong_type("an object", value, path);
                None
            }
        }
    }

    pub(super) fn wrong_type(&mut self, expected: &str, value: &Value<'a>, path: &Path<'_>) {
        self.report(Severity::Value, "wrong-type", value.range(), path, || {
            format!("expected {expected}, found {}", value.kind())
        });
    }

    pub(super) fn missing(&mut self, key: &str, value: &Value<'a>, path: &Path<'_>) {
        self.report(Severity::Value, "missing-key", value.range(), path, || format!("expected a `{key}` here"));
    }

    /// Whether a key or an id is short enough; tells where it is not.
    pub(super) fn fits(&mut self, name: &str, at: Range<usize>, path: &Path<'_>) -> bool {
        let limit = self.problems.max_name;
        if limit < name.len() {
            self.report(Severity::Value, "name-too-long", at, path, || {
                format!("a name of {} bytes; it is left out, as it is longer than MAX_NAME_BYTES = {limit}", name.len())
            });
        }
        name.len() <= limit
    }

    /// A key that means nothing here; `path` is that of the object it stands in.
    pub(super) fn unknown_key(&mut self, key: &str, at: usize, known: &str, path: &Path<'_>) {
        self.report(Severity::Value, "unknown-key", at..at + key.len(), &path.key(key), || {
            format!("the key `{key}` means nothing here; expected one of {known}")
        });
    }

    /// A key that stands twice; `path` is that of the object it stands in.
    pub(super) fn duplicate_key(&mut self, path: &Path<'_>, at: usize, key: &str) {
        self.report(Severity::Value, "duplicate-key", at..at + key.len(), &path.key(key), || {
            format!("the key `{key}` stands twice in one object; the last holds")
        });
    }
}
