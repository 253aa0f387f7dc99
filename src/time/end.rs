//! The start or end of an event that gives them apart, each as a text of its own.

use super::edtf::{Bound, Edtf};
use super::span::{Qualifiers, Span};
use std::fmt;

/// One side of an event: made by [`parse_end`](super::parse_end).
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// `..`: it goes on without end, or always was.
    Open,
    /// The empty text: there is such a side, and nobody says when.
    Unknown,
    /// A date or set; the side lies somewhere in it.
    Date(Edtf),
}

/// Why a start and an end make no span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// Neither side says anything: the event is undated.
    #[error("neither start nor end says when; leave both out for an undated event")]
    Undated,
    /// The end can only be before the start.
    #[error("the end is before the start")]
    Reversed,
}

impl End {
    fn side(&self, otherwise: impl Fn(&Bound) -> (f64, f64)) -> (f64, f64) {
        match self {
            End::Open => otherwise(&Bound::Open),
            End::Unknown => otherwise(&Bound::Unknown),
            End::Date(date) => {
                let span = date.span();
                (span.earliest_start, span.latest_end)
            }
        }
    }

    fn qualifiers(&self) -> Qualifiers {
        match self {
            End::Date(date) => date.span().qualifiers,
            End::Open | End::Unknown => Qualifiers::default(),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Open => f.write_str(".."),
            End::Unknown => Ok(()),
            End::Date(date) => date.fmt(f),
        }
    }
}

impl Span {
    /// What starts somewhere in one date and ends somewhere in another; `None` where the end can only be before the start.
    ///
    /// As the end is not before the start, each side bounds the other: of a start in June and an end by the 10th of June
    /// the latest start is the 10th.
    ///
    /// ```
    /// use event_timeline::time::{Edge, Span, parse_end};
    /// let span = Span::between(&parse_end("[2014-06-11..2014-06-20]")?, &parse_end("..")?).unwrap();
    /// assert_eq!(span.end_edge, Edge::Open);
    /// assert_eq!(span.earliest_end, f64::INFINITY);
    /// assert_eq!(span.latest_start - span.earliest_start, 10.0 * 86_400_000.0);
    /// # Ok::<(), event_timeline::time::ParseError>(())
    /// ```
    pub fn between(start: &End, end: &End) -> Option<Span> {
        let from = start.side(Bound::start_side);
        let to = end.side(Bound::end_side);
        let span = Span::from_sides(from, to, *start == End::Open, *end == End::Open);
        let reversed = to.1 <= from.0;
        (!reversed).then(|| span.with_qualifiers(start.qualifiers().union(end.qualifiers())))
    }

    /// The span of an event that gives a start, an end or both.
    ///
    /// A start alone is the whole date; an end alone leaves the start unknown.
    ///
    /// # Errors
    /// [`RangeError::Undated`] where neither says when, [`RangeError::Reversed`] where the end can only be before the start.
    pub fn from_start_end(start: Option<&End>, end: Option<&End>) -> Result<Span, RangeError> {
        match (start, end) {
            (None | Some(End::Unknown), None | Some(End::Unknown)) => Err(RangeError::Undated),
            (Some(End::Date(date)), None) => Ok(date.span()),
            (start, end) => {
                let span = Span::between(start.unwrap_or(&End::Unknown), end.unwrap_or(&End::Unknown));
                span.ok_or(RangeError::Reversed)
            }
        }
    }
}
