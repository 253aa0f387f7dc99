//! Documents right and wrong, for the tests of the formats.
#![allow(dead_code)]

use proptest::prelude::*;

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

fn some_key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "id",
        "title",
        "date",
        "start",
        "end",
        "date_text",
        "date_note",
        "date_inferred",
        "after",
        "before",
        "description",
        "claims",
        "places",
        "links",
        "media",
        "part_of",
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
        "actor",
        "n",
        "e1",
        "",
    ])
    .prop_map(str::to_owned)
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
