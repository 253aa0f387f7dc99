//! Folding and search over any text: what is written is found, and nothing else.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::store::text::{Needle, TextHeap, fold, nfkd, words};
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

fn has(text: &[String], needle: &[String], prefix: bool) -> bool {
    let matches = |word: &String, wanted: &String, last: bool| {
        if prefix && last { word.starts_with(wanted.as_str()) } else { word == wanted }
    };
    text.windows(needle.len()).any(|window| {
        let pairs = window.iter().zip(needle).enumerate();
        pairs.into_iter().all(|(at, (word, wanted))| matches(word, wanted, at + 1 == needle.len()))
    })
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
    fn search_finds_the_owners_that_a_scan_finds(
        owners in prop::collection::vec(prop::collection::vec(text(), 0..3), 0..8),
        query in text(),
        prefix in any::<bool>(),
    ) {
        let mut heap = TextHeap::default();
        for texts in &owners {
            for text in texts {
                heap.push(&fold(text, nfkd));
            }
            heap.finish_owner();
        }
        let query_words = words_of(&query);
        let Some(needle) = Needle::new(&fold(&query, nfkd), prefix) else {
            prop_assert!(query_words.is_empty());
            return Ok(());
        };
        let mut found = Vec::new();
        heap.search(&needle, |owner| found.push(owner));
        let scan = |texts: &Vec<String>| texts.iter().any(|text| has(&words_of(text), &query_words, prefix));
        let expected: Vec<u32> = (0..).zip(&owners).filter(|(_, texts)| scan(texts)).map(|(owner, _)| owner).collect();
        prop_assert_eq!(found, expected);
    }
}
