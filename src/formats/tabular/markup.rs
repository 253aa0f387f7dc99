//! Markup in cells and members that were made for pages → plain text.

/// What a cell for a medium holds: an address, or words to be shown in its place.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Medium {
    /// Where the picture or recording is.
    Address(String),
    /// A quotation, or text of another kind.
    Words(String),
}

/// Reads a medium: an address, an `<iframe>` or `<img>` with one, or a quotation.
pub(in super::super) fn medium(text: &str) -> Medium {
    let text = text.trim();
    if !text.starts_with('<') {
        return Medium::Address(text.to_owned());
    }
    match source_of(text) {
        Some(address) => Medium::Address(address),
        None => Medium::Words(without_markup(text)),
    }
}

/// The `src` of the first tag, if it is one that shows something from elsewhere.
fn source_of(text: &str) -> Option<String> {
    let tag = text.get(1..text.find('>')?)?;
    let name = tag.split_ascii_whitespace().next()?.to_ascii_lowercase();
    if !["iframe", "img", "video", "audio", "embed", "source"].contains(&name.as_str()) {
        return None;
    }
    let value = tag.get(tag.to_ascii_lowercase().find(" src=")? + 5..)?;
    let address = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_ascii_whitespace().next()?,
    };
    Some(without_markup(address)).filter(|address| !address.is_empty())
}

/// Text without tags and on one line, as a title is.
pub(in super::super) fn one_line(text: &str) -> String {
    on_one_line(without_markup(text))
}

/// Plain text on one line.
pub(in super::super) fn on_one_line(plain: String) -> String {
    if !plain.contains(|letter: char| letter.is_control()) {
        return plain;
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text without tags, entities read: what sheets made for pages that take markup hold. Where there are tags, line breaks
/// in the text mean no more than blanks.
pub(in super::super) fn without_markup(text: &str) -> String {
    let is_markup = text.contains('<') && text.contains('>') || text.contains('&');
    if !is_markup {
        return text.trim().to_owned();
    }
    // Behind the last `>` nothing is a tag: looking for the end of each would take a square of the time.
    let last_close = text.rfind('>').unwrap_or(0);
    let has_tags = has_tags(text);
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        push(&mut plain, rest.get(..at).unwrap_or(""), has_tags);
        rest = rest.get(at..).unwrap_or("");
        rest = if rest.starts_with('&') {
            read_entity(rest, &mut plain)
        } else if text.len() - rest.len() < last_close {
            skip_tag(rest, &mut plain)
        } else {
            plain.push('<');
            rest.get(1..).unwrap_or("")
        };
    }
    push(&mut plain, rest, has_tags);
    plain.trim().to_owned()
}

fn has_tags(text: &str) -> bool {
    let mut tags = text.match_indices('<').take(64);
    tags.any(|(at, _)| text.get(at + 1..).is_some_and(begins_tag))
}

fn begins_tag(inside: &str) -> bool {
    inside.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/' || letter == '!')
}

/// Adds text, runs of white space as one blank where it stands between tags.
fn push(plain: &mut String, text: &str, collapses: bool) {
    if !collapses {
        return plain.push_str(text);
    }
    for letter in text.chars() {
        if !letter.is_ascii_whitespace() {
            plain.push(letter);
        } else if !plain.is_empty() && !plain.ends_with([' ', '\n']) {
            plain.push(' ');
        }
    }
}

/// Past a tag; a `<` that begins none is text. The end of a paragraph or a line break is a line break.
fn skip_tag<'t>(text: &'t str, plain: &mut String) -> &'t str {
    let inside = text.get(1..).unwrap_or("");
    let end = if begins_tag(inside) { inside.find('>') } else { None };
    let Some(end) = end else {
        plain.push('<');
        return inside;
    };
    let name = inside.get(..end).unwrap_or("").trim_start_matches('/');
    let name = name.split([' ', '/', '\n', '\t']).next().unwrap_or("").to_ascii_lowercase();
    let breaks = ["p", "br", "div", "li", "ul", "ol", "blockquote", "tr", "h1", "h2", "h3", "h4"];
    if breaks.contains(&name.as_str()) {
        plain.truncate(plain.trim_end_matches(' ').len());
        if !plain.is_empty() && !plain.ends_with('\n') {
            plain.push('\n');
        }
    }
    inside.get(end + 1..).unwrap_or("")
}

/// Names of characters from U+00A0 on, in order (HTML 4).
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Names of other characters that texts for pages have.
const NAMED: [(&str, char); 26] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("hellip", '…'),
    ("bull", '•'),
    ("euro", '€'),
    ("trade", '™'),
    ("dagger", '†'),
    ("minus", '−'),
    ("thinsp", '\u{2009}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
];

fn named(name: &str) -> Option<char> {
    let other = NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
    other.or_else(|| {
        let at = LATIN_1.split_ascii_whitespace().position(|known| known == name)?;
        char::from_u32(0xA0 + at as u32)
    })
}

fn read_entity<'t>(text: &'t str, plain: &mut String) -> &'t str {
    let inside = text.get(1..).unwrap_or("");
    let end = inside.bytes().take(10).position(|byte| byte == b';');
    let name = end.and_then(|end| inside.get(..end));
    let found = name.and_then(|name| match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
            None => number.parse().ok().and_then(char::from_u32),
        },
        None => named(name),
    });
    match (found, end) {
        (Some(letter), Some(end)) => {
            plain.push(letter);
            inside.get(end + 1..).unwrap_or("")
        }
        _ => {
            plain.push('&');
            inside
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        for (text, plain) in [
            (" a \n b ", "a \n b"),
            ("<p>a\n   <b>b</b></p><p class=\"x\">c<br/>d</p>", "a b\nc\nd"),
            ("R&amp;D &mdash; caf&eacute; &yuml;&nbsp;&#233;&#xe9; &nosuch; & b", "R&D — café ÿ\u{a0}éé &nosuch; & b"),
            ("1 < 2 and\n3 > 2", "1 < 2 and\n3 > 2"),
            ("a <", "a <"),
            ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ] {
            assert_eq!(without_markup(text), plain, "{text}");
        }
        assert_eq!(one_line("Whitney<br/> 1963\n2012"), "Whitney 1963 2012");
    }

    #[test]
    fn a_medium_is_an_address_or_words() {
        let address = |text: &str| Medium::Address(text.to_owned());
        assert_eq!(medium(" a.jpg "), address("a.jpg"));
        assert_eq!(
            medium("<iframe width=1 src=\"https://example.org/?a&amp;b\"></iframe>"),
            address("https://example.org/?a&b")
        );
        assert_eq!(medium("<img SRC='b.png'>"), address("b.png"));
        assert_eq!(medium("<blockquote>No. <cite>She</cite></blockquote>"), Medium::Words("No. She".to_owned()));
    }
}
