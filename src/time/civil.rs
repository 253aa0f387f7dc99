//! Day numbers ↔ years, months and days of the proleptic Gregorian calendar, in which the year 0 exists (it is 1 BCE).
//!
//! The arithmetic counts days from the 1st of March of year 0, so that a leap day ends its year, in eras of 400 years of
//! equal length: see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// Years beyond ± this are taken as this: the arithmetic stays far from the ends of its integers.
pub const YEAR_LIMIT: i64 = 4_000_000_000_000;

const ERA_DAYS: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;
const DAY_LIMIT: i64 = YEAR_LIMIT * 366;

/// Whether the year has a 29th of February.
///
/// ```
/// use event_timeline::time::civil::is_leap_year;
/// assert!(is_leap_year(0) && is_leap_year(-4) && is_leap_year(2000) && !is_leap_year(1900));
/// ```
pub fn is_leap_year(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// Days of a month (1 to 12); 0 for any other month.
pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days from 1970-01-01 to the day given.
///
/// Months and days out of range carry over: month 13 is January of the next year, day 0 the last of the month before.
///
/// ```
/// use event_timeline::time::civil::days_from_civil;
/// assert_eq!(days_from_civil(1970, 1, 1), 0);
/// assert_eq!(days_from_civil(0, 1, 1), -719_528);
/// assert_eq!(days_from_civil(2014, 13, 1), days_from_civil(2015, 1, 1));
/// ```
pub fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let since_march = i64::from(month) - 3;
    let year = year.clamp(-YEAR_LIMIT, YEAR_LIMIT) + since_march.div_euclid(12);
    let month = since_march.rem_euclid(12);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    year.div_euclid(400) * ERA_DAYS + day_of_era - EPOCH_DAYS
}

/// Year, month and day of the day that many days after 1970-01-01.
///
/// ```
/// use event_timeline::time::civil::civil_from_days;
/// assert_eq!(civil_from_days(-1), (1969, 12, 31));
/// ```
pub fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let days = days.clamp(-DAY_LIMIT, DAY_LIMIT) + EPOCH_DAYS;
    let day_of_era = days.rem_euclid(ERA_DAYS);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * since_march + 2) / 5 + 1;
    let month = if since_march < 10 { since_march + 3 } else { since_march - 9 };
    let year = days.div_euclid(ERA_DAYS) * 400 + year_of_era + i64::from(month < 3);
    (year, month as u8, day as u8)
}

/// Milliseconds since 1970 UTC at which the day that many days after 1970-01-01 begins, to the nearest `f64`.
pub fn ms_from_days(days: i64) -> f64 {
    (i128::from(days) * i128::from(DAY_MS)) as f64
}

/// An instant taken apart, UTC.
///
/// ```
/// use event_timeline::time::civil::CivilTime;
/// let time = CivilTime::from_ms(-1.0);
/// assert_eq!((time.year, time.month, time.day, time.millisecond), (1969, 12, 31, 999));
/// assert_eq!(time.to_ms(), -1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilTime {
    /// Astronomical year: 0 is 1 BCE.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 0 to 999.
    pub millisecond: u16,
}

impl CivilTime {
    /// The instant that many milliseconds after 1970-01-01T00:00Z; fractions are cut off downwards.
    ///
    /// NaN is read as 0, and instants beyond the years ±[`YEAR_LIMIT`] as the nearest there is.
    pub fn from_ms(ms: f64) -> CivilTime {
        let limit = ms_from_days(DAY_LIMIT);
        let ms = ms.floor().clamp(-limit, limit) as i128;
        let days = ms.div_euclid(i128::from(DAY_MS)) as i64;
        let of_day = ms.rem_euclid(i128::from(DAY_MS)) as i64;
        let (year, month, day) = civil_from_days(days);
        CivilTime {
            year,
            month,
            day,
            hour: (of_day / 3_600_000) as u8,
            minute: (of_day / 60_000 % 60) as u8,
            second: (of_day / 1_000 % 60) as u8,
            millisecond: (of_day % 1_000) as u16,
        }
    }

    /// Milliseconds since 1970-01-01T00:00Z, to the nearest `f64`; parts out of range carry over.
    pub fn to_ms(&self) -> f64 {
        let days = days_from_civil(self.year, self.month, self.day);
        let minutes = i64::from(self.hour) * 60 + i64::from(self.minute);
        let of_day = (minutes * 60 + i64::from(self.second)) * 1_000 + i64::from(self.millisecond);
        (i128::from(days) * i128::from(DAY_MS) + i128::from(of_day)) as f64
    }
}
