//! The labelled lines of the axis: aligned to civil dates (proleptic Gregorian, UTC), from milliseconds to eons.

use super::scale::Scale;
use super::{Tick, TickUnit};
use crate::time::civil::{
    CivilTime, DAY_MS, YEAR_LIMIT, civil_from_days, days_from_civil, days_in_month, ms_from_days,
};

/// The least distance between two ticks that can be asked for, in CSS pixels.
pub const MIN_TICK_GAP_PX: f64 = 8.0;
/// The share of the distance asked for that unequal months and years may leave between two ticks.
pub const TICK_GAP_SLACK: f64 = 0.75;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Mean Gregorian month and year, only to choose a step by.
const MONTH_MS: f64 = 2_629_746_000.0;
const YEAR_MS: f64 = 31_556_952_000.0;

const LADDER: [(TickUnit, f64, &[i64]); 6] = [
    (TickUnit::Millisecond, 1.0, &[1, 2, 5, 10, 20, 50, 100, 200, 500]),
    (TickUnit::Second, SECOND_MS as f64, &[1, 2, 5, 10, 15, 30]),
    (TickUnit::Minute, MINUTE_MS as f64, &[1, 2, 5, 10, 15, 30]),
    (TickUnit::Hour, HOUR_MS as f64, &[1, 2, 3, 6, 12]),
    (TickUnit::Day, DAY_MS as f64, &[1, 2, 5, 10, 15]),
    (TickUnit::Month, MONTH_MS, &[1, 3, 6]),
];
/// Steps of years go from 1 to 5·10¹⁵, more than a window of one pixel needs.
const YEAR_DECADES: u32 = 15;

/// A civil moment and the time it stands for.
struct Moment {
    time: f64,
    year: i64,
    month: u8,
    day: u8,
    /// Milliseconds since midnight.
    of_day: i64,
}

/// Ticks from the last one at or before the left edge (its label can stick there) to the right edge.
///
/// They stand at least `gap_px` apart, less [`TICK_GAP_SLACK`] where months and years are of unequal length. Years are
/// round in the reader's count: 500 BCE, 1 CE, 500 CE (astronomical −499, 1, 500).
pub fn ticks(scale: &Scale, gap_px: f32) -> Vec<Tick> {
    let gap_px = f64::from(gap_px).max(MIN_TICK_GAP_PX);
    let (from, to) = (scale.time(0.0), scale.time(scale.width_px()));
    // Steps finer than the numbers can tell apart would repeat a tick.
    let resolution_ms = 4.0 * from.abs().max(to.abs()) * f64::EPSILON;
    let (unit, step) = choose_step((gap_px * scale.ms_per_px()).max(resolution_ms));
    let moments = match unit {
        TickUnit::Year => year_moments(from, to, step),
        TickUnit::Month => month_moments(from, to, step),
        TickUnit::Day => day_moments(from, to, step),
        TickUnit::Hour => clock_moments(from, to, step * HOUR_MS),
        TickUnit::Minute => clock_moments(from, to, step * MINUTE_MS),
        TickUnit::Second => clock_moments(from, to, step * SECOND_MS),
        TickUnit::Millisecond => clock_moments(from, to, step),
    };
    let mut ticks: Vec<Tick> = Vec::with_capacity(moments.len());
    for moment in &moments {
        if ticks.last().is_some_and(|last| moment.time <= last.time) {
            continue;
        }
        if moment.time <= from {
            ticks.clear();
        }
        ticks.push(tick(moment, scale, unit, step));
    }
    ticks
}

/// The civil date of any time, as a tick at its place that is exact to `step` units.
pub(crate) fn tick_at(time: f64, scale: &Scale, unit: TickUnit, step: i64) -> Tick {
    let CivilTime { year, month, day, hour, minute, second, millisecond } = CivilTime::from_ms(time);
    let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
    let of_day = seconds * SECOND_MS + i64::from(millisecond);
    tick(&Moment { time, year, month, day, of_day }, scale, unit, step)
}

fn tick(moment: &Moment, scale: &Scale, unit: TickUnit, step: i64) -> Tick {
    let of_day = moment.of_day;
    Tick {
        x_px: scale.px(moment.time) as f32,
        time: moment.time,
        unit,
        step: step as f64,
        major: is_major(moment, unit, step),
        year: moment.year as f64,
        month: moment.month,
        day: moment.day,
        hour: (of_day / HOUR_MS) as u8,
        minute: (of_day % HOUR_MS / MINUTE_MS) as u8,
        second: (of_day % MINUTE_MS / SECOND_MS) as u8,
        millisecond: (of_day % SECOND_MS) as u16,
    }
}

fn is_major(moment: &Moment, unit: TickUnit, step: i64) -> bool {
    match unit {
        TickUnit::Year => is_round_year(moment.year, step),
        TickUnit::Month => moment.month == 1,
        TickUnit::Day => moment.day == 1,
        TickUnit::Hour | TickUnit::Minute => moment.of_day == 0,
        TickUnit::Second => moment.of_day % MINUTE_MS == 0,
        TickUnit::Millisecond => moment.of_day % SECOND_MS == 0,
    }
}

/// The era's first year, or one with a further zero: 10s among ones and twos, 50s among fives, and so on by tens.
fn is_round_year(year: i64, step: i64) -> bool {
    let mut power = 1;
    while power <= step / 10 {
        power *= 10;
    }
    let larger = if step / power == 5 { 50 * power } else { 10 * power };
    let counted = if year < 1 { 1 - year } else { year };
    year == 1 || counted % larger == 0
}

fn choose_step(least_ms: f64) -> (TickUnit, i64) {
    for (unit, unit_ms, steps) in LADDER {
        if let Some(step) = steps.iter().find(|step| least_ms <= **step as f64 * unit_ms) {
            return (unit, *step);
        }
    }
    let mut step = 1;
    for _ in 0..=YEAR_DECADES {
        for factor in [1, 2, 5] {
            if least_ms <= (step * factor) as f64 * YEAR_MS {
                return (TickUnit::Year, step * factor);
            }
        }
        step *= 10;
    }
    (TickUnit::Year, step)
}

/// The reader's round years: multiples of `step` either side of the era's beginning, which is a tick itself.
fn year_moments(from: f64, to: f64, step: i64) -> Vec<Moment> {
    let first = CivilTime::from_ms(from).year.div_euclid(step) - 1;
    let year_of = |k: i64| match k {
        _ if step == 1 => k,
        0 => 1,
        _ if k < 0 => 1 + k * step,
        _ => k * step,
    };
    // The years 1 and 2 would stand only half a step apart.
    let apart = |k: &i64| !(step == 2 && *k == 1);
    (first..).filter(apart).map(|k| civil_moment(year_of(k), 1, 1)).take_while(|m| m.time <= to).collect()
}

fn month_moments(from: f64, to: f64, step: i64) -> Vec<Moment> {
    let CivilTime { year, month, .. } = CivilTime::from_ms(from);
    let first = (year * 12 + i64::from(month) - 1).div_euclid(step);
    let moment = |k: i64| civil_moment((k * step).div_euclid(12), (k * step).rem_euclid(12) as u8 + 1, 1);
    (first..).map(moment).take_while(|m| m.time <= to).collect()
}

/// Days 1, 1 + step, … of each month; one too near the next month's first is left out.
fn day_moments(from: f64, to: f64, step: i64) -> Vec<Moment> {
    let CivilTime { year, month, .. } = CivilTime::from_ms(from);
    let mut moments = Vec::new();
    for index in year * 12 + i64::from(month) - 1.. {
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u8 + 1);
        if to < ms_from_days(days_from_civil(year, month, 1)) {
            break;
        }
        let length = i64::from(days_in_month(year, month));
        let mut day = 1;
        while day == 1 || (day <= length && TICK_GAP_SLACK * step as f64 <= (length + 1 - day) as f64) {
            moments.push(civil_moment(year, month, day as u8));
            day += step;
        }
    }
    moments.retain(|moment| moment.time <= to);
    moments
}

/// Multiples of a period that divides the day.
fn clock_moments(from: f64, to: f64, period_ms: i64) -> Vec<Moment> {
    let first = (from / period_ms as f64).floor() as i128;
    let moment = |k: i128| {
        let time = k * i128::from(period_ms);
        let (day, of_day) = (time.div_euclid(i128::from(DAY_MS)), time.rem_euclid(i128::from(DAY_MS)));
        let (year, month, day) = civil_from_days(day as i64);
        Moment { time: time as f64, year, month, day, of_day: of_day as i64 }
    };
    (first..).map(moment).take_while(|m| m.time <= to).collect()
}

fn civil_moment(year: i64, month: u8, day: u8) -> Moment {
    // Years beyond the calendar's are beyond the window too, and only say where the axis comes from.
    let time = if year.abs() < YEAR_LIMIT {
        ms_from_days(days_from_civil(year, month, day))
    } else {
        (year - 1970) as f64 * YEAR_MS
    };
    Moment { time, year, month, day, of_day: 0 }
}
