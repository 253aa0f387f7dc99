//! The names that stand before a colon or after `sort:`.

use super::FieldName;
use crate::event::FieldType;
use crate::store::text::{Decompose, fold};

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Name<'a> {
    Word(Word),
    /// `title` or `description`.
    Text(&'a str),
    Field(FieldName<'a>),
}

/// Names that belong to the language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word {
    Before,
    After,
    During,
    Is,
    Undated,
    Sort,
}

const WORDS: [(&str, Word); 6] = [
    ("before", Word::Before),
    ("after", Word::After),
    ("during", Word::During),
    ("is", Word::Is),
    ("undated", Word::Undated),
    ("sort", Word::Sort),
];

const TEXTS: [&str; 2] = ["title", "description"];

/// What a set can be sorted by apart from its fields.
const SORTS: [&str; 6] = ["start", "end", "duration", "title", "order", "id"];

/// Field names that a message lists.
const MAX_LISTED: usize = 16;

/// The names of one set.
pub(super) struct Names<'a> {
    fields: Vec<Folded<'a>>,
    decompose: Decompose,
}

struct Folded<'a> {
    field: FieldName<'a>,
    key: String,
    label: Option<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(fields: &[FieldName<'a>], decompose: Decompose) -> Self {
        let folded = |field: &FieldName<'a>| Folded {
            field: *field,
            key: fold(field.key, decompose),
            label: field.label.map(|label| fold(label, decompose)),
        };
        Names { fields: fields.iter().map(folded).collect(), decompose }
    }

    /// What a name before a colon means. A quoted name is never a word of the language.
    pub(super) fn find(&self, name: &str, quoted: bool) -> Option<Name<'a>> {
        let folded = fold(name, self.decompose);
        let word = WORDS.iter().find(|(word, _)| !quoted && *word == folded).map(|(_, word)| Name::Word(*word));
        let text = |name: &str| TEXTS.iter().find(|text| **text == name).map(|text| Name::Text(text));
        let exact = || self.fields.iter().find(|field| field.field.key == name).map(|field| Name::Field(field.field));
        word.or_else(|| text(name))
            .or_else(exact)
            .or_else(|| text(&folded))
            .or_else(|| self.folded(&folded).map(Name::Field))
    }

    /// What a name after `sort:` means.
    pub(super) fn find_sort(&self, name: &str) -> Option<&'a str> {
        let folded = fold(name, self.decompose);
        let own = |name: &str| SORTS.iter().copied().find(|own| *own == name);
        let exact = || self.fields.iter().find(|field| field.field.key == name).map(|field| field.field.key);
        own(name).or_else(exact).or_else(|| own(&folded)).or_else(|| self.folded(&folded).map(|field| field.key))
    }

    fn folded(&self, name: &str) -> Option<FieldName<'a>> {
        let by_key = self.fields.iter().find(|field| field.key == name);
        by_key
            .or_else(|| self.fields.iter().find(|field| field.label.as_deref() == Some(name)))
            .map(|field| field.field)
    }

    /// The text as names are compared.
    pub(super) fn fold(&self, text: &str) -> String {
        fold(text, self.decompose)
    }

    /// Every name that may stand before a colon.
    pub(super) fn list(&self) -> String {
        let mut names = self.keys(|field| field.field_type != FieldType::Link);
        names.extend(TEXTS);
        names.extend(WORDS.map(|(word, _)| word));
        listed(&names)
    }

    /// Every name that may stand after `sort:`.
    pub(super) fn list_sorts(&self) -> String {
        let mut names = SORTS.to_vec();
        names.extend(self.keys(|_| true));
        listed(&names)
    }

    fn keys(&self, fits: fn(&FieldName<'_>) -> bool) -> Vec<&str> {
        self.fields.iter().map(|field| &field.field).filter(|field| fits(field)).map(|field| field.key).collect()
    }
}

fn listed(names: &[&str]) -> String {
    let (first, more) = names.split_at(names.len().min(MAX_LISTED));
    let mut list = first.join(", ");
    if !more.is_empty() {
        list.extend([" and ", &more.len().to_string(), " more"]);
    }
    list
}
