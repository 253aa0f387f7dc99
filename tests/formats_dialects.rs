//! JSON documents of other programs: small ones of our own, and every file of their suites.

use event_timeline::diagnostic::Severity;
use event_timeline::event::{Event, FieldValue};
use event_timeline::formats::{Reading, read};
use event_timeline::time::{Edge, Span};
use std::path::{Path, PathBuf};

fn events(text: &str) -> Reading {
    read(text.as_bytes())
}

#[test]
fn slides() {
    let reading = events(
        r#"{"title": {"text": {"headline": "A <b>history</b>", "text": "<p>One</p>"}},
            "eras": [{"start_date": {"year": "600"}, "end_date": {"year": "650"}, "text": {"headline": "Then"}}],
            "events": [
              {"start_date": {"year": "622", "month": "08", "day": 9}, "text": {"headline": "a"}, "group": "g",
               "media": {"url": "https://example.org/a.jpg", "caption": "c", "credit": "k"}},
              {"start_date": {"year": -13700000000}, "text": {"headline": "b"}, "display_date": "long ago"},
              {"start_date": {"year": 1990, "month": 4, "day": 24, "hour": 12, "minute": 33}, "text": {"text": "no headline"}},
              {"text": {"headline": "undated"}},
              {"start_date": {"month": 4}, "text": {"headline": "bad"}}, 7]}"#,
    );
    let set = &reading.set;
    assert_eq!((set.title.as_deref(), set.description.as_deref()), (Some("A history"), Some("One")));
    let dates: Vec<_> = set.events.iter().map(|event| event.date.as_deref()).collect();
    assert_eq!(dates, [Some("0622-08-09"), Some("Y-13700000000"), Some("1990-04-24T12:33"), None, None, None]);
    assert_eq!((set.events[5].start.as_deref(), set.events[5].end.as_deref()), (Some("0600"), Some("0650")));
    assert_eq!(set.events[1].date_text.as_deref(), Some("long ago"));
    assert_eq!(set.events[2].title, "no headline");
    assert_eq!(set.events[0].media[0].credit.as_deref(), Some("k"));
    assert_eq!(reading.records, 7);
    assert_adds_up(&reading, "slides");
    assert!(reading.diagnostics.iter().any(|d| d.code == "bad-date" && d.line == 9), "{:?}", reading.diagnostics);
}

#[test]
fn vis_items() {
    let reading = events(
        r#"{"groups": [{"id": 1, "content": "One"}],
            "items": [{"id": 5, "content": "<i>a</i> &amp; b", "start": "2014-04-20", "group": 1},
                      {"content": "c", "start": 1402358400000, "end": 1402444800000},
                      {"content": "d", "start": "/Date(1198908717056)/"}]}"#,
    );
    let set = &reading.set;
    assert_eq!((set.events[0].id.as_str(), set.events[0].title.as_str()), ("5", "a & b"));
    assert_eq!(set.events[0].fields.get("group"), Some(&FieldValue::Texts(vec!["One".to_owned()])));
    assert_eq!(set.events[1].span.map(|span| span.earliest_start), Some(1_402_358_400_000.0));
    assert_eq!(set.events[2].span.map(|span| span.earliest_start), Some(1_198_908_717_056.0));
    let bare = events(r#"[{"content": "a", "start": "2014-04-20"}]"#);
    assert_eq!(bare.set.events[0].date.as_deref(), Some("2014-04-20"));
}

#[test]
fn simile_has_four_bounds() {
    let reading = events(
        r#"{"dateTimeFormat": "iso8601", "events": [
            {"start": "2001-09-27", "title": "day"},
            {"start": "2001-09-27", "end": "2001-10-02", "title": "some day of these"},
            {"start": "2001-09-27", "latestStart": "2001-09-29", "earliestEnd": "2001-10-01", "end": "2001-10-05",
             "isDuration": true, "title": "four"},
            {"start": "Sat May 20 1961 00:00:00 GMT-0600", "end": "Sun May 21 1961 00:00:00 GMT-0600",
             "durationEvent": "true", "title": "long"}]}"#,
    );
    let set = &reading.set;
    assert_eq!(set.events[0].date.as_deref(), Some("2001-09-27"));
    assert_eq!(set.events[1].date.as_deref(), Some("[2001-09-27..2001-10-02]"));
    let four = &set.events[2];
    assert_eq!(four.start.as_deref(), Some("[2001-09-27..2001-09-29]"));
    assert_eq!(four.end.as_deref(), Some("[2001-10-01..2001-10-05]"));
    assert_eq!(
        (set.events[3].start.as_deref(), set.events[3].end.as_deref()),
        (Some("1961-05-20"), Some("1961-05-21"))
    );
}

#[test]
fn simile_in_xml() {
    let reading = events(
        "<data wiki-url=\"x\">\n<event start=\"May 28 2006 00:00:00 GMT\" end=\"Jun 15 2006 00:00:00 GMT\" isDuration=\"true\" \
         title=\"Writing &amp; reading\" link=\"https://example.org\">A &lt;i&gt;few&lt;/i&gt; days</event>\n\
         <event start=\"Jun 16 2006 00:00:00 GMT\" end=\"Jun 26 2006 00:00:00 GMT\" title=\"Wedding\"/></data>",
    );
    let [writing, wedding] = &reading.set.events[..] else { panic!("{reading:?}") };
    assert_eq!((writing.title.as_str(), writing.description.as_deref()), ("Writing & reading", Some("A few days")));
    assert_eq!((writing.start.as_deref(), writing.end.as_deref()), (Some("2006-05-28"), Some("2006-06-15")));
    assert_eq!(wedding.date.as_deref(), Some("[2006-06-16..2006-06-26]"));
    let cut = events("<data><event start='1900' title='a'>one</event><event start='1901' title='b'>tw");
    assert_eq!(cut.set.events.len(), 2);
    assert!(cut.diagnostics.iter().any(|d| d.severity == Severity::File));
}

#[test]
fn linked_data() {
    let reading = events(
        r##"{"@context": "https://schema.org", "@graph": [
            {"@type": "Organization", "name": "no event"},
            {"@type": ["MusicEvent"], "@id": "#a", "name": "Concert", "startDate": "2014-04-12T19:30", "endDate": "2014-04-12T22:00",
             "location": {"@type": "Place", "name": "Hall", "geo": {"latitude": 36.3, "longitude": "43.1"}},
             "performer": [{"name": "P"}, "Q"], "eventStatus": "https://schema.org/EventCancelled",
             "subEvent": {"@type": "https://schema.org/Event", "name": "Encore", "startDate": "2014-04-12"}}]}"##,
    );
    let set = &reading.set;
    assert_eq!(set.events.len(), 2);
    assert_eq!((set.events[0].start.as_deref(), set.events[0].places[0].lat), (Some("2014-04-12T19:30"), Some(36.3)));
    assert_eq!(set.events[1].part_of.as_deref(), Some("#a"));
    assert_eq!(set.events[0].fields.get("state"), Some(&FieldValue::Texts(vec!["EventCancelled".to_owned()])));
}

#[test]
fn features_bindings_and_records() {
    let features = events(
        r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": "x", "geometry": {"type": "Point", "coordinates": [43.13, 36.34]},
             "properties": {"name": "Mosul falls", "date": "2014-06-10", "actor": ["ISIL", "Iraq"]}}]}"#,
    );
    let event = &features.set.events[0];
    assert_eq!(
        (event.id.as_str(), event.title.as_str(), event.date.as_deref()),
        ("x", "Mosul falls", Some("2014-06-10"))
    );
    assert_eq!((event.places[0].lat, event.places[0].lon), (Some(36.34), Some(43.13)));
    assert_eq!(event.fields.get("actor"), Some(&FieldValue::Texts(vec!["ISIL".to_owned(), "Iraq".to_owned()])));

    let bindings = events(
        r#"{"head": {"vars": ["event", "eventLabel", "date", "precision", "coord"]}, "results": {"bindings": [
            {"event": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"}, "eventLabel": {"type": "literal", "value": "Battle"},
             "date": {"type": "literal", "value": "1807-06-01T00:00:00Z"}, "precision": {"type": "literal", "value": "10"},
             "coord": {"type": "literal", "value": "Point(43.13 36.34)"}},
            {"event": {"type": "uri", "value": "http://www.wikidata.org/entity/Q2"}, "eventLabel": {"type": "literal", "value": "Siege"},
             "date": {"type": "literal", "value": "-0500-01-01T00:00:00Z"}, "precision": {"type": "literal", "value": "7"}}]}}"#,
    );
    let [battle, siege] = &bindings.set.events[..] else { panic!("{bindings:?}") };
    assert_eq!(
        (battle.title.as_str(), battle.date.as_deref(), battle.places[0].lat),
        ("Battle", Some("1807-06"), Some(36.34))
    );
    assert_eq!((siege.title.as_str(), siege.date.as_deref()), ("Siege", Some("-05XX")));

    let records =
        events(r#"[{"label": "Athos", "date": "1807-06-22T00:00:00Z", "article": "https://example.org"}, 5]"#);
    let first = &records.set.events[0];
    assert_eq!((first.title.as_str(), first.date.as_deref()), ("Athos", Some("1807-06-22")));
    assert_eq!(first.links[0].url, "https://example.org");
}

#[test]
fn what_wikidata_knows_to_be_unknown_is_no_fault() {
    let row = |item: u8, start: &str, end: &str| {
        format!(
            r#"{{"item": {{"type": "uri", "value": "http://www.wikidata.org/entity/Q{item}"}},
                "itemLabel": {{"type": "literal", "value": "No {item}"}}, "start": {start}, "end": {end}}}"#
        )
    };
    let day = |day: &str| format!(r#"{{"type": "literal", "value": "{day}T00:00:00Z"}}"#);
    let node = r#"{"type": "bnode", "value": "t12"}"#;
    let address = r#"{"type": "uri", "value": "http://www.wikidata.org/.well-known/genid/ab12"}"#;
    let rows = [row(1, &day("1807-06-01"), node), row(2, address, &day("1808-01-01")), row(3, node, address)];
    let text = format!(
        r#"{{"head": {{"vars": ["item", "itemLabel", "start", "end"]}}, "results": {{"bindings": [{}]}}}}"#,
        rows.join(",")
    );
    let reading = events(&text);
    assert_eq!(reading.diagnostics, []);
    let edges = |span: Option<Span>| span.map(|span| (span.start_edge, span.end_edge));
    let read: Vec<_> = reading.set.events.iter().map(|e| (edges(e.span), e.date_text.as_deref())).collect();
    let (known, unknown) = (Edge::Bounded, Edge::Unknown);
    assert_eq!(read[0], (Some((known, unknown)), Some("1807-06-01/unknown")));
    assert_eq!(read[1], (Some((unknown, known)), Some("unknown/1808-01-01")));
    assert_eq!(read[2], (None, Some("unknown/unknown")));
}

#[test]
fn a_cut_document_gives_what_came_before() {
    let text = r#"{"events": [{"start_date": {"year": 1}, "text": {"headline": "a"}}, {"start_date": {"year": 2}, "text": {"head"#;
    let reading = events(text);
    assert_eq!(reading.set.events[0].title, "a");
    assert!(reading.diagnostics.iter().any(|d| d.severity == Severity::File));
    assert_adds_up(&reading, "cut");
}

fn assert_adds_up(reading: &Reading, name: &str) {
    let rejected = reading.diagnostics.iter().filter(|d| d.severity == Severity::Record).count();
    assert_eq!(reading.set.events.len() + rejected, reading.records as usize, "{name}: {:?}", reading.diagnostics);
}

/// Every file of the suites: its records add up, and most of its events are dated.
#[test]
fn other_peoples_files() {
    let Some(root) = std::env::var_os("EVENT_TIMELINE_CORPORA").map(PathBuf::from) else { return };
    for (suite, extensions, least) in [
        ("timelinejs3", &["json", "csv"][..], 60),
        ("simile-timeline", &["json", "xml"], 500),
        ("schemaorg-events", &["jsonld"], 16),
        ("wikidata-events", &["json"], 9_000),
    ] {
        let mut files = Vec::new();
        collect(&root.join(suite), extensions, &mut files);
        let mut dated = 0;
        for file in files {
            let reading = read(&std::fs::read(&file).expect("a file of the suite"));
            assert_adds_up(&reading, &file.display().to_string());
            dated += reading.set.events.iter().filter(|event| event.span.is_some()).count();
        }
        assert!(least <= dated, "{suite}: only {dated} dated events");
    }
}

fn collect(folder: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the suite").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, extensions, files);
        } else if path.extension().is_some_and(|found| extensions.iter().any(|wanted| found == *wanted)) {
            files.push(path);
        }
    }
}

/// Bindings of a query: of each variable name, kind or datatype, and value.
fn bindings(rows: &[&[(&str, &str, &str)]]) -> Reading {
    let term = |(name, kind, value): &(&str, &str, &str)| match *kind {
        "uri" => format!(r#""{name}": {{"type": "uri", "value": "http://www.wikidata.org/entity/{value}"}}"#),
        "text" => format!(r#""{name}": {{"type": "literal", "xml:lang": "en", "value": "{value}"}}"#),
        kind => format!(
            r#""{name}": {{"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#{kind}", "value": "{value}"}}"#
        ),
    };
    let rows: Vec<String> =
        rows.iter().map(|row| format!("{{{}}}", row.iter().map(term).collect::<Vec<_>>().join(", "))).collect();
    events(&format!(r#"{{"head": {{"vars": []}}, "results": {{"bindings": [{}]}}}}"#, rows.join(",\n")))
}

#[test]
fn rows_of_one_item_are_one_event() {
    let row = |id, date, place| {
        [
            ("battle", "uri", id),
            ("battleLabel", "text", "Battle"),
            ("start", "dateTime", date),
            ("placeLabel", "text", place),
        ]
    };
    let reading = bindings(&[
        &row("Q1", "1807-06-01T00:00:00Z", "Here"),
        &row("Q2", "1808-06-01T00:00:00Z", "Here"),
        &row("Q1", "1807-06-01T00:00:00Z", "There"),
        &row("Q1", "1809-06-01T00:00:00Z", "There"),
    ]);
    let places =
        |row: usize| reading.set.events[row].places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>();
    assert_eq!((reading.records, reading.set.events.len()), (3, 3));
    assert_eq!((places(0), places(1), places(2)), (vec!["Here", "There"], vec!["Here"], vec!["There"]));
    assert_eq!(reading.set.events[0].id, "http://www.wikidata.org/entity/Q1");
    // Two dates of one item are two events, which cannot both have its id.
    let codes: Vec<_> = reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["duplicate-id"]);
}

#[test]
fn every_date_may_have_a_precision() {
    let reading = bindings(&[&[
        ("item", "uri", "Q1"),
        ("itemLabel", "text", "War"),
        ("start", "dateTime", "1807-06-01T00:00:00Z"),
        ("startPrecision", "integer", "10"),
        ("end", "dateTime", "1812-01-01T00:00:00Z"),
        ("endPrecision", "integer", "9"),
    ]]);
    let war = &reading.set.events[0];
    assert_eq!((war.start.as_deref(), war.end.as_deref()), (Some("1807-06"), Some("1812")));
    // One beside the only date, whatever it is called.
    let reading = bindings(&[&[
        ("item", "uri", "Q1"),
        ("itemLabel", "text", "X"),
        ("inception", "dateTime", "1807-01-01T00:00:00Z"),
        ("inceptionPrecision", "integer", "8"),
    ]]);
    assert_eq!(reading.set.events[0].date.as_deref(), Some("180X"));
}

/// Calendars' interfaces say a day or a time in the same place. Google's end of whole days is the day after the last.
#[test]
fn days_and_times_of_calendars_interfaces_are_one_column() {
    let items = [
        r#"{"kind": "calendar#event", "summary": "Talk", "start": {"dateTime": "2014-06-10T10:00:00+02:00", "timeZone": "Europe/Berlin"}, "end": {"dateTime": "2014-06-10T11:00:00+02:00"}}"#,
        r#"{"kind": "calendar#event", "summary": "Trip", "start": {"date": "2014-06-28"}, "end": {"date": "2014-07-01"}}"#,
    ];
    for text in [format!(r#"{{"items": [{}]}}"#, items.join(",")), format!("[{}]", items.join(","))] {
        let reading = read(text.as_bytes());
        assert_eq!(reading.diagnostics, []);
        let shown = |event: &Event| [event.start.clone(), event.end.clone()].map(Option::unwrap_or_default);
        let dates: Vec<_> = reading.set.events.iter().map(shown).collect();
        let talk = ["2014-06-10T10:00:00+02:00", "2014-06-10T11:00:00+02:00"];
        assert_eq!(dates, [talk, ["2014-06-28", "2014-06-30"]].map(|side| side.map(str::to_owned)));
        let zone = reading.set.events[0].fields.values().find(|value| format!("{value:?}").contains("Europe/Berlin"));
        assert!(zone.is_some(), "{:?}", reading.set.events[0].fields);
    }
    let other = read(br#"[{"name": "Stay", "start": {"date": "2014-06-28"}, "end": {"date": "2014-07-01"}}]"#);
    assert_eq!(other.set.events[0].end.as_deref(), Some("2014-07-01"));
}
