//! Folding and search over any text: what is written is found, and nothing else.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::store::text::{fold, line, nfkd, words};
use event_timeline::store::word_index::{Fit, Needle, WordIndex};
use proptest::prelude::*;

/// Letters whose folding or cutting has a rule of its own, among any others.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "a", "B", "s", "'", "’", "-", " ", "  ", "\n", "İ", "ı", "ß", "Æ", "ﷺ", "ي", "ی", "ة", "ـ", "\u{200C}",
        "\u{301}", "か", "\u{3099}", "東", "가", "ก", "हि", "१", "۲", "½", "ﬁ", "Ǆ", "ΐ", "Σ",
    ]);
    let piece = prop_oneof![4 => special.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn words_of(text: &str) -> Vec<String> {
    words(&fold(text, nfkd))
}

/// The words of a folded text, letter by letter as the rules are told.
fn words_by_the_rules(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().collect();
    let is_indic_sign =
        |letter: char| ('\u{900}'..'\u{E00}').contains(&letter) && [0x3C, 0x4D].contains(&(letter as u32 % 128));
    let in_word = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphanumeric() || is_indic_sign(*letter));
    let alone = |letter: char| {
        [('\u{E01}', '\u{E33}'), ('\u{E40}', '\u{E46}'), ('\u{E81}', '\u{EB3}'), ('\u{EC0}', '\u{EC6}')]
            .into_iter()
            .chain([('\u{1000}', '\u{102A}'), ('\u{1780}', '\u{17B3}'), ('\u{3041}', '\u{3096}')])
            .chain([('\u{30A1}', '\u{30FA}'), ('\u{3400}', '\u{4DBF}'), ('\u{4E00}', '\u{9FFF}')])
            .chain([('\u{F900}', '\u{FAFF}'), ('\u{20000}', '\u{3FFFF}')])
            .any(|(from, to)| (from..=to).contains(&letter))
    };
    let mut all: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let end = |word: &mut String, all: &mut Vec<String>| {
            all.extend(Some(std::mem::take(word)).filter(|word| !word.is_empty()));
        };
        if alone(*letter) {
            end(&mut word, &mut all);
            all.push(letter.to_string());
        } else if in_word(at) {
            word.push(*letter);
        } else if ['\u{3099}', '\u{309A}'].contains(letter) {
            let open = if word.is_empty() { all.last_mut() } else { Some(&mut word) };
            open.into_iter().for_each(|word| word.push(*letter));
        } else {
            let is_final_s = letters.get(at + 1) == Some(&'s') && !in_word(at + 2);
            if *letter != '\'' || word.chars().count() < 2 || !in_word(at + 1) || is_final_s {
                end(&mut word, &mut all);
            }
        }
    }
    all.extend(Some(word).filter(|word| !word.is_empty()));
    all
}

/// Whether a text has what is looked for, by its words.
fn has(text: &str, needle: &str, fit: Fit) -> bool {
    let (text, wanted) = (words_of(text), words_of(needle));
    if fit == Fit::Part {
        let edge = |letter: Option<char>| if letter.is_some_and(is_between) { " " } else { "" };
        let part = format!("{}{}{}", edge(needle.chars().next()), wanted.join(" "), edge(needle.chars().next_back()));
        return text.join(" ").contains(&part);
    }
    text.windows(wanted.len()).any(|window| {
        let (last, first) = window.split_last().unwrap();
        let (wanted_last, wanted_first) = wanted.split_last().unwrap();
        first == wanted_first && if fit == Fit::Prefix { last.starts_with(wanted_last) } else { last == wanted_last }
    })
}

/// Whether a character alone ends a word on either side.
fn is_between(letter: char) -> bool {
    letter.is_whitespace()
        || !"'\u{3099}\u{309A}".contains(&fold(&letter.to_string(), nfkd)) && words_of(&letter.to_string()).is_empty()
}

/// The owners that the index finds.
fn found(index: &WordIndex, owners: &[Vec<String>], text: &str, fit: Fit) -> Option<Vec<usize>> {
    let texts = |owner: u32, take: &mut dyn FnMut(&str)| owners[owner as usize].iter().for_each(|text| take(text));
    let bits = index.search(&Needle::new(text, fit, nfkd)?, &texts, nfkd);
    Some((0..bits.len() * 64).filter(|owner| bits[owner / 64] >> (owner % 64) & 1 == 1).collect())
}

fn index_of(owners: &[Vec<String>]) -> WordIndex {
    let texts = |owner: u32, take: &mut dyn FnMut(&str)| owners[owner as usize].iter().for_each(|text| take(text));
    WordIndex::build(owners.len() as u32, &texts, nfkd)
}

const FITS: [Fit; 3] = [Fit::Words, Fit::Prefix, Fit::Part];

/// Some of a text, so that a search for it finds something.
fn piece(text: &str, from: usize, count: usize) -> String {
    let letters = text.chars().count();
    text.chars().skip(if letters == 0 { 0 } else { from % letters }).take(count).collect()
}

proptest! {
    #[test]
    fn words_have_no_blanks_and_nothing_to_fold(text in text()) {
        for word in words_of(&text) {
            prop_assert!(!word.is_empty() && !word.contains(char::is_whitespace), "{word:?}");
            prop_assert_eq!(words_of(&word).concat(), word);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in text()) {
        let once = fold(&text, nfkd);
        prop_assert_eq!(fold(&once, nfkd), once);
    }

    #[test]
    fn case_does_not_matter(text in "[a-zà-öø-ÿā-žа-я' -]{0,12}") {
        prop_assert_eq!(fold(&text.to_uppercase(), nfkd), fold(&text, nfkd));
    }

    #[test]
    fn words_are_those_of_the_rules(text in text()) {
        let folded = fold(&text, nfkd);
        prop_assert_eq!(words(&folded), words_by_the_rules(&folded));
        let expected: String = words(&folded).iter().map(|word| format!(" {word}")).collect();
        let expected = if expected.is_empty() { expected } else { expected + " " };
        prop_assert_eq!(String::from_utf8(line(&text, nfkd)).unwrap(), expected);
    }

    #[test]
    fn search_finds_the_owners_that_a_scan_finds(
        owners in prop::collection::vec(prop::collection::vec(prop_oneof![text(), "[A-Ca-c' .-]{0,12}"], 0..3), 0..24),
        other in text(),
        (from, count) in (0..100usize, 1..8usize),
        at in any::<prop::sample::Index>(),
    ) {
        let index = index_of(&owners);
        let all: Vec<&str> = owners.iter().flatten().map(String::as_str).collect();
        let own = if all.is_empty() { String::new() } else { piece(all[at.index(all.len())], from, count) };
        for query in [own, other] {
            for fit in FITS {
                let scan = |owner: &usize| owners[*owner].iter().any(|text| has(text, &query, fit));
                let found = found(&index, &owners, &query, fit);
                prop_assert_eq!(found.is_none(), words_of(&query).is_empty(), "{:?}", query);
                let expected = || (0..owners.len()).filter(scan).collect::<Vec<_>>();
                prop_assert!(found.is_none_or(|found| found == expected()), "{:?} {:?}", query, fit);
            }
        }
    }

    #[test]
    fn a_part_of_plain_text_is_what_contains_finds(
        texts in prop::collection::vec("[A-Da-d]{1,5}( [A-Da-d]{1,5}){0,4}", 1..40),
        part in "[A-Da-d]{0,2} ?[A-Da-d]{1,2}( [A-Da-d]{0,2})?",
    ) {
        let owners: Vec<Vec<String>> = texts.iter().map(|text| vec![text.clone()]).collect();
        let contains = |owner: &usize| texts[*owner].to_lowercase().contains(&part.to_lowercase());
        let expected: Vec<usize> = (0..texts.len()).filter(contains).collect();
        prop_assert_eq!(found(&index_of(&owners), &owners, &part, Fit::Part), Some(expected));
    }
}

#[test]
fn blocks_of_owners_hold_together() {
    // Over two blocks of 65,536, with texts of two lanes, and owners without any.
    let stems = ["Mosul", "the dam", "", "Ninawa’s dam", "a b"];
    let owners: Vec<Vec<String>> = (0..140_000)
        .map(|at| if at % 3 == 2 { Vec::new() } else { vec![format!("{} {}", stems[at % 5], at / 7)] })
        .collect();
    let index = index_of(&owners);
    for (text, fit) in [
        ("mosul", Fit::Words),
        ("dam", Fit::Prefix),
        ("dam 936", Fit::Prefix),
        ("6553", Fit::Part),
        ("m 936", Fit::Part),
        ("s dam 1", Fit::Part),
        ("a b", Fit::Words),
    ] {
        let scan = |owner: &usize| owners[*owner].iter().any(|title| has(title, text, fit));
        let expected: Vec<usize> = (0..owners.len()).filter(scan).collect();
        assert!(
            expected.iter().any(|owner| 65_536 <= *owner) && expected.iter().any(|owner| *owner < 65_536),
            "{text}"
        );
        assert_eq!(found(&index, &owners, text, fit), Some(expected), "{text}");
    }
}

#[test]
fn parts_are_of_words_one_space_apart() {
    let owners: Vec<Vec<String>> =
        ["The fall of Mosul", "Ba'athist al-Amiri", "Iran’s l'État", "東京都", "of", "fall--OF"]
            .map(|text| vec![text.into()])
            .into();
    let index = index_of(&owners);
    for (part, expected) in [
        ("OSU", vec![0]),
        ("all of mo", vec![0]),
        ("f", vec![0, 4, 5]),
        (" of", vec![0, 5]),
        ("of ", vec![0]),
        ("-of", vec![0, 5]),
        ("l - o", vec![0, 5]),
        ("aathi", vec![1]),
        ("ba'a", vec![1]),
        ("l am", vec![1]),
        ("l-AM", vec![1]),
        ("n's", vec![2]),
        ("etat", vec![2]),
        ("京都", vec![3]),
        ("東都", vec![]),
    ] {
        assert_eq!(found(&index, &owners, part, Fit::Part), Some(expected), "{part:?}");
    }
    assert_eq!(found(&index, &owners, " — ", Fit::Part), None);
}
