//! What is drawn: frames, overviews, windows that fit.

use super::Timeline;
use super::views::{color_of, names};
use crate::error::Error;
use crate::layout::{self, Frame, GroupInput, Input, Label, Overview, Viewport};
use crate::query::filter::category;
use crate::query::{RowSet, tree_order};
use std::borrow::Cow;
use std::sync::PoisonError;

/// What a frame reads of all rows: the four bounds and the `FLAG_*` bits, which are the store's marks.
struct Columns {
    bounds: [Vec<f64>; 4],
    flags: Vec<u16>,
}

impl Timeline {
    /// The whole extent of the matches in `width_px` CSS pixels, as if there were no time filter.
    ///
    /// # Errors
    /// Those of [`layout::overview()`].
    pub fn overview(&self, width_px: f32) -> Result<Overview, Error> {
        let rows = self.dated(self.at_any_time());
        layout::overview(&self.input(&self.columns(), &rows, &|row| self.label(row)), width_px)
    }

    /// The geometry of one view of the matches. Groups stand in the order of [`facets`](Self::facets).
    ///
    /// # Errors
    /// Those of [`layout::frame()`], and [`Error::UnknownField`] where `group_by` or `color_by` is no category field's key.
    pub fn frame(&self, viewport: &Viewport) -> Result<Frame, Error> {
        let column = |key: &Option<String>| key.as_deref().map(|key| category(&self.store, key)).transpose();
        let (grouping, coloring) = (column(&viewport.group_by)?, column(&viewport.color_by)?);
        let names = grouping.map_or_else(Vec::new, |column| column.values().iter().map(|v| v.name.as_str()).collect());
        let order: Vec<u32> =
            grouping.map_or_else(Vec::new, |column| tree_order(column).iter().map(|(c, _)| *c).collect());
        let rows = self.dated(self.matches());
        let label = |row| self.label(row);
        let columns = self.columns();
        let all_codes: Vec<Vec<u32>> = grouping
            .map_or_else(Vec::new, |column| (0..self.store.dated()).map(|row| column.codes(row).collect()).collect());
        let codes = |row: u32| all_codes.get(row as usize).map_or(&[][..], Vec::as_slice);
        let color = |row| color_of(coloring, row);
        let mut widths = self.label_widths.lock().unwrap_or_else(PoisonError::into_inner);
        widths.keep_for(self.store.len() as usize, viewport);
        let input = Input {
            widths: Some(&widths),
            groups: grouping.map(|_| GroupInput { names: &names, order: &order, codes: &codes }),
            color: Some(&color),
            ..self.input(&columns, &rows, &label)
        };
        layout::frame(&input, viewport)
    }

    /// A window `(from, to)` in which every finite bound of every dated match is visible, with a margin.
    pub fn fit(&self) -> Option<(f64, f64)> {
        layout::fit(&self.input(&self.columns(), &self.dated(self.matches()), &|row| self.label(row)))
    }

    /// A window `(from, to)` that shows one event well; `None` where the row is undated, or there is none of that number.
    pub fn fit_row(&self, row: u32) -> Option<(f64, f64)> {
        layout::fit_row(&self.input(&self.columns(), &self.dated(self.matches()), &|row| self.label(row)), row)
    }

    /// The dated ones of some rows, in chronological order.
    fn dated(&self, rows: &RowSet) -> Vec<u32> {
        rows.iter().take_while(|row| self.store.is_dated(*row)).collect()
    }

    /// The columns that a frame reads, each for itself.
    fn columns(&self) -> Columns {
        let bounds = self.store.bounds();
        let columns = [bounds.earliest_start(), bounds.latest_start(), bounds.earliest_end(), bounds.latest_end()];
        let flags = (0..self.store.len()).map(|row| u16::from(self.store.marks(row))).collect();
        Columns { bounds: columns.map(|column| column.to_vec()), flags }
    }

    fn input<'a>(&'a self, columns: &'a Columns, rows: &'a [u32], label: &'a dyn Fn(u32) -> Label<'a>) -> Input<'a> {
        let [earliest_start, latest_start, earliest_end, latest_end] = &columns.bounds;
        let (flags, color, groups, widths) = (&columns.flags, None, None, None);
        Input { rows, earliest_start, latest_start, earliest_end, latest_end, flags, color, groups, label, widths }
    }

    fn label(&self, row: u32) -> Label<'_> {
        let title = self.store.title(row);
        let Some(column) = self.store.category("claimant") else { return Label::default() };
        let mut codes = column.codes(row);
        let claimant = match (codes.next(), codes.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(one), None) => Cow::Borrowed(column.value(one).map_or("", |value| value.name.as_str())),
            _ => Cow::Owned(names(column, row).join(", ")),
        };
        Label { title, claimant }
    }
}
