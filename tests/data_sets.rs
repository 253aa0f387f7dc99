//! The shipped sets: they read without a complaint, keep the rules they were written by, and obey the schema.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use event_timeline::event::{Event, EventSet, FieldValue};
use event_timeline::formats;
use event_timeline::time::{Edge, parse, parse_end};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const HISTORY: &str = include_str!("../www/data/iran-in-iraq.json");
const EVERY_KIND: &str = include_str!("../www/data/time-of-every-kind.json");
const SCHEMA: &str = include_str!("../www/public/event-set.schema.json");

/// Words in a row that a set may share with its source at most, names and the source's own dates apart.
const LONGEST_SHARED_RUN: usize = 5;

/// The schema, compiled by a validator of JSON Schema 2020-12.
struct Validator {
    schemas: boon::Schemas,
    schema: boon::SchemaIndex,
}

impl Validator {
    fn new() -> Validator {
        let address = "urn:event-timeline:event-set";
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.add_resource(address, serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let schema = compiler.compile(address, &mut schemas).expect("the schema is one");
        Validator { schemas, schema }
    }

    fn problem(&self, document: &Value) -> Option<String> {
        self.schemas.validate(document, self.schema).err().map(|error| format!("{error:#}"))
    }
}

fn read(text: &str) -> EventSet {
    let reading = formats::read(text.as_bytes());
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
    assert_eq!(reading.records as usize, reading.set.events.len());
    reading.set
}

fn values<'a>(event: &'a Event, field: &str) -> Vec<&'a str> {
    match event.fields.get(field) {
        Some(FieldValue::Texts(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn event<'a>(set: &'a EventSet, id: &str) -> &'a Event {
    set.events.iter().find(|event| event.id == id).unwrap_or_else(|| panic!("no event {id}"))
}

#[test]
fn both_sets_read_without_a_complaint() {
    let history = read(HISTORY);
    assert_eq!(history.lang.as_deref(), Some("en"));
    assert!(history.events.iter().all(|event| !event.title.is_empty() && event.description.is_some()));
    assert!(45 <= read(EVERY_KIND).events.len());
}

#[test]
fn both_sets_obey_the_schema() {
    let validator = Validator::new();
    for text in [HISTORY, EVERY_KIND] {
        let document: Value = serde_json::from_str(text).unwrap();
        assert_eq!(validator.problem(&document), None);
        assert_eq!(validator.problem(&document["events"]), None, "the bare list of events is a document too");
    }
}

#[test]
fn the_schema_takes_what_readers_take_and_refuses_what_they_report() {
    let validator = Validator::new();
    let cases = [
        (true, json!([{ "title": "a" }])),
        (true, json!([{ "title": "a", "start": 0, "end": 5, "rain": true, "who": ["b", "c"] }])),
        (
            true,
            json!([{ "title": "a", "claims": { "by": "b", "citations": 3 }, "places": "Basra", "links": "a.html" }]),
        ),
        (true, json!({ "events": [{ "title": "a", "date": null }], "fields": { "who": "category" } })),
        (true, json!({ "events": [{ "title": "a" }], "fields": [{ "key": "who", "label": "Who" }] })),
        (true, json!({ "events": [{ "title": "a" }], "vocabularies": { "who": { "b": { "aliases": "c" } } } })),
        (false, json!({})),
        (false, json!([{ "title": "a", "claims": "b" }])),
        (false, json!({ "events": [{ "title": "a" }], "note": "b" })),
        (false, json!({ "events": [{ "title": "a" }], "vocabularies": { "who": [{ "aliases": ["b"] }] } })),
        (false, json!("a")),
        (false, json!([{ "id": "a" }])),
        (false, json!([{ "title": 5 }])),
        (false, json!([{ "title": "a", "who": { "name": "b" } }])),
        (false, json!([{ "title": "a", "places": [{ "lat": 1, "lon": 2 }] }])),
        (false, json!([{ "title": "a", "places": [{ "name": "b", "lat": 91, "lon": 2 }] }])),
        (false, json!([{ "title": "a", "date_inferred": "hour" }])),
        (false, json!({ "events": [{ "title": "a" }], "fields": { "who": "colour" } })),
        (false, json!({ "events": [{ "title": "a" }], "fields": { "title": { "type": "text" } } })),
    ];
    for (valid, document) in cases {
        assert_eq!(validator.problem(&document).is_none(), valid, "{document}");
        let reading = formats::read(document.to_string().as_bytes());
        assert_eq!(reading.diagnostics.is_empty(), valid, "{document}: {:?}", reading.diagnostics);
    }
}

#[test]
fn every_property_of_the_schema_says_what_it_is() {
    fn walk(value: &Value, path: &str) {
        match value {
            Value::Object(members) => {
                if let Some(Value::Object(properties)) = members.get("properties") {
                    for (name, property) in properties {
                        let described = property.get("description").is_some()
                            || property.get("$ref").is_some_and(|target| target == "#/$defs/events");
                        assert!(described, "{path}.{name} has no description");
                    }
                }
                members.iter().for_each(|(key, value)| walk(value, &format!("{path}.{key}")));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, path)),
            _ => {}
        }
    }
    walk(&serde_json::from_str(SCHEMA).unwrap(), "");
}

#[test]
fn the_history_covers_every_passage_in_order() {
    let set = read(HISTORY);
    let passages: Vec<&str> = set.events.iter().flat_map(|event| values(event, "passage")).collect();
    assert_eq!(passages.len(), set.events.len(), "one passage each");
    assert!(passages.is_sorted(), "document order is the order of the passages");
    let covered: BTreeSet<String> = passages.iter().map(|passage| (*passage).to_owned()).collect();
    let asked: BTreeSet<String> = (2..=25).map(|number| format!("P{number:02}")).collect();
    assert_eq!(covered, asked);
}

/// Each dated event with its expression; all others are undated.
const HISTORY_DATES: [(&str, &str); 16] = [
    ("p02-dissolution", "2003~"),
    ("p05-joining", "2003%"),
    ("p08-control-centre", "[..2014-06-30]"),
    ("p08-drones", "[..2014-06-30]"),
    ("p08-signals", "[..2014-06-30]"),
    ("p09-jalawla", "?2014-08-21/?2014-08-22"),
    ("p10-quds-force", "[..2014-09-10]"),
    ("p11-picture", "[2014-10-01..2014-10-10]"),
    ("p13-kirby", "?2014-12-03"),
    ("p16-amiri", "[2015-03..2015-04]"),
    ("p18-hagel", "?2014-07"),
    ("p19-battle", "2015-03/2015-04"),
    ("p19-dempsey", "[2015-03-21..2015-03-31]"),
    ("p24-training", "2011"),
    ("p25-map", "[2015-03-01..2015-03-20]"),
    ("p07-irgc", ""),
];

#[test]
fn the_history_is_dated_no_surer_than_its_source() {
    let set = read(HISTORY);
    for event in &set.events {
        let expected = HISTORY_DATES.iter().find(|(id, _)| *id == event.id);
        assert_eq!(event.span.is_some(), expected.is_some(), "{}", event.id);
        let Some((_, date)) = expected else { continue };
        assert_eq!(event.date.as_deref().unwrap_or_default(), *date);
        assert!(event.date_text.is_some(), "{} keeps the source's own words", event.id);
    }
    assert_eq!(HISTORY_DATES.len(), set.events.iter().filter(|event| event.span.is_some()).count());

    let fighting = event(&set, "p07-irgc");
    assert_eq!(fighting.start.as_deref(), Some("[2014-06-11..2014-06-20]"));
    assert_eq!(fighting.end.as_deref(), Some(".."));
    assert_eq!(fighting.span.unwrap().end_edge, Edge::Open);
    assert_eq!(event(&set, "p08-drones").span.unwrap().start_edge, Edge::Unknown);
}

#[test]
fn an_inferred_year_says_why_and_is_marked_where_edtf_can() {
    let set = read(HISTORY);
    let inferred =
        ["p05-joining", "p07-irgc", "p08-control-centre", "p08-drones", "p08-signals", "p09-jalawla", "p10-quds-force"]
            .into_iter()
            .chain(["p11-picture", "p13-kirby", "p16-amiri", "p18-hagel"]);
    let expected: BTreeSet<&str> = inferred.collect();
    let marked: BTreeSet<&str> =
        set.events.iter().filter(|event| !event.date_inferred.is_empty()).map(|event| event.id.as_str()).collect();
    assert_eq!(marked, expected);
    for id in expected {
        let event = event(&set, id);
        assert!(event.date_note.is_some(), "{id} says why");
        let in_brackets = [&event.date, &event.start].into_iter().flatten().any(|date| date.starts_with('['));
        let uncertain = event.span.unwrap().qualifiers.uncertain;
        assert_eq!(uncertain, !in_brackets, "{id}");
    }
}

#[test]
fn the_reading_of_early_mid_and_late_is_said_where_it_is_used() {
    let set = read(HISTORY);
    let convention = "1–10, 11–20 and 21 to the last";
    assert!(set.description.as_deref().unwrap().contains(convention));
    for event in &set.events {
        let text = event.date_text.as_deref().unwrap_or_default().to_lowercase();
        if ["early", "mid-", "late", "at the end of march"].iter().any(|word| text.contains(word)) {
            assert!(event.date_note.as_deref().unwrap().contains(convention), "{}", event.id);
        }
    }
}

#[test]
fn every_event_of_the_history_says_who_says_so_and_how_sure() {
    let set = read(HISTORY);
    let description = set.description.as_deref().unwrap();
    for event in &set.events {
        assert!(!event.claims.is_empty(), "{} has a claim", event.id);
        for claim in &event.claims {
            let status = claim.status.as_deref().unwrap_or_else(|| panic!("{} has a status", event.id));
            assert!(description.contains(&format!("{status} (")), "the description says what `{status}` means");
        }
    }
}

#[test]
fn a_title_alone_does_not_turn_a_claim_into_a_fact() {
    let set = read(HISTORY);
    let hedges =
        [" said to ", "reportedly", "seen as", "ndications", "critics call", "expect", " says ", "Picture:", "Map:"];
    for event in &set.events {
        assert!(event.title.chars().count() <= 60, "{}", event.title);
        let surely = event.claims.iter().any(|claim| claim.status.as_deref() == Some("stated"));
        let speaker = event.title.contains(": ");
        assert!(surely || speaker || hedges.iter().any(|hedge| event.title.contains(hedge)), "{}", event.title);
    }
}

#[test]
fn citations_are_the_passages_own() {
    let set = read(HISTORY);
    let cited: Vec<(&str, &str)> = set
        .events
        .iter()
        .flat_map(|event| event.claims.iter().map(move |claim| (event, claim)))
        .flat_map(|(event, claim)| claim.citations.iter().map(move |citation| (event.id.as_str(), citation.as_str())))
        .collect();
    let expected = [
        ("p02-dissolution", "26"),
        ("p02-dissolution", "27"),
        ("p03-criticism", "28"),
        ("p03-criticism", "29"),
        ("p09-jalawla", "55"),
    ];
    assert_eq!(cited, expected);
}

#[test]
fn actors_and_places_have_one_name_each() {
    let set = read(HISTORY);
    for (field, terms) in &set.vocabularies {
        let names: BTreeSet<&str> = terms.iter().map(|term| term.name.as_str()).collect();
        let mut taken = BTreeSet::new();
        for term in terms {
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                assert!(taken.insert(name.clone()), "{field}: `{name}` means two things");
            }
            assert!(term.broader.iter().all(|broader| names.contains(broader.as_str())), "{field}: {term:?}");
        }
        let used: BTreeSet<&str> = match field.as_str() {
            "place" => {
                set.events.iter().flat_map(|event| event.places.iter().map(|place| place.name.as_str())).collect()
            }
            _ => set.events.iter().flat_map(|event| values(event, field)).collect(),
        };
        assert_eq!(used, names, "{field}: every value is in the vocabulary and every name in use");
    }
    let actors = &set.vocabularies["actor"];
    let broader = |name: &str| actors.iter().find(|term| term.name == name).unwrap().broader.clone();
    assert_eq!(broader("Quds Force"), ["IRGC"]);
    assert_eq!(broader("IRGC"), ["Iran"]);
    for (alias, name) in
        [("Islamic State", "ISIL"), ("General Suleimani", "Qasem Soleimani"), ("Badr brigades", "Badr Organization")]
    {
        assert!(
            actors.iter().any(|term| term.name == name && term.aliases.iter().any(|other| other == alias)),
            "{alias}"
        );
    }
}

#[test]
fn every_place_is_on_the_map_and_always_at_the_same_spot() {
    let set = read(HISTORY);
    let mut spots = std::collections::BTreeMap::new();
    for place in set.events.iter().flat_map(|event| &event.places) {
        let spot = (place.lat.unwrap(), place.lon.unwrap());
        assert!((29.0..=40.0).contains(&spot.0) && (35.0..=64.0).contains(&spot.1), "{place:?}");
        assert_eq!(*spots.entry(&place.name).or_insert(spot), spot, "{place:?}");
    }
    assert_eq!(spots.len(), 11);
}

/// Words in lower case, apostrophes and accents of names left in place.
fn words(text: &str) -> Vec<String> {
    let bare: String = text.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn nothing_is_copied_from_the_article() {
    let Some(corpora) = std::env::var_os("EVENT_TIMELINE_CORPORA") else { return };
    let Ok(article) = std::fs::read_to_string(std::path::Path::new(&corpora).join("../seed/article.txt")) else {
        return;
    };
    let length = LONGEST_SHARED_RUN + 1;
    let article = words(&article);
    let runs: BTreeSet<&[String]> = article.windows(length).collect();
    let set = read(HISTORY);
    let own = set.events.iter().flat_map(|event| {
        let claims = event.claims.iter().filter_map(|claim| claim.about.as_deref());
        [Some(event.title.as_str()), event.description.as_deref(), event.date_note.as_deref()]
            .into_iter()
            .flatten()
            .chain(claims)
    });
    for text in own.chain(set.description.as_deref()) {
        let words = words(text);
        let shared: Vec<_> = words.windows(length).filter(|run| runs.contains(run)).collect();
        assert!(shared.is_empty(), "{shared:?} in “{text}”");
    }
}

#[test]
fn every_kind_of_date_is_shown_at_its_level() {
    let set = read(EVERY_KIND);
    for event in &set.events {
        let level = event
            .date
            .as_deref()
            .map(|date| parse(date).unwrap().level())
            .into_iter()
            .chain(
                [&event.start, &event.end]
                    .into_iter()
                    .flatten()
                    .filter_map(|date| parse(date).ok().map(|date| date.level())),
            )
            .max();
        let said = values(event, "level");
        let expected = if matches!(values(event, "form")[..], ["undated" | "milliseconds since 1970"]) {
            "none".to_owned()
        } else {
            level.unwrap_or_else(|| panic!("{} has a date", event.id)).to_string()
        };
        assert_eq!(said, [expected.as_str()], "{}", event.id);
        for end in [&event.start, &event.end].into_iter().flatten() {
            assert!(parse_end(end).is_ok() || end.parse::<f64>().is_ok(), "{end}");
        }
    }
}

#[test]
fn every_form_of_edtf_is_shown() {
    let set = read(EVERY_KIND);
    let shown: BTreeSet<&str> = set.events.iter().flat_map(|event| values(event, "form")).collect();
    let asked = [
        // level 0
        "year zero",
        "month",
        "day",
        "date and time without zone",
        "date and time with zone",
        "interval",
        "interval of mixed precision",
        // level 1
        "year of more than four digits",
        "negative year",
        "season",
        "uncertain",
        "approximate",
        "uncertain and approximate",
        "unspecified digit of the year",
        "unspecified month",
        "unspecified day",
        "unspecified month and day",
        "open start",
        "open end",
        "unknown start",
        "unknown end",
        "interval with approximate ends",
        "unspecified digits of a negative year",
        // level 2
        "exponential year",
        "exponential year with significant digits",
        "long year with significant digits",
        "year with significant digits",
        "season of the northern hemisphere",
        "season of the southern hemisphere",
        "quarter",
        "four-month period",
        "half-year",
        "one of a set",
        "one of a range",
        "one of a set, open start",
        "one of a set, open end",
        "all of a list",
        "all of a list, open end",
        "uncertain day alone",
        "uncertain year and month",
        "unspecified digits of a full date",
        "interval with approximate days",
        "interval with an unspecified day",
        // ours
        "start and end of their own",
        "milliseconds since 1970",
        "undated",
    ];
    let asked: BTreeSet<&str> = asked.into_iter().collect();
    assert_eq!(shown, asked);
}

#[test]
fn the_second_set_runs_from_the_first_moment_to_last_year() {
    let set = read(EVERY_KIND);
    let spans: Vec<_> = set.events.iter().filter_map(|event| event.span).collect();
    let earliest =
        spans.iter().map(|span| span.earliest_start).filter(|start| start.is_finite()).fold(f64::MAX, f64::min);
    let latest = spans.iter().map(|span| span.latest_end).filter(|end| end.is_finite()).fold(f64::MIN, f64::max);
    let year_of_days = 365.2425 * 86_400_000.0;
    assert!(earliest < -13e9 * year_of_days);
    let in_2025 = (2025.0 - 1970.0) * year_of_days..(2026.0 - 1970.0) * year_of_days;
    assert!(in_2025.contains(&latest), "{latest}");
    assert_eq!(set.events.iter().filter(|event| event.span.is_none()).count(), 1);
    assert!(set.events.iter().filter(|event| event.title.chars().all(|c| !c.is_ascii_alphabetic())).count() >= 3);
}
