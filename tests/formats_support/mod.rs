//! Documents right and wrong, for the tests of the formats.
#![allow(dead_code)]

use event_timeline::event::EVENT_KEYS;
use event_timeline::formats::MAX_NESTING;
use proptest::prelude::*;

/// Line and column, both from 1, of the first character with which a text stops being the beginning of some JSON text,
/// or is nested too deep; `None` where it is JSON. Asks serde_json about every beginning of the text, so it is slow.
pub fn place_of_syntax_error(text: &str) -> Option<(u32, u32)> {
    let is_beginning =
        |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).map_or_else(|error| error.is_eof(), |_| true);
    // A number that ends in `-`, `.` or `e` is no beginning to serde_json, but it is with a digit more.
    let may_go_on = |text: &str| is_beginning(text) || is_beginning(&format!("{text}0"));
    let ends = text.char_indices().map(|(at, char)| (at, at + char.len_utf8()));
    // Beginnings of a text that may not go on may not either: a search by halves finds the first.
    let ends: Vec<(usize, usize)> = ends.collect();
    let first = ends.partition_point(|(_, end)| may_go_on(&text[..*end]));
    let wrong = ends.get(first).map(|(at, _)| *at);
    let cut = || serde_json::from_str::<serde::de::IgnoredAny>(text).is_err().then_some(text.len());
    let at = [wrong.or_else(cut), too_deep_or_no_escape(text)].into_iter().flatten().min()?;
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some((line as u32, column as u32))
}

/// The bracket that opens one level too many, or the first character that is no digit of a `\u`: serde_json reads the four
/// at once, and tells where they end.
fn too_deep_or_no_escape(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'u' if escaped => {
                escaped = false;
                let digits = text.bytes().enumerate().skip(at + 1).take(4);
                if let Some((at, _)) = digits.into_iter().find(|(_, digit)| !digit.is_ascii_hexdigit()) {
                    return Some(at);
                }
            }
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' if depth == MAX_NESTING => return Some(at),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// JSON values of the shapes that documents have, right and wrong.
pub fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        some_date().prop_map(Into::into),
        "[abx]".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec((some_key(), inner), 0..4).prop_map(object),
        ]
    })
}

fn object(members: Vec<(String, serde_json::Value)>) -> serde_json::Value {
    serde_json::Value::Object(members.into_iter().collect())
}

fn some_date() -> impl Strategy<Value = String> {
    prop_oneof![
        "20[0-2][0-9]",
        "20[0-2][0-9]-0[1-9](-[0-2][1-9])?",
        "20[0-2][0-9]/(20[0-2][0-9]|\\.\\.|)",
        Just("..".into()),
        Just("".into())
    ]
}

/// Keys of events, and of what is in them, and others.
fn some_key() -> impl Strategy<Value = String> {
    const INNER: [&str; 13] = [
        "by",
        "status",
        "about",
        "citations",
        "name",
        "lat",
        "lon",
        "url",
        "label",
        "caption",
        "type",
        "aliases",
        "broader",
    ];
    let others = ["actor", "n", "e1", ""];
    prop::sample::select([EVENT_KEYS.as_slice(), &INNER, &others].concat()).prop_map(str::to_owned)
}

pub fn some_event() -> impl Strategy<Value = serde_json::Value> {
    (any::<bool>(), prop::collection::vec((some_key(), any_json()), 0..8)).prop_map(|(titled, mut members)| {
        if titled {
            members.push(("title".into(), "t".into()));
        }
        object(members)
    })
}

pub fn some_document() -> impl Strategy<Value = serde_json::Value> {
    let events = prop::collection::vec(prop_oneof![9 => some_event(), 1 => any_json()], 0..8);
    let heads = prop::sample::select(vec!["title", "lang", "fields", "vocabularies", "other", "events"]);
    let field_type = prop::sample::select(vec!["category", "number", "text", "link", "date"]);
    (events, prop::collection::vec((heads, any_json()), 0..3), field_type, any::<bool>()).prop_map(
        |(events, heads, field_type, bare)| {
            if bare {
                return events.into();
            }
            let mut members: Vec<_> = heads.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            members.push((
                "fields".into(),
                object(vec![("actor".into(), object(vec![("type".into(), field_type.into())]))]),
            ));
            members.push(("events".into(), events.into()));
            object(members)
        },
    )
}

/// Tokens of JSON in any order.
pub fn soup() -> impl Strategy<Value = String> {
    let tokens = vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "d800",
        "\"title\"",
        "\"events\"",
        "\"id\"",
        "\"a\"",
        "1",
        "-",
        "e",
        "null",
        " ",
        "\n",
        "é",
    ];
    prop::collection::vec(prop::sample::select(tokens), 0..60).prop_map(|tokens| tokens.concat())
}
