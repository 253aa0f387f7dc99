//! A document read piece by piece is the document read whole, wherever it is cut.
#![cfg(not(target_arch = "wasm32"))]

mod formats_support;

use event_timeline::formats::{Limits, Reader, Reading, read_within};
use formats_support::{some_document, soup};
use proptest::prelude::*;

/// Small limits, so that small documents reach them.
fn some_limits() -> impl Strategy<Value = Limits> {
    let few = prop_oneof![4 => Just(usize::MAX), 1 => 0..6usize];
    (
        few.clone(),
        few,
        prop_oneof![3 => Just(1 << 20), 1 => 0..300usize],
        prop_oneof![4 => Just(usize::MAX), 1 => 0..400usize],
        1..130usize,
        prop_oneof![4 => Just((usize::MAX, usize::MAX)), 1 => (0..4usize, 0..8usize)],
    )
        .prop_map(|(events, diagnostics, reread, bytes, nesting, (values, name))| Limits {
            events: u32::try_from(events).unwrap_or(u32::MAX - 1),
            diagnostics,
            reread,
            bytes,
            nesting,
            values,
            name,
        })
}

fn in_pieces(bytes: &[u8], limits: Limits, cuts: &[usize]) -> Reading {
    let mut reader = Reader::new(limits);
    let mut from = 0;
    for &cut in cuts {
        reader.push(&bytes[from..cut]);
        // Which way records are read may change between pieces.
        reader.set_general(from % 2 == 0);
        from = cut;
    }
    reader.push(&bytes[from..]);
    reader.finish().into()
}

fn check(bytes: &[u8], limits: Limits, cuts: &[prop::sample::Index]) -> Result<(), TestCaseError> {
    let whole = read_within(bytes, limits);
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.sort_unstable();
    prop_assert_eq!(&in_pieces(bytes, limits, &cuts), &whole, "{} cut at {:?}", String::from_utf8_lossy(bytes), cuts);
    let each: Vec<usize> = (0..bytes.len()).collect();
    prop_assert_eq!(&in_pieces(bytes, limits, &each), &whole, "{} byte by byte", String::from_utf8_lossy(bytes));
    Ok(())
}

/// Bytes of a document after some have been taken out, put in or changed.
fn mutated(document: &serde_json::Value, pretty: bool, changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let text = if pretty { serde_json::to_string_pretty(document) } else { serde_json::to_string(document) };
    let mut bytes = text.unwrap_or_default().into_bytes();
    for (at, kind, byte) in changes {
        let at = at.index(bytes.len());
        match kind % 5 {
            0 => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 => bytes[at] = b",{}[]\":\\\n "[usize::from(*byte) % 10],
            3 if 1 < bytes.len() => drop(bytes.remove(at)),
            _ => bytes.insert(at, b",{}[]\":\\\n "[usize::from(*byte) % 10]),
        }
    }
    bytes
}

fn some_cuts() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    prop::collection::vec(any::<prop::sample::Index>(), 0..6)
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), limits in some_limits(), cuts in some_cuts()) {
        check(&bytes, limits, &cuts)?;
    }

    #[test]
    fn any_soup_of_tokens(text in soup(), limits in some_limits(), cuts in some_cuts()) {
        check(text.as_bytes(), limits, &cuts)?;
    }

    #[test]
    fn any_document(
        document in some_document(),
        pretty in any::<bool>(),
        changes in prop::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 0..4),
        pad in prop_oneof![Just(0), 0..2_000usize],
        limits in some_limits(),
        cuts in some_cuts(),
    ) {
        let mut bytes = mutated(&document, pretty, &changes);
        // Room after a problem, so that it can be told of before the end.
        bytes.resize(bytes.len() + pad, b' ');
        check(&bytes, limits, &cuts)?;
    }

    #[test]
    fn any_encoding(document in some_document(), big in any::<bool>(), cuts in some_cuts()) {
        let text = format!("\u{feff}{document}");
        let units = text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        check(&units.collect::<Vec<_>>(), Limits::default(), &cuts)?;
        check(text.as_bytes(), Limits::default(), &cuts)?;
    }
}

/// Where nothing may be nested, every record is broken, and reading comes to an end all the same.
#[test]
fn records_that_are_too_deep_are_passed() {
    for nesting in 0..3 {
        for text in [r#"{"events": [{"title": "a"}, {"title": "b"}]}"#, r#"[{"title": "a"}, {"title": "b"}]"#] {
            let reading = read_within(text.as_bytes(), Limits { nesting, ..Limits::default() });
            assert!(reading.records <= 4, "{} records", reading.records);
        }
    }
}

/// The events that have come can be seen before the rest has.
#[test]
fn events_are_there_as_they_complete() {
    let mut reader = Reader::new(Limits::default());
    let record = r#"{"title": "a", "date": "2014"},"#;
    let text = format!("{{\"events\": [{}", record.repeat(100));
    assert!(90 < reader.push(text.as_bytes()).events);
    let progress = reader.push(record.repeat(100).as_bytes());
    assert!(190 < progress.events && progress.events <= 200);
    assert_eq!(progress.bytes, text.len() + 100 * record.len());
}

/// A text that comes byte by byte, whose end alone tells what it is, is not read again with every byte.
#[test]
fn one_long_value_takes_linear_time() {
    let long = "x".repeat(300_000);
    for text in [
        format!("[{{\"title\": \"{long}\"}}]"),
        format!("[{{\"title\": \"a\", {{\"{long}"),
        format!("{{\"title\": \"{long}\", \"events\": []}}"),
        format!("{{title {}", "\"events\" ".repeat(40_000)),
        format!("[{{}} {long}"),
    ] {
        let mut reader = Reader::new(Limits::default());
        for byte in text.as_bytes() {
            reader.push(std::slice::from_ref(byte));
        }
        assert_eq!(Reading::from(reader.finish()), event_timeline::formats::read(text.as_bytes()));
    }
}

/// Types that come long after the events are not used for them, and that is told.
#[test]
fn fields_too_late_are_told() {
    let text = r#"{"events": [{"title": "a", "n": "5"}], "fields": {"n": "number"}}"#;
    let limits = Limits { reread: 20, ..Limits::default() };
    let reading = read_within(text.as_bytes(), limits);
    let late = &reading.diagnostics[0];
    assert_eq!((late.code, late.path.as_str(), late.line, late.column), ("late-fields", "fields", 1, 41));
    assert!(late.message.contains("MAX_REREAD_BYTES = 20"), "{}", late.message);
    assert_eq!(reading.set.fields.len(), 1);
    assert_eq!(read_within(text.as_bytes(), Limits::default()).diagnostics, []);
}

#[test]
fn too_many_bytes_are_cut_and_named() {
    let text = br#"[{"title": "a"}, {"title": "b"}]"#;
    let reading = read_within(text, Limits { bytes: 20, ..Limits::default() });
    assert_eq!(reading.set.events.len(), 1);
    let told = reading.diagnostics.iter().find(|d| d.code == "too-many-bytes").unwrap();
    assert!(told.message.contains("MAX_BYTES = 20"), "{}", told.message);
    assert_eq!((told.line, told.column), (1, 21));
}
