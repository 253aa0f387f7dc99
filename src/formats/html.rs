//! HTML pages → the events of the JSON-LD in their `<script type="application/ld+json">` elements.
//!
//! Nothing else of a page is looked at but its title. What stands in such an element is text up to `</script`, whatever
//! it is (HTML, section 13.2.5), so that finding it needs no tree.

use super::json::dialects;
use super::problems::Path;
use super::tabular::one_line;
use super::whole::Whole;
use crate::diagnostic::Severity;
use crate::event::EventSet;
use std::ops::Range;

const LINKED_DATA: &str = "application/ld+json";

/// Whether a text is an HTML page, or a part of one with JSON-LD in it.
pub(super) fn is_page(text: &str) -> bool {
    let text = text.trim_start();
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    text.starts_with('<') && (begins("<!doctype html") || begins("<html") || text.contains(LINKED_DATA))
}

/// Reads a page; the second is the count of records.
pub(super) fn read(whole: &mut Whole<'_>) -> (EventSet, u32) {
    let (blocks, title) = (blocks(whole.text()), title(whole.text()));
    if blocks.is_empty() {
        let end = whole.text().len();
        whole.report(Severity::File, "no-json-ld", 0..end, &Path::ROOT, || {
            format!("a page without events that programs can read; expected `<script type=\"{LINKED_DATA}\">`")
        });
    }
    let (mut set, records) = dialects::read_linked_data(&blocks, whole);
    set.title = title.or(set.title);
    (set, records)
}

/// The ranges of the text of the elements with JSON-LD.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(tag) = next_tag(text, at) {
        at = tag.end;
        let name = text.get(tag.name.clone()).unwrap_or_default();
        if name.eq_ignore_ascii_case("script") {
            let to = find_close(text, tag.end, "</script");
            if text.get(tag.name.end..tag.end).is_some_and(is_linked_data) {
                blocks.push(tag.end..to);
            }
            at = to;
        }
    }
    blocks
}

/// The text of the page's `<title>`.
fn title(text: &str) -> Option<String> {
    let mut at = 0;
    while let Some(tag) = next_tag(text, at) {
        at = tag.end;
        let name = text.get(tag.name).unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "title" => {
                let title = one_line(text.get(tag.end..find_close(text, tag.end, "</title"))?);
                return Some(title).filter(|title| !title.is_empty());
            }
            "script" | "style" => at = find_close(text, tag.end, if name == "script" { "</script" } else { "</style" }),
            "body" => return None,
            _ => {}
        }
    }
    None
}

struct Tag {
    name: Range<usize>,
    /// After its `>`, or the end of the text.
    end: usize,
}

/// The next opening tag from a byte on; comments are passed over.
fn next_tag(text: &str, from: usize) -> Option<Tag> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr(b'<', bytes.get(at..)?)?;
        if bytes.get(at..)?.starts_with(b"<!--") {
            at += 4 + memchr::memmem::find(bytes.get(at + 4..)?, b"-->")?;
            continue;
        }
        at += 1;
        let length = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if 0 < length {
            return Some(Tag { name: at..at + length, end: end_of_tag(bytes, at + length) });
        }
    }
}

/// After the `>` that ends a tag, quoted ones passed over.
fn end_of_tag(bytes: &[u8], from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

/// Where a closing tag begins, whatever its case, or the end of the text.
fn find_close(text: &str, from: usize, close: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        at += found;
        if bytes.get(at..at + close.len()).is_some_and(|start| start.eq_ignore_ascii_case(close.as_bytes())) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// Whether the attributes of a tag say that JSON-LD is in it, perhaps with parameters.
fn is_linked_data(attributes: &str) -> bool {
    let plain = attributes.to_ascii_lowercase();
    let Some(at) = plain.find(LINKED_DATA) else { return false };
    let before = plain.get(..at).unwrap_or_default().trim_end_matches(['"', '\'', ' ']);
    before.trim_end().strip_suffix('=').is_some_and(|name| name.trim_end().ends_with("type"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn elements_with_linked_data_are_found() {
        for (text, expected) in [
            ("<script type=\"application/ld+json\">{}</script>", &["{}"][..]),
            ("<p><SCRIPT id=x Type='application/ld+json; charset=utf-8' data-a='>'>{1}</SCRIPT >", &["{1}"]),
            ("<script type=application/ld+json>[]", &["[]"]),
            (
                "<!-- <script type=\"application/ld+json\">{}</script> --><script type = \"application/ld+json\">a</script>",
                &["a"],
            ),
            ("<script>'<script type=\"application/ld+json\">{}'</script>", &[]),
            ("<script data-x=\"application/ld+json\">{}</script>", &[]),
            ("<div title='<script type=\"application/ld+json\">{}</script>'>", &[]),
            ("<", &[]),
            ("<!--", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn the_page_is_told_and_named() {
        assert!(is_page(" <!DOCTYPE HTML><p>") && is_page("<html lang=en>") && !is_page("<data><event/></data>"));
        assert_eq!(title("<script>'<title>no</title>'</script><title>A &amp;\n B</title>").as_deref(), Some("A & B"));
        assert_eq!(title("<body><svg><title>x</title></svg>"), None);
    }
}
