//! Text made comparable: folded (case, diacritics, letter variants) and cut into words.
//!
//! Documents and queries go through the same two functions, so that what a reader types meets what an author wrote.

/// Unicode normalisation form KD of a text, supplied from outside: the browser's own, or [`nfkd`].
pub type Decompose = fn(&str) -> String;

/// Unicode normalisation form KD (UAX #15) by a table of ours; in WebAssembly the browser has one.
#[cfg(any(test, not(target_arch = "wasm32")))]
pub fn nfkd(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().collect()
}

/// The text in lower case without diacritics, letter variants, invisible characters and doubled white space.
///
/// Two names with the same folded text are the same name. Arabic and Persian letters that are typed for one another
/// (yeh, kaf, heh, alef with and without its marks) become one, as do their digits and the ASCII ones.
///
/// ```
/// use event_timeline::store::text::fold;
/// # use unicode_normalization::UnicodeNormalization;
/// # fn nfkd(text: &str) -> String { text.nfkd().collect() }
/// assert_eq!(fold("Muqtadā  as-Ṣadr", nfkd), "muqtada as-sadr");
/// assert_eq!(fold("علي ١٤", nfkd), fold("علی ۱۴", nfkd));
/// ```
pub fn fold(text: &str, decompose: Decompose) -> String {
    if text.is_ascii() {
        return collapse_spaces(text.to_ascii_lowercase());
    }
    fold_decomposed(&decompose(text))
}

fn fold_decomposed(source: &str) -> String {
    let mut folded = String::with_capacity(source.len());
    for letter in source.chars() {
        fold_char(letter, &mut folded);
    }
    collapse_spaces(folded)
}

fn fold_char(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    if is_dropped(letter) {
        return;
    }
    if let Some(same) = variant(letter) {
        folded.push_str(same);
        return;
    }
    if has_no_case(letter) {
        folded.push(letter);
        return;
    }
    for lower in letter.to_lowercase() {
        match variant(lower) {
            Some(same) => folded.push_str(same),
            None if is_dropped(lower) => {}
            None => folded.push(lower),
        }
    }
}

/// Marks on letters, vowel signs of Arabic and Hebrew, the tatweel, and characters without a shape of their own.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{00AD}' | '\u{061C}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Signs and scripts without capitals: most of what is not ASCII once it is decomposed. The standard library would look for
/// them in a table of 12 kB, which then need not be there yet.
fn has_no_case(letter: char) -> bool {
    matches!(letter,
        '\u{0080}'..='\u{00BF}' | '\u{0590}'..='\u{109F}' | '\u{2010}'..='\u{20FF}' | '\u{2190}'..='\u{24B5}'
        | '\u{2E00}'..='\u{A63F}' | '\u{AC00}'..='\u{FAFF}')
}

/// Letters and signs that decomposition leaves apart although people type one for the other.
fn variant(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'þ' | 'Þ' => "th",
        'ŋ' | 'Ŋ' => "n",
        'ı' => "i",
        'ς' => "σ",
        'ي' | 'ى' | 'ے' | 'ې' | 'ۍ' => "ی",
        'ك' | 'ڪ' => "ک",
        'ٱ' => "ا",
        'ة' | 'ہ' | 'ۃ' | 'ە' | 'ھ' => "ه",
        '٠' | '۰' => "0",
        '١' | '۱' => "1",
        '٢' | '۲' => "2",
        '٣' | '۳' => "3",
        '٤' | '۴' => "4",
        '٥' | '۵' => "5",
        '٦' | '۶' => "6",
        '٧' | '۷' => "7",
        '٨' | '۸' => "8",
        '٩' | '۹' => "9",
        '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        _ => return None,
    })
}

fn collapse_spaces(text: String) -> String {
    let mut before = ' ';
    let is_single = |letter: char| {
        let single = letter == ' ' && before != ' ' || !letter.is_whitespace();
        before = letter;
        single
    };
    if text.chars().all(is_single) && !text.ends_with(' ') {
        return text;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a [folded](fold) text, in order.
///
/// A word is a run of letters and digits. An apostrophe inside a word is no boundary (`ba'athist` is `baathist`),
/// except after a single letter (`l'etat`) and before a final `s` (`iran's`). A character of a script written without
/// spaces between words (Chinese, Japanese, Thai, …) is a word of its own, which makes any run of them findable.
///
/// ```
/// use event_timeline::store::text::words;
/// assert_eq!(words("al-amiri, the ba'athist's l'etat"), ["al", "amiri", "the", "baathist", "s", "l", "etat"]);
/// ```
pub fn words(folded: &str) -> Vec<String> {
    let mut line = Vec::new();
    push_words(folded, &mut line);
    let words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    words.map(|word| String::from_utf8_lossy(word).into_owned()).collect()
}

/// The words of a text as its **line**: a space before, between and after them; nothing where there is no word.
///
/// Every search is for a piece of this line: of whole words with the spaces around them, or of anything within the
/// outer two. UTF-8 as bytes.
pub fn line(text: &str, decompose: Decompose) -> Vec<u8> {
    let mut line = Vec::new();
    push_words(&fold(text, decompose), &mut line);
    if !line.is_empty() {
        line.push(b' ');
    }
    line
}

/// What stands before each line in [`Lines`]: no byte of UTF-8.
pub(super) const LINE: u8 = 0xFF;

/// Bytes of text that become lines together: the decomposition is called once for all of them.
const BATCH_BYTES: usize = 1 << 14;

/// Texts on their way to their [lines](line), many at a time, each with the number of its owner.
#[derive(Default)]
pub(super) struct Lines {
    /// [`LINE`], a space, the text and a space for each ASCII text.
    ascii: Vec<u8>,
    ascii_owners: Vec<u32>,
    /// The other texts, a line feed after each.
    other: String,
    other_owners: Vec<u32>,
}

impl Lines {
    pub fn push(&mut self, owner: u32, text: &str) {
        if text.is_ascii() {
            self.ascii.extend_from_slice(&[LINE, b' ']);
            self.ascii.extend_from_slice(text.as_bytes());
            self.ascii.push(b' ');
            self.ascii_owners.push(owner);
        } else {
            text.split('\n').for_each(|part| {
                self.other.push_str(part);
                self.other.push(' ');
            });
            self.other.push('\n');
            self.other_owners.push(owner);
        }
    }

    /// Whether it is time to [flush](Self::flush).
    pub fn is_full(&self) -> bool {
        BATCH_BYTES < self.ascii.len().max(self.other.len())
    }

    /// Hands over [`LINE`] and the line of each text, and the owners in the same order; then there is none left.
    pub fn flush(&mut self, decompose: Decompose, mut take: impl FnMut(&[u8], &[u32])) {
        fold_ascii(&mut self.ascii);
        if !are_lines(&self.ascii) {
            squeeze(&mut self.ascii);
        }
        take(&self.ascii, &self.ascii_owners);
        if !self.other.is_empty() {
            self.ascii.clear();
            for text in decompose(&self.other).split_terminator('\n') {
                self.ascii.push(LINE);
                push_words(&fold_decomposed(text), &mut self.ascii);
                self.ascii.push(b' ');
            }
            take(&self.ascii, &self.other_owners);
        }
        self.ascii.clear();
        self.ascii_owners.clear();
        self.other.clear();
        self.other_owners.clear();
    }
}

/// Whether a character stands between words, as a space does. An apostrophe may do either and counts as not.
pub(super) fn is_between(letter: char, decompose: Decompose) -> bool {
    let folded = fold(letter.encode_utf8(&mut [0; 4]), decompose);
    let is_inside = |letter| stands_alone(letter) || is_word_char(letter) || is_voicing(letter) || letter == '\'';
    letter.is_whitespace() || folded.chars().next().is_some_and(|letter| !is_inside(letter))
}

/// Each word with a space before it.
fn push_words(folded: &str, line: &mut Vec<u8>) {
    // The letters of the word that is open; 0 where the next letter begins one.
    let mut open = 0;
    let begin = line.len();
    let mut rest = folded.chars();
    while let Some(letter) = rest.next() {
        let alone = stands_alone(letter);
        if alone || is_word_char(letter) {
            if alone || open == 0 {
                line.push(b' ');
            }
            push_char(letter, line);
            open = if alone { 0 } else { open + 1 };
        } else if is_voicing(letter) {
            // It belongs to the letter before, whether that is in an open word or stands alone.
            if begin < line.len() {
                push_char(letter, line);
                open += usize::from(open != 0);
            }
        } else if letter != '\'' || splits_at_apostrophe(open, rest.as_str()) {
            open = 0;
        }
    }
}

fn push_char(letter: char, line: &mut Vec<u8>) {
    line.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

fn splits_at_apostrophe(open: usize, after: &str) -> bool {
    let mut letters = after.chars();
    let next = letters.next();
    open < 2 || !next.is_some_and(is_word_char) || next == Some('s') && !letters.next().is_some_and(is_word_char)
}

/// ASCII byte for byte: letters in lower case, digits, apostrophes and [`LINE`] stay, all else becomes a space.
///
/// No branch and nothing that depends on the byte before: the compiler makes vector instructions of it.
fn fold_ascii(letters: &mut [u8]) {
    for byte in letters {
        let lower = byte.to_ascii_lowercase();
        let stays = lower.is_ascii_lowercase() | byte.is_ascii_digit() | (*byte == b'\'') | (*byte == LINE);
        *byte = if stays { lower } else { b' ' };
    }
}

/// Whether the words stand one space apart, and have no apostrophe.
fn are_lines(letters: &[u8]) -> bool {
    let next = letters.get(1..).unwrap_or_default();
    let pairs = letters.iter().zip(next);
    !pairs.fold(false, |found, (one, other)| found | (*one == b'\'') | ((*one == b' ') & (*other == b' ')))
}

/// Makes lines of ASCII letters: apostrophes out or to spaces, spaces one at a time.
fn squeeze(letters: &mut Vec<u8>) {
    let (mut to, mut open, mut last) = (0, 0, 0);
    for at in 0..letters.len() {
        let mut byte = letters.get(at).copied().unwrap_or(b' ');
        if byte == b'\'' {
            if !splits_at_ascii_apostrophe(open, letters.get(at + 1..).unwrap_or_default()) {
                continue;
            }
            byte = b' ';
        }
        if byte == b' ' && last == b' ' {
            continue;
        }
        open = if byte.is_ascii_alphanumeric() { open + 1 } else { 0 };
        last = byte;
        if let Some(slot) = letters.get_mut(to) {
            *slot = byte;
            to += 1;
        }
    }
    letters.truncate(to);
}

/// [`splits_at_apostrophe`] for folded letters.
fn splits_at_ascii_apostrophe(open: usize, after: &[u8]) -> bool {
    let is_letter = |at: usize| after.get(at).is_some_and(u8::is_ascii_alphanumeric);
    open < 2 || !is_letter(0) || after.first() == Some(&b's') && !is_letter(1)
}

fn is_word_char(letter: char) -> bool {
    letter.is_alphanumeric() || is_indic_sign(letter)
}

/// Signs inside words that Unicode does not count as alphabetic: viramas and nuktas.
fn is_indic_sign(letter: char) -> bool {
    let code = u32::from(letter);
    (0x0900..0x0E00).contains(&code) && matches!(code & 0x7F, 0x3C | 0x4D)
}

/// The voicing marks of kana, apart after decomposition.
fn is_voicing(letter: char) -> bool {
    matches!(letter, '\u{3099}' | '\u{309A}')
}

fn stands_alone(letter: char) -> bool {
    matches!(letter,
        '\u{0E01}'..='\u{0E33}' | '\u{0E40}'..='\u{0E46}' | '\u{0E81}'..='\u{0EB3}' | '\u{0EC0}'..='\u{0EC6}'
        | '\u{1000}'..='\u{102A}' | '\u{1780}'..='\u{17B3}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        words(&fold(text, nfkd))
    }

    #[test]
    fn what_has_no_case_is_its_own_lower_case() {
        for letter in ('\0'..=char::MAX).filter(|letter| has_no_case(*letter)) {
            assert!(letter.to_lowercase().eq([letter]), "{letter:?}");
        }
    }

    #[test]
    fn letter_variants_fold_together() {
        for (one, other) in [
            ("Straße", "STRASSE"),
            ("Øresund", "oresund"),
            ("Łódź", "lodz"),
            ("Æthelred", "aethelred"),
            ("İstanbul", "istanbul"),
            ("ısparta", "Isparta"),
            ("كتاب", "کتاب"),
            ("مصطفى", "مصطفی"),
            ("أحمد إيران آب", "احمد ایران اب"),
            ("مدينة", "مدینه"),
            ("مُحَمَّد", "محمد"),
            ("محـــمد", "محمد"),
            ("می\u{200C}خواهم", "میخواهم"),
            ("مسئول", "مسیول"),
            ("٢٠١٤", "2014"),
            ("۲۰۱۴", "2014"),
            ("Ba’athist", "Ba'athist"),
            ("1980–88", "1980-88"),
            ("ＦＵＬＬ", "full"),
            ("ΟΔΟΣ", "οδος"),
            ("  a \t b\n", "a b"),
        ] {
            assert_eq!(fold(one, nfkd), fold(other, nfkd), "{one} {other}");
        }
    }

    #[test]
    fn different_names_stay_apart() {
        for (one, other) in [("C", "C++"), ("か", "が"), ("Badr", "Bader"), ("и", "н")] {
            assert_ne!(fold(one, nfkd), fold(other, nfkd), "{one} {other}");
        }
    }

    #[test]
    fn words_are_cut_sensibly() {
        assert_eq!(words_of("Ba’athist"), ["baathist"]);
        assert_eq!(words_of("Iran’s l'État O'Brien"), ["iran", "s", "l", "etat", "o", "brien"]);
        assert_eq!(words_of("Hadi al-Amiri (Badr)"), ["hadi", "al", "amiri", "badr"]);
        assert_eq!(words_of("‘quoted’ 'words'"), ["quoted", "words"]);
        assert_eq!(words_of("東京abcが"), ["東", "京", "abc", "か\u{3099}"]);
        assert_eq!(words_of("हिन्दी"), ["हिन्दी"]);
        assert_eq!(words_of("— … !"), Vec::<String>::new());
    }

    /// A random text of letters that have a rule of their own, among others; `seed` goes on.
    fn some_text(seed: &mut u64, pieces: &[&str]) -> String {
        let mut next = |below: u64| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (*seed >> 33) % below
        };
        (0..next(12)).map(|_| pieces[next(pieces.len() as u64) as usize]).collect()
    }

    #[test]
    fn lines_of_many_texts_are_those_of_each() {
        let ascii =
            ["a", "B", "s", "S", "'", "'s", " ", "  ", "-", ".", "9", "\n", "\t", "\0", "\u{7F}", "_", "word", "Z"];
        let other =
            ["é", "ß", "’", "か", "\u{3099}", "東", "ي", "\u{200C}", "a", "'", "s", " ", "\n", "İ", "ﷺ", "\u{A0}"];
        let mut seed = 1;
        for _ in 0..400 {
            let mut texts: Vec<String> = (0..30).map(|_| some_text(&mut seed, &ascii)).collect();
            texts.extend((0..10).map(|_| some_text(&mut seed, &other)));
            let mut lines = Lines::default();
            (0..).zip(&texts).for_each(|(owner, text)| lines.push(owner, text));
            let mut made = vec![None; texts.len()];
            lines.flush(nfkd, |lines, owners| {
                let (first, rest) = lines.split_first().unwrap_or((&LINE, &[]));
                assert_eq!(*first, LINE);
                for (owner, line) in owners.iter().zip(rest.split(|byte| *byte == LINE)) {
                    made[*owner as usize] = Some(line.to_vec());
                }
            });
            for (text, made) in texts.iter().zip(made) {
                // A text without a word is a blank line.
                let expected = Some(line(text, nfkd)).filter(|line| !line.is_empty()).unwrap_or_else(|| b" ".to_vec());
                assert_eq!(made, Some(expected), "{text:?}");
                let letters: String = nfkd(text).chars().fold(String::new(), |mut letters, letter| {
                    fold_char(letter, &mut letters);
                    letters
                });
                assert_eq!(fold(text, nfkd), letters.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
            }
        }
    }
}
