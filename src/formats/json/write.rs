//! An event set → JSON text, the way back.

use crate::event::{Event, EventSet, FieldType, FieldValue};
use crate::formats::date::{self, Moment};
use std::fmt::Write;

/// Writes a set as a document that [`read`](crate::formats::read) gives back equal.
///
/// One event a line. A number that JSON has no text for (NaN, an infinity) becomes `null`. A field whose key is a key of
/// every event (such as `title`) cannot be told from it, so no reading makes one.
///
/// # Example: there and back
/// ```
/// use event_timeline::formats;
/// let set = formats::read(br#"[{"title": "A", "start": 0, "actor": "IRGC"}]"#).set;
/// let text = formats::json::write(&set);
/// assert_eq!(formats::read(text.as_bytes()).set, set);
/// ```
pub fn write(set: &EventSet) -> String {
    let mut out = Object::new(String::new());
    for (key, text) in
        [("title", &set.title), ("description", &set.description), ("lang", &set.lang), ("source", &set.source)]
    {
        out.text(key, text);
    }
    if !set.fields.is_empty() {
        out.object("fields", |fields| {
            for field in &set.fields {
                fields.object(&field.key, |out| {
                    out.text("label", &field.label);
                    out.string("type", type_name(field.field_type));
                });
            }
        });
    }
    if !set.vocabularies.is_empty() {
        out.object("vocabularies", |fields| {
            for (field, terms) in &set.vocabularies {
                fields.list(field, terms, |term, out| {
                    out.string("name", &term.name);
                    out.texts("aliases", &term.aliases);
                    out.texts("broader", &term.broader);
                });
            }
        });
    }
    out.key("events");
    out.text.push('[');
    for (index, event) in set.events.iter().enumerate() {
        out.text.push_str(if index == 0 { "\n" } else { ",\n" });
        let inner = Object::new(std::mem::take(&mut out.text));
        out.text = write_event(event, inner);
    }
    out.text.push_str("\n]");
    let mut text = out.end();
    text.push('\n');
    text
}

fn type_name(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Category => "category",
        FieldType::Number => "number",
        FieldType::Text => "text",
        FieldType::Link => "link",
    }
}

fn write_event(event: &Event, mut out: Object) -> String {
    out.string("id", &event.id);
    out.string("title", &event.title);
    write_dates(event, &mut out);
    out.text("date_text", &event.date_text);
    out.text("date_note", &event.date_note);
    out.texts("date_inferred", &event.date_inferred);
    out.texts("after", &event.after);
    out.texts("before", &event.before);
    out.text("description", &event.description);
    out.list("claims", &event.claims, |claim, out| {
        out.text("by", &claim.by);
        out.text("status", &claim.status);
        out.text("about", &claim.about);
        out.texts("citations", &claim.citations);
    });
    out.list("places", &event.places, |place, out| {
        out.string("name", &place.name);
        out.number("lat", place.lat);
        out.number("lon", place.lon);
    });
    out.list("links", &event.links, |link, out| {
        out.string("url", &link.url);
        out.text("label", &link.label);
    });
    out.list("media", &event.media, |media, out| {
        out.string("url", &media.url);
        out.text("caption", &media.caption);
        out.text("credit", &media.credit);
        out.text("alt", &media.alt);
    });
    out.text("part_of", &event.part_of);
    for (key, value) in &event.fields {
        match value {
            FieldValue::Number(number) => out.number(key, Some(*number)),
            FieldValue::Texts(texts) => match texts.as_slice() {
                [text] => out.string(key, text),
                texts => out.texts(key, texts),
            },
        }
    }
    out.end()
}

/// Dates given as numbers are kept as bounds only: they are found by what the texts alone would mean.
fn write_dates(event: &Event, out: &mut Object) {
    out.text("date", &event.date);
    let moment = |text: &Option<String>| text.clone().map(Moment::Text);
    let told = date::resolve(moment(&event.date), moment(&event.start), moment(&event.end)).span;
    let span = event.span.filter(|span| event.date.is_none() && told != Some(*span));
    match (&event.start, span) {
        (None, Some(span)) => out.number("start", Some(span.earliest_start).filter(|ms| ms.is_finite())),
        (start, _) => out.text("start", start),
    }
    let starts_only = span.is_some_and(|span| event.start.is_none() && span.latest_end <= span.earliest_start + 1.0);
    match (&event.end, span) {
        (None, Some(span)) if !starts_only => out.number("end", Some(span.earliest_end).filter(|ms| ms.is_finite())),
        (end, _) => out.text("end", end),
    }
}

/// A JSON object being written.
struct Object {
    text: String,
    is_empty: bool,
}

impl Object {
    fn new(mut text: String) -> Self {
        text.push('{');
        Object { text, is_empty: true }
    }

    fn end(mut self) -> String {
        self.text.push('}');
        self.text
    }

    fn key(&mut self, key: &str) {
        if !self.is_empty {
            self.text.push_str(", ");
        }
        self.is_empty = false;
        push_string(&mut self.text, key);
        self.text.push_str(": ");
    }

    fn string(&mut self, key: &str, value: &str) {
        self.key(key);
        push_string(&mut self.text, value);
    }

    fn text(&mut self, key: &str, value: &Option<String>) {
        if let Some(value) = value {
            self.string(key, value);
        }
    }

    fn number(&mut self, key: &str, value: Option<f64>) {
        let Some(value) = value else { return };
        self.key(key);
        if value.is_finite() {
            // Rust writes the shortest digits that read back as the same number; a `String` takes every write.
            let _ = write!(self.text, "{value:e}");
        } else {
            self.text.push_str("null");
        }
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        self.key(key);
        self.text.push('[');
        for (index, value) in values.iter().enumerate() {
            if index != 0 {
                self.text.push_str(", ");
            }
            push_string(&mut self.text, value);
        }
        self.text.push(']');
    }

    fn object(&mut self, key: &str, write: impl FnOnce(&mut Object)) {
        self.key(key);
        let mut inner = Object::new(std::mem::take(&mut self.text));
        write(&mut inner);
        self.text = inner.end();
    }

    fn list<T>(&mut self, key: &str, values: &[T], write: impl Fn(&T, &mut Object)) {
        if values.is_empty() {
            return;
        }
        self.key(key);
        self.text.push('[');
        for (index, value) in values.iter().enumerate() {
            if index != 0 {
                self.text.push_str(", ");
            }
            let mut inner = Object::new(std::mem::take(&mut self.text));
            write(value, &mut inner);
            self.text = inner.end();
        }
        self.text.push(']');
    }
}

fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\u{0}'..='\u{1F}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}
