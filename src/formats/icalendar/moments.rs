//! Dates, times, durations and zones (RFC 5545, sections 3.3.4 to 3.3.6, 3.6.5).

use super::known_zones::KnownZones;
use super::lines::Line;
use crate::time::civil::{CivilTime, DAY_MS, civil_from_days, days_from_civil, days_in_month};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A DATE or DATE-TIME.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    /// Days since 1970.
    pub day: i64,
    /// Milliseconds of the day, local; `None` is a DATE.
    pub time_ms: Option<i64>,
    /// Minutes east of UTC; `None` is a floating time.
    pub offset: Option<i32>,
}

const MINUTE_MS: i64 = 60_000;

impl Moment {
    /// Reads `20140610`, `20140610T120000` or `20140610T120000Z`.
    pub fn read(value: &str) -> Option<Moment> {
        let value = value.trim();
        let (date, time) = value.split_once(['T', 't']).map_or((value, None), |(date, time)| (date, Some(time)));
        let day = day(date)?;
        let Some(time) = time else { return Some(Moment { day, time_ms: None, offset: None }) };
        let (time, utc) = time.strip_suffix(['Z', 'z']).map_or((time, false), |time| (time, true));
        if time.len() != 6 {
            return None;
        }
        let (hour, minute, second) = (digits(time, 0, 2)?, digits(time, 2, 2)?, digits(time, 4, 2)?);
        // A leap second is the last one of its minute.
        if 23 < hour || 59 < minute || 60 < second {
            return None;
        }
        let time_ms = ((hour * 60 + minute) * 60 + second.min(59)) * 1000;
        Some(Moment { day, time_ms: Some(time_ms), offset: utc.then_some(0) })
    }

    /// Local milliseconds since 1970.
    pub fn local_ms(self) -> i64 {
        self.day * DAY_MS + self.time_ms.unwrap_or(0)
    }

    /// So much later, on the clock of the same place.
    pub fn plus(self, duration: Duration) -> Moment {
        let ms = (self.local_ms() + duration.ms).div_euclid(1);
        let day = ms.div_euclid(DAY_MS);
        let time_ms = self.time_ms.map(|_| ms.rem_euclid(DAY_MS));
        Moment { day, time_ms, offset: self.offset }
    }

    /// As EDTF text.
    pub fn edtf(self) -> String {
        let (year, month, day) = civil_from_days(self.day);
        let mut text = format!("{year:04}-{month:02}-{day:02}");
        let Some(ms) = self.time_ms else { return text };
        let CivilTime { hour, minute, second, .. } = CivilTime::from_ms(ms as f64);
        text.push_str(&format!("T{hour:02}:{minute:02}:{second:02}"));
        match self.offset {
            None => {}
            Some(0) => text.push('Z'),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                text.push_str(&format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60));
            }
        }
        text
    }
}

fn day(text: &str) -> Option<i64> {
    if text.len() != 8 {
        return None;
    }
    let (year, month, day) = (digits(text, 0, 4)?, digits(text, 4, 2)? as u8, digits(text, 6, 2)? as u8);
    let fits = (1..=12).contains(&month) && 1 <= day && day <= days_in_month(year, month);
    fits.then(|| days_from_civil(year, month, day))
}

fn digits(text: &str, from: usize, count: usize) -> Option<i64> {
    let digits = text.get(from..from + count)?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Duration {
    /// Milliseconds.
    pub ms: i64,
}

impl Duration {
    /// Reads `P1DT2H`, `PT30M`, `P2W`; `None` for what is none or negative.
    pub fn read(value: &str) -> Option<Duration> {
        let value = value.trim();
        let rest = value.strip_prefix('+').unwrap_or(value).strip_prefix('P')?;
        let (mut ms, mut number, mut has_number, mut in_time) = (0i64, 0i64, false, false);
        for letter in rest.chars() {
            let unit = match letter {
                '0'..='9' => {
                    number = number.checked_mul(10)?.checked_add(i64::from(letter as u32 - '0' as u32))?;
                    has_number = true;
                    continue;
                }
                'T' if !in_time && !has_number => {
                    in_time = true;
                    continue;
                }
                'W' if !in_time => 7 * DAY_MS,
                'D' if !in_time => DAY_MS,
                'H' if in_time => 60 * MINUTE_MS,
                'M' if in_time => MINUTE_MS,
                'S' if in_time => 1000,
                _ => return None,
            };
            if !has_number {
                return None;
            }
            ms = ms.checked_add(number.checked_mul(unit)?)?;
            (number, has_number) = (0, false);
        }
        // Ten thousand years are longer than the calendar's four digits.
        (!has_number && ms < 3_660_000 * DAY_MS).then_some(Duration { ms })
    }
}

/// `-0330` as minutes east of UTC; seconds are cut off.
fn offset(value: &str) -> Option<i32> {
    let value = value.trim();
    let (sign, rest) = match value.as_bytes().first()? {
        b'+' => (1, value.get(1..)?),
        b'-' => (-1, value.get(1..)?),
        _ => return None,
    };
    let minutes = digits(rest, 0, 2)? * 60 + digits(rest, 2, 2)?;
    i32::try_from(minutes).ok().filter(|minutes| *minutes < 24 * 60).map(|minutes| sign * minutes)
}

/// One STANDARD or DAYLIGHT part of a zone: from when on which offset holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Observance {
    /// Minutes east of UTC that it brings.
    pub offset: Option<i32>,
    /// Local times at which it begins: its DTSTART and RDATEs.
    pub onsets: Vec<i64>,
    /// The day of each year on which it begins again, if it does.
    pub yearly: Option<Yearly>,
}

/// A rule for one day of each year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Yearly {
    month: u8,
    /// 0 is Monday.
    weekday: u8,
    /// Which such weekday: 1 the first, −1 the last; 0 the first on or after `monthday`.
    which: i8,
    monthday: u8,
    /// Years beyond which it does not hold.
    until: i64,
}

impl Observance {
    /// Takes up a line of the part.
    pub fn add(&mut self, line: &Line<'_>) {
        match line.name.as_str() {
            "TZOFFSETTO" => self.offset = offset(&line.value),
            "DTSTART" => self.onsets.extend(Moment::read(&line.value).map(Moment::local_ms)),
            "RDATE" => self.onsets.extend(line.value.split(',').filter_map(Moment::read).map(Moment::local_ms)),
            "RRULE" => self.yearly = Yearly::read(&line.value),
            _ => {}
        }
    }

    /// The last time its rule makes it begin at or before a local time.
    fn yearly_onset_before(&self, local_ms: i64) -> Option<i64> {
        let (rule, first) = (self.yearly?, self.onsets.first()?);
        let (year, _, _) = civil_from_days(local_ms.div_euclid(DAY_MS));
        let onsets = [year, year - 1].map(|year| (year, rule.day(year) * DAY_MS + first.rem_euclid(DAY_MS)));
        let begun = |(year, onset): &(i64, i64)| *year <= rule.until && first <= onset && *onset <= local_ms;
        onsets.into_iter().find(begun).map(|(_, onset)| onset)
    }
}

impl Yearly {
    /// Reads `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU` and its kin; other rules begin once only.
    fn read(value: &str) -> Option<Yearly> {
        let part = |name: &str| value.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
        if part("FREQ") != Some("YEARLY") {
            return None;
        }
        let month = part("BYMONTH")?.parse().ok().filter(|month| (1..=12).contains(month))?;
        let by_day = part("BYDAY")?;
        let split = by_day.len().checked_sub(2)?;
        let (which, weekday) = (by_day.get(..split)?, by_day.get(split..)?);
        let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|day| *day == weekday)? as u8;
        let monthday = part("BYMONTHDAY").and_then(|days| days.split(',').filter_map(|day| day.parse().ok()).min());
        let which = if which.is_empty() { 0 } else { which.trim_start_matches('+').parse().ok()? };
        let until = part("UNTIL").and_then(|until| digits(until, 0, 4)).unwrap_or(i64::MAX);
        Some(Yearly { month, weekday, which, monthday: monthday.unwrap_or(1), until })
    }

    /// The first (1) to the last (−1) such weekday of a month; 0 is Monday.
    pub fn weekday(month: u8, which: i8, weekday: u8) -> Yearly {
        Yearly { month, weekday, which, monthday: 1, until: i64::MAX }
    }

    /// The day since 1970 on which it falls in a year.
    pub fn day(self, year: i64) -> i64 {
        let weekday_of = |day: i64| (day + 3).rem_euclid(7);
        let wanted = i64::from(self.weekday);
        if self.which < 0 {
            let last = days_from_civil(year, self.month, days_in_month(year, self.month));
            let back = (weekday_of(last) - wanted).rem_euclid(7);
            return last - back + 7 * (i64::from(self.which) + 1);
        }
        let first = days_from_civil(year, self.month, 1) + i64::from(self.monthday) - 1;
        let ahead = (wanted - weekday_of(first)).rem_euclid(7);
        first + ahead + 7 * i64::from(self.which.max(1) - 1)
    }
}

/// Parts of one zone that begin again every year: two in practice, and each is asked about every time of day.
const MAX_YEARLY_PARTS: usize = 64;

/// Zones by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones {
    zones: BTreeMap<String, Zone>,
    /// Those that files name without a word of what they are; read when the first one is asked for.
    known: OnceCell<KnownZones>,
}

/// What a zone's parts say.
#[derive(Clone, Debug, Default)]
struct Zone {
    /// Times at which an offset begins to hold, local, with that offset; ascending.
    onsets: Vec<(i64, i32)>,
    /// Parts that begin again every year.
    yearly: Vec<Observance>,
}

impl Zones {
    /// Adds a zone of the file.
    pub fn add(&mut self, name: String, observances: Vec<Observance>) {
        self.zones.entry(name).or_insert_with(|| Zone::new(observances));
    }

    /// Minutes east of UTC that hold in a zone at a local time; `None` where nothing says.
    pub fn offset(&self, name: &str, local_ms: i64) -> Option<i32> {
        match self.zones.get(name) {
            Some(zone) => zone.offset(local_ms),
            None => fixed_offset(name).or_else(|| self.known.get_or_init(KnownZones::read).offset(name, local_ms)),
        }
    }
}

impl Zone {
    fn new(observances: Vec<Observance>) -> Zone {
        let mut zone = Zone::default();
        for mut part in observances {
            let Some(offset) = part.offset else { continue };
            zone.onsets.extend(part.onsets.iter().map(|onset| (*onset, offset)));
            if part.yearly.is_some() && zone.yearly.len() < MAX_YEARLY_PARTS {
                part.onsets = part.onsets.iter().copied().min().into_iter().collect();
                zone.yearly.push(part);
            }
        }
        zone.onsets.sort_by_key(|(onset, _)| *onset);
        zone
    }

    fn offset(&self, local_ms: i64) -> Option<i32> {
        let begun = self.onsets.partition_point(|(onset, _)| *onset <= local_ms);
        let once = begun.checked_sub(1).and_then(|at| self.onsets.get(at)).copied();
        let yearly = self.yearly.iter().filter_map(|part| Some((part.yearly_onset_before(local_ms)?, part.offset?)));
        let latest = once.into_iter().chain(yearly).max_by_key(|(onset, _)| *onset);
        // Before the first change the zone says nothing; the part that begins first is the nearest there is.
        latest.or_else(|| self.onsets.first().copied()).map(|(_, offset)| offset)
    }
}

/// Zones whose name is their offset: `UTC`, `GMT+3`, `Etc/GMT-3` (which is east of Greenwich, by POSIX's sign).
fn fixed_offset(name: &str) -> Option<i32> {
    let name = name.trim_start_matches('/');
    if matches!(name, "UTC" | "GMT" | "Z" | "Etc/UTC" | "Etc/GMT" | "Etc/Universal" | "Zulu") {
        return Some(0);
    }
    let (rest, sign) = match name.strip_prefix("Etc/GMT") {
        Some(rest) => (rest, -1),
        None => (name.strip_prefix("GMT").or_else(|| name.strip_prefix("UTC"))?, 1),
    };
    let minutes = match rest.get(1..)?.split_once(':') {
        Some((hours, minutes)) => hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?,
        None if rest.len() == 5 => offset(rest)?.abs(),
        None => rest.get(1..)?.parse::<i32>().ok()?.checked_mul(60)?,
    };
    let sign = match rest.as_bytes().first()? {
        b'+' => sign,
        b'-' => -sign,
        _ => return None,
    };
    (minutes <= 14 * 60).then_some(sign * minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_durations() {
        for (value, text) in [
            ("20140610", Some("2014-06-10")),
            ("20140610T120000Z", Some("2014-06-10T12:00:00Z")),
            ("20140610T120060", Some("2014-06-10T12:00:59")),
            ("20140631", None),
            ("20140610T250000", None),
            ("2014-06-10", None),
        ] {
            assert_eq!(Moment::read(value).map(Moment::edtf).as_deref(), text, "{value}");
        }
        for (value, ms) in [
            ("P1D", Some(86_400_000)),
            ("PT1H30M", Some(5_400_000)),
            ("P1W", Some(604_800_000)),
            ("P", Some(0)),
            ("-P1D", None),
            ("P1M", None),
            ("P1", None),
        ] {
            assert_eq!(Duration::read(value).map(|duration| duration.ms), ms, "{value}");
        }
        let late = Moment::read("20141231T233000").unwrap().plus(Duration::read("PT1H").unwrap());
        assert_eq!(late.edtf(), "2015-01-01T00:30:00");
    }

    #[test]
    fn zones_change_twice_a_year() {
        let part = |start: &str, to: &str, rule: &str| {
            let mut part = Observance::default();
            for (name, value) in [("DTSTART", start), ("TZOFFSETTO", to), ("RRULE", rule)] {
                part.add(&Line { at: 0, name: name.to_owned(), parameters: Vec::new(), value: value.into() });
            }
            part
        };
        let mut zones = Zones::default();
        let berlin = vec![
            part("19700329T020000", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
            part("19701025T030000", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
        ];
        zones.add("Berlin".to_owned(), berlin);
        for (local, minutes) in [
            ("20140329T235959", 60),
            ("20140330T030000", 120),
            ("20141025T235959", 120),
            ("20141026T040000", 60),
            ("20140101T000000", 60),
            ("19690101T000000", 120),
        ] {
            let local = Moment::read(local).unwrap();
            assert_eq!(zones.offset("Berlin", local.local_ms()), Some(minutes), "{local:?}");
        }
        let offsets = ["UTC", "Etc/GMT-3", "GMT+03:30", "Mars", "Asia/Tehran"].map(|name| zones.offset(name, 0));
        assert_eq!(offsets, [Some(0), Some(180), Some(210), None, None]);
        assert_eq!(zones.offset("Asia/Tehran", 1_700_000_000_000), Some(210));
    }
}
