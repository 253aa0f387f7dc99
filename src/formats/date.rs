//! The date cells of a record → the span they mean, for every format alike.

use crate::number;
use crate::time::{self, Edge, End, ParseError, Qualifiers, Span, civil};

/// A date cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moment {
    /// EDTF text.
    Text(String),
    /// Milliseconds since 1970 UTC; finite.
    Number(f64),
}

/// Which of a record's date cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Date,
    Start,
    End,
}

/// What is wrong with one of the cells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DateProblem {
    pub cell: Cell,
    pub code: &'static str,
    /// Byte offset in the cell's text.
    pub offset: usize,
    pub message: String,
}

/// What the cells mean. Texts are kept as written, numbers only as bounds of the span.
#[derive(Debug, Default)]
pub(super) struct Dated {
    pub span: Option<Span>,
    pub date: Option<String>,
    pub start: Option<String>,
    /// The empty text is an end that nobody knows, also where the end given cannot be.
    pub end: Option<String>,
    /// Words that could not be read as dates.
    pub date_text: Option<String>,
    pub problems: Vec<DateProblem>,
}

/// Works out a record's dates. `date` goes before `start` and `end`.
///
/// A start alone is the whole date, an end alone leaves the start unknown, as does the word [`UNKNOWN`]. A side that cannot be read, or an end before
/// the start, becomes an unknown side: the record stays as sure as what could be read.
pub(super) fn resolve(date: Option<Moment>, start: Option<Moment>, end: Option<Moment>) -> Dated {
    let mut dated = Dated::default();
    match date.filter(|date| !is_blank(date)) {
        Some(date) => {
            for (cell, moment) in [(Cell::Start, &start), (Cell::End, &end)] {
                if moment.is_some() {
                    let message =
                        "a `date` stands beside it and holds; expected either `date`, or `start` and `end`".to_owned();
                    dated.problems.push(DateProblem { cell, code: "date-and-range", offset: 0, message });
                }
            }
            resolve_date(date, &mut dated);
        }
        None => resolve_range(start, end, &mut dated),
    }
    dated
}

fn is_blank(moment: &Moment) -> bool {
    matches!(moment, Moment::Text(text) if text.trim().is_empty())
}

fn resolve_date(date: Moment, dated: &mut Dated) {
    match date {
        Moment::Number(ms) => dated.span = Some(Span::instant(ms)),
        Moment::Text(text) => match time::parse(text.trim()) {
            Ok(edtf) => {
                dated.span = Some(edtf.span());
                dated.date = Some(trimmed(text));
            }
            Err(error) => {
                if !says_unknown(&text) {
                    dated.problems.push(bad_date(Cell::Date, &text, error));
                }
                dated.date_text = Some(text);
            }
        },
    }
}

fn trimmed(text: String) -> String {
    if text.trim().len() == text.len() { text } else { text.trim().to_owned() }
}

/// What a source writes that knows there was a day, and not which.
pub(super) const UNKNOWN: &str = "unknown";

fn says_unknown(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case(UNKNOWN)
}

fn bad_date(cell: Cell, text: &str, error: ParseError) -> DateProblem {
    let offset = text.len() - text.trim_start().len() + error.offset;
    let found = text.get(offset..).and_then(|rest| rest.chars().next());
    let found = found.map_or("the end of the text".to_owned(), |found| format!("`{}`", found.escape_debug()));
    DateProblem {
        cell,
        code: "bad-date",
        offset,
        message: format!("not a date: found {found}, expected {}", error.expected),
    }
}

/// A start or end as far as it could be read.
enum Side {
    Absent,
    /// Not a date, or said to be unknown: taken as unknown.
    Bad,
    Text(String, End),
    Number(f64),
}

fn resolve_range(start: Option<Moment>, end: Option<Moment>, dated: &mut Dated) {
    let words = [&start, &end].map(|moment| moment.as_ref().map(words));
    let start = side(Cell::Start, start, dated);
    let end = side(Cell::End, end, dated);
    if matches!(start, Side::Bad) || matches!(end, Side::Bad) {
        let [start, end] = words;
        dated.date_text = match (start, end) {
            (Some(start), Some(end)) => Some(format!("{start}/{end}")),
            (start, end) => start.or(end),
        };
    }
    dated.span = span(&start, &end);
    if dated.span.is_none() && is_reversed(&start, &end) {
        let message =
            "the end is before the start and is taken as unknown; expected an end that can be after the start"
                .to_owned();
        dated.problems.push(DateProblem { cell: Cell::End, code: "end-before-start", offset: 0, message });
        dated.span = span(&start, &Side::Bad);
        dated.start = text(start);
        dated.end = Some(String::new());
        return;
    }
    let undated = dated.span.is_none();
    let bad_side = |side: &Side| matches!(side, Side::Bad) && !undated;
    let unknown = [bad_side(&start), bad_side(&end)];
    dated.start = text(start).or(unknown[0].then(String::new));
    dated.end = text(end).or(unknown[1].then(String::new));
}

fn words(moment: &Moment) -> String {
    match moment {
        Moment::Text(text) => text.trim().to_owned(),
        Moment::Number(ms) => number::text(*ms),
    }
}

fn side(cell: Cell, moment: Option<Moment>, dated: &mut Dated) -> Side {
    match moment {
        None => Side::Absent,
        Some(Moment::Number(ms)) => Side::Number(ms),
        Some(Moment::Text(text)) => match time::parse_end(text.trim()) {
            Ok(end) => Side::Text(trimmed(text), end),
            Err(error) => {
                if !says_unknown(&text) {
                    dated.problems.push(bad_date(cell, &text, error));
                }
                Side::Bad
            }
        },
    }
}

fn text(side: Side) -> Option<String> {
    match side {
        Side::Text(text, _) => Some(text),
        Side::Absent | Side::Bad | Side::Number(_) => None,
    }
}

/// The span of both sides; `None` where neither says anything, or the end is before the start.
fn span(start: &Side, end: &Side) -> Option<Span> {
    if let Side::Number(ms) = start
        && let Side::Absent = end
    {
        return Some(Span::instant(*ms));
    }
    if !matches!(start, Side::Number(_)) && !matches!(end, Side::Number(_)) {
        return Span::from_start_end(known(start), known(end)).ok();
    }
    let from = alone(start, |end| Span::between(end, &End::Unknown))?;
    let to = alone(end, |end| Span::between(&End::Unknown, end))?;
    join(from, to)
}

fn known(side: &Side) -> Option<&End> {
    match side {
        Side::Absent => None,
        Side::Text(_, end) => Some(end),
        Side::Bad | Side::Number(_) => Some(&End::Unknown),
    }
}

/// One side as a span, of which only that side is meant.
fn alone(side: &Side, of_end: impl Fn(&End) -> Option<Span>) -> Option<Span> {
    match side {
        Side::Number(ms) => Some(Span::instant(*ms)),
        Side::Text(_, end) => of_end(end),
        Side::Absent | Side::Bad => of_end(&End::Unknown),
    }
}

/// The span from one instant to another, milliseconds since 1970, both finite; `None` where the end is before the start.
pub(super) fn instants(start: f64, end: f64) -> Option<Span> {
    join(Span::instant(start), Span::instant(end))
}

/// The span of a day written as `YYYY-MM-DD`; `None` for any other text.
pub(super) fn day(text: &[u8]) -> Option<Span> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *<&[u8; 10]>::try_from(text).ok()? else { return None };
    let number = |digits: &[u8]| {
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    };
    let (year, month, day) = (number(&[a, b, c, d])?, number(&[e, f])? as u8, number(&[g, h])? as u8);
    if day == 0 || civil::days_in_month(year, month) < day {
        return None;
    }
    let from = civil::ms_from_days(civil::days_from_civil(year, month, day));
    let to = from + civil::DAY_MS as f64;
    let (edge, qualifiers) = (Edge::Bounded, Qualifiers::default());
    Some(Span {
        earliest_start: from,
        latest_start: to,
        earliest_end: from,
        latest_end: to,
        start_edge: edge,
        end_edge: edge,
        qualifiers,
    })
}

/// The start of one span with the end of another, as each bounds the other; `None` where the end is before the start.
pub(super) fn join(from: Span, to: Span) -> Option<Span> {
    (from.earliest_start < to.latest_end).then(|| Span {
        latest_start: from.latest_start.min(to.latest_end),
        earliest_end: to.earliest_end.max(from.earliest_start),
        latest_end: to.latest_end,
        end_edge: to.end_edge,
        qualifiers: from.qualifiers.union(to.qualifiers),
        ..from
    })
}

/// Both sides say something (so that only their order can be wrong).
fn is_reversed(start: &Side, end: &Side) -> bool {
    let says = |side: &Side| match side {
        Side::Text(_, end) => *end != End::Unknown,
        Side::Number(_) => true,
        Side::Absent | Side::Bad => false,
    };
    says(start) && says(end)
}
