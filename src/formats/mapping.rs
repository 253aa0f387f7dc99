//! What the columns of a table mean: worked out, or said by a reader; as data and as one line of text.
//!
//! The line is the same in the attribute `mapping`, in a permalink and on the command line: `Column=role` for each
//! column that is not to be as it was recognised, joined by `;`. A date's format or a list's separator follows the role
//! after a `:`, `none` where a cell is one value. In names and separators `%`, `;`, `=` and `:` are percent-encoded, and so may any other character be.

use super::named::named;
use serde::Serialize;
use std::fmt;

named! {
    /// What a column means for an event.
    #[derive(Default)]
    Role {
        /// Nothing: the column is left out. Also written `-`.
        Ignore = "ignore",
        /// The event's title.
        Title = "title",
        /// What happened, in a paragraph.
        Description = "description",
        /// Its id.
        Id = "id",
        /// The whole date.
        Date = "date",
        /// The start.
        Start = "start",
        /// The end.
        End = "end",
        /// The date in the source's own words.
        DateText = "date-text",
        /// The year of the start, or of the whole date.
        Year = "year",
        /// Its month, a number or an English name.
        Month = "month",
        /// Its day.
        Day = "day",
        /// Its time of day.
        Time = "time",
        /// The year of the end.
        EndYear = "end-year",
        /// Its month.
        EndMonth = "end-month",
        /// Its day.
        EndDay = "end-day",
        /// Its time of day.
        EndTime = "end-time",
        /// How exact a date is, in UCDP's codes: 1 the day, 2 some days, 3 a week, 4 a month, 5 a year; the dates say which.
        PrecisionUcdp = "precision-ucdp",
        /// The same in ACLED's codes: 1 the day, 2 the week, 3 the month around the date.
        PrecisionAcled = "precision-acled",
        /// The same in Wikidata's codes: 11 the day, 10 the month, 9 the year, 8 the decade, 7 the century.
        PrecisionWikidata = "precision-wikidata",
        /// The name of a place.
        Place = "place",
        /// Degrees north.
        Latitude = "latitude",
        /// Degrees east.
        Longitude = "longitude",
        /// Who says so.
        Claimant = "claimant",
        /// How sure they are.
        Status = "status",
        /// Where it is written.
        Citation = "citation",
        /// An address to read on.
        Link = "link",
        /// The address of a picture or recording.
        Media = "media",
        /// What it shows.
        MediaCaption = "media-caption",
        /// Whose work it is.
        MediaCredit = "media-credit",
        /// What it shows, for those who do not see it.
        MediaAlt = "media-alt",
        /// The id of the event that this one is a part of.
        PartOf = "part-of",
        /// Whether the row is an event at all: `title` (the set's own title) and `era` are none.
        RowType = "row-type",
        /// A field of names: filtered and counted.
        #[default]
        Category = "category",
        /// A field of numbers.
        Number = "number",
        /// A field of prose: searched.
        Text = "text",
        /// A field of addresses.
        Address = "address",
    }
}

impl Role {
    /// Whether a set has at most one such column that counts: further ones become fields.
    pub fn is_single(self) -> bool {
        use Role::{Address, Category, Citation, Ignore, Link, Number, PrecisionWikidata, Text};
        !matches!(self, Ignore | Category | Number | Text | Address | Link | Citation | PrecisionWikidata)
    }

    /// Whether the cells are dates, written by a [`DateFormat`].
    pub fn is_date(self) -> bool {
        matches!(self, Role::Date | Role::Start | Role::End)
    }

    /// Whether the cells are numbers that may have a fraction.
    pub fn is_number(self) -> bool {
        matches!(self, Role::Number | Role::Latitude | Role::Longitude)
    }

    /// Whether a cell may hold a list.
    pub fn is_list(self) -> bool {
        matches!(self, Role::Category | Role::Claimant | Role::Place | Role::Citation | Role::Link)
    }
}

named! {
    /// How a column writes its dates.
    #[derive(Default)]
    DateFormat {
        /// EDTF and ISO 8601: `2014-06-10`, `2014-06`, `2014`, `2014-06-10T12:00Z`, `2014-06~`; a blank may stand for the `T`.
        #[default]
        Edtf = "edtf",
        /// Year, month, day with any separator or none: `2014/6/10`, `20140610`.
        YearMonthDay = "year-month-day",
        /// Day, month, year: `10/6/2014`, `10.06.2014`.
        DayMonthYear = "day-month-year",
        /// Month, day, year: `6/10/2014`.
        MonthDayYear = "month-day-year",
        /// Day and month cannot be told apart: either.
        DayOrMonthFirst = "day-or-month-first",
        /// In words: `10 June 2014`, `1er janvier 1793`, `Jun 2014`, `21–22 August 2014`, `c. 1850`, `490 BC`, `1920s`.
        MonthName = "month-name",
        /// Milliseconds since 1970 UTC.
        Milliseconds = "milliseconds",
        /// Seconds since 1970 UTC.
        Seconds = "seconds",
        /// Days since 30 December 1899, as spreadsheets count them: `41800` is 10 June 2014.
        SpreadsheetDays = "spreadsheet-days",
    }
}

impl DateFormat {
    /// A date as it is written in this format; `None` for EDTF, whose parser says more of what it expected.
    pub(super) fn example(self) -> Option<&'static str> {
        match self {
            DateFormat::Edtf => None,
            DateFormat::YearMonthDay => Some("2014/12/31"),
            DateFormat::DayMonthYear | DateFormat::DayOrMonthFirst => Some("31/12/2014"),
            DateFormat::MonthDayYear => Some("12/31/2014"),
            DateFormat::MonthName => Some("31 December 2014"),
            DateFormat::Milliseconds => Some("1420000000000"),
            DateFormat::Seconds => Some("1420000000"),
            DateFormat::SpreadsheetDays => Some("41800"),
        }
    }
}

named! {
    /// What the times of day in a column of dates say.
    #[derive(Default)]
    Times {
        /// Nothing: there are none, or all are midnight, which is how days are written where a time must be.
        #[default]
        None = "none",
        /// So many are midnight that those are days, and the others times.
        Some = "some",
        /// All are times.
        All = "all",
    }
}

/// What stands between the values of a list in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Nothing: what a cell holds is one value, whatever signs are in it. Written `none`.
    None,
    /// A character.
    Character(char),
}

impl Separator {
    const NONE: &str = "none";

    /// The character, if it is one.
    pub fn character(self) -> Option<char> {
        match self {
            Separator::None => None,
            Separator::Character(letter) => Some(letter),
        }
    }

    fn parse(text: &str) -> Option<Separator> {
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Some(Separator::Character(letter)),
            _ => (text == Self::NONE).then_some(Separator::None),
        }
    }
}

impl fmt::Display for Separator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Separator::None => f.write_str(Self::NONE),
            Separator::Character(letter) => write!(f, "{letter}"),
        }
    }
}

impl Serialize for Separator {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The sign before the decimals of a number; the other one parts thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalSign {
    /// `1.234,5`
    Comma,
    /// `1,234.5`
    Point,
}

impl DecimalSign {
    /// Its name in a mapping.
    pub fn name(self) -> &'static str {
        match self {
            DecimalSign::Comma => "comma",
            DecimalSign::Point => "point",
        }
    }

    fn parse(name: &str) -> Option<DecimalSign> {
        [DecimalSign::Comma, DecimalSign::Point].into_iter().find(|sign| sign.name() == name)
    }
}

/// What one column means.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnMapping {
    /// Its name in the header.
    pub name: String,
    /// What it means.
    pub role: Role,
    /// How its dates are written, for a column of dates; worked out where it is not said.
    pub date_format: Option<DateFormat>,
    /// What the times of day of its dates say. Always worked out.
    pub times: Times,
    /// Years of its dates have two digits. Always worked out.
    pub short_years: bool,
    /// Whether the points of its numbers part thousands or decimals, nothing in the table tells. Always worked out.
    pub doubtful_points: bool,
    /// Its numbers have a decimal comma: as is said, or as those of the whole table. Always worked out.
    pub decimal_comma: bool,
    /// The decimal sign of its numbers, where it is said.
    pub decimal_sign: Option<DecimalSign>,
    /// What stands between the values of a list in one cell; worked out where it is not said.
    pub separator: Option<Separator>,
}

/// What columns of a table mean: all of them from left to right, as recognised, or those about which somebody has said.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mapping {
    /// One entry a column.
    pub columns: Vec<ColumnMapping>,
}

/// A part of a mapping's text that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingProblem {
    /// The part, as written.
    pub part: String,
    /// What was found and what was expected.
    pub message: String,
}

impl Mapping {
    /// Reads a mapping from its text. What is wrong is a problem, and the rest still applies.
    ///
    /// ```
    /// use event_timeline::formats::{DateFormat, Mapping, Role};
    /// let (mapping, problems) = Mapping::parse("Date=start:day-month-year; Internal=-; Who%3F=categry");
    /// assert_eq!((mapping.columns[0].role, mapping.columns[0].date_format), (Role::Start, Some(DateFormat::DayMonthYear)));
    /// assert_eq!(mapping.columns[1].role, Role::Ignore);
    /// assert_eq!(problems[0].part, "Who%3F=categry");
    /// assert_eq!(mapping.to_string(), "Date=start:day-month-year; Internal=-");
    /// ```
    pub fn parse(text: &str) -> (Mapping, Vec<MappingProblem>) {
        let (mut mapping, mut problems) = (Mapping::default(), Vec::new());
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            match parse_part(part) {
                Ok(column) => mapping.columns.push(column),
                Err(message) => problems.push(MappingProblem { part: part.to_owned(), message }),
            }
        }
        (mapping, problems)
    }

    /// The first column of a role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    /// Columns in which day and month cannot be told apart: the reader should say.
    pub fn ambiguous(&self) -> impl Iterator<Item = &ColumnMapping> {
        self.columns.iter().filter(|column| column.date_format == Some(DateFormat::DayOrMonthFirst))
    }
}

fn parse_part(part: &str) -> Result<ColumnMapping, String> {
    let (name, meaning) = part.split_once('=').ok_or_else(|| format!("`{part}`: expected `Column=role`"))?;
    let (role, detail) = match meaning.split_once(':') {
        Some((role, detail)) => (role.trim(), Some(detail.trim())),
        None => (meaning.trim(), None),
    };
    let found = if role == "-" { Some(Role::Ignore) } else { Role::parse(role) };
    let role = found.ok_or_else(|| {
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        format!("`{role}` is no role; expected `-` or one of {}", names.join(", "))
    })?;
    let mut column = ColumnMapping { name: decode(name.trim()), role, ..ColumnMapping::default() };
    match detail.filter(|detail| !detail.is_empty()) {
        Some(detail) if role.is_date() => {
            column.date_format = Some(DateFormat::parse(detail).ok_or_else(|| {
                let names: Vec<&str> = DateFormat::ALL.iter().map(|format| format.name()).collect();
                format!("`{detail}` is no date format; expected one of {}", names.join(", "))
            })?);
        }
        Some(detail) if role.is_list() => {
            let separator = decode(detail);
            let found = Separator::parse(&separator);
            column.separator = Some(found.ok_or_else(|| {
                format!("`{separator}` is no separator; expected one character, or `none` where a cell is one value")
            })?);
        }
        Some(detail) if role.is_number() => {
            let found = DecimalSign::parse(detail);
            column.decimal_sign =
                Some(found.ok_or_else(|| format!("`{detail}` is no decimal sign; expected `comma` or `point`"))?);
        }
        Some(detail) => {
            return Err(format!(
                "`{detail}`: the role `{role}` has neither date format, nor separator, nor decimal sign"
            ));
        }
        None => {}
    }
    Ok(column)
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, column) in self.columns.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "; " })?;
            encode(&column.name, f)?;
            f.write_str(if column.role == Role::Ignore { "=-" } else { "=" })?;
            if column.role != Role::Ignore {
                f.write_str(column.role.name())?;
            }
            if let Some(format) = column.date_format.filter(|_| column.role.is_date()) {
                write!(f, ":{format}")?;
            }
            if let Some(separator) = column.separator.filter(|_| column.role.is_list()) {
                f.write_str(":")?;
                encode(&separator.to_string(), f)?;
            }
            if let Some(sign) = column.decimal_sign.filter(|_| column.role.is_number()) {
                write!(f, ":{}", sign.name())?;
            }
        }
        Ok(())
    }
}

/// Writes what could be taken for a sign of the mapping, or be trimmed, percent-encoded.
fn encode(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (first, last) = (0, text.chars().next_back().map_or(0, |letter| text.len() - letter.len_utf8()));
    let mut bytes = [0; 4];
    for (at, letter) in text.char_indices() {
        let is_edge = (at == first || at == last) && letter.is_whitespace();
        if is_edge || letter.is_control() || matches!(letter, '%' | ';' | '=' | ':') {
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                write!(f, "%{byte:02X}")?;
            }
        } else {
            write!(f, "{letter}")?;
        }
    }
    Ok(())
}

/// The text without percent-encoding; a `%` that encodes nothing stands for itself.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = |at: usize| after.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (byte, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, role: Role) -> ColumnMapping {
        ColumnMapping { name: name.to_owned(), role, ..ColumnMapping::default() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let names = ["Date", "", " a ", "a;b=c:d%", "%41", "Fecha de início", "\u{1F9F1}\n", "x\u{85}", "\u{3000}é"];
        for name in names {
            for &role in Role::ALL {
                let formats = DateFormat::ALL.iter().map(|format| Some(*format)).chain([None]);
                for date_format in formats.filter(|format| role.is_date() || format.is_none()) {
                    let characters = [';', '|', '\n', '%', '、', ' '].map(Separator::Character);
                    for separator in [None, Some(Separator::None)].into_iter().chain(characters.map(Some)) {
                        let separator = separator.filter(|_| role.is_list());
                        let decimal_sign = Some(DecimalSign::Comma).filter(|_| role.is_number() && name.is_empty());
                        let one = ColumnMapping { date_format, separator, decimal_sign, ..column(name, role) };
                        let mapping = Mapping { columns: vec![one, column("other", Role::Ignore)] };
                        let text = mapping.to_string();
                        assert_eq!(Mapping::parse(&text), (mapping, Vec::new()), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_holds() {
        let (mapping, problems) =
            Mapping::parse(";; A=title ;b;C=date:never;D=title:x;E=category:ab;G=number:colon;F = start : seconds ;");
        assert_eq!(mapping.columns.len(), 2);
        assert_eq!(
            (mapping.columns[1].name.as_str(), mapping.columns[1].date_format),
            ("F", Some(DateFormat::Seconds))
        );
        let parts: Vec<&str> = problems.iter().map(|problem| problem.part.as_str()).collect();
        assert_eq!(parts, ["b", "C=date:never", "D=title:x", "E=category:ab", "G=number:colon"]);
    }

    #[test]
    fn names_are_kebab_case_and_stand_once() {
        let names = Role::ALL.iter().map(|role| role.name());
        let mut names: Vec<_> = names.chain(["-"]).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    }
}
