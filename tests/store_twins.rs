//! The table and the store against slow obvious twins: records in a list, sorted by comparison, values by search.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::event::{Claim, Event, EventSet, FieldDeclaration, FieldType, FieldValue, Link, Place};
use event_timeline::store::text::{fold, nfkd};
use event_timeline::store::{RowValues, Store, WIDE_ZONE_ROWS, ZONE_ROWS, Zone, dating};
use event_timeline::table::{Codes, EventTable, FEW};
use event_timeline::time::{Edge, Qualifiers, Span};
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY_MS: f64 = 86_400_000.0;

/// How the dates of a set look: what is alike in all rows is not stored.
#[derive(Clone, Copy, Debug)]
enum Dates {
    Instants,
    Lasting,
    Days,
    Any,
}

fn span(dates: Dates) -> BoxedStrategy<Span> {
    // Few different times, so that many events have the same.
    let time = || (-5..15i32).prop_map(|day| f64::from(day) * DAY_MS);
    match dates {
        Dates::Instants => time().prop_map(Span::instant).boxed(),
        Dates::Lasting => (time(), 0..3i32)
            .prop_map(|(from, days)| {
                let end = Span::instant(from + f64::from(days) * DAY_MS);
                Span { earliest_end: end.earliest_end, latest_end: end.latest_end, ..Span::instant(from) }
            })
            .boxed(),
        Dates::Days => time().prop_map(|from| bounded([from, from + DAY_MS, from, from + DAY_MS])).boxed(),
        Dates::Any => (time(), time(), time(), time(), 0..5, any::<bool>(), any::<bool>())
            .prop_map(|(a, b, c, d, kind, uncertain, approximate)| {
                let (start, end) = ([a.min(b), a.max(b)], [c.min(d), c.max(d)]);
                let mut span =
                    bounded([start[0].min(end[0]), start[1].min(end[1]), start[0].max(end[0]), start[1].max(end[1])]);
                span.latest_start = span.latest_start.max(span.earliest_start);
                span.latest_end = span.latest_end.max(span.earliest_end).max(span.latest_start);
                match kind {
                    0 => (span.earliest_start, span.start_edge) = (f64::NEG_INFINITY, Edge::Unknown),
                    1 => (span.latest_end, span.end_edge) = (f64::INFINITY, Edge::Unknown),
                    2 => {
                        (span.earliest_end, span.latest_end, span.end_edge) = (f64::INFINITY, f64::INFINITY, Edge::Open)
                    }
                    _ => {}
                }
                span.qualifiers = Qualifiers { uncertain, approximate };
                span
            })
            .boxed(),
    }
}

fn bounded([earliest_start, latest_start, earliest_end, latest_end]: [f64; 4]) -> Span {
    let (start_edge, end_edge, qualifiers) = Default::default();
    Span { earliest_start, latest_start, earliest_end, latest_end, start_edge, end_edge, qualifiers }
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Badr", "badr", " Badr", "IRGC", "3", "x", "Łódź", "lodz", "", " "])
        .prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        (-2..5i32).prop_map(|number| FieldValue::Number(f64::from(number) / 2.0)),
        name().prop_map(|name| FieldValue::Texts(vec![name])),
        prop::collection::vec(name(), 0..4).prop_map(FieldValue::Texts),
    ]
}

fn id(at: usize, kind: u8) -> String {
    match kind {
        0 => format!("e{}", at + 1),
        1 => (at * 7 % 40).to_string(),
        2 => format!("0{at}"),
        _ => "same".to_owned(),
    }
}

prop_compose! {
    fn event(dates: Dates, undated: bool)(
        id_kind in 0..4u8,
        title in "[a-zé ]{0,9}",
        span in span(dates),
        roll in 0..10u8,
        texts in prop::collection::vec(prop::option::weighted(0.2, "[0-9a-zé]{0,4}"), 5),
        fields in prop::collection::btree_map(
            prop::sample::select(vec!["actor", "n", "note", "place", "dating"]).prop_map(str::to_owned), value(), 0..3),
        numbers in prop::option::weighted(0.5, -3..9i32),
        places in prop::collection::vec(name(), 0..2),
        by in prop::option::weighted(0.2, name()),
        few in 0..9u8,
    ) -> (u8, Event) {
        let span = (!undated || 2 < roll).then_some(span);
        let mut fields = fields;
        fields.extend(numbers.map(|number| ("count".to_owned(), FieldValue::Number(f64::from(number)))));
        let text = |at: usize| texts[at].clone();
        let mut event = Event {
            title, span, fields, date: text(0), start: text(1), end: text(2), date_text: text(3), description: text(4),
            ..Event::default()
        };
        if few == 0 {
            event.date_inferred = vec!["year".to_owned()];
            event.links = vec![Link { url: "a".to_owned(), label: None }];
            event.part_of = Some("same".to_owned());
        }
        if few < 2 {
            event.places = places.into_iter().map(|name| Place { name, lat: Some(1.0), lon: Some(2.0) }).collect();
            event.claims = by.into_iter().map(|by| Claim { by: Some(by), ..Claim::default() }).collect();
        }
        (id_kind, event)
    }
}

/// One event in so many has fields.
fn one_in() -> impl Strategy<Value = usize> {
    prop_oneof![2 => Just(1_usize), 1 => 5..30_usize]
}

fn set() -> impl Strategy<Value = EventSet> {
    let dates = prop::sample::select(vec![Dates::Instants, Dates::Lasting, Dates::Days, Dates::Any]);
    let ids = prop_oneof![Just(Some(0)), Just(Some(1)), Just(None)];
    (dates, any::<bool>(), ids, one_in(), prop_oneof![4 => 0..12usize, 1 => 60..200usize]).prop_flat_map(
        |(dates, undated, ids, one_in, len)| {
            prop::collection::vec(event(dates, undated), len).prop_map(move |mut events| {
                // Not the first ones: a column may begin late.
                for (at, (_, event)) in events.iter_mut().enumerate().filter(|(at, _)| (at + 3) % one_in != 0) {
                    event.fields.retain(|key, _| key == "count" && at % 5 == 0);
                }
                let with_id =
                    |(at, (kind, event)): (usize, (u8, Event))| Event { id: id(at, ids.unwrap_or(kind)), ..event };
                let declared =
                    |key: &str, field_type| FieldDeclaration { key: key.to_owned(), label: None, field_type };
                EventSet {
                    title: Some("A set".to_owned()),
                    fields: vec![declared("note", FieldType::Text), declared("actor", FieldType::Category)],
                    events: events.into_iter().enumerate().map(with_id).collect(),
                    ..EventSet::default()
                }
            })
        },
    )
}

/// The event as a table gives it back: no empty lists, and prose in texts.
fn normal(event: &Event) -> Event {
    let mut event = event.clone();
    event.fields.retain(|_, value| !matches!(value, FieldValue::Texts(texts) if texts.is_empty()));
    if let Some(value) = event.fields.get_mut("note")
        && let FieldValue::Number(number) = value
    {
        *value = FieldValue::Texts(vec![number.to_string()]);
    }
    event
}

/// First finite bound, latest end; undated ones last.
fn sort_key(event: &Event) -> (bool, f64, f64) {
    let Some(span) = event.span else { return (true, 0.0, 0.0) };
    let bounds = [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end];
    let start = bounds.into_iter().find(|bound| bound.is_finite()).unwrap_or(f64::NEG_INFINITY);
    (false, start, span.latest_end)
}

fn sorted_positions(events: &[Event]) -> Vec<u32> {
    let mut positions: Vec<u32> = (0..events.len() as u32).collect();
    positions.sort_by(|one, other| {
        let key = |position: &u32| sort_key(&events[*position as usize]);
        key(one).partial_cmp(&key(other)).unwrap()
    });
    positions
}

fn raw_values(event: &Event, field: &str) -> Vec<String> {
    let mut values = match field {
        "place" => event.places.iter().map(|place| place.name.clone()).collect(),
        "claimant" => event.claims.iter().filter_map(|claim| claim.by.clone()).collect(),
        "dating" => dating(event).into_iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    match event.fields.get(field) {
        Some(FieldValue::Number(number)) => values.push(number.to_string()),
        Some(FieldValue::Texts(texts)) => values.extend(texts.iter().cloned()),
        None => {}
    }
    values
}

/// The names of each event's values in document order: each as first written, each once, no blank.
fn named_values(events: &[Event], field: &str) -> Vec<Vec<String>> {
    let mut known: Vec<(String, String)> = Vec::new();
    let mut named = Vec::new();
    for event in events {
        let mut names = Vec::new();
        for value in raw_values(event, field) {
            let folded = fold(&value, nfkd);
            if folded.is_empty() {
                continue;
            }
            let name = match known.iter().find(|(known, _)| *known == folded) {
                Some((_, name)) => name.clone(),
                None => {
                    known.push((folded, value.trim().to_owned()));
                    value.trim().to_owned()
                }
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        named.push(names);
    }
    named
}

fn scanned_zones(store: &Store, rows: u32) -> Vec<Zone> {
    let dated: Vec<u32> = (0..store.dated()).collect();
    let zone = |rows: &[u32]| {
        let bounds = |bound: usize| rows.iter().map(move |row| store.bounds().get(*row)[bound]);
        Zone {
            min: [0, 1, 2, 3].map(|bound| bounds(bound).fold(f64::INFINITY, f64::min)),
            max: [0, 1, 2, 3].map(|bound| bounds(bound).fold(f64::NEG_INFINITY, f64::max)),
        }
    };
    dated.chunks(rows as usize).map(zone).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn an_event_comes_back_as_it_went_in(set in set()) {
        let table = EventTable::from(set.clone());
        prop_assert_eq!(table.len() as usize, set.events.len());
        let expected: Vec<Event> = set.events.iter().map(normal).collect();
        prop_assert_eq!(table.to_set(), EventSet { events: expected, ..set });
    }

    #[test]
    fn rows_are_those_of_a_sorted_list(set in set()) {
        let events = &set.events;
        let store = Store::build(set.clone(), nfkd);
        let positions = sorted_positions(events);
        let given: Vec<u32> = (0..store.len()).map(|row| store.document_order(row)).collect();
        prop_assert_eq!(&given, &positions);
        prop_assert_eq!(store.positions().is_none(), positions.is_sorted());
        prop_assert_eq!(store.dated() as usize, events.iter().filter(|event| event.span.is_some()).count());
        prop_assert_eq!((store.document_order(store.len()), store.row_of_document(store.len())), (store.len(), None));
        for (row, position) in (0..).zip(positions) {
            let event = normal(&events[position as usize]);
            prop_assert_eq!(store.row_of_document(position), Some(row));
            prop_assert_eq!(store.span(row), event.span);
            let undated = [f64::INFINITY; 4];
            let bounds =
                event.span.map_or(undated, |s| [s.earliest_start, s.latest_start, s.earliest_end, s.latest_end]);
            prop_assert_eq!(store.bounds().get(row), bounds);
            let (_, start, _) = sort_key(&event);
            prop_assert_eq!(store.start(row), if event.span.is_some() { start } else { f64::INFINITY });
            prop_assert_eq!((store.title(row), &*store.id(row)), (event.title.as_str(), event.id.as_str()));
            prop_assert_eq!(store.description(row), event.description.as_deref());
            prop_assert_eq!(store.own_value("actor", row), event.fields.get("actor").cloned());
            prop_assert_eq!(store.event(row), Some(event));
        }
    }

    #[test]
    fn codes_name_the_values_that_events_have(set in set()) {
        let store = Store::build(set.clone(), nfkd);
        for field in store.fields() {
            let key = field.key.as_str();
            if let Some(column) = field.category() {
                let named = named_values(&set.events, key);
                let mut totals = BTreeMap::new();
                for row in 0..store.len() {
                    let names: Vec<&String> = column.codes(row).map(|code| &column.value(code).unwrap().name).collect();
                    prop_assert_eq!(&names, &named[store.document_order(row) as usize].iter().collect::<Vec<_>>(), "{}", key);
                    prop_assert_eq!(column.first(row), column.codes(row).next());
                    names.iter().for_each(|name| *totals.entry((*name).clone()).or_insert(0) += 1);
                }
                for value in column.values() {
                    prop_assert_eq!(value.total, totals.get(&value.name).copied().unwrap_or(0), "{} {}", key, value.name);
                }
                match column.row_values() {
                    RowValues::Same(None) => prop_assert!(named.iter().all(Vec::is_empty)),
                    RowValues::Same(Some(_)) => prop_assert!(named.iter().all(|names| names.len() == 1)),
                    RowValues::Single(codes) => prop_assert_eq!(codes.len(), named.len()),
                    RowValues::Multi { offsets, .. } => prop_assert_eq!(offsets.len(), named.len() + 1),
                    RowValues::Few { rows, codes } => {
                        prop_assert_eq!(rows.len(), codes.len());
                        prop_assert!(rows.len() * FEW < named.len());
                    }
                }
            }
            if let Some(numbers) = field.numbers() {
                prop_assert_eq!(numbers.each().is_none(), numbers.count() * FEW < set.events.len());
                for row in 0..store.len() {
                    let number = numbers.get(row).map(FieldValue::Number);
                    let event = &set.events[store.document_order(row) as usize];
                    let own = event.fields.get(key).filter(|value| matches!(value, FieldValue::Number(_)));
                    prop_assert_eq!(number.as_ref(), own, "{}", key);
                }
            }
        }
    }

    #[test]
    fn ids_and_parts_are_those_of_a_search(set in set()) {
        let store = Store::build(set.clone(), nfkd);
        for wanted in ["e1", "e3", "e0", "e01", "0", "7", "07", "00", "same", "", "e99999999999"] {
            let found = set.events.iter().position(|event| event.id == wanted);
            prop_assert_eq!(store.find(wanted).map(|row| store.document_order(row) as usize), found, "{}", wanted);
            let parts: Vec<u32> = (0..).zip(&set.events).filter(|(_, event)| event.part_of.as_deref() == Some(wanted))
                .map(|(position, _)| position).collect();
            let given: Vec<u32> = store.parts_of(wanted).into_iter().map(|row| store.document_order(row)).collect();
            prop_assert_eq!(given, parts);
        }
    }

    #[test]
    fn zones_are_those_of_a_scan(set in set()) {
        let store = Store::build(set, nfkd);
        prop_assert_eq!(&store.zones().fine, &scanned_zones(&store, ZONE_ROWS));
        prop_assert_eq!(&store.zones().wide, &scanned_zones(&store, WIDE_ZONE_ROWS));
        let mut bounds: Vec<f64> = (0..store.dated()).flat_map(|row| store.bounds().get(row)).collect();
        bounds.retain(|bound| bound.is_finite());
        bounds.sort_by(f64::total_cmp);
        prop_assert_eq!(store.extent(), bounds.first().copied().zip(bounds.last().copied()));
    }

    #[test]
    fn an_event_given_up_leaves_nothing(set in set(), given_up in set()) {
        let (mut table, mut others) = (EventTable::default(), given_up.events.iter());
        for event in &set.events {
            if let Some(other) = others.next() {
                write(&mut table, other);
                table.abandon_row();
            }
            write(&mut table, event);
            prop_assert!(table.end_row());
        }
        for (position, event) in (0..).zip(&set.events) {
            let mut expected = Event { span: event.span, id: event.id.clone(), ..Event::default() };
            expected.title = event.title.clone();
            expected.description = event.description.clone();
            expected.places = event.places.clone();
            for key in ["actor", "count"] {
                expected.fields.extend(event.fields.get(key).map(|value| (key.to_owned(), value.clone())));
            }
            prop_assert_eq!(table.event(position), Some(normal(&expected)));
        }
    }
}

/// Some of an event by the row-writing calls.
fn write(table: &mut EventTable, event: &Event) {
    table.set_id(&event.id);
    table.set_title("not yet");
    table.set_title(&event.title);
    event.span.into_iter().for_each(|span| table.set_span(span));
    table.set_description(event.description.as_deref());
    if !event.places.is_empty() {
        table.detail().places = event.places.clone();
    }
    for key in ["actor", "count"] {
        let column = table.column(key, FieldType::Category);
        table.add_text(column, "not yet");
        table.clear(column);
        match event.fields.get(key) {
            Some(FieldValue::Number(number)) => table.add_number(column, *number),
            Some(FieldValue::Texts(texts)) => texts.iter().for_each(|text| table.add_text(column, text)),
            None => {}
        }
    }
}

#[test]
fn codes_are_as_narrow_as_the_values_let_them() {
    for (values, bytes) in [(3, 1), (255, 1), (256, 2), (300, 2), (65_535, 2), (65_536, 4)] {
        let mut table = EventTable::default();
        let column = table.column("k", FieldType::Category);
        for at in 0..=values {
            // Against the document's order, and the last event has no value.
            table.set_span(Span::instant(-f64::from(at)));
            if at < values {
                table.add_text(column, &format!("v{at}"));
            }
            assert!(table.end_row());
        }
        let store = Store::build(table, nfkd);
        let column = store.category("k").unwrap();
        let width = match column.row_values() {
            RowValues::Single(Codes::U8(_)) => 1,
            RowValues::Single(Codes::U16(_)) => 2,
            RowValues::Single(Codes::U32(_)) => 4,
            other => panic!("{other:?}"),
        };
        assert_eq!((width, column.none()), (bytes, values), "{values}");
        assert_eq!(column.first(0), None);
        for row in 1..=values {
            assert_eq!(column.value(column.first(row).unwrap()).unwrap().name, format!("v{}", values - row));
        }
    }
}

/// Many rows: more than one wide block, and runs of one start in which the ends are out of order, few and many.
#[test]
fn large_sets_are_in_order_and_zoned() {
    for (starts, ends) in [(20_000u32, 3u32), (100, 7), (1, 1000), (9_000, 1)] {
        let events: Vec<Event> = (0..10_000u32)
            .map(|at| {
                let start = f64::from(at.wrapping_mul(2_654_435_761) % starts);
                let end = start + f64::from(at.wrapping_mul(40_503) % ends);
                let span = bounded([start, start + 1.0, end, end + 1.0]);
                Event { span: (at % 97 != 0).then_some(span), ..Event::default() }
            })
            .collect();
        let expected = sorted_positions(&events);
        let store = Store::build(EventSet { events, ..EventSet::default() }, nfkd);
        assert_eq!(store.positions(), Some(expected.as_slice()), "{starts} {ends}");
        assert_eq!(store.zones().fine, scanned_zones(&store, ZONE_ROWS));
        assert_eq!(store.zones().wide, scanned_zones(&store, WIDE_ZONE_ROWS));
        assert_eq!(store.zones().wide.len(), 3);
        assert!(store.bounds().bytes() <= 160_000, "two bounds follow from the others");
    }
}

#[test]
fn what_all_rows_have_alike_takes_no_room() {
    let day = |at: u32| f64::from(at % 500) * DAY_MS;
    let events = |lasts: f64| -> Vec<Event> {
        let span = |at: u32| bounded([day(at), day(at) + lasts, day(at), day(at) + lasts]);
        (0..1000).map(|at| Event { span: Some(span(at)), ..Event::default() }).collect()
    };
    for (lasts, dated) in [(1.0, "exact"), (DAY_MS, "exact"), (40.0 * DAY_MS, "coarse")] {
        let store = Store::build(EventSet { events: events(lasts), ..EventSet::default() }, nfkd);
        assert_eq!(store.bounds().bytes(), 8000);
        for key in ["place", "claimant", "status"] {
            assert_eq!(store.category(key).unwrap().row_values(), &RowValues::Same(None));
        }
        let dating = store.category("dating").unwrap();
        assert_eq!(dating.value(dating.first(7).unwrap()).unwrap().name, dated);
        assert_eq!(matches!(dating.row_values(), RowValues::Same(_)), dated == "exact");
    }
}

/// The same values with few and with many rows beside them: how they are kept is another matter, and no answer's.
#[test]
fn what_few_rows_have_is_listed() {
    let few = |rows: u32| {
        let mut table = EventTable::default();
        let [number, name, names] = [("n", FieldType::Number), ("a", FieldType::Category), ("b", FieldType::Category)]
            .map(|(key, kind)| table.column(key, kind));
        for at in 0..rows {
            // Against the document's order.
            table.set_span(Span::instant(-f64::from(at)));
            if at < 2 || at == rows - 1 {
                table.add_number(number, f64::from(at.min(2)));
                table.add_text(name, if at == 0 { "x" } else { "y" });
                table.add_text(names, "x");
                table.add_text(names, if at == 0 { "x" } else { "y" });
            }
            assert!(table.end_row());
        }
        Store::build(table, nfkd)
    };
    for rows in [3, 23, 24, 25, 1000] {
        let store = few(rows);
        let listed = 3 * (FEW as u32) < rows;
        let numbers = store.field("n").unwrap().numbers().unwrap();
        assert_eq!(numbers.each().is_none(), listed, "{rows}");
        assert_eq!(numbers.iter().collect::<Vec<_>>(), [(0, 2.0), (rows - 2, 1.0), (rows - 1, 0.0)]);
        for (key, of_last) in [("a", vec!["x"]), ("b", vec!["x"])] {
            let column = store.category(key).unwrap();
            let named =
                |row| column.codes(row).map(|code| column.value(code).unwrap().name.as_str()).collect::<Vec<_>>();
            assert_eq!(named(rows - 1), of_last);
            assert_eq!(named(0), if key == "a" { vec!["y"] } else { vec!["x", "y"] });
            assert_eq!((2..rows - 2).map(named).find(|names| !names.is_empty()), None);
        }
        let is_listed = |key| matches!(store.category(key).unwrap().row_values(), RowValues::Few { .. });
        assert_eq!(is_listed("a"), listed);
        // Five values of three rows.
        assert_eq!(is_listed("b"), 5 * (FEW as u32) < rows);
    }
}
