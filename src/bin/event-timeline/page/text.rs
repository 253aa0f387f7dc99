//! Text and addresses of an event set as parts of a page.

use maud::{Markup, html};
use std::borrow::Cow;
use std::fmt::Write;

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 14] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur"];
/// Scripts written from right to left, as a language tag names them.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 8] = ["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"];

/// What language the set is in, and how the page's own words stand to it.
pub struct Language {
    /// BCP 47 tag of the page.
    pub tag: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The tag of the page's own words, where those are in another language.
    pub ours: Option<&'static str>,
}

impl Language {
    /// Of a set's tag; English where it gives none.
    pub fn of(tag: Option<&str>) -> Language {
        let tag = tag.filter(|tag| is_tag(tag)).unwrap_or("en");
        let mut parts = tag.split('-').map(str::to_ascii_lowercase);
        let primary = parts.next().unwrap_or_default();
        let script = parts.find(|part| part.len() == 4 && part.starts_with(|char: char| char.is_ascii_alphabetic()));
        let is_rtl = match script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
            None => RIGHT_TO_LEFT.contains(&primary.as_str()),
        };
        let ours = (primary != "en").then_some("en");
        Language { tag: tag.to_owned(), direction: if is_rtl { "rtl" } else { "ltr" }, ours }
    }
}

fn is_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
}

/// Text that a page can hold: HTML has no NUL, and drops it.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}").into() } else { text.into() }
}

/// The page's own words, told apart where the set is in another language.
pub fn own(words: &str, ours: Option<&str>) -> Markup {
    html! {
        @match ours {
            Some(language) => { span lang=(language) dir="ltr" { (words) } }
            None => { (words) }
        }
    }
}

/// The address as a browser takes it, where it is `http:`, `https:`, `mailto:` or relative.
///
/// Browsers pass over line breaks and tabs within an address, and over spaces and controls before it.
pub fn safe_address(address: &str) -> Option<String> {
    let mut cleaned = address.trim_matches(|char| char <= ' ').replace(['\t', '\n', '\r'], "");
    cleaned.retain(|char| char != '\0');
    let scheme = cleaned.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| is_scheme(scheme));
    let is_safe =
        scheme.is_none_or(|scheme| ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe)));
    (is_safe && !cleaned.is_empty()).then_some(cleaned)
}

/// What stands before the colon is a scheme, and not a part of a relative address.
fn is_scheme(text: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
    text.starts_with(|char: char| char.is_ascii_alphabetic()) && text.chars().all(is_part)
}

/// A link with its words; the words and the address as text where it is not one to open.
pub fn link(address: &str, words: Option<&str>) -> Markup {
    let shown = plain(words.unwrap_or(address));
    html! {
        @match safe_address(address) {
            Some(safe) => { a href=(safe) rel="noopener noreferrer" dir="auto" { (shown) } }
            None => {
                bdi { (shown) }
                @if words.is_some_and(|words| words != address) { " " code dir="auto" { (plain(address)) } }
            }
        }
    }
}

/// A text that may be an address.
pub fn link_or_text(text: &str) -> Markup {
    let is_address = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
    html! {
        @if is_address && !text.contains(char::is_whitespace) { (link(text, None)) }
        @else { bdi { (plain(text)) } }
    }
}

/// The `id` of an event on the page: in ASCII, so that an address leads to it however it is written.
pub fn anchor(id: &str) -> String {
    let mut anchor = String::from("event-");
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => anchor.push(char::from(byte)),
            // Writing to a `String` does not fail.
            _ => drop(write!(anchor, "%{byte:02X}")),
        }
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_run_something_are_text() {
        for safe in [
            "https://a.example/x?y#z",
            "mailto:a@b.example",
            "a/b.html",
            "//a.example",
            "a:b".replace(':', "/").as_str(),
            "1:2",
            "?a:b",
            "HTTP://a",
        ] {
            assert!(safe_address(safe).is_some(), "{safe}");
        }
        for unsafe_one in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}  javascript:alert(1)",
            "java\0script:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "",
            " ",
        ] {
            assert_eq!(safe_address(unsafe_one), None, "{unsafe_one:?}");
        }
    }

    #[test]
    fn no_two_ids_have_one_anchor() {
        assert_eq!(anchor("p02-x"), "event-p02-x");
        assert_eq!(anchor("a b"), "event-a%20b");
        assert_eq!(anchor("a%20b"), "event-a%2520b");
        assert_eq!(anchor("ی"), "event-%DB%8C");
    }

    #[test]
    fn direction_follows_script_and_language() {
        let direction = |tag| Language::of(Some(tag)).direction;
        assert_eq!((direction("fa"), direction("ar-IQ"), direction("en-GB")), ("rtl", "rtl", "ltr"));
        assert_eq!((direction("az-Arab"), direction("ks-Deva")), ("rtl", "ltr"));
        assert_eq!(Language::of(Some("\"><script>")).tag, "en");
        assert_eq!(Language::of(Some("fa")).ours, Some("en"));
        assert_eq!(Language::of(Some("en-US")).ours, None);
    }
}
