//! What is written in a format reads back equal, but for the losses that the writer tells of.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::diagnostic::Severity;
use event_timeline::event::{Event, EventSet};
use event_timeline::formats::read;
use event_timeline::formats::write::{Exported, Loss, Target, View, write};
use event_timeline::time::{Edge, Qualifiers, Span, parse};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Texts that some format, sheet or page would take for something else.
const NASTY: [&str; 34] = [
    "",
    " ",
    " a ",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'quoted",
    "\tA",
    "2014",
    "1e5",
    "2014-06-10",
    "a;b",
    "a; b",
    "a\\;b\\",
    "a,b",
    "a\r\nb\nc\rd",
    "\n\n",
    "\"a\" \"\"b",
    "\u{0}\u{1}\u{7f}\u{85}\u{2028}",
    "😀 — \u{202e}RTL\u{202c} שלום",
    "<b>bold</b> &amp; <script>alert(1)</script> &lt;",
    "a < b > c",
    "<br><br/>x",
    "</event>]]>",
    "{\"a\": 1}",
    "[1]",
    "null",
    "BEGIN:VEVENT\nEND:VEVENT",
    "UID:1\r\nX-A:b",
    "\u{feff}a",
    "https://example.org/a?b=c;d&e=f#g,h",
    "a|b\tc",
    "ein Satz, der länger ist als fünfundsiebzig Oktette, und noch etwas länger als das, mit Umlauten äöüß und 😀😀",
];

/// Dates of every kind: grains, sets, unspecified digits, doubts, open and unknown sides, years beyond four digits.
const DATES: [&str; 40] = [
    "2014",
    "2014-06",
    "2014-06-10",
    "2014-06-10T12",
    "2014-06-10T12:30",
    "2014-06-10T12:30:15",
    "2014-06-10T12:30:15Z",
    "2014-06-10T12:30:15+02:00",
    "2014-06-10T12:30:15.250Z",
    "2014-06-10T00:00:00Z",
    "-0044-03-15",
    "0000",
    "0001-01-01",
    "9999-12-31",
    "Y12000",
    "Y-4500000000",
    "Y17E8",
    "1950S2",
    "201X",
    "20XX",
    "2014-XX",
    "2014-06-XX",
    "2014-21",
    "2014-33",
    "2014~",
    "2014-06?",
    "2014-06-10%",
    "2014-?06-~10",
    "[2014-06-11..2014-06-20]",
    "[2014-06-11,2014-06-20]",
    "{2014-06-11,2014-07-20}",
    "[..1603]",
    "[1603..]",
    "2014-06/2014-08",
    "2014-06-10/2014-06-12",
    "2014-06-10/..",
    "../2014-06-10",
    "2014-06-10/",
    "/2014-06-10",
    "../..",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(&NASTY[..]).prop_map(str::to_owned),
        2 => "[a-c ]{1,6}",
        1 => prop::collection::vec(any::<char>(), 0..6).prop_map(|letters| letters.into_iter().collect()),
    ]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..3)
}

/// The date cells of an event.
fn dates() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let date = || prop::sample::select(&DATES[..]);
    let side = || prop_oneof![4 => date().prop_map(Value::from), 1 => Just("..".into()), 1 => Just("".into())];
    let number = || prop_oneof![-1e13..1e13, Just(0.0), Just(1402358400000.0), Just(-62135596800000.0), Just(1e17)];
    let number = move || number().prop_map(|ms: f64| Value::from(ms.round()));
    prop_oneof![
        4 => date().prop_map(|date| vec![("date", date.into())]),
        2 => (side(), side()).prop_map(|(start, end)| vec![("start", start), ("end", end)]),
        1 => side().prop_map(|start| vec![("start", start)]),
        1 => side().prop_map(|end| vec![("end", end)]),
        1 => number().prop_map(|start| vec![("start", start)]),
        1 => number().prop_map(|date| vec![("date", date)]),
        1 => (number(), number()).prop_map(|(start, end)| vec![("start", start), ("end", end)]),
        1 => (number(), side()).prop_map(|(start, end)| vec![("start", start), ("end", end)]),
        1 => (side(), number()).prop_map(|(start, end)| vec![("start", start), ("end", end)]),
        1 => text().prop_map(|words| vec![("date", words.into())]),
        2 => Just(Vec::new()),
    ]
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// Members that are left out where they are `None`.
fn some(members: Vec<(&'static str, Option<Value>)>) -> Value {
    object(members.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
}

fn maybe(text: impl Strategy<Value = String>) -> impl Strategy<Value = Option<Value>> {
    prop::option::of(text.prop_map(Value::from))
}

fn claim() -> impl Strategy<Value = Value> {
    (maybe(text()), maybe(text()), maybe(text()), texts()).prop_map(|(by, status, about, citations)| {
        some(vec![("by", by), ("status", status), ("about", about), ("citations", Some(citations.into()))])
    })
}

fn place() -> impl Strategy<Value = Value> {
    let position = prop_oneof![(-90.0..=90.0, -180.0..=180.0), Just((0.0, 0.0)), Just((33.3, -0.1))];
    (text(), prop::option::of(position)).prop_map(|(name, position)| {
        let (lat, lon) = position.unzip();
        some(vec![("name", Some(name.into())), ("lat", lat.map(Value::from)), ("lon", lon.map(Value::from))])
    })
}

fn link() -> impl Strategy<Value = Value> {
    (text(), maybe(text())).prop_map(|(url, label)| some(vec![("url", Some(url.into())), ("label", label)]))
}

fn medium() -> impl Strategy<Value = Value> {
    (text(), maybe(text()), maybe(text()), maybe(text())).prop_map(|(url, caption, credit, alt)| {
        some(vec![("url", Some(url.into())), ("caption", caption), ("credit", credit), ("alt", alt)])
    })
}

/// Keys of fields, some of which a format has a meaning for.
fn key() -> impl Strategy<Value = String> {
    let known = vec![
        "actor",
        "n",
        "place",
        "latitude",
        "status",
        "link",
        "type",
        "category",
        "group",
        "kind",
        "state",
        "keyword",
        "organizer",
        "field:x",
        "event-timeline",
        "name",
        "url",
        "contact",
    ];
    prop_oneof![4 => prop::sample::select(known).prop_map(str::to_owned), 1 => text()]
}

fn field() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => text().prop_map(Value::from),
        1 => texts().prop_map(Value::from),
        2 => prop_oneof![any::<i32>().prop_map(f64::from), -1e3..1e3, Just(1e300), Just(2.5e-9)].prop_map(Value::from),
        1 => prop::sample::select(vec!["era", "confirmed", "MusicEvent"]).prop_map(Value::from),
    ]
}

/// An event, and the numbers of the events it refers to.
fn event() -> impl Strategy<Value = (Map<String, Value>, [Vec<prop::sample::Index>; 3])> {
    let lists = (
        prop::collection::vec(claim(), 0..3),
        prop::collection::vec(place(), 0..3),
        prop::collection::vec(link(), 0..3),
        prop::collection::vec(medium(), 0..3),
    );
    let words = (text(), maybe(text()), maybe(text()), maybe(text()));
    let inferred = prop::sample::subsequence(vec!["year", "month", "day"], 0..=3);
    let fields = prop::collection::vec((key(), field()), 0..3);
    let refers = || prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    let sparse = || prop::bool::weighted(0.4);
    (words, dates(), lists, inferred, fields, (refers(), refers(), refers()), (sparse(), sparse(), sparse(), sparse()))
        .prop_map(|(words, dates, lists, inferred, fields, refers, has)| {
            let mut members: Map<String, Value> = fields.into_iter().collect();
            for key in ["id", "title", "date", "start", "end"] {
                members.remove(key);
            }
            let (title, description, date_text, date_note) = words;
            members.insert("title".into(), title.into());
            for (key, value) in [("description", description), ("date_text", date_text), ("date_note", date_note)] {
                members.extend(value.map(|value| (key.to_owned(), value)));
            }
            members.extend(dates.into_iter().map(|(key, value)| (key.to_owned(), value)));
            let (claims, places, links, media) = lists;
            for (has, key, list) in
                [(has.0, "claims", claims), (has.1, "places", places), (has.2, "links", links), (has.3, "media", media)]
            {
                if has && !list.is_empty() {
                    members.insert(key.into(), list.into());
                }
            }
            if !inferred.is_empty() && has.0 {
                members.insert("date_inferred".into(), json!(inferred));
            }
            (members, [refers.0, refers.1, refers.2])
        })
}

/// A set as it is read, so that it is one that can be: ids each once, references to events there are.
fn set() -> impl Strategy<Value = EventSet> {
    let ids = prop::collection::vec(text(), 5);
    let declared = prop::collection::vec(
        (key(), maybe(text()), prop::sample::select(vec!["category", "number", "text", "link"])),
        0..3,
    );
    let head = (maybe(text()), maybe(text()), maybe(text()), maybe(text()), declared, texts());
    (prop::collection::vec(event(), 0..5), ids, head, any::<bool>()).prop_map(|(events, ids, head, named)| {
        let (title, description, lang, source, declared, terms) = head;
        let count = events.len();
        let mut known = BTreeSet::new();
        let ids: Vec<String> = (0..count)
            .map(|at| {
                let id = Some(ids[at].clone()).filter(|id| named && !id.is_empty() && !known.contains(id));
                let id = id.unwrap_or_else(|| format!("e{}", at + 1));
                known.insert(id.clone());
                id
            })
            .collect();
        let events: Vec<Value> = events
            .into_iter()
            .enumerate()
            .map(|(at, (mut event, refers))| {
                event.insert("id".into(), ids[at].clone().into());
                for (key, refers) in ["after", "before", "part_of"].into_iter().zip(refers) {
                    let others = refers.iter().map(|index| index.index(count)).filter(|to| *to < at);
                    let others: Vec<&String> = others.map(|to| &ids[to]).collect();
                    match (key, others.first()) {
                        (_, None) => {}
                        ("part_of", Some(whole)) => {
                            event.insert(key.into(), (*whole).clone().into());
                        }
                        _ => {
                            event.insert(key.into(), json!(others));
                        }
                    }
                }
                event.into()
            })
            .collect();
        let fields: Map<String, Value> = declared
            .into_iter()
            .map(|(key, label, kind)| (key, some(vec![("label", label), ("type", Some(kind.into()))])))
            .collect();
        let mut known = BTreeSet::new();
        let terms: Vec<Value> = terms
            .into_iter()
            .filter(|name| !name.is_empty() && known.insert(name.clone()))
            .map(|name| json!({"name": name, "aliases": ["b"], "broader": []}))
            .collect();
        let document = some(vec![
            ("title", title),
            ("description", description),
            ("lang", lang),
            ("source", source),
            ("fields", Some(fields.into())),
            ("vocabularies", Some(json!({"actor": terms}))),
            ("events", Some(events.into())),
        ]);
        let reading = read(document.to_string().as_bytes());
        assert_eq!(reading.set.events.len(), count, "{:?}", reading.diagnostics);
        reading.set
    })
}

/// Events whose bounds came as four numbers, without any text.
fn with_bounds() -> impl Strategy<Value = EventSet> {
    let bound = || {
        prop_oneof![
            (-3e14..3e14).prop_map(f64::round),
            (-1_000_000i32..40_000).prop_map(|day| f64::from(day) * 86_400_000.0)
        ]
    };
    let bounds = (bound(), bound(), bound(), bound(), 0u8..9);
    prop::collection::vec(bounds, 0..4).prop_map(|all| {
        let events = all.into_iter().enumerate().map(|(at, (a, b, c, d, sides))| {
            let mut bounds = [a, b, c, d];
            bounds.sort_by(f64::total_cmp);
            let [a, b, c, d] = bounds;
            let (b, c) = if sides % 2 == 0 { (b, c) } else { (c, b) };
            let (a, d) = (
                if sides / 3 == 1 { f64::NEG_INFINITY } else { a },
                if sides % 3 == 1 { f64::INFINITY } else { d + 1.0 },
            );
            let edge = |bound: f64| if bound.is_finite() { Edge::Bounded } else { Edge::Unknown };
            let span = Span {
                earliest_start: a,
                latest_start: b.max(a + 1.0).min(d),
                earliest_end: c,
                latest_end: d,
                start_edge: edge(a),
                end_edge: edge(d),
                qualifiers: Qualifiers::default(),
            };
            assert!(span.is_valid());
            Event { id: format!("e{}", at + 1), title: "t".into(), span: Some(span), ..Event::default() }
        });
        EventSet { events: events.collect(), ..EventSet::default() }
    })
}

fn lost(exported: &Exported) -> Vec<(&str, u32)> {
    let gone = exported.losses.iter().filter(|loss| !loss.kept);
    gone.map(|Loss { code, count, .. }| (*code, *count)).collect()
}

/// Writes, reads, and compares with what the losses leave to expect.
fn check(set: &EventSet, target: Target) -> Result<(), TestCaseError> {
    let exported = write(&View::of_set(set), target);
    let text = String::from_utf8(exported.bytes.clone()).unwrap();
    let reading = read(&exported.bytes);
    let mut expected = set.clone();
    let mut gone = Vec::new();
    if target == Target::Csv {
        let EventSet { title, description, lang, source, fields, vocabularies, .. } = &mut expected;
        let texts = [title, description, lang, source].map(Option::take).into_iter().flatten().count();
        let is_said = |field: &&event_timeline::event::FieldDeclaration| {
            field.label.is_some() || field.field_type != event_timeline::event::FieldType::Category
        };
        let declared = fields.iter().filter(is_said).count();
        fields.clear();
        let terms: usize = std::mem::take(vocabularies).values().map(Vec::len).sum();
        gone = vec![("set-texts", texts), ("field-declarations", declared), ("vocabularies", terms)];
        gone.retain(|(_, count)| *count != 0);
    }
    let gone: Vec<(&str, u32)> = gone.into_iter().map(|(code, count)| (code, count as u32)).collect();
    prop_assert_eq!(lost(&exported), gone, "{:?}", target);
    prop_assert_eq!(&reading.set, &expected, "{:?}\n{}\n{:?}", target, text, reading.diagnostics);
    let wrong: Vec<_> = reading.diagnostics.iter().filter(|d| Severity::Warning < d.severity).collect();
    prop_assert!(wrong.is_empty(), "{:?}\n{}\n{:?}", target, text, wrong);
    Ok(())
}

fn check_bounds(set: &EventSet, target: Target) -> Result<(), TestCaseError> {
    let exported = write(&View::of_set(set), target);
    let again = read(&exported.bytes).set;
    prop_assert_eq!(again.events.len(), set.events.len());
    let changed = again.events.iter().zip(&set.events).filter(|(again, event)| again.span != event.span).count();
    let told = exported.losses.iter().find(|loss| loss.code == "bounds").map_or(0, |loss| loss.count);
    prop_assert_eq!(changed as u32, told, "{:?}\n{}", target, String::from_utf8_lossy(&exported.bytes));
    // EDTF has days, and so every millisecond, up to the year 9999.
    let finite = |span: Span| [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end];
    let has_days = |event: &Event| {
        let bounds = event.span.map(finite).into_iter().flatten().filter(|bound| bound.is_finite());
        bounds.into_iter().all(|bound| bound.abs() < 2.5e14)
    };
    prop_assert!(told == 0 || !set.events.iter().all(has_days), "{:?}", set);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_equal(set in set()) {
        for target in Target::ALL {
            check(&set, target)?;
        }
    }

    #[test]
    fn bounds_are_kept_or_told_of(set in with_bounds()) {
        for target in Target::ALL {
            check_bounds(&set, target)?;
        }
    }

    /// A part of a set is the set of that part.
    #[test]
    fn a_part_is_a_set_of_its_own(set in set(), keep in prop::collection::vec(any::<bool>(), 5)) {
        let part = EventSet {
            events: set.events.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(event, _)| event.clone()).collect(),
            ..set.clone()
        };
        let rows: Vec<usize> = (0..set.events.len()).filter(|at| keep[*at]).collect();
        let whole = View::of_set(&set);
        for target in Target::ALL {
            let view = View::new(whole.head, rows.len() as u32, &whole.keys, |at| {
                rows.get(at as usize).map(|row| std::borrow::Cow::Borrowed(&set.events[*row]))
            });
            let (some, alone) = (write(&view, target), write(&View::of_set(&part), target));
            prop_assert_eq!(read(&some.bytes).set.events, read(&alone.bytes).set.events, "{:?}", target);
            prop_assert_eq!(&some.losses, &alone.losses);
        }
    }
}

/// The dates that the properties draw from are dates.
#[test]
fn dates_are_dates() {
    for date in DATES {
        assert!(parse(date).is_ok(), "{date}");
    }
}
