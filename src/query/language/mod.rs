//! One line of text ↔ a [`Query`].
//!
//! White space stands between terms, and every term must hold. A term that is wrong is a [`Problem`] with its place and
//! a remedy, and the rest still applies: [`parse`] never fails. [`format()`] prints a query as the line that reads back as it.
//!
//! | term | finds events |
//! |---|---|
//! | `word` | with this word in a title, description, text field, or the name or an alias of a value; the last word of the line also matches the beginning of a longer one |
//! | `word*`, `"two words"*` | in which the last word may go on |
//! | `*part*`, `*"two wor"*` | with this part anywhere in them: inside a word, or across words and the space between |
//! | `"two words"` | with these words one after another |
//! | `-word`, `-"two words"` | without them |
//! | `title:word`, `description:word`, `note:"two words"` | with the words in the title, the description, a text field |
//! | `actor:IRGC`, `actor:"Quds Force"` | with this value in a category field, or a narrower one |
//! | `actor:IRGC,PMF` | with any of the values |
//! | `actor:IRGC+PMF` | with all of the values |
//! | `-actor:IRGC,PMF` | with none of the values |
//! | `actor:~force` | with this word in the name of a value of the category field |
//! | `killed:5`, `killed:3..8`, `killed:>=3`, `killed:>3`, `killed:..8` | with this number, or one in the range; `killed:..` has any number |
//! | `before:2014-09` | before the beginning of that date |
//! | `after:2014-09` | after the end of that date |
//! | `during:2014-06` | in that date, or in an interval such as `2014-06/2014-08` |
//! | `is:certain` | that are surely, not only possibly, in that time |
//! | `is:dated`, `is:undated` | with, or without, a date |
//! | `undated:in`, `undated:out`, `undated:only` | undated ones also under a time filter, never, or alone |
//! | `sort:title`, `sort:-start,title` | in this order; `-` is descending; by `start`, `end`, `duration`, `title`, `order`, `id` or a field |
//!
//! - **Dates** are EDTF ([`time::parse`](crate::time::parse)), or `@` and milliseconds since 1970 UTC. Several words of
//!   time hold together: `after:2013 before:2015` is 2014.
//! - **Fields** are named by key or label; case, diacritics and variants of letters do not matter. The same field may stand
//!   in several terms, all of which must hold.
//! - **Quotes** make anything plain text: `"12:30"`, `actor:"a, b"`, `"-5"`, and `"before":x` for a field that is called
//!   as a word of this language. Between quotes `\` takes the next character as it is: `"\""` is a quotation mark.
//!   A quotation mark within a word (`O"Brien`) is a part of the word.
//! - **An asterisk** before a word counts where the word may go on: `*part` is a part at the end of the line only, where
//!   the reader may still be typing. Alone, within a word or between quotes it is punctuation.
//! - **Several values** of one term are all joined by `,` or all by `+`. `actor:+IRGC` is "all of" one value.

mod names;
mod parse;
mod print;

use super::Query;
use crate::event::FieldType;
use serde::Serialize;

pub use parse::{MAX_PROBLEMS, parse};
pub use print::format;

/// A field that a query may name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldName<'a> {
    /// Its key, which a [`Query`] holds.
    pub key: &'a str,
    /// What readers call it.
    pub label: Option<&'a str>,
    /// What it holds, which decides the terms it stands in.
    pub field_type: FieldType,
}

/// What a line of text means.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Parsed {
    /// Everything that could be understood.
    pub query: Query,
    /// What could not, in the order of the text.
    pub problems: Vec<Problem>,
}

/// What is wrong with a line of text, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// UTF-16 offset of its first character, as browsers count.
    pub from: u32,
    /// UTF-16 offset after its last.
    pub to: u32,
    /// What was found and what to write instead, without a final period.
    pub message: String,
}
