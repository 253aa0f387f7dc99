//! What was wrong with a call.

/// A wrong call: names the limit it broke or the remedy.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A field that the set does not have.
    #[error("no field `{field}` in this set; it has {known}")]
    UnknownField {
        /// The key asked for.
        field: String,
        /// The keys there are, comma-separated.
        known: String,
    },
    /// A format that nothing is written in.
    #[error("no format `{given}` is written; there is {known}")]
    UnknownFormat {
        /// The name asked for.
        given: String,
        /// The names there are, comma-separated.
        known: String,
    },
    /// A row that the set does not have.
    #[error("no row {row}; the set has {rows} rows, counted from 0")]
    UnknownRow {
        /// The row asked for.
        row: u32,
        /// How many rows there are.
        rows: u32,
    },
    /// A range that is empty, reversed or not finite.
    #[error("{what} {from}..{to} is not a range; give finite numbers with from < to")]
    BadRange {
        /// Which range.
        what: &'static str,
        /// Its start as given.
        from: f64,
        /// Its end as given.
        to: f64,
    },
    /// A number beyond a named limit.
    #[error("{what} {given} is over the limit {limit}")]
    OverLimit {
        /// Which number.
        what: &'static str,
        /// The number as given.
        given: f64,
        /// The limit.
        limit: f64,
    },
    /// A column of texts that are none.
    #[error("{column}: text {at} {what}")]
    BadTexts {
        /// Which column.
        column: String,
        /// The index of the first text that is wrong.
        at: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A length below zero.
    #[error("{what} {given} is negative; give 0 or more")]
    Negative {
        /// Which length.
        what: &'static str,
        /// The length as given.
        given: f64,
    },
    /// An array whose length does not fit.
    #[error("{what} has {given} entries, {expected} are needed")]
    WrongLength {
        /// Which array.
        what: &'static str,
        /// Its length as given.
        given: usize,
        /// The length needed.
        expected: usize,
    },
}
