//! Whatever a document holds, reading it and making a timeline of it takes no more memory than a stated multiple of its bytes.

use event_timeline::Timeline;
use event_timeline::formats::read_table;
use event_timeline::store::text::nfkd;
use event_timeline_fuzz::worst_cases::documents;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// Bytes of a document.
const BYTES: usize = 1 << 20;

/// Bytes of memory for each byte of a document.
const MOST_MULTIPLE: f64 = 64.0;

/// The system's memory, counted for each thread: tests beside one another do not count.
struct Counted;

thread_local! {
    /// Bytes in use, and the most there were.
    static LIVE: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

fn count(bytes: isize) {
    // A thread that ends has no count any more.
    let _ = LIVE.try_with(|live| {
        let (now, most) = live.get();
        live.set((now + bytes, most.max(now + bytes)));
    });
}

// The system does all of it.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Where a block cannot grow in its place, both are there for a while.
        count(size as isize);
        count(-(layout.size() as isize));
        unsafe { System.realloc(block, layout, size) }
    }
}

#[global_allocator]
static COUNTED: Counted = Counted;

/// The most memory that reading a document and making a timeline of it takes, for each of its bytes.
fn multiple(document: &[u8]) -> f64 {
    let before = LIVE.with(|live| {
        let (now, _) = live.get();
        live.set((now, now));
        now
    });
    let timeline = Timeline::new(read_table(document), nfkd);
    assert!(timeline.counts().matches <= timeline.info().count);
    let (_, most) = LIVE.get();
    (most - before) as f64 / document.len() as f64
}

#[test]
fn memory_is_a_stated_multiple_of_the_bytes() {
    let mut faults = Vec::new();
    for (kind, (name, make)) in documents() {
        let multiple = multiple(&make(BYTES));
        println!("{multiple:7.1} {kind}: {name}");
        if MOST_MULTIPLE < multiple {
            faults.push(format!("{kind}: {name}: {multiple:.1}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_held_at_once_is_counted() {
    let before = LIVE.get().0;
    LIVE.set((before, before));
    for _ in 0..3 {
        drop(std::hint::black_box(vec![1_u8; 1_000_000]));
    }
    let (now, most) = LIVE.get();
    assert_eq!(now, before);
    assert!((1_000_000..1_100_000).contains(&(most - before)));
}
