//! The documents and strings of other programs' test suites, where `EVENT_TIMELINE_CORPORA` points.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)]

mod formats_support;

use event_timeline::Timeline;
use event_timeline::diagnostic::Diagnostic;
use event_timeline::formats::{Limits, Reader, Reading, json, read};
use event_timeline::query::{Query, TextTerm};
use event_timeline::store::text::{fold, nfkd, words};
use formats_support::place_of_syntax_error;
use std::path::PathBuf;

/// Diagnostics that say of a text that it is no JSON.
const SYNTAX: [&str; 8] = [
    "bad-json",
    "broken-record",
    "broken-value",
    "truncated",
    "trailing-text",
    "trailing-comma",
    "missing-comma",
    "bad-utf8",
];

fn corpus(path: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("EVENT_TIMELINE_CORPORA") else {
        eprintln!("EVENT_TIMELINE_CORPORA is not set: the documents of other programs are not tried");
        return None;
    };
    Some(PathBuf::from(folder).join(path))
}

/// The text as the value of a field of an event, and an event after it.
fn as_field(value: &[u8]) -> Vec<u8> {
    [b"[\n{\"title\": \"a\", \"x\": ", value, b"},\n{\"title\": \"z\"}]"].concat()
}

fn is_syntax(diagnostic: &Diagnostic) -> bool {
    SYNTAX.contains(&diagnostic.code)
}

/// JSONTestSuite (Nicolas Seriot): `y_` must be read, `n_` must be refused, `i_` is up to the parser.
#[test]
fn what_is_json_and_what_is_not() {
    let Some(folder) = corpus("jsontestsuite/test_parsing") else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let of_kind =
        |kind| files.iter().filter(|file| file.file_name().unwrap().to_string_lossy().starts_with(kind)).count();
    assert_eq!(["y_", "n_", "i_"].map(of_kind), [95, 188, 35]);
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).unwrap();
        let (whole, within) = (read(&bytes), read(&as_field(&bytes)));
        for (bytes, whole) in [(&bytes, &whole), (&as_field(&bytes), &within)] {
            let mut reader = Reader::new(Limits::default());
            for piece in bytes.chunks(3) {
                reader.push(piece);
            }
            assert_eq!(&Reading::from(reader.finish()), whole, "{name} in pieces");
        }
        for diagnostic in whole.diagnostics.iter().chain(&within.diagnostics) {
            assert!(0 < diagnostic.line && 0 < diagnostic.column, "{name}: no place: {diagnostic:?}");
        }
        match name.as_bytes().first() {
            Some(b'y') => {
                let wrong: Vec<_> =
                    whole.diagnostics.iter().chain(&within.diagnostics).filter(|d| is_syntax(d)).collect();
                assert!(wrong.is_empty(), "{name} is JSON: {wrong:?}");
                assert_eq!(within.set.events.len(), 2, "{name}");
            }
            Some(b'n') => {
                assert!(!whole.diagnostics.is_empty(), "{name} is not JSON");
                assert!(within.diagnostics.iter().any(is_syntax), "{name} is not JSON: {:?}", within.diagnostics);
            }
            _ => {}
        }
        let text = String::from_utf8_lossy(&as_field(&bytes)).into_owned();
        let told = within.diagnostics.iter().find(|d| is_syntax(d) && d.code != "bad-utf8");
        let place = told.map(|d| (d.line, d.column));
        assert_eq!(place, place_of_syntax_error(&text), "{name}: {:?}", within.diagnostics);
    }
}

/// Naughty strings (Max Woolf): as every text of an event they come out as they went in, and are found.
#[test]
fn hostile_strings_go_through_unharmed() {
    let Some(file) = corpus("blns/blns.json") else { return };
    let strings: Vec<String> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(400 < strings.len(), "{} strings", strings.len());
    let events: Vec<_> = strings.iter().enumerate().map(|(at, s)| event(&format!("id{at} {s}"), s)).collect();
    let document = serde_json::json!({
        "title": "t", "events": events, "fields": {"f": {"type": "category"}, "n": {"type": "text", "label": "N"}},
    });
    let reading = read(document.to_string().as_bytes());
    assert_eq!(reading.set.events.len(), strings.len());
    for (event, string) in reading.set.events.iter().zip(&strings) {
        assert_eq!(&event.title, string);
        assert_eq!(event.description.as_ref(), Some(string));
        assert_eq!(event.date_text.as_ref(), Some(string));
        assert_eq!(event.claims[0].by.as_ref(), Some(string));
        assert_eq!(&event.claims[0].citations[0], string);
        assert_eq!(&event.places[0].name, string);
        assert_eq!(&event.links[0].url, string);
        assert_eq!(event.media[0].alt.as_ref(), Some(string));
    }
    let again = read(json::write(&reading.set).as_bytes());
    assert_eq!(again.set, reading.set);
    let mut timeline = Timeline::new(reading, nfkd);
    for (at, string) in strings.iter().enumerate() {
        for field in [None, Some("title"), Some("description"), Some("n"), Some("f"), Some("place"), Some("claimant")] {
            let term = TextTerm { text: string.clone(), field: field.map(str::to_owned), ..TextTerm::default() };
            let query = Query { text: vec![term], ..Query::default() };
            timeline.query(query.clone()).unwrap();
            let found = timeline.matches().contains(timeline.store().row_of_document(at as u32).unwrap());
            assert!(found || words(&fold(string, nfkd)).is_empty(), "{string:?} in {field:?}");
            let parsed = timeline.parse_query(&timeline.format_query(&query));
            assert_eq!(parsed.problems, [], "{string:?}");
            if !string.is_empty() {
                assert_eq!(parsed.query, query, "{string:?}");
            }
        }
        timeline.parse_query(string);
    }
}

fn event(id: &str, s: &str) -> serde_json::Value {
    serde_json::json!({
        "id": id, "title": s, "description": s, "date_text": s, "date_note": s, "f": s, "n": s, "date": s,
        "claims": [{"by": s, "status": s, "about": s, "citations": [s]}], "places": [{"name": s}],
        "links": [{"url": s, "label": s}], "media": [{"url": s, "caption": s, "credit": s, "alt": s}],
    })
}
