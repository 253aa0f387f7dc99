//! A viewport as the layout asks for it.

use super::Viewport;
use super::density;
use super::frame::{DOT_RADIUS_PX, LANE_FACTOR, MAX_LANE_PX};
use super::labels::Font;
use super::order::{exponent_above, power_of_two};
use super::scale::{MAX_HEIGHT_PX, Scale, length_within};
use super::widths::Widths;
use crate::error::Error;

const MIN_LANE_PX: f32 = 4.0;
/// Scales that differ by a smaller share are one: the length of a window is rounded anew wherever it is panned to.
pub(super) const SAME_SCALE: f64 = 1e-6;

/// A viewport whose numbers are checked.
pub(crate) struct View<'a> {
    pub viewport: &'a Viewport,
    pub scale: Scale,
    pub lane_px: f64,
    /// Lanes that fit into the height.
    pub capacity: usize,
    pub title_font: Font,
    pub claimant_font: Font,
    pub widths: Widths,
}

impl View<'_> {
    pub fn new(viewport: &Viewport) -> Result<View<'_>, Error> {
        let scale = Scale::new(viewport.from, viewport.to, viewport.width_px)?;
        let lane_px = length_within(viewport.lane_px, MIN_LANE_PX, MAX_LANE_PX, "height of a lane (MAX_LANE_PX)")?;
        let height_px = length_within(viewport.height_px, 0.0, MAX_HEIGHT_PX, "height of the lanes (MAX_HEIGHT_PX)")?;
        Ok(View {
            viewport,
            scale,
            lane_px,
            capacity: ((height_px / lane_px) as usize).max(1),
            title_font: Font::new(&viewport.title_font),
            claimant_font: Font::new(&viewport.claimant_font),
            widths: Widths::default(),
        })
    }

    /// Lanes there may be before density takes over.
    pub fn limit(&self) -> usize {
        self.capacity * LANE_FACTOR
    }

    /// The window widened to a grid of at most half its length.
    ///
    /// Lanes with nothing in it are left out; as it moves in steps, a short pan rarely adds or drops a lane.
    pub fn neighbourhood(&self) -> (f64, f64) {
        let (from, to) = (self.viewport.from, self.viewport.to);
        let cell = power_of_two_within(to - from) / 2.0;
        ((from / cell).floor() * cell, (to / cell).ceil() * cell)
    }

    /// The window with the room that the rims of dots just outside it take.
    pub fn rims(&self) -> (f64, f64) {
        let radius_ms = DOT_RADIUS_PX * self.scale.ms_per_px();
        (self.viewport.from - radius_ms, self.viewport.to + radius_ms)
    }

    /// The scale of the packing: milliseconds in a pixel, up to a power of two.
    pub fn packing_ms_per_px(&self) -> f64 {
        power_of_two(exponent_above(self.scale.ms_per_px() * (1.0 - SAME_SCALE)))
    }

    /// The exponent of the width of a cell of density: at least [`density::CELL_PX`] wide, and less than twice as wide.
    pub fn cell_exponent(&self) -> i32 {
        exponent_above(density::CELL_PX * self.scale.ms_per_px() * (1.0 - SAME_SCALE))
    }
}

/// The greatest power of two that is not over a positive number.
fn power_of_two_within(number: f64) -> f64 {
    f64::from_bits(number.to_bits() & f64::INFINITY.to_bits())
}
