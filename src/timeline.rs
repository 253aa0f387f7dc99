//! The façade: one set, one current query, and every question about them.

/// An event set with its current query.
#[derive(Debug, Default)]
pub struct Timeline {}
