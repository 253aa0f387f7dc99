//! EDTF text ↔ [`Span`]; relations of uncertain intervals. Knows nothing of events.

mod span;

pub use span::{Edge, Qualifiers, Relation, Span};
