//! Stands for `whole.rs` in a build without the feature `readers`: there is no such format.

use super::Limits;
use super::links::Dangling;
use super::mapping::Mapping;
use super::problems::Problems;
use super::report::{ColumnReport, FormatName};
use crate::event::EventSet;

/// A document at hand as a whole.
pub(super) struct Whole;

/// What a document came to.
#[derive(Default)]
pub(super) struct Read {
    pub set: EventSet,
    pub records: u32,
    pub columns: Vec<ColumnReport>,
    pub dangling: Vec<Dangling>,
}

impl Whole {
    pub(super) fn new(_: &str, _: Limits, _: u32, _: Option<&Mapping>, _: &mut Problems) -> Whole {
        Whole
    }
}

pub(super) fn reads(_format: FormatName) -> bool {
    false
}

pub(super) fn detect(_text: &str) -> Option<FormatName> {
    None
}

pub(super) fn read(_format: FormatName, _whole: Whole) -> Read {
    Read::default()
}
