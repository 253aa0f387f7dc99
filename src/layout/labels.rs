//! Where labels stand, so that none covers another label or mark of its lane, or leaves the window.

use super::{FontMetrics, LABEL_ABOVE, LABEL_INSIDE, LABEL_LEFT, LABEL_NONE, LABEL_RIGHT};

/// Between a mark and its label, in CSS pixels.
pub const LABEL_GAP_PX: f64 = 7.0;
/// Between the title and the claimant's name.
pub const CLAIMANT_GAP_PX: f64 = 7.0;
/// Between a label inside a bar and the bar's ends.
pub const LABEL_INSET_PX: f64 = 8.0;
/// Between what belongs to one event and what belongs to the next in its lane.
pub const EVENT_GAP_PX: f64 = 10.0;
/// A label with less room than this is left out.
pub const MIN_LABEL_PX: f64 = 44.0;
/// A label never asks for more than this.
pub const MAX_LABEL_PX: f64 = 420.0;

/// A font's widths, made safe: every width finite and not negative.
pub struct Font {
    ascii_px: [f64; 95],
    other_px: f64,
}

impl Font {
    /// The widths as measured; what is missing or no width is the width of other characters.
    pub fn new(metrics: &FontMetrics) -> Font {
        let usable = |px: f32| (px.is_finite() && 0.0 <= px).then(|| f64::from(px));
        let other_px = usable(metrics.other_px).unwrap_or(0.0);
        let mut ascii_px = [other_px; 95];
        for (width, measured) in ascii_px.iter_mut().zip(&metrics.ascii_px) {
            *width = usable(*measured).unwrap_or(other_px);
        }
        Font { ascii_px, other_px }
    }

    /// Width of a line of text in CSS pixels, at most [`MAX_LABEL_PX`].
    pub fn width_px(&self, text: &str) -> f64 {
        let mut width = 0.0;
        for character in text.chars() {
            let index = (character as usize).wrapping_sub(0x20);
            width += self.ascii_px.get(index).copied().unwrap_or(self.other_px);
            if MAX_LABEL_PX <= width {
                return MAX_LABEL_PX;
            }
        }
        width
    }
}

/// Width of title and claimant side by side, at most [`MAX_LABEL_PX`].
pub fn label_width_px(title: &str, claimant: &str, title_font: &Font, claimant_font: &Font) -> f64 {
    let title_px = title_font.width_px(title);
    if claimant.is_empty() || MAX_LABEL_PX <= title_px {
        return title_px;
    }
    (title_px + CLAIMANT_GAP_PX + claimant_font.width_px(claimant)).min(MAX_LABEL_PX)
}

/// A mark in its lane, in pixels of the window; may reach beyond it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Placed {
    /// Left end of all that is drawn of it.
    pub left: f64,
    /// Right end of all that is drawn of it.
    pub right: f64,
    /// Left end of the solid part.
    pub solid_left: f64,
    /// Right end of the solid part; not right of its left end if there is none.
    pub solid_right: f64,
    /// Width its label would like.
    pub label: f64,
}

/// The place of a label: a `LABEL_*` side, its left edge and its width in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// `LABEL_*`.
    pub side: u8,
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
}

/// Places of the labels of one lane, marks from left to right, in a window `window_px` wide.
pub fn place(lane: &[Placed], window_px: f64, above: bool) -> Vec<Place> {
    let mut places = Vec::with_capacity(lane.len());
    // How far the lane is taken by what stands before.
    let mut taken = 0.0;
    for (i, mark) in lane.iter().enumerate() {
        let next = lane.get(i + 1).map_or(window_px, |next| (next.left - EVENT_GAP_PX).min(window_px));
        let place = if above { place_above(mark, taken, next) } else { place_beside(mark, taken, next, window_px) };
        taken = mark.right.max(taken - EVENT_GAP_PX).max(place.x + place.width) + EVENT_GAP_PX;
        places.push(place);
    }
    places
}

/// Tried in turn: inside the solid part, right, left, inside all of it; then cut, where there is most room.
fn place_beside(mark: &Placed, taken: f64, next: f64, window_px: f64) -> Place {
    let inside = |left: f64, right: f64| {
        let (x, end) = (left.max(0.0) + LABEL_INSET_PX, right.min(window_px) - LABEL_INSET_PX);
        Place { side: LABEL_INSIDE, x, width: end - x }
    };
    let solid = inside(mark.solid_left, mark.solid_right);
    let right_x = mark.right.max(0.0) + LABEL_GAP_PX;
    let right = Place { side: LABEL_RIGHT, x: right_x, width: next - right_x };
    let left_end = mark.left.min(window_px) - LABEL_GAP_PX;
    let left = Place { side: LABEL_LEFT, x: taken, width: left_end - taken };
    let candidates = [solid, right, left, inside(mark.left, mark.right)];
    for place in candidates {
        if mark.label <= place.width {
            let x = if place.side == LABEL_LEFT { left_end - mark.label } else { place.x };
            return Place { x, width: mark.label, ..place };
        }
    }
    let mut widest = right;
    for place in candidates {
        if widest.width < place.width {
            widest = place;
        }
    }
    if widest.width < MIN_LABEL_PX { none() } else { widest }
}

/// Above the mark's visible left end, moved left where the room ends.
fn place_above(mark: &Placed, taken: f64, next: f64) -> Place {
    let x = mark.left.max(taken).min(next - mark.label).max(taken);
    let width = mark.label.min(next - x);
    if width < MIN_LABEL_PX.min(mark.label) { none() } else { Place { side: LABEL_ABOVE, x, width } }
}

fn none() -> Place {
    Place { side: LABEL_NONE, x: 0.0, width: 0.0 }
}
