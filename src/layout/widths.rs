//! Widths of labels that were measured before.

use super::{FontMetrics, Viewport};
use std::cell::Cell;

/// At most so many widths are kept.
const MOST: usize = 1 << 16;
const NO_ROW: u32 = u32::MAX;

/// Rows with the widths of their labels. The last bits of a row say where its width is kept: of neighbours, none takes the
/// place of another.
#[derive(Debug, Default)]
pub(crate) struct Widths {
    fonts: [FontMetrics; 2],
    kept: Vec<Cell<(u32, f32)>>,
}

impl Widths {
    /// Forgets what is not of this view's fonts, and makes room for the labels of so many rows.
    pub fn keep_for(&mut self, viewport: &Viewport, rows: u32) {
        let room = (rows as usize).next_power_of_two().min(MOST);
        if self.kept.len() != room || self.fonts[0] != viewport.title_font || self.fonts[1] != viewport.claimant_font {
            self.fonts = [viewport.title_font.clone(), viewport.claimant_font.clone()];
            self.kept = vec![Cell::new((NO_ROW, 0.0)); room];
        }
    }

    /// The width of a row's label in CSS pixels, measured where it is not kept.
    #[inline]
    pub fn of(&self, row: u32, measure: impl FnOnce() -> f64) -> f64 {
        let place = self.kept.get(row as usize & self.kept.len().wrapping_sub(1));
        if let Some((kept, width)) = place.map(Cell::get)
            && kept == row
        {
            return f64::from(width);
        }
        let width = measure() as f32;
        if let Some(place) = place {
            place.set((row, width));
        }
        f64::from(width)
    }
}
