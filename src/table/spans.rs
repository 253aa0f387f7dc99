//! The four bounds of all events, each stored only if it does not follow from another.

use crate::time::{Edge, Qualifiers, Span};

/// Side `start` is open. The bits are those of the marks of a frame.
pub const MARK_START_OPEN: u8 = 1;
/// Side `start` is unknown.
pub const MARK_START_UNKNOWN: u8 = 2;
/// Side `end` is open.
pub const MARK_END_OPEN: u8 = 4;
/// Side `end` is unknown.
pub const MARK_END_UNKNOWN: u8 = 8;
/// The date is marked uncertain (`?`).
pub const MARK_UNCERTAIN: u8 = 16;
/// The date is marked approximate (`~`).
pub const MARK_APPROXIMATE: u8 = 32;
/// A part of the date is inferred: the source does not write it. A store sets it; no span has it.
pub const MARK_INFERRED: u8 = 64;

/// A bound that is another bound plus a constant for every event, or has numbers of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Derived {
    /// The other bound plus this; exact. NaN as long as no event is dated.
    Plus(f64),
    /// One number an event.
    Own(Vec<f64>),
}

/// Four bounds an event, milliseconds since 1970; all +∞ where it is undated.
///
/// 8 bytes an event for instants, days and the like, 16 where events last, 32 at most; one more where some end is open
/// or unknown or some date doubted.
#[derive(Clone, Debug, PartialEq)]
pub struct Spans {
    pub(crate) earliest_start: Vec<f64>,
    /// From the earliest start.
    pub(crate) latest_start: Derived,
    /// From the earliest start, and only if they are the same.
    pub(crate) earliest_end: Derived,
    /// From the earliest end.
    pub(crate) latest_end: Derived,
    /// `MARK_*` bits; those of the last events are left out if they are 0.
    pub(crate) marks: Vec<u8>,
    pub(crate) undated: u32,
}

impl Default for Spans {
    fn default() -> Self {
        let [latest_start, latest_end] = [Derived::Plus(f64::NAN), Derived::Plus(f64::NAN)];
        let earliest_start = Vec::new();
        Spans {
            earliest_start,
            latest_start,
            earliest_end: Derived::Plus(0.0),
            latest_end,
            marks: Vec::new(),
            undated: 0,
        }
    }
}

impl Derived {
    /// The bound of an event whose bound it derives from is `base`.
    #[inline]
    pub(crate) fn get(&self, at: usize, base: f64) -> f64 {
        match self {
            Derived::Plus(_) if base == f64::INFINITY => base,
            Derived::Plus(plus) => base + plus,
            Derived::Own(own) => own.get(at).copied().unwrap_or(f64::INFINITY),
        }
    }

    /// Adds a number; `base` is what it derives from, `former` gives those of the events before.
    #[inline]
    fn push(&mut self, value: f64, base: f64, former: impl Fn(usize) -> f64, len: usize) {
        match self {
            Derived::Own(own) => own.push(value),
            Derived::Plus(_) if base == f64::INFINITY && value == base => {}
            Derived::Plus(plus) if base + *plus == value => {}
            Derived::Plus(plus) if plus.is_nan() && base + (value - base) == value => *plus = value - base,
            Derived::Plus(_) => {
                let mut own: Vec<f64> = (0..len).map(|at| self.get(at, former(at))).collect();
                own.push(value);
                *self = Derived::Own(own);
            }
        }
    }

    fn truncate(&mut self, len: usize) {
        if let Derived::Own(own) = self {
            own.truncate(len);
        }
    }
}

impl Spans {
    /// Events there are, dated or not.
    pub fn len(&self) -> usize {
        self.earliest_start.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.earliest_start.is_empty()
    }

    /// Makes room for those of so many more events.
    pub(crate) fn reserve(&mut self, events: usize) {
        self.earliest_start.reserve(events);
    }

    /// Adds the bounds of an event. Those that no date has (a start at +∞, NaN) are none.
    #[inline]
    pub(crate) fn push(&mut self, span: Option<Span>) {
        let len = self.len();
        let span = span.filter(|span| span.is_valid() && span.earliest_start < f64::INFINITY);
        let (bounds, marks) = match &span {
            Some(span) => {
                ([span.earliest_start, span.latest_start, span.earliest_end, span.latest_end], marks_of(span))
            }
            None => ([f64::INFINITY; 4], 0),
        };
        let Spans { earliest_start, latest_start, earliest_end, latest_end, .. } = self;
        let start_of = |at: usize| earliest_start.get(at).copied().unwrap_or(f64::INFINITY);
        latest_start.push(bounds[1], bounds[0], start_of, len);
        latest_end.push(bounds[3], bounds[2], |at| earliest_end.get(at, start_of(at)), len);
        earliest_end.push(bounds[2], bounds[0], start_of, len);
        earliest_start.push(bounds[0]);
        self.undated += u32::from(span.is_none());
        if marks != 0 {
            self.marks.resize(len, 0);
            self.marks.push(marks);
        }
    }

    /// The bounds at a position of the document; `None` where it is undated, or there is no such event.
    pub fn get(&self, position: u32) -> Option<Span> {
        let at = position as usize;
        let earliest_start = *self.earliest_start.get(at)?;
        if earliest_start == f64::INFINITY {
            return None;
        }
        let earliest_end = self.earliest_end.get(at, earliest_start);
        Some(span_of(
            [
                earliest_start,
                self.latest_start.get(at, earliest_start),
                earliest_end,
                self.latest_end.get(at, earliest_end),
            ],
            self.marks.get(at).copied().unwrap_or(0),
        ))
    }

    /// Marks the date at a position of the document as inferred, where there is one.
    pub(crate) fn mark_inferred(&mut self, position: u32) {
        let at = position as usize;
        if self.earliest_start.get(at).is_some_and(|start| *start < f64::INFINITY) {
            self.marks.resize(self.marks.len().max(at + 1), 0);
            if let Some(marks) = self.marks.get_mut(at) {
                *marks |= MARK_INFERRED;
            }
        }
    }

    pub(super) fn truncate(&mut self, len: usize) {
        let undated = self.earliest_start.iter().skip(len).filter(|start| **start == f64::INFINITY).count();
        self.undated -= undated as u32;
        self.earliest_start.truncate(len);
        for bound in [&mut self.latest_start, &mut self.earliest_end, &mut self.latest_end] {
            bound.truncate(len);
        }
        self.marks.truncate(len);
    }
}

/// The `MARK_*` bits of a span.
pub fn marks_of(span: &Span) -> u8 {
    let start = match span.start_edge {
        Edge::Bounded => 0,
        Edge::Open => MARK_START_OPEN,
        Edge::Unknown => MARK_START_UNKNOWN,
    };
    let end = match span.end_edge {
        Edge::Bounded => 0,
        Edge::Open => MARK_END_OPEN,
        Edge::Unknown => MARK_END_UNKNOWN,
    };
    let uncertain = if span.qualifiers.uncertain { MARK_UNCERTAIN } else { 0 };
    let approximate = if span.qualifiers.approximate { MARK_APPROXIMATE } else { 0 };
    start | end | uncertain | approximate
}

/// The span of four bounds (earliest and latest start, earliest and latest end) and `MARK_*` bits.
pub fn span_of(bounds: [f64; 4], marks: u8) -> Span {
    let edge = |open: u8, unknown: u8| match (marks & open, marks & unknown) {
        (0, 0) => Edge::Bounded,
        (0, _) => Edge::Unknown,
        _ => Edge::Open,
    };
    let [earliest_start, latest_start, earliest_end, latest_end] = bounds;
    Span {
        earliest_start,
        latest_start,
        earliest_end,
        latest_end,
        start_edge: edge(MARK_START_OPEN, MARK_START_UNKNOWN),
        end_edge: edge(MARK_END_OPEN, MARK_END_UNKNOWN),
        qualifiers: Qualifiers { uncertain: marks & MARK_UNCERTAIN != 0, approximate: marks & MARK_APPROXIMATE != 0 },
    }
}
