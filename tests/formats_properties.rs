//! Laws of reading: whatever the bytes, nothing panics and nothing vanishes; what is written reads back equal.
#![cfg(not(target_arch = "wasm32"))]

mod formats_support;

use event_timeline::diagnostic::Severity;
use event_timeline::formats::{json, read};
use formats_support::{any_json, place_of_syntax_error, some_document, soup};
use proptest::prelude::*;

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let reading = read(bytes);
    let lost = reading.diagnostics.iter().filter(|d| d.severity == Severity::Record).count();
    prop_assert_eq!(reading.records as usize, reading.set.events.len() + lost);
    let mut ids: Vec<_> = reading.set.events.iter().map(|event| &event.id).collect();
    ids.sort();
    ids.dedup();
    prop_assert_eq!(ids.len(), reading.set.events.len(), "ids are not unique");
    for event in &reading.set.events {
        prop_assert!(event.span.is_none_or(|span| span.is_valid()), "{:?}", event);
        for id in event.after.iter().chain(&event.before).chain(&event.part_of) {
            prop_assert!(ids.binary_search(&id).is_ok(), "{} is nowhere", id);
        }
    }
    let text = json::write(&reading.set);
    let again = read(text.as_bytes());
    prop_assert_eq!(&again.set, &reading.set, "{}", text);
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes)?;
    }

    #[test]
    fn any_soup_of_tokens(text in soup()) {
        check(text.as_bytes())?;
    }

    #[test]
    fn any_document(document in some_document()) {
        check(serde_json::to_string(&document).unwrap().as_bytes())?;
        let pretty = serde_json::to_string_pretty(&document).unwrap();
        prop_assert_eq!(read(pretty.as_bytes()).set, read(document.to_string().as_bytes()).set);
    }

    #[test]
    fn a_broken_byte(document in some_document(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = serde_json::to_vec(&document).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        check(&bytes)?;
    }

    /// The scanner takes what serde_json takes and nothing else, and reads the same texts and numbers.
    #[test]
    fn json_is_what_serde_json_says(value in any_json(), at in any::<prop::sample::Index>(), byte in prop::option::of(any::<char>())) {
        let mut text = format!("[{{\"title\": \"t\", \"x\": {value}}}]");
        if let Some(byte) = byte {
            let (at, _) = text.char_indices().nth(at.index(text.chars().count())).unwrap();
            text.insert(at, byte);
        }
        // A byte order mark at the very start is no part of the text to us; serde_json leaves that to its caller.
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text));
        let ours = read(text.as_bytes());
        // A number that no double holds is JSON all the same; what we say of it depends on what it stands in.
        if theirs.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range")) {
            prop_assert!(!ours.diagnostics.is_empty(), "{}", text);
            return Ok(());
        }
        let syntax = ["bad-json", "broken-record", "truncated", "trailing-text", "trailing-comma", "missing-comma", "unknown-format", "number-range"];
        let refused = ours.diagnostics.iter().any(|d| syntax.contains(&d.code));
        prop_assert_eq!(refused, theirs.is_err(), "{} {:?} {:?}", text, ours.diagnostics, theirs);
        let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let told = ours.diagnostics.iter().find(|d| ["broken-record", "truncated"].contains(&d.code));
        if let Some(told) = told.filter(|_| ours.diagnostics.iter().filter(|d| syntax.contains(&d.code)).count() == 1) {
            prop_assert_eq!(Some((told.line, told.column)), place_of_syntax_error(plain), "{} {:?}", text, told);
        }
    }
}

/// The case that showed the difference: one mark is passed over, a second one is no JSON.
#[test]
fn a_byte_order_mark_is_passed_over_once() {
    let one = read("\u{feff}[{\"title\": \"t\"}]".as_bytes());
    assert_eq!((one.set.events.len(), one.diagnostics.len()), (1, 0), "{:?}", one.diagnostics);
    let two = read("\u{feff}\u{feff}[{\"title\": \"t\"}]".as_bytes());
    assert_ne!(two.diagnostics.len(), 0);
}
