//! The cases of the boundary suite, the same in Node and in browsers.
//!
//! What crosses is looked at as a page would, property by property.

use event_timeline::layout::Viewport;
use event_timeline::wasm::{CoreColumns, CoreReader, CoreTimeline, parse_date};
use event_timeline::wire::Wire;
use js_sys::{Array, Float64Array, Reflect, Uint8Array, Uint16Array, Uint32Array};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const SET: &[u8] = br#"{
  "title": "Three events",
  "fields": { "kind": { "label": "Kind", "type": "category" } },
  "events": [
    { "id": "one", "title": "Caf\u00e9 opens", "date": "2014-06-10", "kind": "open" },
    { "id": "two", "title": "Roadworks", "date": "2014-07/..", "kind": "work" },
    { "id": "three", "title": "No day known", "kind": ["open", "work"] }
  ]
}"#;

type Outcome = Result<(), JsError>;

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| {
        let key = JsValue::from_str(key);
        assert_eq!(Reflect::has(&value, &key), Ok(true), "{path} is missing");
        Reflect::get(&value, &key).unwrap()
    })
}

fn number(value: &JsValue, path: &str) -> f64 {
    get(value, path).as_f64().unwrap()
}

fn text(value: &JsValue, path: &str) -> String {
    get(value, path).as_string().unwrap()
}

fn length(value: &JsValue) -> u32 {
    value.unchecked_ref::<Array>().length()
}

/// Makes a query current. Its counts: total, matches, certain, possible, undated.
fn ask(timeline: &mut CoreTimeline, query: &str) -> Result<Vec<u32>, JsError> {
    let mut wire = Wire::default();
    wire.query(&serde_json::from_str(query).unwrap());
    timeline.set_query(&wire.numbers, &wire.text)?;
    Ok(timeline.counts())
}

/// What was packed: its numbers and its text.
fn unpacked(packed: &Array) -> (Vec<f64>, String) {
    let numbers = packed.get(0).unchecked_into::<Float64Array>().to_vec();
    (numbers, packed.get(1).as_string().unwrap())
}

/// What a set says of itself: title and so on, then count, undated, records; and all that stands after.
fn about(timeline: &CoreTimeline) -> (Vec<f64>, String) {
    unpacked(&timeline.about())
}

#[wasm_bindgen_test]
fn a_set_says_what_it_holds() {
    let (numbers, text) = about(&CoreTimeline::new(SET));
    assert!(text.starts_with("Three eventskindKind"), "{text}");
    assert_eq!(numbers[..4], [12.0, -1.0, -1.0, -1.0], "what is absent has no length");
    assert_eq!(numbers[4..7], [3.0, 1.0, 3.0], "count, undated, records");
    assert_eq!(numbers[7..9], [1.0, 1_402_358_400_000.0], "it begins");
    // Fields, then of the first one its key, label, type, whether it is built in, values, no least and no greatest.
    assert_eq!(numbers[12..20], [4.0, 4.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0]);
    assert!(text.ends_with("event-setutf-8"), "{text}");
    let files = &numbers[numbers.len() - 9..];
    assert_eq!(
        files,
        [1.0, -1.0, 9.0, 5.0, 3.0, 3.0, 0.0, 0.0, 0.0],
        "a file, its records, no columns; no diagnostics"
    );
}

#[wasm_bindgen_test]
fn wrong_bytes_are_diagnostics_and_never_throw() {
    for bytes in [&b""[..], b"{", b"\xff\xfe", b"[1, null, {}]", b"{\"events\": 3}", b"<html>"] {
        let (numbers, _) = about(&CoreTimeline::new(bytes));
        assert_eq!(numbers[4], 0.0, "events of {bytes:?}");
        // The last of all is the column of the last diagnostic; before it stand its line and its file.
        let [.., file, line, _column] = numbers[..] else { panic!("{numbers:?}") };
        assert_eq!(file, 0.0, "{bytes:?}");
        assert!(1.0 <= line, "{bytes:?}: {numbers:?}");
    }
}

#[wasm_bindgen_test]
fn a_query_counts_and_pages_give_rows_in_order() -> Outcome {
    let mut timeline = CoreTimeline::new(SET);
    let counts = ask(&mut timeline, r#"{"sort":[{"by":"start","descending":true}]}"#)?;
    assert_eq!(counts, [3, 3, 2, 0, 1]);
    assert_eq!(timeline.counts(), counts);
    let (numbers, text) = unpacked(&timeline.rows(&timeline.order(0, 10), &[-1.0, 1.0, 4.0], "kind")?);
    assert_eq!(text, "twoRoadworksoneCaf\u{e9} opensthreeNo day known");
    // Row, colour, four bounds, marks, lengths of id, title and words for the date, claimants, statuses, then codes.
    assert_eq!(numbers[..2], [1.0, f64::from(u32::MAX)]);
    assert_eq!(numbers[5..14], [f64::INFINITY, 4.0, 3.0, 9.0, -1.0, 0.0, 0.0, 1.0, 1.0]);
    assert_eq!(
        numbers[28..],
        [
            2.0,
            f64::from(u32::MAX),
            f64::INFINITY,
            f64::INFINITY,
            f64::INFINITY,
            f64::INFINITY,
            -1.0,
            5.0,
            12.0,
            -1.0,
            0.0,
            0.0,
            2.0,
            0.0,
            1.0
        ]
    );
    assert_eq!(length(&timeline.words(&[0, 2])?), 2);
    assert!(timeline.rows(&[3], &[-1.0, 0.0], "").is_err());
    assert_eq!(timeline.order(0, 10), [1, 0, 2]);
    assert_eq!(timeline.order(1, 1), [0]);
    assert_eq!(timeline.position(0), Some(1));
    assert_eq!(timeline.find("three"), Some(2));
    assert_eq!(timeline.find("four"), None);
    assert_eq!(timeline.undated_order(0, 10)?, [2]);
    assert_eq!(timeline.document_order(), [0, 1, 2]);
    Ok(())
}

#[wasm_bindgen_test]
fn words_are_found_through_the_hosts_own_decomposition() -> Outcome {
    let mut timeline = CoreTimeline::new(SET);
    for (word, matches) in [("cafe", 1), ("CAF\u{c9}", 1), ("caffe", 0)] {
        let term = format!(r#"{{"text":[{{"text":"{word}","prefix":false,"negate":false}}]}}"#);
        assert_eq!(ask(&mut timeline, &term)?[1], matches, "{word}");
    }
    Ok(())
}

#[wasm_bindgen_test]
fn open_bounds_cross_as_infinity() -> Outcome {
    let timeline = CoreTimeline::new(SET);
    let event = timeline.event(1)?;
    assert_eq!(text(&event, "id"), "two");
    assert_eq!(number(&event, "span.latestEnd"), f64::INFINITY);
    assert_eq!(text(&event, "span.endEdge"), "open");
    assert!(get(&timeline.event(2)?, "span").is_null());
    Ok(())
}

fn viewport(from: f64, to: f64) -> Vec<f64> {
    let Viewport { width_px, height_px, lane_px, tick_gap_px, .. } = Viewport::default();
    let sizes = [width_px, height_px, lane_px, tick_gap_px].map(f64::from);
    [&[from, to][..], &sizes, &[-1.0, -1.0, 0.0], &[0.0, 8.0], &[0.0, 8.0]].concat()
}

#[wasm_bindgen_test]
fn bulk_crosses_as_typed_arrays_of_one_length() -> Outcome {
    let mut timeline = CoreTimeline::new(SET);
    let (from, to) = (1_402_000_000_000.0, 1_412_000_000_000.0);
    assert_eq!(timeline.histogram(from, to, 16, false, false)?.len(), 32, "certain and possible ones");
    let starting = timeline.histogram(from, to, 16, true, false)?;
    let (certain, possible) = starting.split_at(16);
    assert_eq!(certain.iter().sum::<u32>(), 1, "a day in one bin");
    assert_eq!(possible.iter().filter(|count| **count == 1).count(), 5, "a month in those that it touches");
    assert_eq!(timeline.lanes(from, to, 0.0, 200), [0, 1, 0, 0], "rows, then lanes");

    let frame = timeline.frame(&viewport(1_400_000_000_000.0, 1_420_000_000_000.0), "")?;
    let (numbers, _) = unpacked(&frame);
    assert!(1.0 < numbers[0], "ticks");
    let columns = frame.get(2).unchecked_into::<Uint32Array>().to_vec();
    let flags = frame.get(3).unchecked_into::<Uint16Array>().to_vec();
    assert_eq!((flags.len(), columns[..2].to_vec()), (2, vec![0, 1]), "both dated events are in the window");
    assert_eq!(frame.get(4).unchecked_into::<Uint8Array>().length(), 2);
    let cells = numbers[numbers.len() - 1] as usize;
    assert_eq!(columns.len(), 9 * 2 + 5 * cells);
    let top = f32::from_bits(columns[2]);
    assert!((0.0..480.0).contains(&top), "{top} px from the top");

    let overview = timeline.overview(600.0)?;
    let (numbers, _) = unpacked(&overview);
    let columns = overview.get(2).unchecked_into::<Uint32Array>().to_vec();
    let bars = numbers[numbers.len() - 1] as usize;
    assert!(0 < bars);
    assert_eq!(columns.len(), 4 * bars);
    assert_ne!(columns[2 * bars..].iter().sum::<u32>(), 0, "events in the bars");
    Ok(())
}

#[wasm_bindgen_test]
fn facets_count_values() -> Outcome {
    let mut timeline = CoreTimeline::new(SET);
    ask(&mut timeline, r#"{"facets":[{"field":"kind","mode":"any","values":["open"]}]}"#)?;
    let (numbers, text) = unpacked(&timeline.values("kind")?);
    assert_eq!(text, "openwork");
    assert_eq!(numbers, [2.0, 0.0, 0.0, 2.0, 4.0, 0.0, 0.0, 1.0, 0.0, 2.0, 4.0, 0.0, 0.0]);
    // A field's own filter does not count against itself: both values are still counted.
    assert_eq!(timeline.facet_counts("kind")?, [2, 2, 0, 0]);
    Ok(())
}

#[wasm_bindgen_test]
fn a_document_in_pieces_is_the_same_set() -> Outcome {
    for size in [1, 7, SET.len()] {
        let mut reader = CoreReader::new(&[]);
        let mut bytes = 0.0;
        for chunk in SET.chunks(size) {
            bytes = reader.push(chunk)[0];
        }
        assert_eq!(bytes, SET.len() as f64);
        let timeline = reader.finish();
        assert_eq!(about(&timeline), about(&CoreTimeline::new(SET)));
        assert_eq!(timeline.find("two"), CoreTimeline::new(SET).find("two"));
    }
    Ok(())
}

#[wasm_bindgen_test]
fn columns_are_a_set() -> Outcome {
    let mut columns = CoreColumns::new(2);
    columns.title(b"onetwo".to_vec(), vec![3, 6]);
    columns.number_ids(vec![7, 5]);
    columns.instants(vec![1000.0, f64::NAN], Some(vec![3000.0, f64::NAN]));
    columns.codes8("kind".into(), vec![1, 0], b"ab".to_vec(), vec![1, 2], None);
    columns.numbers("height".into(), vec![f64::NAN, 2.5]);
    let mut timeline = columns.finish()?;
    let (numbers, _) = about(&timeline);
    assert_eq!(numbers[4..7], [2.0, 1.0, 2.0]);
    let event = timeline.event(timeline.find("7").unwrap())?;
    assert_eq!((text(&event, "title"), number(&event, "span.latestEnd")), ("one".into(), 3001.0));
    assert_eq!(ask(&mut timeline, r#"{"facets":[{"field":"kind","mode":"any","values":["b"]}]}"#)?[1], 1);

    let mut short = CoreColumns::new(2);
    short.title(b"one".to_vec(), vec![3]);
    let message = text(&JsValue::from(short.finish().err().unwrap()), "message");
    assert!(message.contains("columns.title has 1 entries, 2 are needed"), "{message}");
    Ok(())
}

#[wasm_bindgen_test]
fn wrong_calls_throw_errors_that_say_why() -> Outcome {
    let mut timeline = CoreTimeline::new(SET);
    let message = |error: JsError| text(&JsValue::from(error), "message");
    let error = ask(&mut timeline, r#"{"sort":[{"by":"absent","descending":false}]}"#).unwrap_err();
    assert!(message(error).contains("no field `absent`"));
    assert_ne!(message(timeline.event(99).unwrap_err()), "");
    assert_ne!(message(timeline.facet_counts("absent").unwrap_err()), "");
    assert!(timeline.frame(&viewport(1.0, 0.0), "").is_err());
    assert!(timeline.histogram(0.0, 1.0, u32::MAX, false, false).is_err(), "a limit, and not the end of memory");
    // Nothing of that has harmed the handle.
    assert_eq!(ask(&mut timeline, "{}")?[1], 3);
    Ok(())
}

#[wasm_bindgen_test]
fn a_date_is_taken_apart() -> Outcome {
    let parsed = parse_date("2014-06~/..")?;
    assert_eq!(number(&parsed, "date.level"), 1.0);
    assert_eq!(text(&parsed, "date.canonical"), "2014-06~/..");
    assert_eq!(number(&parsed, "date.span.earliestStart"), 1_401_580_800_000.0);
    assert_eq!(text(&parsed, "date.span.endEdge"), "open");
    assert_eq!(get(&parsed, "date.span.qualifiers.approximate"), JsValue::TRUE);
    assert_eq!(text(&parsed, "date.words.kind"), "interval");
    Ok(())
}

#[wasm_bindgen_test]
fn a_problem_of_a_date_is_placed_in_utf16() -> Outcome {
    let parsed = parse_date("2014-06-10\u{1f600}x")?;
    assert_ne!(text(&parsed, "problem.message"), "");
    assert_eq!(number(&parsed, "problem.offset"), 10.0);
    let last = parse_date("\u{1f600}")?;
    assert!(number(&last, "problem.offset") <= 2.0);
    Ok(())
}
