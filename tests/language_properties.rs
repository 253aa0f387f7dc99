//! Laws of the query language: every query prints as a line that reads back as it, and every line can be read.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::event::FieldType;
use event_timeline::query::language::{FieldName, format, parse};
use event_timeline::query::{FacetFilter, FacetMode, NumberFilter, Query, SortKey, TextTerm, TimeFilter, Undated};
use event_timeline::store::text::nfkd;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const CATEGORIES: [&str; 6] = ["actor", "place", "before", "a b:\"c\"", "Title", "-x"];
const NUMBERS: [&str; 3] = ["killed", "Actor", "is"];
const TEXTS: [&str; 4] = ["note", "", "sort", "ʿ"];
const SORTS: [&str; 6] = ["start", "end", "duration", "title", "order", "id"];

fn fields() -> Vec<FieldName<'static>> {
    let of = |keys: &'static [&'static str], field_type| {
        keys.iter().map(move |key| FieldName { key, label: Some("note"), field_type })
    };
    of(&CATEGORIES, FieldType::Category)
        .chain(of(&NUMBERS, FieldType::Number))
        .chain(of(&TEXTS, FieldType::Text))
        .collect()
}

/// Words, and what a language could trip over.
fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        any::<String>(),
        "[ab\"\\\\:,+*~<>@. \\-]{1,6}",
        select(vec![
            "-",
            "*",
            "\"",
            "\\",
            "before:2014",
            "علي",
            "\u{200F}x",
            "a\nb",
            "\u{A0}",
            "é ",
            "\u{FEFF}",
            "@5",
            "~",
            ".."
        ])
        .prop_map(Into::into),
    ]
    .prop_filter("an empty text says nothing", |text| !text.is_empty())
}

fn some_number() -> impl Strategy<Value = f64> {
    let plain = prop_oneof![(-1000i32..1000).prop_map(f64::from), any::<f64>(), any::<i64>().prop_map(|ms| ms as f64)];
    plain.prop_filter("NaN is not equal to itself", |number| !number.is_nan())
}

/// Instants of every grain, from the Big Bang on.
fn some_instant() -> impl Strategy<Value = f64> {
    const DAY: f64 = 86_400_000.0;
    prop_oneof![
        (-800_000i32..800_000).prop_map(|days| f64::from(days) * DAY),
        (-12_000i64..12_000).prop_map(|year| event_timeline::time::civil::ms_from_days(
            event_timeline::time::civil::days_from_civil(year, 1, 1)
        )),
        (-2000i64..2500, 1u8..13).prop_map(|(year, month)| event_timeline::time::civil::ms_from_days(
            event_timeline::time::civil::days_from_civil(year, month, 1)
        )),
        any::<i32>().prop_map(|seconds| f64::from(seconds) * 1000.0),
        any::<i32>().prop_map(f64::from),
        some_number(),
    ]
}

fn some_time() -> impl Strategy<Value = Option<TimeFilter>> {
    (option::of(some_instant()), option::of(some_instant()), any::<bool>()).prop_map(|(a, b, certain_only)| {
        let (from, to) = match (a, b) {
            (Some(a), Some(b)) if a == b => (Some(a), None),
            (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
            sides => sides,
        };
        let says_nothing = from.is_none() && to.is_none() && !certain_only;
        (!says_nothing).then_some(TimeFilter { from, to, certain_only })
    })
}

fn some_query() -> impl Strategy<Value = Query> {
    let modes = select(vec![FacetMode::Any, FacetMode::All, FacetMode::None]);
    let facet = (
        select(&CATEGORIES[..]),
        modes,
        prop::collection::vec(prop_oneof![9 => some_text(), 1 => Just(String::new())], 1..4),
    );
    let facet = facet.prop_map(|(field, mode, values)| FacetFilter { field: field.into(), mode, values });
    let number = (select(&NUMBERS[..]), option::of(some_number()), option::of(some_number()));
    let number = number.prop_map(|(field, min, max)| NumberFilter { field: field.into(), min, max });
    let places: Vec<&str> = TEXTS.into_iter().chain(CATEGORIES).chain(["title", "description"]).collect();
    // Whole words, words that may go on, or a part.
    let fit = select(vec![(false, false), (true, false), (false, true)]);
    let text = (some_text(), fit, any::<bool>(), option::of(select(places)));
    let text = text.prop_map(|(text, (prefix, substring), negate, field)| TextTerm {
        text,
        prefix,
        substring,
        negate,
        field: field.map(Into::into),
    });
    let sorts: Vec<&str> = SORTS.into_iter().chain(CATEGORIES).chain(NUMBERS).chain(TEXTS).collect();
    let sort = (select(sorts), any::<bool>()).prop_map(|(by, descending)| SortKey { by: by.into(), descending });
    let undated = select(vec![Undated::Auto, Undated::In, Undated::Out, Undated::Only]);
    let lists =
        (prop::collection::vec(facet, 0..3), prop::collection::vec(number, 0..3), prop::collection::vec(text, 0..4));
    (some_time(), undated, lists, prop::collection::vec(sort, 0..4))
        .prop_map(|(time, undated, (facets, numbers, text), sort)| Query { time, undated, facets, numbers, text, sort })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_printed_reads_back(query in some_query()) {
        let line = format(&query, &fields(), nfkd);
        let parsed = parse(&line, &fields(), nfkd);
        prop_assert_eq!(&parsed.query, &query, "{}", line);
        let reversed = |filter: &NumberFilter| matches!((filter.min, filter.max), (Some(min), Some(max)) if max < min);
        let expected = query.numbers.iter().filter(|filter| reversed(filter)).count();
        prop_assert_eq!(parsed.problems.len(), expected, "{} {:?}", line, parsed.problems);
    }

    #[test]
    fn any_line_can_be_read(text in prop_oneof![
        any::<String>(),
        "[ab\"\\\\:,+*~<>@. \\-0-9]{0,20}",
        prop::collection::vec(select(vec![
            "actor:", "-", "\"", "before:", "after:", "during:", "is:", "sort:", "killed:", "2014", "/", "..", "x", " ", ",", "+", "*", "~", "@1", "😀", "title:",
        ]), 0..12).prop_map(|tokens| tokens.concat()),
    ]) {
        let parsed = parse(&text, &fields(), nfkd);
        let units = text.encode_utf16().count() as u32;
        for problem in &parsed.problems {
            prop_assert!(problem.from <= problem.to && problem.to <= units, "{:?}", problem);
            prop_assert!(!problem.message.is_empty() && !problem.message.ends_with('.'));
        }
        let line = format(&parsed.query, &fields(), nfkd);
        prop_assert_eq!(parse(&line, &fields(), nfkd).query, parsed.query, "{} → {}", text, line);
    }
}
