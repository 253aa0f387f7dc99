//! [`Query`] → text.

use super::FieldName;
use super::names::{Name, Names};
use crate::event::FieldType;
use crate::query::{FacetFilter, FacetMode, NumberFilter, Query, SortKey, TextTerm, TimeFilter, Undated};
use crate::store::text::Decompose;
use crate::time::civil::{CivilTime, DAY_MS, days_from_civil, ms_from_days};
use crate::time::{self, Span, format_instant, format_window};

/// Prints a query as the line that [`parse`](super::parse) reads back as it.
///
/// What says nothing is not printed: an empty text, a facet filter without values, a time filter without a side that
/// does not ask for certain ones. What no query can ask is not read back: an empty window, a key that no field has.
///
/// ```
/// use event_timeline::query::language::{format, parse};
/// let query = parse("\"fall of Mosul\" after:2013 before:2015 sort:-start", &[], str::to_owned).query;
/// assert_eq!(format(&query, &[], str::to_owned), "\"fall of Mosul\" during:2014 sort:-start");
/// ```
pub fn format(query: &Query, fields: &[FieldName<'_>], decompose: Decompose) -> String {
    let printer = Printer { names: Names::new(fields, decompose), fields };
    let words: Vec<&TextTerm> = query.text.iter().filter(|term| !term.text.is_empty()).collect();
    let mut terms: Vec<String> = Vec::new();
    terms.extend(query.facets.iter().filter(|filter| !filter.values.is_empty()).map(|filter| printer.facet(filter)));
    terms.extend(query.numbers.iter().map(|filter| printer.numbers(filter)));
    terms.extend(query.time.iter().flat_map(times));
    terms.extend(undated(query.undated));
    if !query.sort.is_empty() {
        let keys: Vec<String> = query.sort.iter().map(|key| printer.sort(key)).collect();
        terms.push(format!("sort:{}", keys.join(",")));
    }
    // A bare word at the end of the line may go on; elsewhere it takes an asterisk to say so.
    let is_last_word = |index: usize| index + 1 == words.len() && terms.is_empty();
    let words: Vec<String> =
        words.iter().enumerate().map(|(index, term)| printer.words(term, is_last_word(index))).collect();
    let terms: Vec<String> = words.into_iter().chain(terms).collect();
    terms.join(" ")
}

struct Printer<'f, 'a> {
    names: Names<'a>,
    fields: &'f [FieldName<'a>],
}

impl Printer<'_, '_> {
    fn words(&self, term: &TextTerm, is_last: bool) -> String {
        let sign = if term.negate { "-" } else { "" };
        let place = match &term.field {
            Some(key) if self.is_category(key) => format!("{}:~", self.name(key)),
            Some(key) => format!("{}:", self.name(key)),
            None => String::new(),
        };
        if term.substring {
            return format!("{sign}{place}*{}*", plain(&term.text));
        }
        let goes_on = is_last && !term.negate && is_plain(&term.text);
        let words = if goes_on && !term.prefix { quoted(&term.text) } else { plain(&term.text) };
        let asterisk = if term.prefix && !goes_on { "*" } else { "" };
        format!("{sign}{place}{words}{asterisk}")
    }

    fn facet(&self, filter: &FacetFilter) -> String {
        let (sign, joined) = match filter.mode {
            FacetMode::Any => ("", ","),
            FacetMode::All => ("", "+"),
            FacetMode::None => ("-", ","),
        };
        let values: Vec<String> = filter.values.iter().map(|value| plain(value)).collect();
        let lead = if filter.mode == FacetMode::All && values.len() == 1 { "+" } else { "" };
        format!("{sign}{}:{lead}{}", self.name(&filter.field), values.join(joined))
    }

    fn numbers(&self, filter: &NumberFilter) -> String {
        let range = match (filter.min, filter.max) {
            (None, None) => "..".to_owned(),
            (Some(min), Some(max)) if min == max => number(min),
            (Some(min), Some(max)) => format!("{}..{}", number(min), number(max)),
            (Some(min), None) => shorter(format!(">={}", number(min)), format!(">{}", number(min.next_down()))),
            (None, Some(max)) => shorter(format!("<={}", number(max)), format!("<{}", number(max.next_up()))),
        };
        format!("{}:{range}", self.name(&filter.field))
    }

    fn sort(&self, key: &SortKey) -> String {
        format!("{}{}", if key.descending { "-" } else { "" }, plain(&key.by))
    }

    /// A field's key before a colon, in quotes where it would mean something else.
    fn name(&self, key: &str) -> String {
        let is_own = match self.names.find(key, false) {
            Some(Name::Field(field)) => field.key == key,
            Some(Name::Text(text)) => text == key,
            Some(Name::Word(_)) | None => false,
        };
        if is_own { plain(key) } else { quoted(key) }
    }

    fn is_category(&self, key: &str) -> bool {
        self.fields.iter().any(|field| field.key == key && field.field_type == FieldType::Category)
    }
}

fn shorter(first: String, second: String) -> String {
    if second.len() < first.len() - 1 { second } else { first }
}

fn number(number: f64) -> String {
    shorter(number.to_string(), format!("{number:e}"))
}

fn undated(undated: Undated) -> Option<String> {
    match undated {
        Undated::Auto => None,
        Undated::In => Some("undated:in".to_owned()),
        Undated::Out => Some("is:dated".to_owned()),
        Undated::Only => Some("is:undated".to_owned()),
    }
}

fn times(filter: &TimeFilter) -> Vec<String> {
    let mut terms = match (filter.from, filter.to) {
        (Some(from), Some(to)) => {
            match date(format_window(from, to), |span| (span.earliest_start, span.latest_end) == (from, to)) {
                Some(window) => vec![format!("during:{window}")],
                None => vec![after(from), before(to)],
            }
        }
        (from, to) => from.map(after).into_iter().chain(to.map(before)).collect(),
    };
    if filter.certain_only {
        terms.push("is:certain".to_owned());
    }
    terms
}

/// The text, if it is a date that means what is wanted.
fn date(text: Option<String>, wanted: impl Fn(Span) -> bool) -> Option<String> {
    text.filter(|text| time::parse(text).is_ok_and(|date| wanted(date.span())))
}

/// `after:` the largest date that ends at `from`, else the bare number.
fn after(from: f64) -> String {
    let CivilTime { year, month, .. } = CivilTime::from_ms(from - 1.0);
    let year_start = ms_from_days(days_from_civil(year, 1, 1));
    let month_start = ms_from_days(days_from_civil(year, month, 1));
    let windows =
        [year_start, month_start, from - DAY_MS as f64, from - 1_000.0].map(|start| format_window(start, from));
    let ends = |span: Span| span.latest_end == from;
    let found = windows.into_iter().chain([Some(format_instant(from - 1.0))]).find_map(|text| date(text, ends));
    format!("after:{}", found.unwrap_or_else(|| format!("@{from}")))
}

/// `before:` the largest date that starts at `to`, else the bare number.
fn before(to: f64) -> String {
    let CivilTime { year, month, .. } = CivilTime::from_ms(to);
    let year_end = ms_from_days(days_from_civil(year + 1, 1, 1));
    let month_end =
        ms_from_days(if month == 12 { days_from_civil(year + 1, 1, 1) } else { days_from_civil(year, month + 1, 1) });
    let windows = [year_end, month_end].map(|end| format_window(to, end));
    let starts = |span: Span| span.earliest_start == to;
    let found = windows.into_iter().chain([Some(format_instant(to))]).find_map(|text| date(text, starts));
    format!("before:{}", found.unwrap_or_else(|| format!("@{to}")))
}

/// The text bare where it reads as itself anywhere in the line, else in quotes.
fn plain(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    let special = |char: char| char.is_whitespace() || char.is_control() || "\":*,+~\\<>@".contains(char);
    !text.is_empty() && !text.starts_with('-') && !text.contains(special)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
