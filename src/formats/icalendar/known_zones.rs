//! Zones that a calendar names and does not define: what offset holds in them since 1990, from two lists.
//!
//! `zones.txt` has a line for zones with the same clocks, `names|eras`, from the IANA time zone database 2026f. An era is
//! `from-to:minutes`, or with summer time `from-to:first,second,onset,onset`: minutes east of UTC at the beginning of a year
//! and between the onsets. An onset is `month.which.weekday.minutes` on the clock until then: the first such weekday is 1, the
//! last one −1, Monday 0. The last era has no end. In years that no era has (when a country changed its rule within a year)
//! the offset is not known. `windows_zones.txt` has the names that Windows has for zones, by the CLDR.

use super::moments::Yearly;
use crate::time::civil::{DAY_MS, civil_from_days};
use std::collections::BTreeMap;

const ZONES: &str = include_str!("zones.txt");
const WINDOWS: &str = include_str!("windows_zones.txt");
const MINUTE_MS: i64 = 60_000;

/// The eras of each zone by its names.
#[derive(Clone, Debug)]
pub(super) struct KnownZones {
    eras: BTreeMap<&'static str, &'static str>,
}

impl KnownZones {
    /// Reads both lists.
    pub fn read() -> KnownZones {
        let lines = ZONES.lines().filter_map(|line| line.split_once('|'));
        let mut eras: BTreeMap<&str, &str> =
            lines.flat_map(|(names, eras)| names.split(' ').map(move |name| (name, eras))).collect();
        for (windows, name) in WINDOWS.lines().filter_map(|line| line.split_once('|')) {
            if let Some(of_zone) = eras.get(name).copied() {
                eras.insert(windows, of_zone);
            }
        }
        KnownZones { eras }
    }

    /// Minutes east of UTC that hold in a zone at a local time; `None` where nothing says. Some programs write an address of
    /// their own before the name.
    pub fn offset(&self, name: &str, local_ms: i64) -> Option<i32> {
        let mut names = std::iter::successors(Some(name), |name| Some(name.split_once('/')?.1));
        offset(names.find_map(|name| self.eras.get(name))?, local_ms)
    }
}

/// Minutes east of UTC that hold at a local time; `None` in years of which the eras say nothing. Of a time that the clocks
/// show twice it is the first one, of one that they leave out the offset before (RFC 5545, section 3.3.5).
fn offset(eras: &str, local_ms: i64) -> Option<i32> {
    let (year, _, _) = civil_from_days(local_ms.div_euclid(DAY_MS));
    let rule = eras.split(' ').find_map(|era| {
        let (years, rule) = era.split_once(':')?;
        let (from, to) = years.split_once('-')?;
        let holds = from.parse::<i64>().ok()? <= year && (to.is_empty() || year <= to.parse().ok()?);
        holds.then_some(rule)
    })?;
    let mut parts = rule.split(',');
    let first: i32 = parts.next()?.parse().ok()?;
    let Some(second) = parts.next() else { return Some(first) };
    let second: i32 = second.parse().ok()?;
    let begins = |onset: &str, skipped: i32| Some(onset_ms(onset, year)? + i64::from(skipped.max(0)) * MINUTE_MS);
    let (from, to) = (begins(parts.next()?, second - first)?, begins(parts.next()?, first - second)?);
    Some(if from <= local_ms && local_ms < to { second } else { first })
}

/// When an onset is in a year, on the clock until then.
fn onset_ms(onset: &str, year: i64) -> Option<i64> {
    let mut parts = onset.split('.');
    let mut next = || parts.next()?.parse::<i64>().ok();
    let (month, which, weekday, minutes) = (next()?, next()?, next()?, next()?);
    let rule = Yearly::weekday(month as u8, which as i8, weekday as u8);
    Some(rule.day(year) * DAY_MS + minutes * MINUTE_MS)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn offsets_are_those_of_the_database() {
        let (mut asked, mut zones) = (0, 0);
        for line in ZONES.lines() {
            let (names, eras) = line.split_once('|').unwrap();
            for name in names.split(' ') {
                // The database of the machine that tests may be older and not have a zone yet.
                let Ok(zone) = TimeZone::get(name) else { continue };
                zones += 1;
                // Rules of later years change from one version to the next.
                for (year, month, hour) in
                    (1990..2024).flat_map(|year| (1..=12).map(move |month| (year, month, year % 24)))
                {
                    let local = date(year, month as i8, (1 + month * 2) as i8).at(hour as i8, 30, 0, 0);
                    let local_ms = local.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond();
                    let Some(minutes) = offset(eras, local_ms) else { continue };
                    let expected = local.to_zoned(zone.clone()).unwrap().offset().seconds() / 60;
                    assert_eq!(minutes, expected, "{name} {local}");
                    asked += 1;
                }
            }
        }
        assert!(300 < zones && 100_000 < asked, "{zones} zones, {asked} times");
    }

    #[test]
    fn the_hours_of_a_change() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let zones = KnownZones::read();
        let noon = 1_400_000_000_000;
        for (name, minutes) in [
            ("W. Europe Standard Time", Some(120)),
            ("/freeassociation.sourceforge.net/Europe/Berlin", Some(120)),
            ("Mars", None),
            ("Europe/", None),
            ("", None),
        ] {
            assert_eq!(zones.offset(name, noon), minutes, "{name}");
        }
        for (year, month, day) in [(2014, 3, 30), (2014, 10, 26), (1995, 9, 24)] {
            for minute in 0..360_i16 {
                let local = date(year, month, day).at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
                let local_ms = local.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond();
                // A time that the clocks leave out is moved on by as much; before it the offset of winter held.
                let expected = berlin.to_ambiguous_timestamp(local).offset();
                let expected = match expected {
                    jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset,
                    jiff::tz::AmbiguousOffset::Gap { before, .. } | jiff::tz::AmbiguousOffset::Fold { before, .. } => {
                        before
                    }
                };
                assert_eq!(zones.offset("Europe/Berlin", local_ms), Some(expected.seconds() / 60), "{local}");
            }
        }
    }

    #[test]
    fn every_windows_name_is_of_a_zone() {
        let zones = KnownZones::read();
        assert_eq!(WINDOWS.lines().count(), zones.eras.keys().filter(|name| !name.contains('/')).count());
    }
}
