//! What other programs get: each target read by a parser that knows nothing of us.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::Timeline;
use event_timeline::event::EventSet;
use event_timeline::formats::read;
use event_timeline::formats::write::{Target, View, write};
use serde_json::{Value, json};

fn set() -> EventSet {
    let long = "a sentence that is longer than a line of a calendar may be, with ümläuts and 😀😀😀 at the fold 😀😀😀";
    let document = json!({
        "title": "Walls & gates", "description": "What they did",
        "fields": {"actor": {"label": "Actor", "type": "category"}},
        "events": [
            {"id": "rise", "title": "The wall rises", "date": "1961-08-13", "actor": ["Guild", "Masons; Sons"], "height": 3.6,
             "places": [{"name": "Berlin", "lat": 52.5, "lon": 13.4}], "links": ["https://example.org/a?b=c;d,e"]},
            {"id": "=1+1", "title": "=HYPERLINK(\"https://example.org\")", "date": "1989-11~", "part_of": "rise", "description": long},
            {"id": "siege", "title": "A <b>siege</b>", "start": "[1961-08-14..1961-08-20]", "end": "..",
             "places": [{"name": "A", "lat": 1.0, "lon": 2.0}, {"name": "B", "lat": -3.5, "lon": -4.0}]},
            {"id": "talk", "title": "Somebody speaks of walls"},
            {"id": "noon", "title": "A gate opens", "start": "1961-09-01T12:00:00Z", "end": "1961-09-01T14:30:00Z"},
            {"id": "quarry", "title": "The stone forms", "date": "Y-300000000"},
        ],
    });
    let reading = read(document.to_string().as_bytes());
    assert_eq!(reading.diagnostics, []);
    reading.set
}

fn written(target: Target) -> String {
    String::from_utf8(write(&View::of_set(&set()), target).bytes).unwrap()
}

fn json_of(target: Target) -> Value {
    serde_json::from_str(&written(target)).unwrap()
}

#[test]
fn a_table_is_one_to_other_readers_of_csv() {
    let text = written(Target::Csv);
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    let cell = |row: usize, name: &str| &rows[row][header.iter().position(|found| found == name).unwrap()];
    assert_eq!((cell(0, "title"), cell(0, "date"), cell(0, "height")), ("The wall rises", "1961-08-13", "3.6"));
    assert_eq!((cell(0, "place"), cell(0, "latitude"), cell(0, "longitude")), ("Berlin", "52.5", "13.4"));
    assert_eq!(cell(0, "actor"), "Guild; Masons\\; Sons");
    assert_eq!(cell(1, "title"), "'=HYPERLINK(\"https://example.org\")");
    assert_eq!((cell(1, "id"), cell(1, "date")), ("'=1+1", "1989-11~"));
    assert!(text.split("\r\n").count() == 8 && !text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
}

/// Whatever the text, no cell begins as a formula does.
#[test]
fn no_cell_is_a_formula() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'"] {
        let text = format!("{start}cmd|' /C calc'!A0");
        let document = json!([{"id": text, "title": text, "description": text, "date_text": text, "x": [text, text],
            "links": [text], "places": [text], "claims": [{"by": text, "status": text, "citations": [text]}]}]);
        let set = read(document.to_string().as_bytes()).set;
        let bytes = write(&View::of_set(&set), Target::Csv).bytes;
        let mut cells = 0;
        for row in csv::Reader::from_reader(&bytes[..]).records() {
            for cell in row.unwrap().iter().filter(|cell| !cell.is_empty()) {
                assert!(cell.starts_with('\''), "{cell:?}");
                cells += 1;
            }
        }
        assert_eq!(cells, 10);
        assert_eq!(read(&bytes).set.events, set.events);
    }
}

#[test]
fn calendar_lines_are_folded_at_75_octets_within_no_character() {
    let text = written(Target::Icalendar);
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("with ümläuts and 😀😀😀 at the fold 😀😀😀\r\n"), "{unfolded}");
    assert!(
        unfolded.contains(
            "UID:=1+1\r\nDTSTAMP:19700101T000000Z\r\nDTSTART;VALUE=DATE:19891101\r\nDTEND;VALUE=DATE:19891201"
        )
    );
    assert!(unfolded.contains("DTSTART:19610901T120000Z\r\nDTEND:19610901T143000Z\r\n"));
    assert!(unfolded.contains("GEO:52.5;13.4\r\nURL:https://example.org/a?b=c;d,e\r\n"));
    assert_eq!((unfolded.matches("BEGIN:VEVENT").count(), unfolded.matches("BEGIN:VJOURNAL").count()), (4, 2));
}

#[test]
fn an_event_that_another_program_moved_has_its_new_date() {
    for (target, from, to) in [
        (Target::Icalendar, "DTEND;VALUE=DATE:19891201", "DTEND;VALUE=DATE:19891203"),
        (Target::JsonLd, r#""startDate": "1989-11""#, r#""startDate": "1989-12""#),
        (Target::Timelinejs3, r#""start_date": {"year": 1989, "month": 11}"#, r#""start_date": {"year": 1990}"#),
    ] {
        let text = written(target);
        assert!(text.contains(from), "{text}");
        let moved = read(text.replace(from, to).as_bytes());
        let codes: Vec<&str> = moved.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, ["date-changed"], "{target:?}");
        let event = moved.set.events.iter().find(|event| event.id == "=1+1").unwrap();
        assert!(event.span.unwrap().latest_end > 628_000_000_000.0, "{event:?}");
        let others =
            |set: &EventSet| -> Vec<_> { set.events.iter().filter(|event| event.id != "=1+1").cloned().collect() };
        assert_eq!(others(&moved.set), others(&set()));
    }
}

#[test]
fn slides_have_what_timelinejs_asks_for() {
    let slides = json_of(Target::Timelinejs3);
    assert_eq!(slides["title"]["text"], json!({"headline": "Walls &amp; gates", "text": "What they did"}));
    let events = slides["events"].as_array().unwrap();
    assert!(events.iter().all(|slide| slide["start_date"]["year"].is_i64() && slide["text"]["headline"].is_string()));
    assert_eq!(events.len(), 5);
    assert_eq!(events[0]["start_date"], json!({"year": 1961, "month": 8, "day": 13}));
    assert_eq!(events[1]["display_date"], "1989-11~");
    assert_eq!(events[2]["text"]["headline"], "A &lt;b&gt;siege&lt;/b&gt;");
    assert_eq!(events[4]["start_date"], json!({"year": -300000000}));
}

/// Undated events stand among the others where they stood.
/// TimelineJS shows an address that looks like markup as markup.
#[test]
fn a_slide_has_no_address_that_could_run() {
    for (url, is_left) in [
        ("https://example.org/a.jpg", true),
        ("pictures/a.jpg?x=1:2", true),
        ("HTTPS://example.org/", true),
        ("data:image/png;base64,AA==", true),
        ("<iframe src=\"https://example.org\"></iframe>", false),
        ("<blockquote class='x' onclick=ran()>", false),
        ("https://example.org/a.pdf' onload='ran()", false),
        ("javascript:ran()", false),
        ("data:text/html,ran()", false),
        ("java\tscript:ran()", false),
    ] {
        let set = read(json!([{"title": "a", "date": "2001", "media": [url]}]).to_string().as_bytes()).set;
        let written = write(&View::of_set(&set), Target::Timelinejs3);
        let slides: Value = serde_json::from_slice(&written.bytes).unwrap();
        assert_eq!(slides["events"][0]["media"]["url"].as_str(), is_left.then_some(url));
        assert_eq!(written.losses.iter().any(|loss| loss.code == "media" && loss.kept), !is_left, "{url}");
        assert_eq!(read(&written.bytes).set.events, set.events);
    }
}

#[test]
fn eras_are_eras_only_where_they_stand_last() {
    let era = |id: &str| json!({"id": id, "title": id, "date": "2001/2003", "kind": "era"});
    let slide = json!({"id": "s", "title": "s", "date": "2002"});
    let undated = json!({"id": "u", "title": "u"});
    for (events, eras) in [
        (vec![slide.clone(), era("a"), undated.clone(), era("b")], 2),
        (vec![undated.clone(), era("a"), slide.clone(), era("b"), undated.clone()], 1),
        (vec![era("a"), undated, slide], 0),
    ] {
        let events: Vec<Value> = events
            .into_iter()
            .enumerate()
            .map(|(at, mut event)| {
                event["id"] = json!(at.to_string());
                event
            })
            .collect();
        let set = read(json!(events).to_string().as_bytes()).set;
        let bytes = write(&View::of_set(&set), Target::Timelinejs3).bytes;
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(value["eras"].as_array().map_or(0, Vec::len), eras, "{value}");
        assert_eq!(read(&bytes).set.events, set.events);
    }
}

#[test]
fn linked_data_is_schema_orgs() {
    let list = json_of(Target::JsonLd);
    assert_eq!((&list["@context"][0], &list["@type"]), (&json!("https://schema.org"), &json!("ItemList")));
    let events = list["itemListElement"].as_array().unwrap();
    assert!(events.iter().all(|event| event["@type"] == "Event" && event["name"].is_string()));
    assert_eq!(
        events[0]["location"][0]["geo"],
        json!({"@type": "GeoCoordinates", "latitude": 52.5, "longitude": 13.4})
    );
    let property = |name: &str, value: Value| json!({"@type": "PropertyValue", "name": name, "value": value});
    let properties = json!([property("actor", json!(["Guild", "Masons; Sons"])), property("height", json!(3.6))]);
    assert_eq!(events[0]["additionalProperty"], properties);
    assert_eq!(
        (&events[1]["startDate"], &events[1]["superEvent"]),
        (&json!("1989-11"), &json!({"identifier": "rise"}))
    );
    assert_eq!((&events[2]["startDate"], events[2].get("endDate")), (&json!("1961-08-14"), None));
    assert_eq!(events[4]["endDate"], "1961-09-01T14:30:00Z");
}

#[test]
fn features_are_geojson() {
    let collection = json_of(Target::Geojson);
    assert_eq!(collection["type"], "FeatureCollection");
    let features = collection["features"].as_array().unwrap();
    assert_eq!(features.len(), 6);
    for feature in features {
        assert_eq!(feature["type"], "Feature");
        assert!(feature["properties"].is_object() && feature.get("geometry").is_some());
    }
    assert_eq!(features[0]["geometry"], json!({"type": "Point", "coordinates": [13.4, 52.5]}));
    assert_eq!(features[2]["geometry"], json!({"type": "MultiPoint", "coordinates": [[2, 1], [-4, -3.5]]}));
    assert_eq!(features[3]["geometry"], Value::Null);
}

#[test]
fn what_is_lost_is_counted() {
    let losses = |target| -> Vec<(&str, u32, bool)> {
        write(&View::of_set(&set()), target).losses.iter().map(|loss| (loss.code, loss.count, loss.kept)).collect()
    };
    assert_eq!(losses(Target::Json), []);
    assert_eq!(losses(Target::Geojson), [("places-unknown", 4, true)]);
    let table = [("places", 2, true), ("set-texts", 2, false), ("field-declarations", 1, false)];
    assert_eq!(losses(Target::Csv), table);
    let calendar = losses(Target::Icalendar);
    for loss in [("fields", 2, true), ("dates-widened", 2, true), ("undated", 1, true), ("dates-out-of-range", 1, true)]
    {
        assert!(calendar.contains(&loss), "{loss:?} of {calendar:?}");
    }
}

/// A set that is opened, filtered and sorted goes out as its matches, with the references that find nothing told.
#[test]
fn matches_go_out_in_their_order() {
    let mut timeline = Timeline::new(read(written(Target::Json).as_bytes()), str::to_owned);
    let ids = |timeline: &Timeline, filtered| -> Vec<String> {
        let exported = timeline.export(Target::Geojson, filtered);
        read(&exported.bytes).set.events.into_iter().map(|event| event.id).collect()
    };
    let all = ["rise", "=1+1", "siege", "talk", "noon", "quarry"];
    assert_eq!(ids(&timeline, false), all);
    assert_eq!(ids(&timeline, true), all);
    timeline.query(timeline.parse_query("the sort:-title").query).unwrap();
    assert_eq!(ids(&timeline, true), ["rise", "quarry", "=1+1"]);
    timeline.query(timeline.parse_query("during:1989").query).unwrap();
    let exported = timeline.export(Target::Json, true);
    let told: Vec<(&str, u32)> = exported.losses.iter().map(|loss| (loss.code, loss.count)).collect();
    assert_eq!(
        (ids(&timeline, true), told),
        (vec!["=1+1".to_owned(), "siege".to_owned()], vec![("references-outside", 1)])
    );
    let error = timeline.export_start("docx", true).err().unwrap().to_string();
    assert!(error.contains("docx") && error.contains("icalendar"), "{error}");
}

/// More than one piece of each pass, with all that stands in several places: eras at the end, events without a date,
/// references within and out of what is written.
#[test]
fn a_long_set_comes_in_pieces_and_reads_back_equal() {
    let mut events: Vec<String> = (0..5_000)
        .map(|at| match at % 50 {
            7 => format!(r#"{{"id": "u{at}", "title": "undated {at}", "part_of": "e{}"}}"#, at - 1),
            _ => format!(r#"{{"id": "e{at}", "title": "title {at}", "date": "{}", "n": {at}}}"#, 1000 + at % 1000),
        })
        .collect();
    events.push(r#"{"id": "era", "title": "Era", "start": "1000", "end": "1999", "kind": "era"}"#.to_owned());
    events.push(r#"{"id": "era2", "title": "Era 2", "start": "1000", "end": "1099", "kind": "era"}"#.to_owned());
    let text = format!(r#"{{"fields": {{"n": "number"}}, "events": [{}]}}"#, events.join(","));
    let mut timeline = Timeline::open(text.as_bytes(), str::to_owned);
    let set = read(text.as_bytes()).set;
    for target in Target::ALL {
        let mut export = timeline.export_start(target.name(), false).unwrap();
        let (mut pieces, mut done) = (Vec::new(), 0.0);
        while let Some(piece) = export.piece(&timeline) {
            assert!(piece.len() < 600_000, "{target:?}: a piece of {} bytes", piece.len());
            assert!(done < export.progress() || piece.is_empty(), "{target:?}");
            done = export.progress();
            // Queries on the way change nothing.
            let query = timeline.parse_query("title").query;
            timeline.query(query).unwrap();
            pieces.push(piece);
        }
        assert!(5 < pieces.len(), "{target:?}: {} pieces", pieces.len());
        assert_eq!(export.progress(), 1.0);
        assert_eq!(read(pieces.concat().as_bytes()).set.events, set.events, "{target:?}");
        let query = timeline.parse_query("after:1100").query;
        timeline.query(query).unwrap();
        let losses = timeline.export(target, true).losses;
        assert!(losses.iter().all(|loss| loss.code != "references-outside"), "{losses:?}");
        let query = timeline.parse_query("undated").query;
        timeline.query(query).unwrap();
        let losses = timeline.export(target, true).losses;
        assert!(losses.iter().any(|loss| loss.code == "references-outside" && loss.count == 100), "{losses:?}");
    }
}

#[test]
fn a_second_within_the_minute_of_its_end_reads_back() {
    let set = read(br#"[{"title": "a", "start": "2014-06-10T12:30:15", "end": "2014-06-10T12:30"}]"#).set;
    for target in Target::ALL {
        let reading = read(&write(&View::of_set(&set), target).bytes);
        assert_eq!(reading.set.events, set.events, "{target:?}");
        assert_eq!(reading.diagnostics, [], "{target:?}");
    }
}

/// What is known to the minute goes out to the minute: a second more would be one that nobody wrote.
#[test]
fn a_minute_stays_one() {
    let document = json!([{"title": "A shift", "date": "2015-06-12T10:00Z/2015-06-12T13:30Z"}, {"title": "A bell", "date": "2015-06-12T10:00:05Z"}]);
    let set = read(document.to_string().as_bytes()).set;
    let told = |target: Target| -> Value { serde_json::from_slice(&write(&View::of_set(&set), target).bytes).unwrap() };
    let (slides, linked) = (told(Target::Timelinejs3), told(Target::JsonLd));
    let clock = |event: usize, side: &str| {
        slides["events"][event][side]
            .as_object()
            .map(|date| (date["hour"].clone(), date["minute"].clone(), date.get("second").cloned()))
    };
    assert_eq!(clock(0, "start_date"), Some((json!(10), json!(0), None)));
    assert_eq!(clock(0, "end_date"), Some((json!(13), json!(30), None)));
    assert_eq!(clock(1, "start_date"), Some((json!(10), json!(0), Some(json!(5)))));
    let shift = &linked["itemListElement"][0];
    assert_eq!((&shift["startDate"], &shift["endDate"]), (&json!("2015-06-12T10:00Z"), &json!("2015-06-12T13:30Z")));
}
