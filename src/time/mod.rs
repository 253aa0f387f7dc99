//! EDTF text ↔ [`Span`]; relations of uncertain intervals. Knows nothing of events.
//!
//! EDTF is the Extended Date/Time Format: ISO 8601-2:2019 and the specification of the Library of Congress
//! (2019-02-04), levels 0, 1 and 2. [`parse`] reads it, `Display` writes the canonical text back, [`Edtf::span`]
//! gives the four bounds, [`Edtf::words`] takes it apart for readers of any language.
//!
//! ```
//! use event_timeline::time::{civil, parse};
//! let date = parse("[2014-06-11..2014-06-20]")?;
//! assert_eq!(date.level(), 2);
//! let span = date.span();
//! assert_eq!(civil::CivilTime::from_ms(span.earliest_start).day, 11);
//! assert_eq!(civil::CivilTime::from_ms(span.latest_end).day, 21);
//! # Ok::<(), event_timeline::time::ParseError>(())
//! ```
//!
//! # Where this parser goes beyond the standard, and where it stops
//! - Extensions: fractions of a second, times without seconds or minutes, times of day in intervals and sets, one space
//!   after a comma in a set, large years and unspecified digits wherever a year may stand. None of them raises the level.
//! - A century (`19`) or decade (`193`) of bare digits is refused: the Library of Congress has no such form, and `79` is
//!   far more often the year 79 than the years 7900 to 7999.
//! - An interval is refused only if its end is certainly before its start.
//! - A time without a zone is read as UTC. `24:00:00` is the end of its day. Leap seconds are refused.

mod bounds;
pub mod civil;
mod display;
mod edtf;
mod end;
mod error;
mod format;
mod parse;
mod parts;
mod pattern;
mod span;

pub use edtf::{Bound, Date, Edtf, Member};
pub use end::{End, RangeError};
pub use error::ParseError;
pub use format::{format_instant, format_window};
pub use parse::{MAX_OFFSET_EAST_MINUTES, MAX_OFFSET_WEST_MINUTES, MAX_TEXT_BYTES, MAX_YEAR, parse, parse_end};
pub use parts::{Component, DateParts, DateWords, IntervalEnd, Precision, SetMember};
pub use span::{Edge, MAX_INSTANT_MS, Qualifiers, Relation, Span};
