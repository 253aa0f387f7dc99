//! Whatever a document holds, reading it takes time in proportion to its length: worst cases of 512 KB, eight times over, and of 4 MB.
//!
//! Times are the processor's for this thread where the system tells them, so that other work does not count, and only
//! their ratios are judged: of each size the least of a few tries, as what disturbs a time makes it longer.

use event_timeline::Timeline;
use event_timeline::event::FieldType;
use event_timeline::formats::read_table;
use event_timeline::query::language::{FieldName, parse};
use event_timeline::store::text::nfkd;
use event_timeline_fuzz::worst_cases::{CALENDARS, Case, DIALECTS, JSON, QUERIES, TABLES, XML};
use std::time::{Duration, Instant};

const UNIT: usize = 512 << 10;

/// One text may take this many times the time of eight texts of an eighth: a square of the time would take 8. Tables that
/// no longer fit the processor's cache take 2, and 4.2 where a thousand columns are put in order row by row.
const MOST_GROWTH: f64 = 5.5;

/// What takes less than this for eight units is no harm, whatever the ratio; clocks tick in steps of some milliseconds.
const NO_HARM: Duration = Duration::from_millis(60);

/// Eight units may take no longer than this: far more than any needs, far less than a hang.
const MOST_TIME: Duration = Duration::from_secs(40);

/// What is a square of the time is one every time; what a busy machine does to a time it does not do so often.
const TRIES: u32 = 6;

/// A piece of work on a text, and the time that each of its stages takes.
type Work<const STAGES: usize> = fn(&[u8]) -> [Duration; STAGES];

/// Processor time of this thread so far.
fn now() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let on_cpu = told.as_deref().and_then(|text| text.split(' ').next()).and_then(|text| text.parse().ok());
    on_cpu.map_or_else(|| START.with(Instant::elapsed), Duration::from_nanos)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let from = now();
    let done = work();
    (done, now().saturating_sub(from))
}

/// The times of eight units, a text of so many at a time: as much text for each size, so that a clock's steps matter as little.
fn times<const STAGES: usize>(make: fn(usize) -> Vec<u8>, units: usize, work: Work<STAGES>) -> [Duration; STAGES] {
    let document = make(units * UNIT);
    let mut sums = [Duration::ZERO; STAGES];
    for _ in 0..8 / units {
        for (sum, time) in sums.iter_mut().zip(work(&document)) {
            *sum += time;
        }
    }
    sums
}

/// What grew too much with the length, in a line.
fn growth<const STAGES: usize>(name: &str, make: fn(usize) -> Vec<u8>, work: Work<STAGES>) -> Option<String> {
    let mut least = [[Duration::MAX; STAGES]; 2];
    for _ in 0..TRIES {
        for (least, units) in least.iter_mut().zip([1, 8]) {
            for (least, time) in least.iter_mut().zip(times(make, units, work)) {
                *least = time.min(*least);
            }
        }
        let [small, large] = &least;
        if large.iter().any(|time| MOST_TIME < *time) {
            break;
        }
        let is_linear = |(small, large): (&Duration, &Duration)| {
            *large < NO_HARM || large.as_secs_f64() / small.as_secs_f64().max(0.004) < MOST_GROWTH
        };
        if small.iter().zip(large).all(is_linear) {
            return None;
        }
    }
    Some(format!("{name}: {least:.1?}"))
}

fn check<'c, const STAGES: usize>(cases: impl Iterator<Item = (&'static str, &'c Case)>, work: Work<STAGES>) {
    let faults: Vec<String> =
        cases.filter_map(|(kind, (name, make))| growth(&format!("{kind}: {name}"), *make, work)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn check_documents(kind: &'static str, cases: &[Case]) {
    check(cases.iter().map(|case| (kind, case)), |bytes| {
        let (reading, read) = timed(|| read_table(bytes));
        let (timeline, built) = timed(|| Timeline::new(reading, nfkd));
        assert!(timeline.counts().matches <= timeline.info().count);
        [read, built]
    });
}

#[test]
fn event_sets_are_read_and_become_timelines_in_linear_time() {
    check_documents("json", JSON);
}

#[test]
fn tables_are_read_and_become_timelines_in_linear_time() {
    check_documents("csv", TABLES);
}

#[test]
fn documents_of_others_are_read_and_become_timelines_in_linear_time() {
    for (kind, cases) in [("icalendar", CALENDARS), ("dialects", DIALECTS), ("xml", XML)] {
        check_documents(kind, cases);
    }
}

#[test]
fn queries_are_read_in_linear_time() {
    check(QUERIES.iter().map(|case| ("query", case)), |bytes| {
        let keys: Vec<String> = (0..256).map(|at| format!("field{at}")).collect();
        let mut fields: Vec<FieldName<'_>> =
            keys.iter().map(|key| FieldName { key, label: Some(key), field_type: FieldType::Category }).collect();
        fields.push(FieldName { key: "killed", label: None, field_type: FieldType::Number });
        fields.push(FieldName { key: "actor", label: None, field_type: FieldType::Category });
        let text = String::from_utf8_lossy(bytes);
        [timed(|| parse(&text, &fields, nfkd)).1]
    });
}

/// A cube, which no disturbance hides.
#[test]
fn what_grows_faster_is_found() {
    let cube = |bytes: &[u8]| {
        let steps = (bytes.len() as u64 / 4096).pow(3) / 4;
        let (sum, time) = timed(|| (0..steps).fold(0_u64, |sum, step| std::hint::black_box(sum ^ step)));
        assert!(sum < u64::MAX);
        [Duration::ZERO, time]
    };
    assert!(growth("cube", |len| vec![0; len], cube).is_some());
}
