//! vis-timeline's items and groups.

use super::super::super::date::Moment;
use super::super::super::tabular::{DateFormat, Times, edtf, on_one_line, without_markup};
use super::{Collector, Dates, Value};
use crate::diagnostic::Severity;
use crate::event::{Event, FieldDeclaration, FieldType, FieldValue};
use crate::number;
use std::collections::BTreeMap;

/// Members that are read, and those that say how an item is drawn or may be handled.
const KNOWN: [&str; 13] = [
    "id",
    "content",
    "title",
    "start",
    "end",
    "group",
    "style",
    "align",
    "editable",
    "selectable",
    "limitSize",
    "subgroupOrder",
    "order",
];

/// Reads a list of items, or an object with `items` and `groups`.
pub(super) fn read(value: &Value<'_>, collector: &mut Collector<'_, '_>) {
    let groups = value.get("groups").map_or(&[][..], Value::list);
    let names: BTreeMap<String, String> = groups
        .iter()
        .filter_map(|group| {
            let id = group.text_of("id")?;
            let name = group.text_of("content").map_or_else(|| id.clone(), |content| without_markup(&content));
            Some((id, name))
        })
        .collect();
    let label = Some("Group".to_owned());
    collector.set.fields.push(FieldDeclaration { key: "group".to_owned(), label, field_type: FieldType::Category });
    for item in value.get("items").map_or_else(|| value.list(), Value::list) {
        read_item(item, &names, collector);
    }
}

fn read_item(item: &Value<'_>, groups: &BTreeMap<String, String>, collector: &mut Collector<'_, '_>) {
    if !collector.begin(item.range()) {
        return;
    }
    if !item.is_object() {
        return collector.report(Severity::Record, "wrong-type", item.range(), || {
            format!("expected an item, found {}", item.kind())
        });
    }
    let plain = |key: &str| item.text_of(key).map(|text| without_markup(&text)).filter(|text| !text.is_empty());
    let mut event = Event {
        id: item.text_of("id").unwrap_or_default(),
        title: plain("content").map(on_one_line).unwrap_or_default(),
        // The tooltip says more than the label; where there is no label it is the title.
        description: plain("title"),
        ..Event::default()
    };
    if event.title.is_empty() {
        event.title = event.description.take().unwrap_or_default();
    }
    if let Some(group) = item.text_of("group") {
        let name = groups.get(&group).cloned().unwrap_or(group);
        event.fields.insert("group".to_owned(), FieldValue::Texts(vec![name]));
    }
    collector.add_rest(&mut event, item, &KNOWN);
    let (start, end) = (moment(item.get("start")), moment(item.get("end")));
    let dates = match end {
        None => Dates { date: start, ..Dates::default() },
        end => Dates { start, end, ..Dates::default() },
    };
    collector.date(&mut event, dates, item.range());
    collector.push(event, item.range());
}

/// A date as JavaScript writes and reads them: milliseconds, ISO 8601, `/Date(1198908717056)/`, words with a month.
pub(super) fn moment(value: Option<&Value<'_>>) -> Option<Moment> {
    let text = value?.text()?;
    if let Some(number) = number::parse(&text)
        && number.is_finite()
        && (!matches!(value?.data, super::Data::Text(_)) || text.len() != 4)
    {
        return Some(Moment::Number(number));
    }
    let inside = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
    if let Some(ms) = inside.and_then(number::parse).filter(|ms| ms.is_finite()) {
        return Some(Moment::Number(ms));
    }
    let formats = [DateFormat::Edtf, DateFormat::MonthName, DateFormat::YearMonthDay];
    let read = formats.iter().find_map(|format| edtf(&text, *format, Times::All));
    Some(Moment::Text(read.unwrap_or_else(|| text.into_owned())))
}
