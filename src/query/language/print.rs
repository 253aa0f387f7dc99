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
    let mut terms = Vec::new();
    terms.extend(query.facets.iter().filter(|filter| !filter.values.is_empty()).map(|filter| printer.facet(filter)));
    terms.extend(query.numbers.iter().map(|filter| printer.numbers(filter)));
    if let Some(time) = &query.time {
        push_times(time, &mut terms);
    }
    match query.undated {
        Undated::Auto => {}
        Undated::In => terms.push("undated:in".to_owned()),
        Undated::Out => terms.push("is:dated".to_owned()),
        Undated::Only => terms.push("is:undated".to_owned()),
    }
    if !query.sort.is_empty() {
        let keys: Vec<String> = query.sort.iter().map(sort_key).collect();
        terms.push(["sort:", &keys.join(",")].concat());
    }
    // A bare word at the end of the line may go on; elsewhere it takes an asterisk to say so.
    let mut line = Vec::new();
    for term in query.text.iter().rev().filter(|term| !term.text.is_empty()) {
        line.push(printer.words(term, terms.is_empty() && line.is_empty()));
    }
    line.reverse();
    line.append(&mut terms);
    line.join(" ")
}

struct Printer<'f, 'a> {
    names: Names<'a>,
    fields: &'f [FieldName<'a>],
}

impl Printer<'_, '_> {
    fn words(&self, term: &TextTerm, is_last: bool) -> String {
        let mut line = if term.negate { "-".to_owned() } else { String::new() };
        if let Some(key) = &term.field {
            line.push_str(&self.name(key));
            line.push_str(if self.is_category(key) { ":~" } else { ":" });
        }
        let goes_on = is_last && !term.negate && !term.substring && is_plain(&term.text);
        if term.substring {
            line.push('*');
        }
        line.push_str(&if goes_on && !term.prefix { quoted(&term.text) } else { plain(&term.text) });
        if term.substring || term.prefix && !goes_on {
            line.push('*');
        }
        line
    }

    fn facet(&self, filter: &FacetFilter) -> String {
        let joined = if filter.mode == FacetMode::All { "+" } else { "," };
        let values: Vec<String> = filter.values.iter().map(|value| plain(value)).collect();
        let sign = if filter.mode == FacetMode::None { "-" } else { "" };
        let lead = if filter.mode == FacetMode::All && values.len() == 1 { "+" } else { "" };
        [sign, &self.name(&filter.field), ":", lead, &values.join(joined)].concat()
    }

    fn numbers(&self, filter: &NumberFilter) -> String {
        let range = match (filter.min, filter.max) {
            (None, None) => "..".to_owned(),
            (Some(min), Some(max)) if min == max => number(min),
            (Some(min), Some(max)) => [&*number(min), "..", &number(max)].concat(),
            (Some(min), None) => shorter([">=", &number(min)].concat(), [">", &number(min.next_down())].concat()),
            (None, Some(max)) => shorter(["<=", &number(max)].concat(), ["<", &number(max.next_up())].concat()),
        };
        [&*self.name(&filter.field), ":", &range].concat()
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

/// As a person would write it: with a power of ten only where many zeros would stand.
fn number(number: f64) -> String {
    let is_plain = number == 0.0 || (1e-6..1e21).contains(&number.abs());
    if is_plain { number.to_string() } else { format!("{number:e}") }
}

fn sort_key(key: &SortKey) -> String {
    [if key.descending { "-" } else { "" }, &plain(&key.by)].concat()
}

fn push_times(filter: &TimeFilter, terms: &mut Vec<String>) {
    let is_window = |span: Span| (Some(span.earliest_start), Some(span.latest_end)) == (filter.from, filter.to);
    let window = filter.from.zip(filter.to).and_then(|(from, to)| date(format_window(from, to), &is_window));
    match window {
        Some(window) => terms.push(["during:", &window].concat()),
        None => {
            terms.extend(filter.from.map(after));
            terms.extend(filter.to.map(before));
        }
    }
    if filter.certain_only {
        terms.push("is:certain".to_owned());
    }
}

/// The text, if it is a date that means what is wanted.
fn date(text: Option<String>, wanted: &dyn Fn(Span) -> bool) -> Option<String> {
    text.filter(|text| time::parse(text).is_ok_and(|date| wanted(date.span())))
}

/// `after:` the largest date that ends at `from`, else the bare number.
fn after(from: f64) -> String {
    let CivilTime { year, month, .. } = CivilTime::from_ms(from - 1.0);
    let year_start = ms_from_days(days_from_civil(year, 1, 1));
    let month_start = ms_from_days(days_from_civil(year, month, 1));
    let starts = [year_start, month_start, from - DAY_MS as f64, from - 1_000.0];
    let ends = |span: Span| span.latest_end == from;
    let found = starts.into_iter().find_map(|start| date(format_window(start, from), &ends));
    bounded("after:", found.or_else(|| date(Some(format_instant(from - 1.0)), &ends)), from)
}

/// `before:` the largest date that starts at `to`, else the bare number.
fn before(to: f64) -> String {
    let CivilTime { year, month, .. } = CivilTime::from_ms(to);
    let year_end = ms_from_days(days_from_civil(year + 1, 1, 1));
    let month_end = if month == 12 { year_end } else { ms_from_days(days_from_civil(year, month + 1, 1)) };
    let starts = |span: Span| span.earliest_start == to;
    let found = [year_end, month_end].into_iter().find_map(|end| date(format_window(to, end), &starts));
    bounded("before:", found.or_else(|| date(Some(format_instant(to)), &starts)), to)
}

fn bounded(name: &str, date: Option<String>, instant: f64) -> String {
    [name, &date.unwrap_or_else(|| ["@", &instant.to_string()].concat())].concat()
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
