//! What a document says of itself: its texts, the fields it declares, their vocabularies.

use super::super::problems::Path;
use super::cells::{self, Cells};
use super::scan::{Data, Value};
use crate::diagnostic::Severity;
use crate::event::{EVENT_KEYS, FieldDeclaration, FieldType, Term};
use crate::table::{Dictionary, EventTable};

/// Reads members of a document other than its events.
pub(super) struct Head<'a> {
    pub cells: Cells<'a>,
    pub table: &'a mut EventTable,
    pub types: &'a mut Types,
}

/// Declared types by field key.
#[derive(Default)]
pub(super) struct Types {
    keys: Dictionary,
    /// By code of the key.
    types: Vec<FieldType>,
}

impl Types {
    pub(super) fn get(&self, key: &str) -> Option<FieldType> {
        self.types.get(self.keys.find(key)? as usize).copied()
    }

    /// Declares a field; gives its place among the fields where it was declared before.
    fn insert(&mut self, key: &str, field_type: FieldType) -> Option<usize> {
        let code = self.keys.code(key).unwrap_or(u32::MAX) as usize;
        match self.types.get_mut(code) {
            Some(known) => {
                *known = field_type;
                Some(code)
            }
            None => {
                self.types.push(field_type);
                None
            }
        }
    }
}

impl<'a> Head<'a> {
    pub(super) fn member(&mut self, key: &str, key_from: usize, value: &Value<'a>, path: &Path<'_>) {
        match key {
            "title" => self.table.title = self.cells.text(value, path),
            "description" => self.table.description = self.cells.text(value, path),
            "lang" => self.table.lang = self.cells.text(value, path),
            "source" => self.table.source = self.cells.text(value, path),
            "fields" => self.fields(value, path),
            "vocabularies" => self.vocabularies(value, path),
            "$schema" => {}
            _ => {
                let known = "title, description, lang, source, fields, vocabularies, events";
                self.cells.unknown_key(key, key_from, known, &Path::ROOT);
            }
        }
    }

    fn fields(&mut self, value: &Value<'a>, path: &Path<'_>) {
        match &value.data {
            Data::Object(members) => {
                for (key, value) in members {
                    let name = key.decode();
                    self.field(name.to_string(), key.from, value, &path.key(&name));
                }
            }
            Data::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    let path = path.index(index);
                    let key = self.cells.object(value, &path).and_then(|members| cells::find(members, "key"));
                    match key.and_then(|key| self.cells.text(key, &path.key("key"))) {
                        Some(key) => self.field(key, value.from, value, &path),
                        None => self.cells.missing("key", value, &path),
                    }
                }
            }
            Data::Null => {}
            _ => self.cells.wrong_type("an object of fields by key, or a list of fields", value, path),
        }
    }

    /// One declaration: `{"label", "type"}`, or only the name of its type.
    fn field(&mut self, key: String, at: usize, value: &Value<'a>, path: &Path<'_>) {
        if !self.cells.fits(&key, at..value.to, path) {
            return;
        }
        if EVENT_KEYS.contains(&key.as_str()) {
            self.cells.report(Severity::Value, "reserved-field", at..value.to, path, || {
                format!("`{key}` is a key of every event and cannot be declared as a field")
            });
            return;
        }
        let mut declaration = FieldDeclaration { key, label: None, field_type: FieldType::Category };
        match &value.data {
            Data::Null => {}
            Data::Text(_) => declaration.field_type = self.field_type(value, path),
            _ => {
                for (key, value) in self.cells.object(value, path).unwrap_or_default() {
                    let name = key.decode();
                    let path = path.key(&name);
                    match &*name {
                        "key" => {}
                        "label" => declaration.label = self.cells.text(value, &path),
                        "type" => declaration.field_type = self.field_type(value, &path),
                        _ => self.cells.unknown_key(&name, key.from, "key, label, type", &path),
                    }
                }
            }
        }
        let known = self.types.insert(&declaration.key, declaration.field_type);
        if known.is_some() {
            self.cells.report(Severity::Value, "duplicate-field", at..value.to, path, || {
                format!("the field `{}` is declared twice; this declaration holds", declaration.key)
            });
        }
        match known.and_then(|at| self.table.fields.get_mut(at)) {
            Some(former) => *former = declaration,
            None => self.table.fields.push(declaration),
        }
    }

    fn field_type(&mut self, value: &Value<'a>, path: &Path<'_>) -> FieldType {
        match self.cells.text(value, path).as_deref() {
            Some("category") | None => FieldType::Category,
            Some("number") => FieldType::Number,
            Some("text") => FieldType::Text,
            Some("link") => FieldType::Link,
            Some(_) => {
                self.cells.report(Severity::Value, "unknown-type", value.range(), path, || {
                    "not a type of field, read as `category`; expected category, number, text or link".to_owned()
                });
                FieldType::Category
            }
        }
    }

    fn vocabularies(&mut self, value: &Value<'a>, path: &Path<'_>) {
        for (field, value) in self.cells.object(value, path).unwrap_or_default() {
            let name = field.decode();
            if !self.cells.fits(&name, field.from..value.to, path) {
                continue;
            }
            let terms = self.vocabulary(value, &path.key(&name));
            let replaced = if terms.is_empty() {
                self.table.vocabularies.remove(&*name)
            } else {
                self.table.vocabularies.insert(name.to_string(), terms)
            };
            if replaced.is_some() {
                self.cells.duplicate_key(path, field.from, &name);
            }
        }
    }

    fn vocabulary(&mut self, value: &Value<'a>, path: &Path<'_>) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut names = Dictionary::default();
        match &value.data {
            Data::Null => {}
            Data::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    let path = path.index(index);
                    if let Some(term) = self.term(None, value, &path) {
                        self.add_term(term, &mut terms, &mut names, value, &path);
                    }
                }
            }
            Data::Object(members) => {
                for (key, value) in members {
                    let name = key.decode();
                    let path = path.key(&name);
                    if let Some(term) = self.term(Some(name.to_string()), value, &path) {
                        self.add_term(term, &mut terms, &mut names, value, &path);
                    }
                }
            }
            _ => self.cells.wrong_type("a list of values, or an object of values by name", value, path),
        }
        terms
    }

    fn add_term(
        &mut self,
        term: Term,
        terms: &mut Vec<Term>,
        names: &mut Dictionary,
        value: &Value<'a>,
        path: &Path<'_>,
    ) {
        if names.code(&term.name).is_some_and(|code| code as usize == terms.len()) {
            terms.push(term);
            return;
        }
        self.cells.report(Severity::Value, "duplicate-name", value.range(), path, || {
            format!("the name `{}` stands twice in this vocabulary; the first holds", term.name)
        });
    }

    /// A value of a vocabulary: an object, or only a name.
    fn term(&mut self, name: Option<String>, value: &Value<'a>, path: &Path<'_>) -> Option<Term> {
        let named = name.is_some();
        let mut term = Term { name: name.unwrap_or_default(), ..Term::default() };
        match &value.data {
            Data::Null if named => {}
            Data::Text(_) if !named => term.name = self.cells.text(value, path)?,
            _ => {
                for (key, value) in self.cells.object(value, path)? {
                    let key_name = key.decode();
                    let path = path.key(&key_name);
                    match &*key_name {
                        "name" if !named => term.name = self.cells.text(value, &path)?,
                        "aliases" => term.aliases = self.cells.texts(value, &path),
                        "broader" => term.broader = self.cells.texts(value, &path),
                        _ => self.cells.unknown_key(&key_name, key.from, "name, aliases, broader", &path),
                    }
                }
            }
        }
        if term.name.is_empty() {
            self.cells.missing("name", value, path);
            return None;
        }
        Some(term)
    }
}
