//! Whatever a document holds, reading it takes time in proportion to its length: worst cases of 1, 2 and 4 MB.
//!
//! Times are the processor's for this thread where the system tells them, so that other work does not count, and only
//! their ratios are judged: of each size the least of a few tries, the sizes in turn, as what disturbs a time makes it
//! longer.

use event_timeline::Timeline;
use event_timeline::event::FieldType;
use event_timeline::formats::read_table;
use event_timeline::query::language::{FieldName, parse};
use event_timeline::store::text::nfkd;
use event_timeline_fuzz::worst_cases::{CALENDARS, Case, DIALECTS, JSON, QUERIES, TABLES, XML};
use std::time::{Duration, Instant};

const UNIT: usize = 1 << 20;

/// Units in a text.
const SIZES: [usize; 3] = [1, 2, 4];

/// One text of four units may take this many times the time of four texts of one: a square of the time would take 4, tables
/// that no longer fit the processor's cache take 2.
const MOST_GROWTH: f64 = 3.0;

/// And one of twice the length this many times the time of two, at one of the two steps at least: a square would take 2 at
/// both, a cache ends at one.
const MOST_GROWTH_OF_DOUBLING: f64 = 1.6;

/// What takes less than this for four units is no harm, whatever the ratio; clocks tick in steps of some milliseconds.
const NO_HARM: Duration = Duration::from_millis(60);

/// Four units may take no longer than this: far more than any needs, far less than a hang.
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

/// The times of four units, a text of so many at a time: as much text for each size, so that a clock's steps matter as little.
fn times<const STAGES: usize>(make: fn(usize) -> Vec<u8>, units: usize, work: Work<STAGES>) -> [Duration; STAGES] {
    let document = make(units * UNIT);
    let mut sums = [Duration::ZERO; STAGES];
    for _ in 0..4 / units {
        for (sum, time) in sums.iter_mut().zip(work(&document)) {
            *sum += time;
        }
    }
    sums
}

/// Whether as much text takes about as long in texts of one, two and four units.
fn is_linear([one, two, four]: [Duration; 3]) -> bool {
    let growth = |from: Duration, to: Duration| to.as_secs_f64() / from.as_secs_f64().max(0.004);
    four < NO_HARM
        || (growth(one, four) < MOST_GROWTH && growth(one, two).min(growth(two, four)) < MOST_GROWTH_OF_DOUBLING)
}

/// What grew too much with the length, in a line.
fn growth<const STAGES: usize>(name: &str, make: fn(usize) -> Vec<u8>, work: Work<STAGES>) -> Option<String> {
    let mut least = [[Duration::MAX; STAGES]; SIZES.len()];
    for _ in 0..TRIES {
        for (least, units) in least.iter_mut().zip(SIZES) {
            for (least, time) in least.iter_mut().zip(times(make, units, work)) {
                *least = time.min(*least);
            }
        }
        let [one, two, four] = &least;
        if four.iter().any(|time| MOST_TIME < *time) {
            break;
        }
        if (0..STAGES).all(|stage| is_linear([one[stage], two[stage], four[stage]])) {
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

#[test]
fn squares_and_what_is_worse_are_no_lines() {
    let times = |power: i32| [0, 1, 2].map(|doubling| NO_HARM.mul_f64(2_f64.powi(power * doubling)));
    assert_eq!([0, 1, 2].map(|power| is_linear(times(power))), [true, false, false]);
    // The end of a cache, and a line with a small square on it.
    assert!(is_linear([100, 110, 220].map(Duration::from_millis)));
    assert!(!is_linear([100, 140, 301].map(Duration::from_millis)));
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
