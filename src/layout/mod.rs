//! Rows and a viewport → a [`Frame`] of geometry. Pure: the same input gives the same bytes.
//!
//! [`frame()`] counts what is in the window, sets the ticks, and for each lane group packs the events into lanes, places
//! their labels, or counts them in cells where they are too many to tell apart. [`overview()`] draws the whole extent.

mod assign;
mod bands;
mod cells;
mod column_scale;
mod density;
mod emit;
mod fit;
mod frame;
mod input;
mod kept;
mod labels;
mod lanes;
mod near;
mod order;
mod overview;
mod scale;
mod ticks;
mod tiles;
mod view;
mod widths;

pub use column_scale::{
    ABOVE, BASE_QUARTERS, BASE_QUARTERS_BESIDE, FAR_ABOVE, FEW_COLUMNS, LEAST_BASE, LEAST_CELLS, LEAST_END,
};
pub use density::{CELL_PX, Cells, count as count_cells};
pub use fit::{fit, fit_row};
pub use frame::{
    DENSE_LANES_MAX, DENSE_LANES_MIN, DOT_PX, DOT_RADIUS_PX, GROUP_HEADING_PX, LANE_FACTOR, LONG_SHARE, MAX_FEW,
    MAX_GROUPS, MAX_LANE_PX, MAX_MARKS, STRIP_LANES, frame,
};
pub use input::{Bounds, GroupInput, Input, Label};
pub use kept::Kept;
pub use labels::{
    CLAIMANT_GAP_PX, EVENT_GAP_PX, Font, LABEL_GAP_PX, LABEL_INSET_PX, MAX_LABEL_PX, MIN_LABEL_PX, Place, Placed,
    label_width_px, place,
};
pub use lanes::{Slot, pack};
pub use overview::{Bars, FOLD_PX, MAX_FOLDS, Overview, Segment, overview};
pub use scale::{MARGIN_PX, MAX_HEIGHT_PX, MAX_TIME_MS, MAX_WIDTH_PX, MIN_WINDOW_MS, Scale};
pub use ticks::{MIN_TICK_GAP_PX, TICK_GAP_SLACK, ticks};

use serde::{Deserialize, Serialize};

/// What the reader looks at, and the room there is. Lengths are CSS pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Viewport {
    /// The first millisecond shown.
    pub from: f64,
    /// The first millisecond after.
    pub to: f64,
    /// Width of the axis.
    pub width_px: f32,
    /// Height the marks may take before density takes over.
    pub height_px: f32,
    /// Height of one lane.
    pub lane_px: f32,
    /// Least distance between two labelled ticks.
    pub tick_gap_px: f32,
    /// A category field whose values head the lane groups.
    pub group_by: Option<String>,
    /// A category field whose values colour the marks.
    pub color_by: Option<String>,
    /// Labels stand above their marks (narrow screens) instead of beside them.
    pub labels_above: bool,
    /// Widths of the label font, as the page measured them.
    pub title_font: FontMetrics,
    /// Widths of the smaller font of the claimant's name.
    pub claimant_font: FontMetrics,
    /// Top and bottom of what is in sight, in pixels of the frame: groups beyond come without their cells of density.
    /// `None` is all.
    pub visible_px: Option<[f32; 2]>,
}

impl Default for Viewport {
    fn default() -> Self {
        Viewport {
            from: 0.0,
            to: 1.0,
            width_px: 960.0,
            height_px: 480.0,
            lane_px: 31.0,
            tick_gap_px: 56.0,
            group_by: None,
            color_by: None,
            labels_above: false,
            title_font: FontMetrics { ascii_px: Vec::new(), other_px: 7.5 },
            claimant_font: FontMetrics { ascii_px: Vec::new(), other_px: 6.0 },
            visible_px: None,
        }
    }
}

impl Viewport {
    /// Whether something of that top and height is in sight; pixels of the frame.
    pub(crate) fn shows(&self, y_px: f32, height_px: f32) -> bool {
        self.visible_px.is_none_or(|[top, bottom]| top < y_px + height_px && y_px < bottom)
    }
}

/// Advance widths of a font in CSS pixels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FontMetrics {
    /// Widths of U+0020 to U+007E, 95 entries; missing ones are `other_px`.
    pub ascii_px: Vec<f32>,
    /// Width of every other character.
    pub other_px: f32,
}

/// Side `start` is open: drawn as an arrow.
pub const FLAG_START_OPEN: u16 = 1;
/// Side `start` is unknown: drawn torn.
pub const FLAG_START_UNKNOWN: u16 = 2;
/// Side `end` is open: drawn as an arrow.
pub const FLAG_END_OPEN: u16 = 4;
/// Side `end` is unknown: drawn torn.
pub const FLAG_END_UNKNOWN: u16 = 8;
/// The date is marked uncertain (`?`).
pub const FLAG_UNCERTAIN: u16 = 16;
/// The date is marked approximate (`~`).
pub const FLAG_APPROXIMATE: u16 = 32;
/// A part of the date is inferred: the source does not write it.
pub const FLAG_INFERRED: u16 = 64;
/// All four bounds are so near one another that the mark is a dot.
pub const FLAG_DOT: u16 = 128;
/// The window shows the mark's start and end cut off: the bar goes on to the left.
pub const FLAG_CUT_LEFT: u16 = 256;
/// The bar goes on to the right of the window.
pub const FLAG_CUT_RIGHT: u16 = 512;

/// The colour code of an event without a value in the colouring field.
pub const NO_COLOR: u32 = u32::MAX;

/// Where a label stands.
pub const LABEL_NONE: u8 = 0;
/// To the right of the mark.
pub const LABEL_RIGHT: u8 = 1;
/// Inside the solid part, kept in view.
pub const LABEL_INSIDE: u8 = 2;
/// To the left of the mark.
pub const LABEL_LEFT: u8 = 3;
/// Above the mark.
pub const LABEL_ABOVE: u8 = 4;

/// Geometry of one view. Pixels have their origin at the top left of the area of lanes; y grows downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Ticks from left to right.
    pub ticks: Vec<Tick>,
    /// Lane groups from top to bottom; one with an empty label where there is no grouping.
    pub groups: Vec<Group>,
    /// Events drawn one by one.
    pub marks: Marks,
    /// Cells of density, where events are too many to tell apart, of the groups in sight: of all their events, or of those
    /// in their strips.
    pub density: Density,
    /// Events of the fullest cell of all groups, in sight or not.
    pub most_in_cell: u32,
    /// Where the scale of the columns ends, one for all groups, in events above the base of each. It is
    /// [`Frame::most_in_cell`] but where columns are drawn broken: a cell with more events is.
    pub scale_end: u32,
    /// Height of all groups together.
    pub height_px: f32,
    /// Matching events that touch the window for certain.
    pub certain: u32,
    /// Matching events that touch the window only possibly.
    pub possible: u32,
    /// Matching dated events wholly before the window.
    pub before: u32,
    /// Matching dated events wholly after it.
    pub after: u32,
}

/// The unit of a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TickUnit {
    /// 1 January of a year that is round in the reader's count: a multiple of `step` CE, the year 1, or a multiple of
    /// `step` BCE (astronomical `1 − n · step`); with `step` 1 every year.
    Year,
    /// The first of a month.
    Month,
    /// Midnight.
    Day,
    /// The full hour.
    Hour,
    /// The full minute.
    Minute,
    /// The full second.
    Second,
    /// Milliseconds.
    Millisecond,
}

/// One labelled line of the axis, with its civil date so that the page does no date arithmetic.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tick {
    /// Where it stands.
    pub x_px: f32,
    /// When, milliseconds since 1970.
    pub time: f64,
    /// The unit between this and the next tick.
    pub unit: TickUnit,
    /// How many units lie between two ticks.
    pub step: f64,
    /// It begins a larger unit (January among months, midnight among hours), and its label says which.
    pub major: bool,
    /// Astronomical year (0 is 1 BCE).
    pub year: f64,
    /// Month 1..=12.
    pub month: u8,
    /// Day of the month 1..=31.
    pub day: u8,
    /// Hour 0..=23.
    pub hour: u8,
    /// Minute 0..=59.
    pub minute: u8,
    /// Second 0..=59.
    pub second: u8,
    /// Millisecond 0..=999.
    pub millisecond: u16,
}

/// A band of lanes with one heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// The value of the grouping field; empty without grouping, `None` for events without a value.
    pub label: Option<String>,
    /// Top of the band.
    pub y_px: f32,
    /// Height of the band.
    pub height_px: f32,
    /// Events of the band that touch the window, certainly or possibly.
    pub count: u32,
    /// The band is drawn as density, not as marks.
    pub dense: bool,
    /// Height of the strip below the heading, where events longer than what is shown stand as density; 0 where there is
    /// none and each has a lane of its own.
    pub strip_px: f32,
    /// Events of the strip that touch the window, certainly or possibly.
    pub strip_count: u32,
    /// At least so many events touch each cell of the band for certain, and its columns count from there, above a break;
    /// 0 where they stand from zero.
    pub base: u32,
}

/// Events drawn one by one: arrays of one length, in lane order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Row of the event.
    pub row: Vec<u32>,
    /// Top of its lane.
    pub y_px: Vec<f32>,
    /// Earliest start, clamped to the window and a margin.
    pub earliest_start_px: Vec<f32>,
    /// Latest start, clamped.
    pub latest_start_px: Vec<f32>,
    /// Earliest end, clamped.
    pub earliest_end_px: Vec<f32>,
    /// Latest end, clamped.
    pub latest_end_px: Vec<f32>,
    /// `FLAG_*` bits.
    pub flags: Vec<u16>,
    /// Code of its value in the colouring field, or [`NO_COLOR`].
    pub color: Vec<u32>,
    /// `LABEL_*`.
    pub label_side: Vec<u8>,
    /// Left edge of the label.
    pub label_x_px: Vec<f32>,
    /// Width the label may take; the page cuts it with an ellipsis there.
    pub label_width_px: Vec<f32>,
}

/// Cells of density: arrays of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Density {
    /// Index of the group in [`Frame::groups`].
    pub group: Vec<u32>,
    /// Left edge.
    pub x_px: Vec<f32>,
    /// Width.
    pub width_px: Vec<f32>,
    /// Events that touch the cell for certain.
    pub certain: Vec<u32>,
    /// Events that touch it only possibly.
    pub possible: Vec<u32>,
}
