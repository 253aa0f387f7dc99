//! Lanes for the rows of each group, or a strip for its long bars.

use super::bands::Bands;
use super::frame::{
    Band, DENSE_LANES_MIN, DOT_RADIUS_PX, Fullness, LONG_SHARE, MANY_ROWS, MAX_GROUPS, NO_LANE, STRIP_LANES, each_band,
    look_at, thin_out,
};
use super::input::Input;
use super::kept::Kept;
use super::labels::{self, EVENT_GAP_PX, LABEL_GAP_PX, LABEL_INSET_PX};
use super::lanes::{self, Slot};
use super::near::{Near, is_near, is_visible};
use super::tiles::{self, Grid};
use super::view::{SAME_SCALE, View};

/// For each so many marks side by side a packing may take a lane more: it is not what decides between marks and bars,
/// or these would come and go while one zooms.
const SPARE_LANES: usize = 4;
/// So many lanes with nothing in the window may stand above the first mark and below the last, for what is near it.
const MAX_EMPTY_LANES: usize = 6;
/// A bar of at least one of so many parts of the window has its label inside, hatched or not, where lanes are short.
const LONG_BAR: f64 = 3.0;
/// So many rows, standing in groups, are packed into lanes all together.
const MAX_PACKED_TOGETHER: usize = 8_192;

/// Gives every row its lane, and finds the lanes to keep; where there are too many rows to look at, groups become dense.
///
/// As many events as lanes fit, and a quarter more: one lane each. Else all are packed at the scale that shows the whole
/// extent, which holds for every deeper zoom; where that takes more than [`LANE_FACTOR`](super::LANE_FACTOR) times the lanes that fit, at
/// the current scale rounded up to a power of two, tile by tile, so that lanes change only where an octave is crossed.
/// What is longer than a tile then has longer tiles below, or goes into the strip of its group. Gives the most lanes that
/// all groups together may take.
pub(super) fn assign_lanes(input: &Input, view: &View, near: &Near, kept: &mut Kept, bands: &mut [Band]) -> usize {
    let mut lanes = view.limit();
    if one_lane_each(input, view, kept, bands) || packed_together(input, view, kept, bands) {
        thin_out(bands, Fullness::Near);
        thin_out(bands, Fullness::Marks);
    } else {
        let region = (near.from, near.to);
        // A strip of one group is to leave room for the others, and take less than it saves.
        let most_long = (view.capacity / LONG_SHARE / kept.len_of_bands()).max(STRIP_LANES + 1);
        let grid =
            Grid::of_few(input, view, near, most_long).unwrap_or_else(|| Grid::of(view, region, 0, view.limit()));
        lanes = grid.lanes;
        kept.keep_long(input, &grid);
        let short = make_strips(input, view, near, kept, most_long, bands);
        thin_out(bands, Fullness::Near);
        thin_out(bands, Fullness::Marks);
        let are_all_short = bands.iter().all(|band| band.dense || band.strip.is_some());
        list_rows(input, if are_all_short { &short } else { near }, kept, bands);
        for band in bands.iter_mut().filter(|band| !band.dense) {
            if band.strip.is_some() {
                band.rows.retain(|row| short.has(*row));
            }
            // Too many for any packing is as good as packed: it will be density.
            let at_once = most_at_once(input, view, grid.ms_per_px, band);
            band.fullness = at_once + at_once / SPARE_LANES + band.strip_lanes();
            band.dense = lanes.max(DENSE_LANES_MIN) < band.fullness;
        }
        tiles::pack(input, view, lanes, region, kept, bands);
    }
    for band in bands.iter_mut().filter(|band| !band.dense) {
        keep_lanes(input, view, band);
    }
    lanes
}

/// Puts bars longer than a tile into strips, where a group has so many that hardly another would be seen; gives the rows
/// that are near and not so long.
fn make_strips(input: &Input, view: &View, near: &Near, kept: &Kept, most_long: usize, bands: &mut [Band]) -> Near {
    let words: Vec<u64> = near.words.iter().zip(kept.long()).map(|(near, long)| near & !long).collect();
    let short = Near { count: Near::count(&words), words, ..*near };
    if near.count - short.count <= most_long || MANY_ROWS < short.count {
        return short;
    }
    let counts = look_at(input, view, &short, kept);
    for band in bands {
        let of_short = |counts: &[u32]| counts.get(band.index as usize).copied().unwrap_or(0);
        if most_long < band.near.saturating_sub(of_short(&counts.near) as usize) {
            band.strip = Some(band.touching.saturating_sub(of_short(&counts.touching)));
            band.near = of_short(&counts.near) as usize;
            band.visible = of_short(&counts.visible) as usize;
        }
    }
    short
}

fn one_lane_each(input: &Input, view: &View, kept: &Kept, bands: &mut [Band]) -> bool {
    let most = view.capacity + view.capacity / 4;
    if most < kept.matching() as usize {
        return false;
    }
    let all = all_rows(input, kept);
    if most < all.iter().map(Vec::len).sum() {
        return false;
    }
    for band in bands {
        band.rows = all.get(band.index as usize).cloned().unwrap_or_default();
        band.lanes = (0..band.rows.len() as u32).collect();
    }
    true
}

/// The matching rows of every band.
fn all_rows(input: &Input, kept: &Kept) -> Vec<Vec<u32>> {
    let bands = kept.bands();
    let mut all = vec![Vec::new(); bands.map_or(1, Bands::len)];
    input.each(
        |_| u64::MAX,
        |row| {
            each_band(bands, row, |band| {
                if let Some(rows) = all.get_mut(band as usize) {
                    rows.push(row);
                }
            });
        },
    );
    all
}

/// Lists the rows near the window of the bands that are not dense.
fn list_rows(input: &Input, near: &Near, kept: &Kept, bands: &mut [Band]) {
    if bands.iter().all(|band| band.dense) {
        return;
    }
    let of_row = kept.bands();
    if let Some(of_row) = of_row {
        let wanted = || bands.iter().filter(|band| !band.dense).map(|band| of_row.rows(band.index).len());
        // Those of few small groups are found sooner than looked for among all that are near.
        if wanted().sum::<usize>() < near.count {
            for band in bands.iter_mut().filter(|band| !band.dense) {
                let rows = of_row.rows(band.index).iter().copied();
                band.rows = rows.filter(|row| near.has(*row) && input.is_match(*row)).collect();
            }
            return;
        }
    }
    let slots = slots(of_row, bands.iter().map(|band| (!band.dense).then_some(band.index)));
    near.each(input, |row| {
        each_band(of_row, row, |band| {
            let slot = slots.get(band as usize).copied().unwrap_or(u32::MAX);
            if let Some(band) = bands.get_mut(slot as usize) {
                band.rows.push(row);
            }
        });
    });
}

/// Band → place of its index in `wanted`, or [`u32::MAX`].
pub(crate) fn slots(bands: Option<&Bands>, wanted: impl Iterator<Item = Option<u32>>) -> Vec<u32> {
    let mut slots = vec![u32::MAX; bands.map_or(1, Bands::len)];
    for (slot, band) in wanted.enumerate() {
        if let Some(place) = band.and_then(|band| slots.get_mut(band as usize)) {
            *place = slot as u32;
        }
    }
    slots
}

/// The most marks of a group that stand side by side with their labels anywhere in the window: no packing takes fewer
/// lanes, and deeper in there are no more of them.
fn most_at_once(input: &Input, view: &View, ms_per_px: f64, band: &Band) -> usize {
    let mut starts = Vec::with_capacity(band.visible);
    let mut ends = Vec::with_capacity(band.visible);
    for row in &band.rows {
        let bounds = input.bounds(*row);
        if is_visible(&bounds, view) {
            let Slot { from, free } = slot(input, view, *row, ms_per_px);
            starts.push(crate::radix::sortable(from));
            ends.push(crate::radix::sortable(free));
        }
    }
    crate::radix::sort(&mut starts);
    crate::radix::sort(&mut ends);
    let (mut ended, mut most) = (0, 0);
    for (begun, start) in starts.iter().enumerate() {
        // What only touches does not stand side by side.
        while ends.get(ended).is_some_and(|end| end <= start) {
            ended += 1;
        }
        most = most.max(begun + 1 - ended);
    }
    most
}

/// Packs all groups at the coarsest scale; `false` where the window is coarser still or too many lanes are needed.
fn packed_together(input: &Input, view: &View, kept: &mut Kept, bands: &mut [Band]) -> bool {
    // A lane has room for so many dots and gaps.
    let a_lane = view.scale.width_px() / (2.0 * DOT_RADIUS_PX + EVENT_GAP_PX) + 3.0;
    let most = ((a_lane * view.limit() as f64) as usize).min(MAX_PACKED_TOGETHER);
    if most < kept.matching() as usize {
        return false;
    }
    let Some((from, to)) = kept.fit(input) else { return false };
    let ms_per_px = (to - from) / view.scale.width_px();
    if ms_per_px * (1.0 + SAME_SCALE) < view.scale.ms_per_px() {
        return false;
    }
    if !kept.together.as_ref().is_some_and(|(packing, _)| packing.is_of(view, ms_per_px, view.limit())) {
        let packed = pack_all(input, view, kept, ms_per_px);
        kept.together = Some((Packing::of(view, ms_per_px, view.limit()), packed));
    }
    let Some((_, Some(packed))) = &kept.together else { return false };
    for band in bands.iter_mut().filter(|band| !band.dense) {
        if let Some((rows, lanes)) = packed.get(band.index as usize) {
            (band.rows, band.lanes) = (rows.clone(), lanes.clone());
        }
    }
    true
}

/// What a packing depends on besides the matches and the grouping.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Packing {
    ms_per_px: f64,
    width_px: f64,
    limit: usize,
    labels_above: bool,
    fonts: [super::FontMetrics; 2],
}

impl Packing {
    pub fn of(view: &View, ms_per_px: f64, limit: usize) -> Packing {
        Packing {
            ms_per_px,
            width_px: view.scale.width_px(),
            limit,
            labels_above: view.viewport.labels_above,
            fonts: [view.viewport.title_font.clone(), view.viewport.claimant_font.clone()],
        }
    }

    pub fn is_of(&self, view: &View, ms_per_px: f64, limit: usize) -> bool {
        self.ms_per_px == ms_per_px
            && self.width_px == view.scale.width_px()
            && self.limit == limit
            && self.labels_above == view.viewport.labels_above
            && self.fonts[0] == view.viewport.title_font
            && self.fonts[1] == view.viewport.claimant_font
    }
}

/// Rows and lanes of a band.
pub(crate) type Lanes = (Vec<u32>, Vec<u32>);

fn pack_all(input: &Input, view: &View, kept: &Kept, ms_per_px: f64) -> Option<Vec<Lanes>> {
    let coarse = |row: &u32| {
        let Slot { from, free } = slot(input, view, *row, ms_per_px);
        // A label without room on the right stands on the left while the whole extent is shown.
        let to = kept.known_fit().map_or(f64::INFINITY, |(_, to)| to);
        let left_px = if to < free && from.is_finite() && !view.viewport.labels_above {
            LABEL_GAP_PX + label_px(input, view, *row)
        } else {
            0.0
        };
        Slot { from: from - left_px * ms_per_px, free }
    };
    let mut left = view.limit();
    let mut packed = Vec::new();
    for rows in all_rows(input, kept) {
        let lanes = lanes::pack(rows.iter().map(coarse), left)?;
        left = left.saturating_sub(lanes.iter().max().map_or(0, |last| *last as usize + 1));
        packed.push((rows, lanes));
    }
    Some(packed)
}

/// The room that a row takes in its lane at a scale.
pub(crate) fn slot(input: &Input, view: &View, row: u32, ms_per_px: f64) -> Slot {
    let bounds = input.bounds(row);
    let (from, to) = bounds.drawn(ms_per_px);
    let label_px = label_px(input, view, row);
    let solid_px = (bounds.earliest_end - bounds.latest_start) / ms_per_px;
    // Hatched, it is read less well there; but what is as long as the window has no room beside it.
    let drawn_px = (to - from) / ms_per_px;
    let inside_px = if view.scale.width_px() < LONG_BAR * drawn_px { drawn_px } else { solid_px };
    let free = if view.viewport.labels_above {
        to.max(bounds.anchor() + label_px * ms_per_px)
    } else if label_px + 2.0 * LABEL_INSET_PX <= inside_px {
        to
    } else {
        to + (LABEL_GAP_PX + label_px) * ms_per_px
    };
    Slot { from, free: free + EVENT_GAP_PX * ms_per_px }
}

pub(super) fn label_px(input: &Input, view: &View, row: u32) -> f64 {
    view.widths.of(row, || {
        let label = (input.label)(row);
        labels::label_width_px(label.title, &label.claimant, &view.title_font, &view.claimant_font)
    })
}

/// Numbers the lanes that have something near the window.
fn keep_lanes(input: &Input, view: &View, band: &mut Band) {
    let lanes = band.lanes.iter().filter(|lane| **lane != NO_LANE).max().map_or(0, |last| *last as usize + 1);
    let mut kept = vec![NO_LANE; lanes];
    let (mut without, mut first_visible, mut last_visible) = (false, lanes, 0);
    for (row, lane) in band.rows.iter().zip(&band.lanes) {
        let bounds = input.bounds(*row);
        match kept.get_mut(*lane as usize) {
            Some(_) if !is_near(&bounds, view) => {}
            Some(kept) => {
                *kept = 0;
                let at = *lane as usize;
                if !(first_visible..=last_visible).contains(&at) && is_visible(&bounds, view) {
                    (first_visible, last_visible) = (first_visible.min(at), last_visible.max(at));
                }
            }
            None => without |= is_visible(&bounds, view),
        }
    }
    leave_out(kept.get_mut(last_visible + 1..));
    leave_out(kept.get_mut(..first_visible));
    let mut next = 0;
    for lane in kept.iter_mut().filter(|lane| **lane != NO_LANE) {
        *lane = next;
        next += 1;
    }
    band.kept = kept;
    band.lanes_kept = next as usize;
    if without {
        band.fullness = usize::MAX / MAX_GROUPS;
    } else if band.fullness == 0 {
        band.fullness = band.lanes_kept + band.strip_lanes();
    }
}

/// Leaves out lanes above or below all marks, where these would be a screen with nothing in it.
fn leave_out(lanes: Option<&mut [u32]>) {
    let lanes = lanes.unwrap_or_default();
    if MAX_EMPTY_LANES < lanes.iter().filter(|lane| **lane != NO_LANE).count() {
        lanes.fill(NO_LANE);
    }
}
