//! Malformed documents: what is wrong is told with its place, and the good events are still there.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::diagnostic::Severity::{self, File, Record, Value, Warning};
use event_timeline::formats::{Reading, read};

/// Reads; checks what must hold for every input.
#[track_caller]
fn reading(bytes: &[u8]) -> Reading {
    let reading = read(bytes);
    let lost = reading.diagnostics.iter().filter(|d| d.severity == Record).count();
    assert_eq!(reading.records as usize, reading.set.events.len() + lost, "{:?}", reading.diagnostics);
    for diagnostic in &reading.diagnostics {
        assert!(0 < diagnostic.line && 0 < diagnostic.column, "no place: {diagnostic:?}");
        assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{diagnostic:?}");
    }
    reading
}

/// Stands in a text before each place that a diagnostic names.
const MARK: char = '‸';

/// The text without its marks, and their lines and columns.
fn places(marked: &str) -> (String, Vec<(u32, u32)>) {
    let (mut text, mut places, mut line, mut column) = (String::new(), Vec::new(), 1, 1);
    for char in marked.chars() {
        match char {
            MARK => {
                places.push((line, column));
                continue;
            }
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        text.push(char);
    }
    (text, places)
}

/// Reads a text with marks: the titles of the events, and the diagnostics in short (severity, code, path), one a mark.
#[track_caller]
fn check(marked: &str, titles: &[&str], expected: &[(Severity, &str, &str)]) {
    let (text, places) = places(marked);
    let reading = reading(text.as_bytes());
    let found: Vec<_> = reading.diagnostics.iter().map(|d| (d.severity, d.code, d.path.as_str())).collect();
    assert_eq!(found, expected, "{:#?}", reading.diagnostics);
    let found: Vec<_> = reading.diagnostics.iter().map(|d| (d.line, d.column)).collect();
    assert_eq!(found, places, "{:#?}", reading.diagnostics);
    assert_eq!(reading.set.events.iter().map(|event| event.title.as_str()).collect::<Vec<_>>(), titles);
}

#[test]
fn not_json() {
    check("‸", &[], &[(File, "empty-file", "")]);
    check(" \n ‸", &[], &[(File, "empty-file", "")]);
    check("‸<html>", &[], &[(File, "no-json-ld", "")]);
    check("‸<p>", &[], &[(File, "unknown-format", "")]);
    check("\n  ‸id,title\n", &[], &[(File, "unknown-format", "")]);
    check(r#"‸"text""#, &[], &[(File, "unknown-format", "")]);
    check("‸{‸title: 1}", &[], &[(File, "no-events-key", ""), (File, "bad-json", "")]);
}

#[test]
fn no_events() {
    check("‸[]", &[], &[(Warning, "no-events", "")]);
    check(r#"{"events": ‸[]}"#, &[], &[(Warning, "no-events", "events")]);
    check("‸{}", &[], &[(File, "no-events-key", "")]);
    check(r#"{"events": ‸{}}"#, &[], &[(File, "wrong-type", "events")]);
    check(r#"{"events": ‸null}"#, &[], &[(File, "wrong-type", "events")]);
    check(r#"‸{"‸things": []}"#, &[], &[(File, "no-events-key", ""), (Value, "unknown-key", "things")]);
}

#[test]
fn truncated_at_every_byte() {
    let whole = r#"{"title": "Sét", "events": [
{"title": "a", "places": [{"name": "x\u00e9"}]},
{"title": "b", "n": -1.5e3}
], "lang": "en"}"#;
    check(whole, &["a", "b"], &[]);
    let ends = [whole.find("]},\n").unwrap() + 2, whole.find("}\n]").unwrap() + 1];
    for cut in 0..whole.len() {
        let reading = reading(&whole.as_bytes()[..cut]);
        let complete = ends.iter().filter(|&&end| end <= cut).count();
        assert_eq!(reading.set.events.len(), complete, "cut at {cut}");
        assert!(reading.diagnostics.iter().any(|d| d.severity == File), "cut at {cut}: {:?}", reading.diagnostics);
    }
    let cut = "[{\"title\": \"a\"},\n {\"title\": \"b‸‸";
    check(cut, &["a"], &[(Record, "broken-record", "[1]"), (File, "truncated", "")]);
}

#[test]
fn broken_records_cost_themselves() {
    let first = [(Record, "broken-record", "[0]")];
    check(r#"[{"title": "a"}, {"title": ‸b}, {"title": "c"}]"#, &["a", "c"], &[(Record, "broken-record", "[1]")]);
    check(r#"[{‸'title': 'a'}, {"title": "b"}]"#, &["b"], &first);
    check("[{\"title\": \"a‸\n\"}, {\"title\": \"b\"}]", &["b"], &first);
    check("[{\"title\": \"a\"\n ‸\"id\": 1},\n{\"title\": \"b\"}]", &["b"], &first);
    check(r#"[{"title": "\‸x"}, {"title": "b"}]"#, &["b"], &first);
    check(r#"[{"title": "\u12‸g4"}, {"title": "b"}]"#, &["b"], &first);
    check(
        r#"[{"title": "a", "n": 0‸1}, {"title": "b", "n": ‸NaN}, {"title": "c"}]"#,
        &["c"],
        &[(Record, "broken-record", "[0]"), (Record, "broken-record", "[1]")],
    );
    check(r#"[‸undefined, {"title": "b"}]"#, &["b"], &first);
}

#[test]
fn brackets_that_do_not_match() {
    check(r#"[{"title": "a", ‸{"title": "b"}, {"title": "c"}]"#, &["b", "c"], &[(Record, "broken-record", "[0]")]);
    check(r#"[{"title": "a"}‸}, {"title": "b"}]"#, &["a", "b"], &[(Warning, "bad-json", "")]);
    check(r#"[{"title": "a"} ‸{"title": "b"}]"#, &["a", "b"], &[(Warning, "missing-comma", "")]);
    check(
        r#"[{"title": "a"},‸, {"title": "b"},‸]"#,
        &["a", "b"],
        &[(Warning, "trailing-comma", ""), (Warning, "trailing-comma", "")],
    );
    check(
        r#"{"events": [{"title": "a"}, {"title": "b", "claims": [{"by": "x"}, {"by"‸}, {"title": "c"}]}"#,
        &["a", "c"],
        &[(Record, "broken-record", "events[1]")],
    );
}

#[test]
fn a_broken_head_leaves_the_events() {
    check(r#"{"title": "Set, "‸events": [{"title": "a"}]}"#, &["a"], &[(File, "bad-json", "")]);
    check(r#"{"title": ‸Set, "events": [{"title": "a"}]}"#, &["a"], &[(Value, "broken-value", "title")]);
    check(r#"{‸title": "x", "events": [{"title": "a"}]}"#, &["a"], &[(File, "bad-json", "")]);
    check(r#"[{"title": "a"}] ‸{"#, &["a"], &[(File, "trailing-text", "")]);
    check(r#"{"events": [{"title": "a"}]‸"#, &["a"], &[(File, "bad-json", "")]);
}

#[test]
fn nesting_two_hundred_deep() {
    let deep = |levels: usize| format!("{}‸{}{}", "[".repeat(levels), "[".repeat(200 - levels), "]".repeat(200));
    check(&deep(128), &[], &[(Record, "broken-record", "[0]")]);
    check(
        &format!(r#"[{{"title": "a", "x": {}}}, {{"title": "b"}}]"#, deep(126)),
        &["b"],
        &[(Record, "broken-record", "[0]")],
    );
    check(
        &format!(r#"{{"title": {}, "events": [{{"title": "a"}}]}}"#, deep(127)),
        &["a"],
        &[(Value, "broken-value", "title")],
    );
    let fits = format!(r#"[{{"title": "a", "x": {}1{}}}]"#, "[".repeat(126), "]".repeat(126));
    assert!(read(fits.as_bytes()).diagnostics.iter().all(|d| d.code == "wrong-type"));
}

#[test]
fn a_million_levels_do_not_break_the_stack() {
    for text in ["[".repeat(1_000_000), "{\"events\":[".repeat(100_000), "[{\"title\":".repeat(100_000)] {
        let reading = reading(text.as_bytes());
        assert!(reading.diagnostics.iter().any(|d| d.message.contains("MAX_NESTING = 128")));
    }
}

#[test]
fn wrong_types() {
    check(
        r#"[‸1, ‸null, ‸"a", ‸[], {"title": "b"}]"#,
        &["b"],
        &[
            (Record, "not-an-object", "[0]"),
            (Record, "not-an-object", "[1]"),
            (Record, "not-an-object", "[2]"),
            (Record, "not-an-object", "[3]"),
        ],
    );
    check(
        r#"{"events": [‸{"id": "a"}, ‸{"title": null}, ‸{"title": {}}]}"#,
        &[],
        &[(Record, "no-title", "events[0]"), (Record, "no-title", "events[1]"), (Record, "no-title", "events[2]")],
    );
    let marked = r#"[{"title": ‸1984, "description": ‸[], "date": ‸true, "claims": ‸5,
        "places": [‸{"lat": 1}, ‸7, ‸{"name": "x", "lat": ‸"north", "lon": 2}], "x": ‸{}, "y": ["a", ‸[]]}]"#;
    check(
        marked,
        &["1984"],
        &[
            (Warning, "wrong-type", "[0].title"),
            (Value, "wrong-type", "[0].description"),
            (Value, "wrong-type", "[0].date"),
            (Value, "wrong-type", "[0].claims"),
            (Value, "missing-key", "[0].places[0]"),
            (Warning, "wrong-type", "[0].places[1]"),
            (Value, "half-position", "[0].places[2]"),
            (Value, "wrong-type", "[0].places[2].lat"),
            (Value, "wrong-type", "[0].x"),
            (Value, "wrong-type", "[0].y[1]"),
        ],
    );
    check(
        r#"[{"title": "a", "places": {"name": "x", "lat": ‸91, "lon": ‸-180.5}}]"#,
        &["a"],
        &[(Value, "degrees-range", "[0].places.lat"), (Value, "degrees-range", "[0].places.lon")],
    );
    check(
        r#"[{"title": "a", "n": ‸1e999, "start": ‸-1e999}]"#,
        &["a"],
        &[(Value, "number-range", "[0].n"), (Value, "number-range", "[0].start")],
    );
    check(
        r#"[{"title": ‸"", "id": ‸"", "date_inferred": ["year", ‸"era"]}]"#,
        &[""],
        &[
            (Warning, "empty-title", "[0].title"),
            (Value, "empty-id", "[0].id"),
            (Value, "unknown-component", "[0].date_inferred[1]"),
        ],
    );
}

#[test]
fn duplicate_ids() {
    let marked =
        r#"[{"title": "a", "id": "x"}, {"title": "b", "id": ‸"x"}, {"title": "c", "id": "x-2"}, {"title": "d"}]"#;
    check(marked, &["a", "b", "c", "d"], &[(Value, "duplicate-id", "[1].id")]);
    let ids: Vec<_> = read(places(marked).0.as_bytes()).set.events.into_iter().map(|event| event.id).collect();
    assert_eq!(ids, ["x", "x-3", "x-2", "e4"]);
}

#[test]
fn references_that_lead_nowhere() {
    let marked = r#"[‸5, {"title": "a", "id": 1, "part_of": ‸"z", "after": [‸1, 2, ‸"y"], "before": 2}, {"title": "b", "id": 2}]"#;
    check(
        marked,
        &["a", "b"],
        &[
            (Record, "not-an-object", "[0]"),
            (Value, "unknown-id", "[1].part_of"),
            (Value, "self-reference", "[1].after[0]"),
            (Value, "unknown-id", "[1].after[2]"),
        ],
    );
    let event = &read(places(marked).0.as_bytes()).set.events[0];
    assert_eq!(
        (event.after.as_slice(), event.before.as_slice(), &event.part_of),
        (&["2".into()][..], &["2".into()][..], &None)
    );
}

#[test]
fn parts_in_a_circle() {
    let marked = r#"[{"title":"a","id":1,"part_of":3},{"title":"b","id":2,"part_of":1},{"title":"c","id":3,"part_of":‸2},
        {"title":"d","id":4,"part_of":‸4},{"title":"e","part_of":1}]"#;
    check(
        marked,
        &["a", "b", "c", "d", "e"],
        &[(Value, "part-of-circle", "[2].part_of"), (Value, "part-of-circle", "[3].part_of")],
    );
    let wholes: Vec<_> = read(places(marked).0.as_bytes()).set.events.into_iter().map(|event| event.part_of).collect();
    assert_eq!(wholes, [Some("3".into()), Some("1".into()), None, None, Some("1".into())]);
}

#[test]
fn bad_dates_point_at_the_character() {
    let marked = r#"[{"title": "a", "date": "2014-‸13-01"},
        {"title": "b", "date": "\u0032\u0030‸x4"}, {"title": "c", "start": "‸early June", "end": "2014"}]"#;
    check(
        marked,
        &["a", "b", "c"],
        &[(Value, "bad-date", "[0].date"), (Value, "bad-date", "[1].date"), (Value, "bad-date", "[2].start")],
    );
    let reading = read(places(marked).0.as_bytes());
    assert_eq!(
        reading.diagnostics[0].message,
        "not a date: found `1`, expected a month (01 to 12) or a season (21 to 41)"
    );
    let reading = read(br#"[{"title": "a", "date": "summer 2014"}, {"title": "b", "date": "?", "date_text": "then"}]"#);
    let texts: Vec<_> = reading.set.events.iter().map(|event| event.date_text.as_deref()).collect();
    assert_eq!(texts, [Some("summer 2014"), Some("then")]);
    assert!(reading.set.events.iter().all(|event| event.span.is_none() && event.date.is_none()));
}

#[test]
fn dates_that_contradict_each_other() {
    check(
        r#"[{"title": "a", "start": "2014", "end": "‸2013"}, {"title": "b", "date": "2014", "end": "‸2015"}]"#,
        &["a", "b"],
        &[(Value, "end-before-start", "[0].end"), (Value, "date-and-range", "[1].end")],
    );
    check(r#"[{"title": "a", "start": 5, "end": ‸4}]"#, &["a"], &[(Value, "end-before-start", "[0].end")]);
}

#[test]
fn duplicate_and_unknown_keys() {
    let marked = r#"{"lang": "en", "‸lang": "ar", "‸x": 1,
        "events": [{"title": "a", "‸title": "b", "x": "1", "‸x": "2", "claims": {"‸who": 1}}]}"#;
    check(
        marked,
        &["b"],
        &[
            (Value, "duplicate-key", "lang"),
            (Value, "unknown-key", "x"),
            (Value, "duplicate-key", "events[0].title"),
            (Value, "duplicate-key", "events[0].x"),
            (Value, "unknown-key", "events[0].claims.who"),
        ],
    );
}

#[test]
fn text_that_is_not_text() {
    for (bytes, title, expected) in [
        (&b"[{\"title\": \"a\xFF\xC3\xA9\"}]"[..], "a\u{FFFD}\u{e9}", (Value, "bad-utf8", 1, 14)),
        (b"[{\"title\": \"a\xFC\"}]", "a\u{fc}", (Warning, "windows-1252", 1, 14)),
    ] {
        let bad = reading(bytes);
        assert_eq!(bad.set.events[0].title, title);
        let found = &bad.diagnostics[0];
        assert_eq!((found.severity, found.code, found.line, found.column), expected);
    }
    let marked = b"\xEF\xBB\xBF[{\"title\": \"a\"}]";
    assert_eq!((reading(marked).set.events.len(), reading(marked).diagnostics.len()), (1, 0));
    check(r#"[{"title": "‸\ud800x\uD83D\uDE00"}]"#, &["\u{FFFD}x\u{1F600}"], &[(Value, "lone-surrogate", "[0].title")]);
    check(r#"[{"title": "a\u0000b"}]"#, &["a\0b"], &[]);
}

#[test]
fn declarations() {
    let marked = r#"{"fields": {"‸title": {}, "a": {"type": ‸"date"}, "b": ‸5}, "vocabularies":
        {"a": [‸{"aliases": "y"}, "x", ‸{"name": "x"}], "b": ‸1}, "events": [{"title": "t"}]}"#;
    check(
        marked,
        &["t"],
        &[
            (Value, "reserved-field", "fields.title"),
            (Value, "unknown-type", "fields.a.type"),
            (Value, "wrong-type", "fields.b"),
            (Value, "missing-key", "vocabularies.a[0]"),
            (Value, "duplicate-name", "vocabularies.a[2]"),
            (Value, "wrong-type", "vocabularies.b"),
        ],
    );
}

/// Inputs made to send a reader back over what it has read: quadratic time would take minutes here.
#[test]
fn hostile_documents_are_read_in_linear_time() {
    let repeat = |unit: &str| format!("[{}", unit.repeat(40_000));
    for unit in [
        "{\"title\": \"a\", {,",
        "{\"title\":\"a\",\"id\":\"x\"},",
        "}{",
        "{\"title\":\"a",
        "\"title\":[{",
        "{},{\"a\"",
    ] {
        assert!(read(repeat(unit).as_bytes()).records != 0);
    }
    let chain: String = (0..40_000)
        .map(|row| format!("{{\"title\":\"a\",\"id\":{row},\"part_of\":{}}},", (row + 1) % 40_000))
        .collect();
    assert!(read(format!("[{chain}]").as_bytes()).diagnostics.iter().any(|d| d.code == "part-of-circle"));
}
