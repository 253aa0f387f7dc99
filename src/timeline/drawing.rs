//! What is drawn: frames, overviews, windows that fit.

use super::Timeline;
use super::views::{color_of, names};
use crate::error::Error;
use crate::layout::{self, Frame, GroupInput, Input, Kept, Label, Overview, Viewport};
use crate::query::filter::category;
use crate::query::{RowSet, tree_order};
use crate::store::Category;
use std::borrow::Cow;
use std::sync::{MutexGuard, PoisonError};

impl Timeline {
    /// The whole extent of the matches in `width_px` CSS pixels, as if there were no time filter.
    ///
    /// # Errors
    /// Those of [`layout::overview()`].
    pub fn overview(&self, width_px: f32) -> Result<Overview, Error> {
        layout::overview(&self.input(self.at_any_time(), &|_| 0, &no_label), width_px, &mut self.drawn())
    }

    /// The geometry of one view of the matches. Groups stand in the order of [`facets`](Self::facets).
    ///
    /// # Errors
    /// Those of [`layout::frame()`], and [`Error::UnknownField`] where `group_by` or `color_by` is no category field's key.
    pub fn frame(&self, viewport: &Viewport) -> Result<Frame, Error> {
        let column = |key: &Option<String>| key.as_deref().map(|key| category(&self.store, key)).transpose();
        let (grouping, coloring) = (column(&viewport.group_by)?, column(&viewport.color_by)?);
        let order = || -> Vec<u32> {
            grouping.map_or_else(Vec::new, |column| tree_order(column).iter().map(|(c, _)| *c).collect())
        };
        let claimants = self.store.category("claimant");
        let label = |row| self.label(claimants, row);
        let codes = |row: u32, codes: &mut Vec<u32>| {
            if let Some(column) = grouping {
                codes.extend(column.codes(row));
            }
        };
        let name = |code: u32| grouping.and_then(|column| column.value(code)).map_or("", |value| value.name.as_str());
        let color = |row| color_of(coloring, row);
        let groups =
            viewport.group_by.as_deref().map(|key| GroupInput { key, name: &name, order: &order, codes: &codes });
        let flags = |row| self.store.marks(row);
        let input = Input { groups, color: Some(&color), ..self.input(self.matches(), &flags, &label) };
        layout::frame(&input, viewport, &mut self.drawn())
    }

    /// A window `(from, to)` in which every finite bound of every dated match is visible, with a margin.
    pub fn fit(&self) -> Option<(f64, f64)> {
        layout::fit(&self.input(self.matches(), &|_| 0, &no_label), &mut self.drawn())
    }

    /// A window `(from, to)` that shows one event well; `None` where the row is undated, or there is none of that number.
    pub fn fit_row(&self, row: u32) -> Option<(f64, f64)> {
        layout::fit_row(&self.input(self.matches(), &|_| 0, &no_label), row, &mut self.drawn())
    }

    fn drawn(&self) -> MutexGuard<'_, Kept> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn input<'a>(
        &'a self,
        matches: &'a RowSet,
        flags: &'a dyn Fn(u32) -> u8,
        label: &'a dyn Fn(u32) -> Label<'a>,
    ) -> Input<'a> {
        let (bounds, zones, dated) = (self.store.bounds(), self.store.zones(), self.store.dated());
        Input {
            matches,
            dated,
            bounds: [bounds.earliest_start(), bounds.latest_start(), bounds.earliest_end(), bounds.latest_end()],
            zones,
            flags,
            color: None,
            groups: None,
            label,
        }
    }

    fn label<'a>(&'a self, claimants: Option<&'a Category>, row: u32) -> Label<'a> {
        let title = self.store.title(row);
        let Some(column) = claimants else { return Label::default() };
        let mut codes = column.codes(row);
        let claimant = match (codes.next(), codes.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(one), None) => Cow::Borrowed(column.value(one).map_or("", |value| value.name.as_str())),
            _ => Cow::Owned(names(column, row).join(", ")),
        };
        Label { title, claimant }
    }
}

fn no_label<'a>(_row: u32) -> Label<'a> {
    Label::default()
}
