//! Milliseconds ↔ pixels, linear, from one millisecond to three million million years either side of 1970.

use crate::error::Error;

/// The shortest window that can be shown, in milliseconds: the finest grain of a date.
pub const MIN_WINDOW_MS: f64 = 1.0;
/// The farthest time from 1970 that can be shown, in milliseconds: three times the farthest that a date can be.
pub const MAX_TIME_MS: f64 = 1e23;
/// The widest axis, in CSS pixels: four 8K screens side by side.
pub const MAX_WIDTH_PX: f32 = 32_768.0;
/// The tallest area of lanes, in CSS pixels.
pub const MAX_HEIGHT_PX: f32 = 1_000_000.0;
/// How far beyond the window the bounds of a mark reach before they are clamped, in CSS pixels.
pub const MARGIN_PX: f64 = 64.0;

/// A linear map of a window of time onto a width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    from: f64,
    length_ms: f64,
    width_px: f64,
}

impl Scale {
    /// The map of `[from, to)` milliseconds onto `[0, width_px)`; widths below one pixel count as one.
    ///
    /// # Errors
    /// [`Error::BadRange`] where `from < to` does not hold, either is not finite or the window is shorter than
    /// [`MIN_WINDOW_MS`]; [`Error::Negative`] for a width; [`Error::OverLimit`] beyond [`MAX_TIME_MS`] or [`MAX_WIDTH_PX`].
    pub fn new(from: f64, to: f64, width_px: f32) -> Result<Scale, Error> {
        if !(from.is_finite() && to.is_finite() && from < to) {
            return Err(Error::BadRange { what: "window", from, to });
        }
        let farthest = from.abs().max(to.abs());
        if farthest > MAX_TIME_MS {
            return Err(Error::OverLimit {
                what: "time in milliseconds from 1970 (MAX_TIME_MS)",
                given: farthest,
                limit: MAX_TIME_MS,
            });
        }
        if to - from < MIN_WINDOW_MS {
            return Err(Error::BadRange { what: "window shorter than 1 ms (MIN_WINDOW_MS):", from, to });
        }
        let width_px = length_within(width_px, 1.0, MAX_WIDTH_PX, "width in pixels (MAX_WIDTH_PX)")?;
        Ok(Scale { from, length_ms: to - from, width_px })
    }

    /// Where a time stands, in pixels from the left edge; `±∞` stays infinite.
    pub fn px(&self, time: f64) -> f64 {
        // Subtracting first keeps a window of hours exact at the far end of eons.
        (time - self.from) / self.length_ms * self.width_px
    }

    /// The time at a distance from the left edge, in milliseconds.
    pub fn time(&self, px: f64) -> f64 {
        self.from + px / self.width_px * self.length_ms
    }

    /// Milliseconds in one pixel.
    pub fn ms_per_px(&self) -> f64 {
        self.length_ms / self.width_px
    }

    /// Width of the window in pixels.
    pub fn width_px(&self) -> f64 {
        self.width_px
    }

    /// Where a time stands, clamped to the window and [`MARGIN_PX`] either side.
    pub fn clamped_px(&self, time: f64) -> f32 {
        self.px(time).max(-MARGIN_PX).min(self.width_px + MARGIN_PX) as f32
    }
}

/// A length at least `least`; an error where it is negative, no number or over `most`.
pub(crate) fn length_within(given: f32, least: f32, most: f32, what: &'static str) -> Result<f64, Error> {
    if given < 0.0 {
        return Err(Error::Negative { what, given: f64::from(given) });
    }
    if given <= most {
        return Ok(f64::from(given.max(least)));
    }
    Err(Error::OverLimit { what, given: f64::from(given), limit: f64::from(most) })
}
