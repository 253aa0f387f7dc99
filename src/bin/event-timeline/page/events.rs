//! One event as an article: when, what, who says so and how sure, where, and what stands beside it.

use super::text::{anchor, link, own, plain};
use crate::words::say;
use event_timeline::event::{Claim, FieldType, Media, Place};
use event_timeline::query::RowSet;
use event_timeline::time::{Qualifiers, Span, parse, parse_end};
use event_timeline::timeline::{EventDetail, EventReference, FieldValues, TextOrNumber};
use maud::{Markup, html};

/// What an event stands among.
pub struct Around<'a> {
    /// The language of the page's own words, where that is not the set's.
    pub ours: Option<&'static str>,
    /// The rows that are on the page.
    pub rows: &'a RowSet,
}

/// An item of the list of events.
pub fn item(event: &EventDetail, around: &Around<'_>) -> Markup {
    let ours = around.ours;
    html! {
        li {
            article id=(anchor(&event.id)) {
                h3 dir="auto" { (plain(&event.title)) }
                (when(event, ours))
                @if let Some(description) = &event.description { p dir="auto" { (plain(description)) } }
                (claims(&event.claims, ours))
                (facts(event, around))
            }
        }
    }
}

fn when(event: &EventDetail, ours: Option<&str>) -> Markup {
    let words = event.date_words.as_ref().map(|words| say(words, &event.date_inferred));
    let said = words.unwrap_or_else(|| match &event.span {
        Some(_) => written(event).unwrap_or_default(),
        None => "undated".to_owned(),
    });
    html! {
        p class="when" {
            @match (html_date(event), written(event)) {
                (Some(date), _) => { time datetime=(date) { (own(&said, ours)) } }
                (None, Some(written)) => { data value=(plain(&written)) { (own(&said, ours)) } }
                (None, None) => { (own(&said, ours)) }
            }
        }
        @if let Some(text) = &event.date_text {
            p class="muted" { (own("The source says", ours)) " " q dir="auto" { (plain(text)) } }
        }
        @if let Some(note) = &event.date_note { p class="muted" dir="auto" { (plain(note)) } }
    }
}

/// The date in EDTF, from whichever keys it is given by.
fn written(event: &EventDetail) -> Option<String> {
    let sides = |start: &Option<String>, end: &Option<String>| {
        let joined = format!("{}/{}", start.as_deref()?, end.as_deref()?);
        parse(&joined).ok().map(|_| joined)
    };
    let alone = || event.start.clone().filter(|_| event.end.is_none());
    event.date.clone().or_else(alone).or_else(|| sides(&event.start, &event.end))
}

/// The date for `datetime`, where it is one that HTML has: a plain year, month, day or moment.
fn html_date(event: &EventDetail) -> Option<String> {
    let text = written(event)?;
    let is_plain =
        text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.TZ+".contains(&byte)) && !text.starts_with(['-', '0']);
    let has_html_form = match text.len() {
        4 => true,
        7 => !is_season(&text),
        10 => true,
        // Minutes are the least that HTML has of a time of day.
        _ => text.get(13..14) == Some(":"),
    };
    let Span { qualifiers, .. } = parse(&text).ok()?.span();
    (is_plain && has_html_form && qualifiers == Qualifiers::default() && parse_end(&text).is_ok()).then_some(text)
}

/// `2014-21` is a season, and no month.
fn is_season(text: &str) -> bool {
    text.get(5..).is_none_or(|month| "12" < month)
}

fn claims(claims: &[Claim], ours: Option<&str>) -> Markup {
    html! {
        @if !claims.is_empty() {
            h4 { (own("Who says so", ours)) }
            ul class="claims" { @for claim in claims { li { (self::claim(claim, ours)) } } }
        }
    }
}

fn claim(claim: &Claim, ours: Option<&str>) -> Markup {
    html! {
        @match &claim.by {
            Some(by) => { bdi { (plain(by)) } }
            None => { (own("nobody is named", ours)) }
        }
        @if let Some(status) = &claim.status { " — " em { bdi { (plain(status)) } } }
        @if let Some(about) = &claim.about { ": " bdi { (plain(about)) } }
        @if !claim.citations.is_empty() {
            " " span class="muted" lang=[ours] dir=[ours.map(|_| "ltr")] {
                @if claim.citations.len() == 1 { "(citation " } @else { "(citations " }
                bdi { (plain(&claim.citations.join(", "))) } ")"
            }
        }
    }
}

/// Fields, places, relations, links and media, a line each.
fn facts(event: &EventDetail, around: &Around<'_>) -> Markup {
    let ours = around.ours;
    let name = |words: &'static str| html! { dt { (own(words, ours)) } };
    let references = |words, references: &[EventReference]| {
        html! { @if !references.is_empty() { div { (name(words)) dd { (joined(references.iter().map(|to| reference(to, around.rows)))) } } } }
    };
    let has_facts = !(event.fields.is_empty() && event.places.is_empty() && event.links.is_empty())
        || !(event.media.is_empty() && event.after.is_empty() && event.before.is_empty() && event.parts.is_empty())
        || event.part_of.is_some();
    html! {
        @if has_facts {
            dl {
                @for field in &event.fields { (self::field(field)) }
                @if !event.places.is_empty() { div { (name("Places")) dd { (joined(event.places.iter().map(place))) } } }
                (references("Placed after", &event.after))
                (references("Placed before", &event.before))
                (references("Part of", event.part_of.as_slice()))
                (references("Parts", &event.parts))
                @if !event.links.is_empty() {
                    div { (name("Links")) dd { (joined(event.links.iter().map(|to| link(&to.url, to.label.as_deref())))) } }
                }
                @if !event.media.is_empty() { div { (name("Media")) dd { (joined(event.media.iter().map(media))) } } }
            }
        }
    }
}

fn joined(items: impl Iterator<Item = Markup>) -> Markup {
    html! { @for (index, item) in items.enumerate() { @if index != 0 { " · " } (item) } }
}

fn field(field: &FieldValues) -> Markup {
    let value = |value: &TextOrNumber| match value {
        TextOrNumber::Text(text) if field.field_type == FieldType::Link => link(text, None),
        TextOrNumber::Text(text) => html! { bdi { (plain(text)) } },
        TextOrNumber::Number(number) => html! { (number) },
    };
    html! {
        div {
            dt dir="auto" { (plain(field.label.as_deref().unwrap_or(&field.key))) }
            dd { (joined(field.values.iter().map(value))) }
        }
    }
}

fn place(place: &Place) -> Markup {
    html! {
        bdi { (plain(&place.name)) }
        @if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
            " " span class="muted" dir="ltr" {
                (lat.abs()) "° " @if lat < 0.0 { "S" } @else { "N" } ", " (lon.abs()) "° " @if lon < 0.0 { "W" } @else { "E" }
            }
        }
    }
}

/// Another event: a link where it is on the page.
fn reference(to: &EventReference, rows: &RowSet) -> Markup {
    let title = plain(to.title.as_deref().unwrap_or(&to.id));
    html! {
        @if to.row.is_some_and(|row| rows.contains(row)) { a href=(format!("#{}", anchor(&to.id))) dir="auto" { (title) } }
        @else { bdi { (title) } }
    }
}

/// A picture or recording is an address to go to: a page that loads nothing shows none.
fn media(media: &Media) -> Markup {
    html! {
        (link(&media.url, media.caption.as_deref().or(media.alt.as_deref())))
        @if let Some(credit) = &media.credit { " " span class="muted" { "(" bdi { (plain(credit)) } ")" } }
    }
}
