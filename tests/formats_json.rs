//! Well-formed documents: every key, the shapes a value may take, and the way back to text.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::event::{
    Claim, Event, EventSet, FieldDeclaration, FieldType, FieldValue, Link, Media, Place, Term,
};
use event_timeline::formats::{FormatName, json, read};
use event_timeline::time::{Edge, Span, parse};

#[track_caller]
fn set(text: &str) -> EventSet {
    let reading = read(text.as_bytes());
    assert_eq!(reading.diagnostics, []);
    reading.set
}

#[track_caller]
fn event(text: &str) -> Event {
    let mut events = set(&format!("[{text}]")).events;
    assert_eq!(events.len(), 1);
    events.remove(0)
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

const DOCUMENT: &str = r#"{
  "$schema": "event-set.schema.json",
  "title": "T", "description": "D", "lang": "en", "source": "S",
  "fields": {"actor": {"label": "Actor", "type": "category"}, "killed": {"type": "number"}, "note": "text"},
  "vocabularies": {
    "actor": [{"name": "IRGC", "aliases": ["Pasdaran"]}, {"name": "Quds Force", "broader": "IRGC"}, "PMF"],
    "place": {"Mosul": {"aliases": "Nineveh"}, "Erbil": null}
  },
  "events": [
    {
      "id": "one", "title": "A", "date": "2014-06", "date_text": "that June", "date_note": "N", "date_inferred": "year",
      "description": "Long", "claims": [{"by": "X", "status": "alleged", "about": "all", "citations": ["[1]", 2]}],
      "places": [{"name": "Mosul", "lat": 36.34, "lon": 43.13}, "Erbil"], "links": [{"url": "u", "label": "l"}, "v"],
      "media": {"url": "m", "caption": "c", "credit": "k", "alt": "a"},
      "actor": "IRGC", "killed": "12", "note": 7, "passage": 3, "tags": ["a", 1, true], "gone": null
    },
    {"id": 2, "title": "B", "start": "2014-06-10", "end": "..", "after": "one", "before": [3], "part_of": "one"},
    {"id": 3, "title": "C"}
  ]
}"#;

#[test]
fn every_key_of_a_document() {
    let set = set(DOCUMENT);
    let term = |name: &str, aliases: &[&str], broader: &[&str]| Term {
        name: name.into(),
        aliases: texts(aliases),
        broader: texts(broader),
    };
    let field = |key: &str, label: Option<&str>, field_type| FieldDeclaration {
        key: key.into(),
        label: label.map(Into::into),
        field_type,
    };
    assert_eq!(set.title.as_deref(), Some("T"));
    assert_eq!(set.description.as_deref(), Some("D"));
    assert_eq!(set.lang.as_deref(), Some("en"));
    assert_eq!(set.source.as_deref(), Some("S"));
    assert_eq!(
        set.fields,
        [
            field("actor", Some("Actor"), FieldType::Category),
            field("killed", None, FieldType::Number),
            field("note", None, FieldType::Text),
        ]
    );
    assert_eq!(
        set.vocabularies["actor"],
        [term("IRGC", &["Pasdaran"], &[]), term("Quds Force", &[], &["IRGC"]), term("PMF", &[], &[])]
    );
    assert_eq!(set.vocabularies["place"], [term("Mosul", &["Nineveh"], &[]), term("Erbil", &[], &[])]);

    let [one, two, three] = set.events.as_slice() else { panic!("{:?}", set.events) };
    let expected = Event {
        id: "one".into(),
        title: "A".into(),
        date: Some("2014-06".into()),
        span: Some(parse("2014-06").unwrap().span()),
        date_text: Some("that June".into()),
        date_note: Some("N".into()),
        date_inferred: texts(&["year"]),
        description: Some("Long".into()),
        claims: vec![Claim {
            by: Some("X".into()),
            status: Some("alleged".into()),
            about: Some("all".into()),
            citations: texts(&["[1]", "2"]),
        }],
        places: vec![
            Place { name: "Mosul".into(), lat: Some(36.34), lon: Some(43.13) },
            Place { name: "Erbil".into(), ..Place::default() },
        ],
        links: vec![Link { url: "u".into(), label: Some("l".into()) }, Link { url: "v".into(), label: None }],
        media: vec![Media {
            url: "m".into(),
            caption: Some("c".into()),
            credit: Some("k".into()),
            alt: Some("a".into()),
        }],
        fields: [
            ("actor", FieldValue::Texts(texts(&["IRGC"]))),
            ("killed", FieldValue::Number(12.0)),
            ("note", FieldValue::Texts(texts(&["7"]))),
            ("passage", FieldValue::Number(3.0)),
            ("tags", FieldValue::Texts(texts(&["a", "1", "true"]))),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into(),
        ..Event::default()
    };
    assert_eq!(*one, expected);
    assert_eq!(
        (two.id.as_str(), two.after.as_slice(), two.before.as_slice()),
        ("2", &texts(&["one"])[..], &texts(&["3"])[..])
    );
    assert_eq!(
        (two.start.as_deref(), two.end.as_deref(), two.part_of.as_deref()),
        (Some("2014-06-10"), Some(".."), Some("one"))
    );
    assert_eq!(two.span.unwrap().end_edge, Edge::Open);
    assert_eq!(three.span, None);
    assert_eq!(read(json::write(&set).as_bytes()).set, set);
}

#[test]
fn declarations_hold_wherever_they_stand() {
    let head = r#""fields": [{"key": "n", "label": "N", "type": "number"}, {"key": "c"}]"#;
    let events =
        r#""events": [{"title": "a", "n": "5", "c": 7}, {"title": "b", "id": "a"}, {"title": "c", "id": "a"}]"#;
    let before = read(format!("{{{head}, {events}}}").as_bytes());
    let after = read(format!("{{{events}, \"x\": 1, {head}}}").as_bytes());
    assert_eq!(before.set, after.set);
    assert_eq!(before.records, after.records);
    assert_eq!(before.set.events[0].fields["n"], FieldValue::Number(5.0));
    assert_eq!(before.set.events[0].fields["c"], FieldValue::Texts(texts(&["7"])));
    let codes: Vec<_> = after.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["duplicate-id", "unknown-key"]);
}

#[test]
fn numeric_dates_are_milliseconds() {
    let instant = event(r#"{"title": "a", "start": 1402358400000}"#);
    assert_eq!(instant.span, Some(Span::instant(1402358400000.0)));
    assert_eq!((instant.date, instant.start, instant.end), (None, None, None));
    assert_eq!(event(r#"{"title": "a", "date": -5}"#).span, Some(Span::instant(-5.0)));
    let range = event(r#"{"title": "a", "start": 0, "end": 1000}"#).span.unwrap();
    assert_eq!(
        [range.earliest_start, range.latest_start, range.earliest_end, range.latest_end],
        [0.0, 1.0, 1000.0, 1001.0]
    );
    let open = event(r#"{"title": "a", "start": 0, "end": ".."}"#).span.unwrap();
    assert_eq!((open.earliest_start, open.earliest_end, open.end_edge), (0.0, f64::INFINITY, Edge::Open));
    let only_end = event(r#"{"title": "a", "end": 1000}"#).span.unwrap();
    assert_eq!(
        (only_end.earliest_start, only_end.start_edge, only_end.latest_end),
        (f64::NEG_INFINITY, Edge::Unknown, 1001.0)
    );
    let mixed = event(r#"{"title": "a", "start": "1970", "end": 1000}"#).span.unwrap();
    assert_eq!(
        [mixed.earliest_start, mixed.latest_start, mixed.earliest_end, mixed.latest_end],
        [0.0, 1001.0, 1000.0, 1001.0]
    );
}

#[test]
fn sides_without_a_date() {
    let unknown = event(r#"{"title": "a", "start": "2014", "end": ""}"#).span.unwrap();
    assert_eq!((unknown.start_edge, unknown.end_edge), (Edge::Bounded, Edge::Unknown));
    assert_eq!(event(r#"{"title": "a", "start": "", "end": ""}"#).span, None);
    assert_eq!(event(r#"{"title": "a", "date": ""}"#).span, None);
    assert_eq!(event(r#"{"title": "a", "start": "2014"}"#).span, Some(parse("2014").unwrap().span()));
}

/// What cannot be read makes a side unknown, never a date surer.
#[test]
fn bad_sides_are_unknown_sides() {
    let span = |text: &str| read(format!("[{text}]").as_bytes()).set.events[0].span.unwrap();
    assert_eq!(span(r#"{"title": "a", "start": "2014", "end": "later"}"#), parse("2014/").unwrap().span());
    assert_eq!(span(r#"{"title": "a", "start": "2014", "end": "2013"}"#), parse("2014/").unwrap().span());
    assert_eq!(span(r#"{"title": "a", "start": "?", "end": "2013"}"#), parse("/2013").unwrap().span());
    let both = read(br#"[{"title": "a", "start": "then", "end": "later"}]"#).set;
    assert_eq!((both.events[0].span, both.events[0].date_text.as_deref()), (None, Some("then/later")));
}

#[test]
fn ids_are_made_from_the_position_and_never_taken_twice() {
    let ids = |text: &str| set(text).events.into_iter().map(|event| event.id).collect::<Vec<_>>();
    assert_eq!(ids(r#"[{"title": "a"}, {"title": "b"}]"#), ["e1", "e2"]);
    assert_eq!(ids(r#"[{"title": "a"}, {"title": "b", "id": "e1"}]"#), ["e1-2", "e1"]);
}

#[test]
fn the_shipped_sets_are_without_fault() {
    for text in [include_str!("../www/data/iran-in-iraq.json"), include_str!("../www/data/time-of-every-kind.json")] {
        let set = set(text);
        assert!(24 < set.events.len());
        assert_eq!(read(json::write(&set).as_bytes()).set, set);
    }
}

/// A document may alternate `events` and `fields` as often as it likes: the events are read again once, not each time.
#[test]
fn fields_after_many_lists_of_events_take_linear_time() {
    let pair = r#""events": [{"title": "a", "n": "5"}], "fields": {"n": "number"}, "#;
    let text = format!("{{{} \"events\": [{{\"title\": \"z\", \"n\": \"6\"}}, {{\"title\": \"cut", pair.repeat(5_000));
    let started = std::time::Instant::now();
    let reading = read(text.as_bytes());
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    assert_eq!(reading.set.events.len(), 5_001);
    assert!(reading.set.events.iter().all(|event| matches!(event.fields["n"], FieldValue::Number(_))));
    assert!(reading.diagnostics.iter().any(|d| d.code == "truncated" || d.code == "broken-record"));
}

/// Fields may be named as those by which other programs' documents are known; what is written says whose it is.
#[test]
fn fields_named_as_another_programs_read_back() {
    for key in ["isDuration", "latestStart", "earliestEnd", "classname", "start_date"] {
        let event = format!(r#"{{"title": "A", "description": "&lt;b&gt;", "{key}": "x"}}"#);
        let ours = set(&format!(r#"{{"$schema": "event-set.schema.json", "events": [{event}]}}"#));
        assert_eq!(ours.events[0].fields[key], FieldValue::Texts(texts(&["x"])));
        let written = json::write(&ours);
        assert_eq!(set(&written), ours, "{written}");
    }
    assert!(!json::write(&set(r#"[{"title": "A", "actor": "x"}]"#)).contains("$schema"));
    let foreign = r#"{"events": [{"title": "A", "start": "2001-09-27", "classname": "x"}]}"#;
    let named = foreign.replacen('{', r#"{"$schema": "event-set.schema.json", "#, 1);
    assert_eq!(read(foreign.as_bytes()).files[0].format, Some(FormatName::Simile));
    assert_eq!(read(named.as_bytes()).files[0].format, Some(FormatName::EventSet));
}
