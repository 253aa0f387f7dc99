//! Instants and windows → EDTF text.

use super::civil::{CivilTime, days_from_civil, ms_from_days};
use super::span::MAX_INSTANT_MS;

/// The EDTF text of the largest grain, a day or finer, that starts at this very millisecond (since 1970 UTC).
///
/// Reading it back gives `ms` as earliest start: a day (`2014-06-01`), a second (`2014-06-01T10:00:00Z`) or a millisecond
/// (`2014-06-01T10:00:00.250Z`). EDTF has no days in years beyond ±9999: there the text is that of the year (`Y12000`), and
/// gives `ms` back only where it starts that year.
///
/// ```
/// use event_timeline::time::format_instant;
/// assert_eq!(format_instant(0.0), "1970-01-01");
/// assert_eq!(format_instant(1_500.0), "1970-01-01T00:00:01.500Z");
/// ```
pub fn format_instant(ms: f64) -> String {
    let time = CivilTime::from_ms(ms.clamp(-MAX_INSTANT_MS, MAX_INSTANT_MS));
    let (hour, minute, second) = (time.hour, time.minute, time.second);
    if is_long(time.year) {
        return format_year(time.year);
    }
    let day = format!("{}-{:02}-{:02}", format_year(time.year), time.month, time.day);
    match time.millisecond {
        0 if (hour, minute, second) == (0, 0, 0) => day,
        0 => format!("{day}T{hour:02}:{minute:02}:{second:02}Z"),
        millisecond => format!("{day}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z"),
    }
}

/// The EDTF text of the one year, month, day, minute or second that is exactly `[from, to)`, ms since 1970 UTC; `None` where none is.
///
/// ```
/// use event_timeline::time::format_window;
/// const DAY: f64 = 86_400_000.0;
/// assert_eq!(format_window(0.0, 31.0 * DAY).as_deref(), Some("1970-01"));
/// assert_eq!(format_window(0.0, 365.0 * DAY).as_deref(), Some("1970"));
/// assert_eq!(format_window(0.0, 60_000.0).as_deref(), Some("1970-01-01T00:00Z"));
/// assert_eq!(format_window(0.0, 2.0 * DAY), None);
/// ```
pub fn format_window(from: f64, to: f64) -> Option<String> {
    let time = CivilTime::from_ms(from);
    let CivilTime { year, month, day, .. } = time;
    let starts = |year, month, day| ms_from_days(days_from_civil(year, month, day));
    if from == starts(year, 1, 1) && to == starts(year, 13, 1) {
        return Some(format_year(year));
    }
    if is_long(year) {
        return None;
    }
    if from == starts(year, month, 1) && to == starts(year, month + 1, 1) {
        return Some(format!("{}-{month:02}", format_year(year)));
    }
    let is_day = from == starts(year, month, day) && to == starts(year, month, day + 1);
    if is_day {
        return Some(format_instant(from));
    }
    if from != time.to_ms() || time.millisecond != 0 {
        return None;
    }
    let minute = || format!("{}-{month:02}-{day:02}T{:02}:{:02}", format_year(year), time.hour, time.minute);
    if to == from + 1_000.0 {
        return Some(format!("{}:{:02}Z", minute(), time.second));
    }
    (time.second == 0 && to == from + 60_000.0).then(|| minute() + "Z")
}

fn is_long(year: i64) -> bool {
    9_999 < year.abs()
}

fn format_year(year: i64) -> String {
    match (is_long(year), year < 0) {
        (true, _) => format!("Y{year}"),
        (false, true) => format!("-{:04}", -year),
        (false, false) => format!("{year:04}"),
    }
}
