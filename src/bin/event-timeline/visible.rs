//! Text from files made safe to print: what steers a terminal or turns the direction of a line is shown, not done.

/// One line, with its control characters as pictures.
pub fn line(text: &str) -> String {
    text.chars().map(picture).collect()
}

/// Several lines.
pub fn lines(text: &str) -> String {
    text.chars().map(|char| if char == '\n' { char } else { picture(char) }).collect()
}

fn picture(char: char) -> char {
    match char {
        '\t' => ' ',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(char)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}' => char::REPLACEMENT_CHARACTER,
        // Marks, embeddings, overrides and isolates of direction.
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        '\u{2028}' | '\u{2029}' => char::REPLACEMENT_CHARACTER,
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_steers_it() {
        assert_eq!(line("a\u{1B}[31mb\tc\nd\u{9B}e"), "a␛[31mb c␊d\u{FFFD}e");
        assert_eq!(line("a\u{202E}b"), "a\u{FFFD}b");
        assert_eq!(lines("a\nb\u{7}"), "a\nb␇");
    }
}
