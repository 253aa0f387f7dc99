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
    let decomposed;
    let source = if text.is_ascii() {
        text
    } else {
        decomposed = decompose(text);
        &decomposed
    };
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
    let plain = !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.contains("  ")
        && !text.contains(|letter: char| letter != ' ' && letter.is_whitespace());
    if plain {
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
    let mut all = Vec::new();
    let mut word = String::new();
    let mut rest = folded.chars();
    while let Some(letter) = rest.next() {
        if stands_alone(letter) {
            close(&mut word, &mut all);
            all.push(letter.to_string());
        } else if is_word_char(letter) {
            word.push(letter);
        } else if is_voicing(letter) {
            extend_last(letter, &mut word, &mut all);
        } else if letter != '\'' || splits_at_apostrophe(&word, rest.as_str()) {
            close(&mut word, &mut all);
        }
    }
    close(&mut word, &mut all);
    all
}

fn close(word: &mut String, all: &mut Vec<String>) {
    if !word.is_empty() {
        all.push(std::mem::take(word));
    }
}

fn extend_last(mark: char, word: &mut String, all: &mut [String]) {
    if !word.is_empty() {
        word.push(mark);
    } else if let Some(last) = all.last_mut() {
        last.push(mark);
    }
}

fn splits_at_apostrophe(before: &str, after: &str) -> bool {
    let mut letters = after.chars();
    let next = letters.next();
    if !next.is_some_and(is_word_char) || before.chars().nth(1).is_none() {
        return true;
    }
    next == Some('s') && !letters.next().is_some_and(is_word_char)
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

/// Folded texts of many owners (rows or value codes) in one string, searched in one pass.
///
/// Each text stands as its words, one space before and after each, and a line feed: nothing else has either, so a
/// search for ` word ` meets whole words only and a phrase never runs from one text into the next.
#[derive(Clone, Debug, Default)]
pub struct TextHeap {
    heap: String,
    ends: Vec<usize>,
}

impl TextHeap {
    /// Adds one text of the owner that is being built.
    pub fn push(&mut self, folded: &str) {
        let words = words(folded);
        if words.is_empty() {
            return;
        }
        for word in words {
            self.heap.push(' ');
            self.heap.push_str(&word);
        }
        self.heap.push_str(" \n");
    }

    /// Ends the texts of one owner; the next text belongs to the next owner.
    pub fn finish_owner(&mut self) {
        self.ends.push(self.heap.len());
    }

    /// Calls `found` once with each owner that has the needle in one of its texts, in ascending order.
    pub fn search(&self, needle: &Needle, mut found: impl FnMut(u32)) {
        let finder = memchr::memmem::Finder::new(needle.bytes.as_bytes());
        let heap = self.heap.as_bytes();
        let (mut at, mut owner) = (0, 0);
        while let Some(hit) = heap.get(at..).and_then(|rest| finder.find(rest)) {
            owner = self.owner_of(at + hit, owner);
            let Some(end) = self.ends.get(owner) else { return };
            found(owner as u32);
            at = *end;
            owner += 1;
        }
    }

    /// The owner of a place in the heap, at or after `from`; doubling steps, for hits are often near.
    fn owner_of(&self, place: usize, from: usize) -> usize {
        let mut step = 1;
        while self.ends.get(from + step).is_some_and(|end| *end <= place) {
            step *= 2;
        }
        let to = (from + step + 1).min(self.ends.len());
        let window = self.ends.get(from..to).unwrap_or(&[]);
        from + window.partition_point(|end| *end <= place)
    }
}

/// Consecutive words to search for in a [`TextHeap`].
#[derive(Clone, Debug, PartialEq)]
pub struct Needle {
    bytes: String,
}

impl Needle {
    /// The words of a folded text; the last one matches as a beginning if `prefix`. `None` where there is no word.
    pub fn new(folded: &str, prefix: bool) -> Option<Needle> {
        let words = words(folded);
        if words.is_empty() {
            return None;
        }
        let mut bytes = String::new();
        for word in words {
            bytes.push(' ');
            bytes.push_str(&word);
        }
        if !prefix {
            bytes.push(' ');
        }
        Some(Needle { bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        words(&fold(text, nfkd))
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

    fn heap(owners: &[&[&str]]) -> TextHeap {
        let mut heap = TextHeap::default();
        for texts in owners {
            for text in *texts {
                heap.push(&fold(text, nfkd));
            }
            heap.finish_owner();
        }
        heap
    }

    fn hits(heap: &TextHeap, text: &str, prefix: bool) -> Vec<u32> {
        let mut owners = Vec::new();
        if let Some(needle) = Needle::new(&fold(text, nfkd), prefix) {
            heap.search(&needle, |owner| owners.push(owner));
        }
        owners
    }

    #[test]
    fn search_finds_words_prefixes_and_phrases() {
        let heap = heap(&[&["Quds Force", "Iran"], &[], &["the force of Iran", "iran force"], &["Forces"]]);
        assert_eq!(hits(&heap, "force", false), [0, 2]);
        assert_eq!(hits(&heap, "force", true), [0, 2, 3]);
        assert_eq!(hits(&heap, "force iran", false), Vec::<u32>::new());
        assert_eq!(hits(&heap, "force of", false), [2]);
        assert_eq!(hits(&heap, "iran fo", true), [2]);
        assert_eq!(hits(&heap, "...", true), Vec::<u32>::new());
    }
}
