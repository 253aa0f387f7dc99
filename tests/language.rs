//! The query language: what each term means, what is wrong and where, and the way back to text.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::event::FieldType;
use event_timeline::query::language::{FieldName, Parsed, format, parse};
use event_timeline::query::{FacetFilter, FacetMode, NumberFilter, Query, SortKey, TextTerm, TimeFilter, Undated};
use event_timeline::store::text::nfkd;
use event_timeline::time;

const fn field(key: &'static str, label: Option<&'static str>, field_type: FieldType) -> FieldName<'static> {
    FieldName { key, label, field_type }
}

const FIELDS: [FieldName<'static>; 9] = [
    field("actor", Some("Who Acts"), FieldType::Category),
    field("place", None, FieldType::Category),
    field("killed", Some("Tués"), FieldType::Number),
    field("note", None, FieldType::Text),
    field("web", None, FieldType::Link),
    field("before", None, FieldType::Category),
    field("Actor", None, FieldType::Number),
    field("a b:\"c\"", None, FieldType::Category),
    field("", None, FieldType::Text),
];

fn parsed(text: &str) -> Parsed {
    parse(text, &FIELDS, nfkd)
}

/// Reads without a problem, and prints as `printed`.
#[track_caller]
fn check(text: &str, query: Query, printed: &str) {
    let found = parsed(text);
    assert_eq!(found.problems, [], "{text}");
    assert_eq!(found.query, query, "{text}");
    assert_eq!(format(&query, &FIELDS, nfkd), printed);
    assert_eq!(parsed(printed).query, query, "{printed}");
}

/// Reads with problems at the ranges that `‸` and `‸` enclose in turn, each message with the words wanted.
#[track_caller]
fn wrong(marked: &str, query: Query, wanted: &[&str]) {
    let parts: Vec<&str> = marked.split('‸').collect();
    let found = parsed(&parts.concat());
    let mut at = 0;
    let mut places = Vec::new();
    for part in &parts[..parts.len() - 1] {
        at += part.encode_utf16().count() as u32;
        places.push(at);
    }
    let ranges: Vec<u32> = found.problems.iter().flat_map(|problem| [problem.from, problem.to]).collect();
    assert_eq!(ranges, places, "{:#?}", found.problems);
    for (problem, wanted) in found.problems.iter().zip(wanted) {
        assert!(problem.message.contains(wanted), "{} lacks {wanted}", problem.message);
    }
    assert_eq!(wanted.len(), found.problems.len());
    assert_eq!(found.query, query, "{marked}");
}

fn word(text: &str) -> TextTerm {
    TextTerm { text: text.into(), ..TextTerm::default() }
}

fn texts(text: &[TextTerm]) -> Query {
    Query { text: text.to_vec(), ..Query::default() }
}

fn facets(facets: &[(&str, FacetMode, &[&str])]) -> Query {
    let filter = |(field, mode, values): &(&str, FacetMode, &[&str])| FacetFilter {
        field: (*field).into(),
        mode: *mode,
        values: values.iter().map(|&value| value.into()).collect(),
    };
    Query { facets: facets.iter().map(filter).collect(), ..Query::default() }
}

fn numbers(field: &str, min: Option<f64>, max: Option<f64>) -> Query {
    Query { numbers: vec![NumberFilter { field: field.into(), min, max }], ..Query::default() }
}

fn window(from: Option<f64>, to: Option<f64>) -> Query {
    Query { time: Some(TimeFilter { from, to, certain_only: false }), ..Query::default() }
}

fn start(date: &str) -> Option<f64> {
    Some(time::parse(date).unwrap().span().earliest_start)
}

#[test]
fn words_and_phrases() {
    let prefix = |text: &str| TextTerm { prefix: true, ..word(text) };
    let not = |text: &str| TextTerm { negate: true, ..word(text) };
    check("", Query::default(), "");
    check("mosul", texts(&[prefix("mosul")]), "mosul");
    check("mosul ", texts(&[word("mosul")]), "\"mosul\"");
    check("fall of mosul", texts(&[word("fall"), word("of"), prefix("mosul")]), "fall of mosul");
    check("mos* dam ", texts(&[prefix("mos"), word("dam")]), "mos* \"dam\"");
    check("\"fall of\"", texts(&[word("fall of")]), "\"fall of\"");
    check("\"fall o\"*", texts(&[prefix("fall o")]), "\"fall o\"*");
    check("-mosul -\"the dam\"", texts(&[not("mosul"), not("the dam")]), "-mosul -\"the dam\"");
    check(
        "\"12:30\" \"-5\" \"a\\\"b\\\\\"",
        texts(&[word("12:30"), word("-5"), word("a\"b\\")]),
        "\"12:30\" \"-5\" \"a\\\"b\\\\\"",
    );
    check(
        "- O\"Brien \u{6a9}\u{631}\u{628}\u{644}\u{627}",
        texts(&[word("-"), word("O\"Brien"), prefix("کربلا")]),
        "\"-\" \"O\\\"Brien\" کربلا",
    );
    check("\"\"", Query::default(), "");
}

#[test]
fn parts_of_words() {
    let part = |text: &str| TextTerm { substring: true, ..word(text) };
    let not = |term: TextTerm| TextTerm { negate: true, ..term };
    let within = |field: &str, term: TextTerm| TextTerm { field: Some(field.into()), ..term };
    check("*osu* ", texts(&[part("osu")]), "*osu*");
    check("*osu", texts(&[part("osu")]), "*osu*");
    check("*osu dam ", texts(&[word("*osu"), word("dam")]), "\"*osu\" \"dam\"");
    check("-*osu* -*osu", texts(&[not(part("osu")), not(word("*osu"))]), "-*osu* -\"*osu\"");
    check("*\"l of m\"* *osu*", texts(&[part("l of m"), part("osu")]), "*\"l of m\"* *osu*");
    wrong("*‸\"of m‸", texts(&[part("of m")]), &["not closed"]);
    check("*\"of m\" x ", texts(&[word("of m"), word("x")]), "\"of m\" \"x\"");
    check("*\"-5\"* *a*b* ", texts(&[part("-5"), part("a*b")]), "*\"-5\"* *\"a*b\"*");
    check(
        "* ** \"*a*\" ",
        texts(&[word("*"), TextTerm { prefix: true, ..word("*") }, word("*a*")]),
        "\"*\" \"*\"* \"*a*\"",
    );
    check(
        "title:*osu* actor:~*\"ds f\"* -note:*x*",
        texts(&[within("title", part("osu")), within("actor", part("ds f")), not(within("note", part("x")))]),
        "title:*osu* actor:~*\"ds f\"* -note:*x*",
    );
}

#[test]
fn words_in_a_field() {
    let within = |field: &str, text: &str| TextTerm { field: Some(field.into()), ..word(text) };
    check(
        "title:dam Description:\"the dam\" NOTE:x ",
        texts(&[within("title", "dam"), within("description", "the dam"), within("note", "x")]),
        "title:dam description:\"the dam\" note:\"x\"",
    );
    check(
        "actor:~force* -title:x",
        texts(&[
            TextTerm { prefix: true, ..within("actor", "force") },
            TextTerm { negate: true, ..within("title", "x") },
        ]),
        "actor:~force* -title:x",
    );
    check("title:mos", texts(&[TextTerm { prefix: true, ..within("title", "mos") }]), "title:mos");
}

#[test]
fn values_of_a_category() {
    use FacetMode::{All, Any, None};
    check("actor:IRGC", facets(&[("actor", Any, &["IRGC"])]), "actor:IRGC");
    check(
        "\"who acts\":\"Quds Force\",PMF",
        facets(&[("actor", Any, &["Quds Force", "PMF"])]),
        "actor:\"Quds Force\",PMF",
    );
    check(
        "actor:a+b actor:+c -place:d,e",
        facets(&[("actor", All, &["a", "b"]), ("actor", All, &["c"]), ("place", None, &["d", "e"])]),
        "actor:a+b actor:+c -place:d,e",
    );
    check(
        "\"before\":x \"a b:\\\"c\\\"\":\"\"",
        facets(&[("before", Any, &["x"]), ("a b:\"c\"", Any, &[""])]),
        "\"before\":x \"a b:\\\"c\\\"\":\"\"",
    );
}

#[test]
fn ranges_of_a_number() {
    check("killed:5", numbers("killed", Some(5.0), Some(5.0)), "killed:5");
    check("tues:3..8", numbers("killed", Some(3.0), Some(8.0)), "killed:3..8");
    check("killed:>=3", numbers("killed", Some(3.0), None), "killed:>=3");
    check("killed:>=5e4", numbers("killed", Some(50_000.0), None), "killed:>=50000");
    check("killed:..1e-9", numbers("killed", None, Some(1e-9)), "killed:<=1e-9");
    check("killed:-1.5e3..", numbers("killed", Some(-1500.0), None), "killed:>=-1500");
    check("killed:..8", numbers("killed", None, Some(8.0)), "killed:<=8");
    check("killed:>100", numbers("killed", Some(100f64.next_up()), None), "killed:>100");
    check("killed:<100", numbers("killed", None, Some(100f64.next_down())), "killed:<100");
    check("killed:..", numbers("killed", None, None), "killed:..");
    check("Actor:2", numbers("Actor", Some(2.0), Some(2.0)), "Actor:2");
}

#[test]
fn time_words() {
    check("before:2014-09", window(None, start("2014-09")), "before:2014-09");
    check("after:2014-09", window(start("2014-10"), None), "after:2014-09");
    check("during:2014-06", window(start("2014-06"), start("2014-07")), "during:2014-06");
    check("during:2014-06/2014-08", window(start("2014-06"), start("2014-09")), "after:2014-05 before:2014-09");
    check("after:2013 before:2015", window(start("2014"), start("2015")), "during:2014");
    check(
        "during:2014 during:2014-06/2016 after:2014-06-10",
        window(start("2014-06-11"), start("2015")),
        "after:2014-06-10 before:2015",
    );
    check("before:2014-06-10T12:30:05Z", window(None, start("2014-06-10T12:30:05Z")), "before:2014-06-10T12:30:05Z");
    check("before:@1.5 after:@-2e18", window(Some(-2e18), Some(1.5)), "after:@-2000000000000000000 before:@1.5");
    check("during:Y-120000", window(start("Y-120000"), start("Y-119999")), "during:Y-120000");
    let deep = window(start("Y-13E9"), start("Y-12999999999"));
    check("during:Y-13E9", deep, "after:Y-13000000001 before:Y-12999999999");
    check("after:[2014-06-01..2014-06-05]", window(start("2014-06-06"), None), "after:2014-06-05");
    check("during:2014/..", window(start("2014"), None), "after:2013");
    let certain = Query { time: Some(TimeFilter { certain_only: true, ..TimeFilter::default() }), ..Query::default() };
    check("is:certain", certain, "is:certain");
}

#[test]
fn undated_and_sort() {
    let undated = |undated| Query { undated, ..Query::default() };
    check("is:undated", undated(Undated::Only), "is:undated");
    check("undated:only", undated(Undated::Only), "is:undated");
    check("is:dated", undated(Undated::Out), "is:dated");
    check("undated:out", undated(Undated::Out), "is:dated");
    check("undated:in", undated(Undated::In), "undated:in");
    let key = |by: &str, descending| SortKey { by: by.into(), descending };
    let sort = |keys: &[SortKey]| Query { sort: keys.to_vec(), ..Query::default() };
    check("sort:title", sort(&[key("title", false)]), "sort:title");
    check(
        "sort:-start,TITLE sort:-\"who acts\"",
        sort(&[key("start", true), key("title", false), key("actor", true)]),
        "sort:-start,title,-actor",
    );
}

#[test]
fn problems_have_places_and_remedies() {
    let any = |values: &[&str]| facets(&[("actor", FacetMode::Any, values)]);
    wrong(
        "x ‸http‸://x",
        texts(&[word("x"), TextTerm { prefix: true, ..word("http://x") }]),
        &["known are actor, place, killed, note, before, Actor"],
    );
    wrong("‸12‸:30 y ", texts(&[word("12:30"), word("y")]), &["double quotes"]);
    wrong("‸nobody‸:\"a b\"", texts(&[word("nobody:a b")]), &["no field is called `nobody`"]);
    wrong("é😀 ‸\"a b‸", texts(&[word("é😀"), TextTerm { prefix: true, ..word("a b") }]), &["not closed"]);
    wrong("before:2014-‸19‸ actor:x", any(&["x"]), &["a month"]);
    wrong("before:‸soon‸ actor:x", any(&["x"]), &["2014-09"]);
    wrong("before:‸../2014‸ actor:x", any(&["x"]), &["no bound"]);
    wrong("during:2014 after:‸2015‸", window(start("2014"), start("2015")), &["no time is left"]);
    wrong("‸actor:‸ x ", texts(&[word("x")]), &["nothing stands after the colon"]);
    wrong("‸actor:a,‸", any(&["a"]), &["a value is missing"]);
    wrong("actor:a,b‸+‸c", any(&["a", "b", "c"]), &["not with both"]);
    wrong("‸-actor:a+b‸", facets(&[("actor", FacetMode::None, &["a", "b"])]), &["join them with `,`"]);
    wrong("killed:‸many‸", Query::default(), &["killed:3..8"]);
    wrong("killed:‸8..3‸", numbers("killed", Some(8.0), Some(3.0)), &["the lesser first"]);
    wrong("‸-killed:3‸", Query::default(), &["cannot be negated"]);
    wrong("‸-before:‸2014", window(None, start("2014")), &["cannot be negated"]);
    wrong("is:‸odd‸ undated:‸x‸", Query::default(), &["is:certain", "undated:only"]);
    wrong("is:dated is:‸undated‸", Query { undated: Undated::Only, ..Query::default() }, &["holds"]);
    wrong(
        "sort:‸colour‸,title",
        Query { sort: vec![SortKey { by: "title".into(), descending: false }], ..Query::default() },
        &["known are start, end"],
    );
    wrong("‸web:x‸", Query::default(), &["addresses"]);
    wrong("‸title:‸ ", Query::default(), &["a word"]);
    wrong("before:‸@x‸", Query::default(), &["milliseconds"]);
}

#[test]
fn limits_are_named() {
    use event_timeline::query::{MAX_SORT_KEYS, language::MAX_PROBLEMS};
    let keys = vec!["title"; MAX_SORT_KEYS + 1].join(",");
    let found = parsed(&format!("sort:{keys}"));
    assert_eq!(found.query.sort.len(), MAX_SORT_KEYS);
    assert!(found.problems[0].message.contains("MAX_SORT_KEYS = 16"));
    assert_eq!(parsed(&"is:x ".repeat(MAX_PROBLEMS + 1)).problems.len(), MAX_PROBLEMS);
}

#[test]
fn what_is_missing_is_told_at_the_character_before() {
    wrong("before‸:‸", Query::default(), &["a year"]);
    wrong("is‸:‸", Query::default(), &["expected `is:certain`"]);
    wrong("‸actor:~‸", Query::default(), &["a word of the value's name"]);
}
