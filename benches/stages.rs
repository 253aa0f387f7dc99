//! One stage a row: read, store, query, facets, histogram, frame. Each asserts its answer before it is timed.
#![allow(missing_docs, clippy::unwrap_used)]
#![cfg(not(target_arch = "wasm32"))]

use criterion::measurement::WallTime;
use criterion::{Bencher, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use event_timeline::Timeline;
use event_timeline::formats;
use event_timeline::layout::Viewport;
use event_timeline::query::{FacetFilter, HistogramOf, Query, SortKey, TimeFilter, histogram_of};
use event_timeline::store::text::nfkd;
use event_timeline::store::word_index::{Fit, Needle, WordIndex};
use std::hint::black_box;

const EVENTS: u32 = 100_000;
const YEAR_MS: f64 = 365.25 * 86_400_000.0;

/// A set of events spread evenly over twenty years from 2000 on, every seventh an interval of a year.
fn document() -> String {
    let events: Vec<String> = (0..EVENTS)
        .map(|i| {
            let (year, month, day) = (2000 + i / 5000, 1 + i / 400 % 12, 1 + i % 28);
            let end = if i % 7 == 0 { format!("/{}-{month:02}-{day:02}", year + 1) } else { String::new() };
            let date = format!("{year}-{month:02}-{day:02}{end}");
            let (a, b, kind) = (i % 40, i % 7, i % 5);
            format!(r#"{{"title":"Event {i} of many","date":"{date}","actor":["a{a}","b{b}"],"kind":"k{kind}"}}"#)
        })
        .collect();
    format!("[{}]", events.join(","))
}

fn query() -> Query {
    let filter = |field: &str, values: &[&str]| FacetFilter {
        field: field.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ..FacetFilter::default()
    };
    Query {
        time: Some(TimeFilter { from: Some(33.0 * YEAR_MS), to: Some(40.0 * YEAR_MS), certain_only: false }),
        facets: vec![filter("actor", &["a1", "a2", "b3"]), filter("kind", &["k1", "k2"])],
        ..Query::default()
    }
}

fn stages(criterion: &mut Criterion) {
    let bytes = document().into_bytes();
    let mut group = criterion.benchmark_group("stages");

    assert_eq!(formats::read(&bytes).set.events.len(), EVENTS as usize);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("read JSON", |bench| bench.iter(|| formats::read(black_box(&bytes))));
    group.bench_function("read and store", |bench| bench.iter(|| Timeline::open(black_box(&bytes), nfkd)));

    let mut timeline = Timeline::open(&bytes, nfkd);
    group.throughput(Throughput::Elements(u64::from(EVENTS)));
    let counts = timeline.query(query()).unwrap();
    assert!(0 < counts.matches && counts.matches < EVENTS);
    assert_eq!(counts.matches, counts.certain + counts.possible);
    // Each is asked after one that has nothing in common with it: nothing is kept from one to the next.
    let mut fresh = |bench: &mut Bencher, query: fn() -> Query| {
        bench.iter(|| {
            timeline.query(Query::default()).unwrap();
            let counts = timeline.query(black_box(query())).unwrap();
            assert_eq!(timeline.order(0, u32::MAX).len(), counts.matches as usize);
        });
    };
    group.bench_function("query: time, all rows", |bench| fresh(bench, years));
    group.bench_function("query: time and two facets, all rows", |bench| fresh(bench, query));
    facets(&mut group, &mut timeline);
    orders(&mut group, &mut timeline);

    timeline.query(Query::default()).unwrap();
    let (from, to) = timeline.fit().unwrap();
    for (name, of) in [("touching", HistogramOf::Touching), ("starting", HistogramOf::Starting)] {
        let (store, rows) = (timeline.store(), timeline.matches());
        let count = || histogram_of(store, black_box(rows), (from, to, 1_000), of).unwrap();
        let counted: u32 = count().certain.iter().chain(&count().possible).sum();
        assert!(EVENTS <= counted, "{counted}");
        group.bench_function(format!("histogram of 1,000 bins, {name}"), |bench| bench.iter(count));
    }
    let viewport = Viewport { from, to, ..Viewport::default() };
    let frame = timeline.frame(&viewport).unwrap();
    assert_eq!(frame.certain + frame.possible, EVENTS);
    group.bench_function("frame of the whole extent", |bench| {
        bench.iter(|| timeline.frame(black_box(&viewport)).unwrap())
    });

    let store = timeline.store();
    let titles = |position: u32, take: &mut dyn FnMut(&str)| take(store.table().title_of(position));
    group.bench_function("index of the words of titles", |bench| {
        bench.iter(|| WordIndex::build(black_box(EVENTS), &titles, nfkd));
    });
    // The first is within a word, so the vocabulary and the index tell; the other goes across words, so the texts are read.
    for (part, expected) in [("1999", 20), ("1 of m", 10_000)] {
        let needle = Needle::new(part, Fit::Part, nfkd).unwrap();
        let count = |bits: Vec<u64>| bits.iter().map(|bits| bits.count_ones()).sum::<u32>();
        assert_eq!(count(store.titles_with(&needle)), expected);
        group.bench_function(format!("part of titles: {part}"), |bench| {
            bench.iter(|| store.titles_with(black_box(&needle)));
        });
    }
    group.finish();
}

type Group<'a> = BenchmarkGroup<'a, WallTime>;

fn years() -> Query {
    Query { facets: Vec::new(), ..query() }
}

/// Two facets of new conditions, and of the same ones at another time.
fn facets(group: &mut Group, timeline: &mut Timeline) {
    timeline.query(Query::default()).unwrap();
    let kinds = timeline.facet_counts("kind").unwrap();
    assert_eq!(kinds.certain, [EVENTS / 5; 5]);
    group.bench_function("facets of a new query", |bench| {
        bench.iter(|| {
            timeline.query(Query::default()).unwrap();
            timeline.query(black_box(query())).unwrap();
            ["actor", "kind"].map(|field| timeline.facet_counts(field).unwrap())
        });
    });
    let moved = |by: u32| {
        let mut query = query();
        query.time =
            query.time.map(|time| TimeFilter { to: time.to.map(|to| to + f64::from(by) * 86_400_000.0), ..time });
        query
    };
    let mut by = 0;
    group.bench_function("facets of a moved time filter", |bench| {
        bench.iter(|| {
            by = (by + 1) % 40;
            timeline.query(black_box(moved(by))).unwrap();
            ["actor", "kind"].map(|field| timeline.facet_counts(field).unwrap())
        });
    });
    timeline.query(moved(20)).unwrap();
    let moved_there = timeline.facet_counts("kind").unwrap();
    timeline.query(Query::default()).unwrap();
    timeline.query(moved(20)).unwrap();
    assert_eq!(moved_there, timeline.facet_counts("kind").unwrap());
}

/// First and later pages of an order that was asked for before.
fn orders(group: &mut Group, timeline: &mut Timeline) {
    for (by, descending) in [("title", false), ("end", true), ("kind", false)] {
        let sort =
            vec![SortKey { by: by.to_owned(), descending }, SortKey { by: "order".to_owned(), descending: false }];
        timeline.query(Query { sort, ..Query::default() }).unwrap();
        let rows = timeline.order(0, 100);
        assert_eq!(rows.len(), 100);
        let ends: Vec<f64> = rows.iter().map(|row| timeline.store().bounds().latest_end().get(*row)).collect();
        assert!(match by {
            "end" => ends.is_sorted_by(|one, other| other <= one),
            _ => timeline.store().title(rows[0]) == "Event 0 of many",
        });
        let place = timeline.order(EVENTS / 2, 1)[0];
        assert_eq!(timeline.position(place), Some(EVENTS / 2));
        group.bench_function(format!("page by {by}"), |bench| bench.iter(|| timeline.order(0, black_box(100))));
        group.bench_function(format!("page by {by}, in the middle"), |bench| {
            bench.iter(|| timeline.order(EVENTS / 2, black_box(100)));
        });
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
