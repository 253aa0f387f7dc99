//! Numbers as tables write them: `1234.5`, `1,234.5`, and `1.234,5` where a file writes a decimal comma.
//!
//! `1.200` is twelve hundred in one file and 1.2 in another: what the other numbers of the file say decides for all.

use super::date_column;

/// A number; a decimal comma, or a decimal point. Between thousands the other sign may stand, or a blank.
///
/// A code such as `007` is none.
pub(in super::super) fn number(text: &str, comma: bool) -> Option<f64> {
    let (decimal, thousands) = if comma { (',', '.') } else { ('.', ',') };
    if !text.starts_with(|first: char| first == '-' || first == '.' || first.is_ascii_digit()) {
        return None;
    }
    let has_marks = text.bytes().any(|byte| matches!(byte, b',' | b' ' | b'\'' | 0x80..) || comma && byte == b'.');
    if !has_marks {
        return date_column::number(text);
    }
    let (whole, fraction) = text.split_once(decimal).map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_mark = |letter: char| letter == thousands || matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'');
    let mut groups = whole.split(is_mark);
    let mut plain = groups.next()?.to_owned();
    let first = plain.trim_start_matches('-').len();
    let mut is_grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        is_grouped = true;
        plain.push_str(group);
    }
    if is_grouped && !(1..=3).contains(&first) {
        return None;
    }
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    let is_number = plain.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    date_column::number(&plain).filter(|_| is_number && !plain.ends_with('.'))
}

/// What the numbers of a column say of the decimal sign.
#[derive(Clone, Debug, Default)]
pub(super) struct Decimals {
    /// Cells that are numbers with a decimal comma and not with a point.
    commas: usize,
    /// Cells that are numbers with a decimal point and not with a comma.
    points: usize,
    /// Cells whose point may part thousands as well as decimals.
    either: usize,
}

impl Decimals {
    /// Looks at so many more cells of one text.
    pub fn add(&mut self, cell: &str, cells: usize) {
        if memchr::memchr2(b'.', b',', cell.as_bytes()).is_none() {
            return;
        }
        match (number(cell, false), number(cell, true)) {
            (Some(_), None) => self.points += cells,
            (None, Some(_)) => self.commas += cells,
            (Some(point), Some(comma)) if point.abs() < comma.abs() => self.either += cells,
            _ => {}
        }
    }

    /// Whether any cell has a decimal sign for sure.
    pub fn has_any(&self) -> bool {
        0 < self.commas + self.points
    }

    /// Whether nothing in a file tells what its points part, and this column has some.
    pub fn is_doubtful<'d>(&self, mut others: impl Iterator<Item = &'d Decimals>) -> bool {
        0 < self.either && !others.any(Decimals::has_any)
    }

    /// Whether a file writes decimal commas: a column of numbers has them, and none has points.
    pub fn have_commas<'d>(columns: impl Iterator<Item = (&'d Decimals, bool)>) -> bool {
        let (mut commas, mut points) = (0, 0);
        for (column, _) in columns.filter(|(_, is_numbers)| *is_numbers) {
            commas += column.commas;
            points += column.points;
        }
        0 < commas && points == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_points_and_commas() {
        for (text, point, comma) in [
            ("1234.5", Some(1234.5), None),
            ("1,234.5", Some(1234.5), None),
            ("1.234,5", None, Some(1234.5)),
            ("36,34", None, Some(36.34)),
            ("1.200", Some(1.2), Some(1200.0)),
            ("1,200", Some(1200.0), Some(1.2)),
            ("1.000.000,00", None, Some(1e6)),
            ("-1 234", Some(-1234.0), Some(-1234.0)),
            ("12,34,56", None, None),
            ("1234,567.5", None, None),
            ("007", None, None),
            ("1,", None, None),
            ("7", Some(7.0), Some(7.0)),
            ("1e3", Some(1000.0), Some(1000.0)),
            ("-.5", Some(-0.5), None),
            ("inf", None, None),
        ] {
            assert_eq!((number(text, false), number(text, true)), (point, comma), "{text}");
        }
    }

    #[test]
    fn one_column_tells_for_all() {
        let column = |cells: &[&str]| {
            let mut decimals = Decimals::default();
            cells.iter().for_each(|cell| decimals.add(cell, 1));
            decimals
        };
        let (plain, commas, points) = (column(&["1.200"]), column(&["36,34"]), column(&["36.34"]));
        let have = |columns: &[&Decimals]| Decimals::have_commas(columns.iter().map(|column| (*column, true)));
        let doubtful = |columns: &[&Decimals]| plain.is_doubtful(columns.iter().copied());
        assert!(doubtful(&[&plain]) && !doubtful(&[&plain, &commas]) && !doubtful(&[&plain, &points]));
        for sure in [&["1,200", "12"][..], &["1.200", "0.125"], &["-1,200"]] {
            let sure = column(sure);
            assert!(!sure.is_doubtful([&sure].into_iter()), "{sure:?}");
        }
        let below = column(&["-1.200"]);
        assert!(below.is_doubtful([&below].into_iter()));
        assert!(have(&[&plain, &commas]) && !have(&[&plain]) && !have(&[&commas, &points]));
    }
}
