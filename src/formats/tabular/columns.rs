//! What each column of a grid means, from its name and from all that is in it.

use super::super::mapping::{ColumnMapping, DateFormat, DecimalSign, Mapping, Role, Separator, Times};
use super::super::problems::excerpt;
use super::super::report::{ColumnReport, MAX_SAMPLES};
use super::date_column::{DateColumn, is_clock, is_nothing};
use super::names::{role_of, tells_what, tells_when};
use super::numerals::{self, Decimals};
use super::{Grid, Table};
use crate::number;
use crate::table::{Dictionary, hash};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Distinct values that are counted in a column; one with more is no category.
const MAX_DISTINCT: usize = 4_096;
/// Cells of a column that are looked at to tell whether they differ from one another, and how many there must be.
const SAMPLED_CELLS: usize = 1_000;
const MIN_VARIOUS: usize = 50;
/// A cell with more characters than this on average makes a column prose.
const PROSE_CHARS: usize = 60;
/// What may stand between the values of a list in a cell. A comma may be part of a name, so it is none.
const SEPARATORS: [char; 3] = [';', '|', '\n'];

/// Each power of ten that has one digit more than the one before.
const POWERS: [f64; 15] = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// What is in a column.
struct Contents<'a> {
    later: &'a Later<'a>,
    column: usize,
    filled: usize,
    chars: usize,
    numbers: usize,
    /// Cells without a digit.
    words: usize,
    /// Cells that say that there is nothing, such as `N/A`.
    nothing: usize,
    /// Cells that are numbers as those who write a decimal comma write them.
    comma_numbers: usize,
    /// What the numbers say of the decimal sign.
    decimals: Decimals,
    /// Cells with a time of day alone.
    clocks: usize,
    /// Cells with more than one word.
    spaced: usize,
    /// The different ones of the first cells, by their hashes.
    sampled: BTreeSet<u64>,
    /// The greatest number.
    most: f64,
    addresses: usize,
    /// Cells with each of [`SEPARATORS`].
    separated: [usize; SEPARATORS.len()],
}

/// What takes long to find out of the columns and is rarely asked of all: a pass over the cells each, when it is asked.
struct Later<'a> {
    table: &'a dyn Table,
    has_separators: bool,
    /// Columns that are said or named to be dates; of others it is asked where there are none.
    dates: Vec<bool>,
    dates_of_these: OnceCell<Vec<DateColumn>>,
    dates_of_others: OnceCell<Vec<DateColumn>>,
    distinct: OnceCell<Vec<Dictionary>>,
}

impl<'a> Later<'a> {
    fn new(table: &'a dyn Table, dates: Vec<bool>) -> Later<'a> {
        let (dates_of_these, dates_of_others) = (OnceCell::new(), OnceCell::new());
        Later {
            table,
            has_separators: table.may_have(&SEPARATORS.map(|separator| separator as u8)),
            dates,
            dates_of_these,
            dates_of_others,
            distinct: OnceCell::new(),
        }
    }

    fn dates(&self, column: usize) -> Option<&DateColumn> {
        let is_one = self.dates.get(column).copied()?;
        let cell = if is_one { &self.dates_of_these } else { &self.dates_of_others };
        let of_all = cell.get_or_init(|| {
            let of_column = |column: usize| {
                let mut dates = DateColumn::default();
                if self.dates.get(column) != Some(&is_one) {
                    return dates;
                }
                match self.table.whole_numbers(column) {
                    Some(numbers) => {
                        numbers.iter().filter(|number| !number.is_nan()).for_each(|number| dates.add_number(*number));
                    }
                    None => self.table.values(column, &mut |text, cells| dates.add_cells(text, cells)),
                }
                dates
            };
            (0..self.dates.len()).map(of_column).collect()
        });
        of_all.get(column)
    }

    fn distinct(&self, column: usize) -> usize {
        let of_all = self.distinct.get_or_init(|| {
            let of_column = |column: usize| {
                let mut distinct = Dictionary::default();
                self.table.values(column, &mut |text, _| {
                    if distinct.texts().len() < MAX_DISTINCT {
                        distinct.code(text);
                    }
                });
                distinct
            };
            (0..self.dates.len()).map(of_column).collect()
        });
        of_all.get(column).map_or(0, |distinct| distinct.texts().len())
    }
}

impl<'a> Contents<'a> {
    /// What is in each column.
    fn of(later: &'a Later<'a>) -> Vec<Contents<'a>> {
        let of_column = |column| {
            let mut contents = Contents {
                later,
                column,
                filled: 0,
                chars: 0,
                numbers: 0,
                words: 0,
                nothing: 0,
                comma_numbers: 0,
                decimals: Decimals::default(),
                clocks: 0,
                spaced: 0,
                sampled: BTreeSet::new(),
                most: 0.0,
                addresses: 0,
                separated: [0; SEPARATORS.len()],
            };
            let sampled = &mut contents.sampled;
            later.table.first_values(column, SAMPLED_CELLS, &mut |text| {
                sampled.insert(hash(text.as_bytes()));
            });
            match later.table.whole_numbers(column) {
                Some(numbers) => {
                    numbers.iter().filter(|number| !number.is_nan()).for_each(|number| contents.add_number(*number));
                }
                None => later.table.values(column, &mut |text, cells| contents.add(text, cells as usize)),
            }
            contents
        };
        (0..later.dates.len()).map(of_column).collect()
    }

    /// Looks at so many more cells of one text.
    fn add(&mut self, cell: &str, cells: usize) {
        let count = |is: bool| if is { cells } else { 0 };
        self.filled += cells;
        self.chars += cells * if cell.is_ascii() { cell.len() } else { cell.chars().count() };
        let number = numerals::number(cell, false);
        match number {
            Some(number) => {
                self.numbers += cells;
                self.most = self.most.max(number);
            }
            None => {
                // Not at the first one: of long texts all bytes at once are sooner looked at.
                self.words += count(!cell.bytes().fold(false, |has, byte| has | byte.is_ascii_digit()));
                self.addresses += count(is_address(cell));
            }
        }
        self.nothing += count(is_nothing(cell));
        self.spaced += count(memchr::memchr(b' ', cell.as_bytes()).is_some());
        if cell.bytes().next_back().is_some_and(|byte| byte.is_ascii_digit()) {
            let is_plain = cell.bytes().all(|byte| byte.is_ascii_digit());
            let commas = if is_plain { number } else { numerals::number(cell, true) };
            self.comma_numbers += count(commas.is_some());
            self.decimals.add(cell, cells);
        }
        self.clocks += count(is_clock(cell));
        if !self.later.has_separators {
            return;
        }
        let [one, other, third] = SEPARATORS.map(|separator| separator as u8);
        if memchr::memchr3(one, other, third, cell.as_bytes()).is_none() {
            return;
        }
        for (separator, separated) in SEPARATORS.iter().zip(&mut self.separated) {
            *separated += count(cell.contains(*separator));
        }
    }

    /// Looks at one more cell, a whole number: what it says without its text.
    fn add_number(&mut self, number: f64) {
        // Three digits or fewer, and five to fifteen, are no time of day.
        if (1_000.0..10_000.0).contains(&number) || number < 0.0 {
            return self.add(&number::text(number), 1);
        }
        self.filled += 1;
        self.chars += 1 + POWERS.iter().filter(|power| **power <= number).count();
        self.numbers += 1;
        self.comma_numbers += 1;
        self.most = self.most.max(number);
    }

    /// How many different cells there are; no more than [`MAX_DISTINCT`] are told.
    fn distinct(&self) -> usize {
        self.later.distinct(self.column)
    }

    /// Cells that the best format of dates reads.
    fn dates_read(&self) -> u32 {
        self.dates().map_or(0, DateColumn::read)
    }

    fn dates(&self) -> Option<&DateColumn> {
        self.later.dates(self.column)
    }

    fn are(&self, count: usize) -> bool {
        0 < self.filled && count == self.filled
    }

    /// Numbers in every cell that holds anything.
    fn are_numbers(&self) -> bool {
        0 < self.numbers && self.numbers + self.nothing == self.filled
    }

    /// The same, written with a decimal comma.
    fn are_comma_numbers(&self) -> bool {
        0 < self.comma_numbers && self.comma_numbers + self.nothing == self.filled
    }

    /// Almost every cell is another: to look for, not to choose from.
    fn are_various(&self) -> bool {
        let looked_at = self.filled.min(SAMPLED_CELLS);
        MIN_VARIOUS <= looked_at && 4 * looked_at < 5 * self.sampled.len()
    }

    fn is_prose(&self) -> bool {
        PROSE_CHARS * self.filled < self.chars
    }

    /// Nine of ten cells are dates of one format, more of them than plain numbers would be by chance.
    fn is_dates(&self) -> bool {
        0 < self.filled && !self.are_numbers() && 9 * self.filled <= 10 * self.dates_read() as usize
    }

    /// The same of plain numbers: `20140610`, or a count of time where the name speaks of it.
    fn is_dates_in_numbers(&self, name: &str) -> bool {
        let format = || self.dates().and_then(DateColumn::format);
        self.are_numbers()
            && 9 * self.filled <= 10 * self.dates_read() as usize
            && match format() {
                Some(DateFormat::YearMonthDay) => true,
                Some(DateFormat::Milliseconds | DateFormat::Seconds) => 1 < tells_when(name),
                _ => false,
            }
    }

    /// Numbers, but for one cell in ten that has a word instead (`unknown`, `n/a`): that cell is told of, and the rest
    /// can be compared. A cell of digits that is no number makes codes of them all.
    fn is_numbers(&self) -> bool {
        let numbers = self.numbers.max(self.comma_numbers);
        let said = self.filled - self.nothing;
        0 < numbers && numbers + self.words == self.filled && 9 * said <= 10 * numbers
    }

    fn separator(&self) -> Option<Separator> {
        if self.is_prose() || self.are(self.addresses) {
            return None;
        }
        let mut found = SEPARATORS.iter().zip(self.separated).filter(|(_, count)| 0 < *count);
        found.next().map(|(separator, _)| Separator::Character(*separator))
    }

    /// The role that the contents alone suggest.
    fn role(&self) -> Role {
        if self.are(self.addresses) {
            Role::Address
        } else if self.is_numbers() {
            Role::Number
        } else if self.is_prose() || self.are_various() && self.separator().is_none() {
            Role::Text
        } else {
            Role::Category
        }
    }
}

/// Whether a cell is an address.
pub(super) fn is_address(cell: &str) -> bool {
    if !matches!(cell.as_bytes().first(), Some(b'h' | b'H')) {
        return false;
    }
    ["https://", "http://"].iter().any(|start| cell.get(..start.len()).is_some_and(|is| is.eq_ignore_ascii_case(start)))
}

/// Proposes what each column means.
///
/// ```
/// use event_timeline::formats::tabular::{DateFormat, Role, delimited, recognise};
/// let text = "Event;Datum;Country\nMosul falls;10.06.2014;Iraq\nTikrit falls;11.06.2014;Iraq\nAmerli;31.08.2014;Iraq";
/// let mapping = recognise(&delimited::grid(text, b';'));
/// assert_eq!(mapping.columns[0].role, Role::Title);
/// assert_eq!((mapping.columns[1].role, mapping.columns[1].date_format), (Role::Date, Some(DateFormat::DayMonthYear)));
/// assert_eq!(mapping.columns[2].role, Role::Category);
/// ```
pub fn recognise(grid: &Grid<'_>) -> Mapping {
    recognise_by(grid, &Mapping::default())
}

/// Proposes what each column means of which nobody has said it.
///
/// ```
/// use event_timeline::formats::{Mapping, Role, tabular::{delimited, recognise_by}};
/// let grid = delimited::grid("Date;Posted\n10.06.2014;11.06.2014", b';');
/// let mapping = recognise_by(&grid, &Mapping::parse("Posted=date").0);
/// assert_eq!((mapping.columns[0].role, mapping.columns[1].role), (Role::Category, Role::Date));
/// ```
pub fn recognise_by(grid: &Grid<'_>, said: &Mapping) -> Mapping {
    recognise_table(grid, said)
}

/// The same of any table.
pub(super) fn recognise_table(table: &dyn Table, said: &Mapping) -> Mapping {
    let names = table.names();
    let said: Vec<Option<&ColumnMapping>> =
        names.iter().map(|name| said.columns.iter().rev().find(|column| column.name == *name)).collect();
    let is_date = |(name, said): (&&str, &Option<&ColumnMapping>)| {
        said.map_or_else(|| role_of(name).is_some_and(|(role, _)| role.is_date()), |said| said.role.is_date())
    };
    let later = Later::new(table, names.iter().zip(&said).map(is_date).collect());
    let contents = Contents::of(&later);
    let mut roles = roles_by_name(&names);
    for (column, said) in said.iter().enumerate() {
        let Some(said) = said else { continue };
        let others =
            roles.iter_mut().enumerate().filter(|(_, role)| said.role.is_single() && **role == Some(said.role));
        others.for_each(|(at, role)| *role = if at == column { *role } else { None });
    }
    let said_roles = || said.iter().map(|said| said.map(|said| said.role));
    let set_said = |roles: &mut Vec<Option<Role>>| {
        roles.iter_mut().zip(said_roles()).for_each(|(role, said)| *role = said.or(*role));
    };
    set_said(&mut roles);
    demote_doubtful(&mut roles, &names, &contents);
    set_said(&mut roles);
    find_dates(&mut roles, &names, &contents);
    find_times(&mut roles, &names, &contents);
    find_title(&mut roles, &names, &contents);
    let numbers = || contents.iter().filter(|contents| contents.is_numbers()).map(|contents| &contents.decimals);
    let has_commas = Decimals::have_commas(contents.iter().map(|contents| (&contents.decimals, contents.is_numbers())));
    let columns = names.iter().zip(roles).zip(&contents).zip(said).map(|(((name, role), contents), said)| {
        let role = role.unwrap_or_else(|| if is_row_number(name, contents) { Role::Ignore } else { contents.role() });
        let is_said = said.is_some_and(|said| said.decimal_sign.is_some());
        let doubtful_points = role == Role::Number && !is_said && contents.decimals.is_doubtful(numbers());
        ColumnMapping { doubtful_points, ..column(name, role, contents, said, has_commas) }
    });
    Mapping { columns: columns.collect() }
}

fn column(
    name: &str,
    role: Role,
    contents: &Contents<'_>,
    said: Option<&ColumnMapping>,
    has_commas: bool,
) -> ColumnMapping {
    let decimal_sign = said.and_then(|said| said.decimal_sign).filter(|_| role.is_number());
    let (format, separator) = (said.and_then(|said| said.date_format), said.and_then(|said| said.separator));
    ColumnMapping {
        name: name.to_owned(),
        role,
        date_format: if role.is_date() { format.or_else(|| contents.dates()?.format()) } else { None },
        times: if role.is_date() { contents.dates().map_or(Times::None, DateColumn::times) } else { Times::None },
        short_years: role.is_date() && contents.dates().is_some_and(DateColumn::has_short_years),
        doubtful_points: false,
        decimal_comma: role.is_number() && decimal_sign.map_or(has_commas, |sign| sign == DecimalSign::Comma),
        decimal_sign,
        separator: if role.is_list() { separator.or_else(|| contents.separator()) } else { None },
    }
}

/// What is shown to whoever wants to check or change a mapping.
pub(in super::super) fn report(table: &dyn Table, mapping: &Mapping) -> Vec<ColumnReport> {
    let samples = samples(table, mapping.columns.len());
    let columns = mapping.columns.iter().zip(samples).map(|(column, samples)| ColumnReport {
        name: column.name.clone(),
        role: column.role,
        date_format: column.date_format,
        ambiguous: column.date_format == Some(DateFormat::DayOrMonthFirst),
        separator: column.separator,
        samples: samples.iter().map(|text| excerpt(text)).collect(),
    });
    columns.collect()
}

/// Rows that are looked through for samples.
const SAMPLED_ROWS: usize = 1_000;

/// The first few different texts of each column.
fn samples(table: &dyn Table, columns: usize) -> Vec<Vec<String>> {
    let mut samples: Vec<Vec<String>> = vec![Vec::new(); columns];
    for row in 0..table.rows().min(SAMPLED_ROWS) {
        table.row(row, &mut |column, text| {
            let text = text.trim();
            if let Some(samples) = samples.get_mut(column)
                && samples.len() < MAX_SAMPLES
                && !text.is_empty()
                && samples.iter().all(|known| known != text)
            {
                samples.push(text.to_owned());
            }
        });
    }
    samples
}

/// The roles that names tell; of several columns of one role the one with the best name has it.
fn roles_by_name(names: &[&str]) -> Vec<Option<Role>> {
    let mut found: Vec<Option<(Role, usize)>> = names.iter().map(|name| role_of(name)).collect();
    let has = |found: &[Option<(Role, usize)>], wanted: Role| found.iter().flatten().any(|(role, _)| *role == wanted);
    if has(&found, Role::EndYear) {
        for (role, _) in found.iter_mut().flatten().filter(|(role, _)| *role == Role::End) {
            *role = Role::EndTime;
        }
    }
    let taken: Vec<(Role, usize)> = found.iter().flatten().copied().collect();
    for column in 0..found.len() {
        let Some((role, rank)) = found.get(column).copied().flatten() else { continue };
        let before = found.iter().take(column).flatten().any(|(r, n)| *r == role && *n == rank);
        let better = taken.iter().any(|(r, n)| *r == role && *n < rank);
        if role.is_single()
            && (before || better)
            && let Some(slot) = found.get_mut(column)
        {
            *slot = None;
        }
    }
    found.into_iter().map(|found| found.map(|(role, _)| role)).collect()
}

/// Takes back roles that the contents deny.
fn demote_doubtful(roles: &mut [Option<Role>], names: &[&str], contents: &[Contents<'_>]) {
    let has = |roles: &[Option<Role>], wanted: Role| roles.contains(&Some(wanted));
    let has_dates = [Role::Date, Role::Start].into_iter().any(|role| {
        let column = roles.iter().position(|found| *found == Some(role));
        column.and_then(|column| contents.get(column)).is_some_and(|contents| 0 < contents.dates_read())
    });
    let is_sheet = has(roles, Role::Year) && !has_dates;
    let has_numbers = |contents: &Contents<'_>| contents.are_numbers() || contents.are_comma_numbers();
    for ((role, contents), name) in roles.iter_mut().zip(contents).zip(names) {
        // UCDP's codes end with 5, Wikidata's begin, for what people write, with 6.
        if *role == Some(Role::PrecisionUcdp) && 5.0 < contents.most {
            *role = Some(Role::PrecisionWikidata);
        }
        // What stands for the event itself, as an address.
        if *role == Some(Role::Title) && contents.are(contents.addresses) {
            *role = Some(Role::Link);
        }
        // A year that is written as its first day.
        if *role == Some(Role::Year) && is_sheet && contents.is_dates() {
            *role = Some(Role::Date);
        }
        let fits = match role {
            // A title is told from others by its words.
            Some(Role::Title) => !contents.are(contents.numbers) && !contents.are(contents.addresses),
            Some(Role::Latitude | Role::Longitude) => has_numbers(contents) || contents.filled == 0,
            Some(Role::Year | Role::Month | Role::Day) => is_sheet,
            Some(Role::RowType) => is_sheet,
            Some(Role::Time | Role::EndTime) => {
                is_sheet && (contents.filled <= 2 * contents.clocks || !has_numbers(contents))
            }
            Some(Role::MediaAlt) => !has_numbers(contents),
            // Where whole dates stand beside it, a column of addresses is a link, and one of names says who says so.
            Some(Role::Claimant) => !contents.are(contents.addresses) && !contents.is_prose(),
            Some(Role::Date | Role::Start | Role::End) => is_date(name, contents) || contents.filled == 0,
            Some(Role::PrecisionUcdp | Role::PrecisionAcled) => contents.are(contents.numbers),
            // Those of a place, a sum or a measurement are others.
            Some(Role::PrecisionWikidata) => contents.are(contents.numbers) && (6.0..=14.0).contains(&contents.most),
            Some(Role::Ignore) => name.contains("humbnail") || is_sheet,
            _ => true,
        };
        if !fits {
            *role = None;
        }
    }
    // An end alone is the date of something: that of a death, say.
    if ![Role::Date, Role::Start, Role::Year].into_iter().any(|role| has(roles, role))
        && let Some(end) = roles.iter_mut().find(|role| **role == Some(Role::End))
    {
        *end = Some(Role::Date);
    }
}

/// Whether a column named for dates holds any. Where its name leaves no doubt, what cannot be read is told of.
fn is_date(name: &str, contents: &Contents<'_>) -> bool {
    let is_named = || ["date", "datum", "fecha"].iter().any(|part| name.to_lowercase().contains(part));
    match contents.dates().and_then(DateColumn::format) {
        Some(DateFormat::SpreadsheetDays) => is_named() && contents.is_numbers(),
        // Of numbers a few would be years by chance.
        Some(_) if contents.are_numbers() && !is_named() => 9 * contents.filled <= 10 * contents.dates_read() as usize,
        Some(_) => true,
        None => is_named() && !contents.is_numbers() && !contents.are_comma_numbers(),
    }
}

/// Whether a column only counts the rows, as some programs write one without a name, or holds nothing at all.
fn is_row_number(name: &str, contents: &Contents<'_>) -> bool {
    let count = contents.filled as f64;
    let counts =
        contents.are_numbers() && [count, count - 1.0].contains(&contents.most) && !contents.decimals.has_any();
    name.is_empty() && (contents.filled == 0 || counts)
}

/// Without a column named for dates, the first one that holds them is the date; one whose name speaks of time goes first.
fn find_dates(roles: &mut [Option<Role>], names: &[&str], contents: &[Contents<'_>]) {
    let has_date = roles.iter().zip(contents).any(|(role, contents)| {
        matches!(role, Some(Role::Date | Role::Start | Role::Year))
            && (*role == Some(Role::Year) || 0 < contents.dates_read())
    });
    if has_date {
        return;
    }
    let mut best: Option<(usize, u8)> = None;
    for (column, ((role, name), contents)) in roles.iter().zip(names).zip(contents).enumerate() {
        let is_free = role.is_none() && (contents.is_dates() || contents.is_dates_in_numbers(name));
        if is_free && best.is_none_or(|(_, fit)| fit < tells_when(name)) {
            best = Some((column, tells_when(name)));
        }
    }
    let Some((column, _)) = best else { return };
    // One that is named for dates and has none gives way.
    for role in roles.iter_mut().filter(|role| matches!(role, Some(Role::Date | Role::Start))) {
        *role = None;
    }
    roles.get_mut(column).into_iter().for_each(|role| *role = Some(Role::Date));
}

/// Times of day that stand beside dates that have none.
fn find_times(roles: &mut [Option<Role>], names: &[&str], contents: &[Contents<'_>]) {
    for (time, dates) in [(Role::Time, &[Role::Date, Role::Start][..]), (Role::EndTime, &[Role::End])] {
        let date = roles.iter().position(|role| role.is_some_and(|role| dates.contains(&role)));
        let timeless =
            date.and_then(|date| contents.get(date)?.dates()).is_some_and(|dates| dates.times() == Times::None);
        if !timeless || roles.contains(&Some(time)) {
            continue;
        }
        let fits = |(role, name, contents): (&Option<Role>, &&str, &Contents<'_>)| {
            let name = name.to_lowercase();
            let is_end = ["end", "to", "bis", "fin"].iter().any(|end| name.starts_with(end));
            let is_time = ["time", "zeit", "heure", "hora"].iter().any(|part| name.contains(part));
            role.is_none()
                && is_time
                && tells_when(&name) == 2
                && is_end == (time == Role::EndTime)
                && contents.are(contents.clocks)
        };
        let found =
            roles.iter().zip(names).zip(contents).position(|((role, name), contents)| fits((role, name, contents)));
        if let Some(role) = found.and_then(|column| roles.get_mut(column)) {
            *role = Some(time);
        }
    }
}

/// Without a column named for titles, one whose name speaks of names, and of these the one with the most distinct words; else
/// the prose.
fn find_title(roles: &mut [Option<Role>], names: &[&str], contents: &[Contents<'_>]) {
    if roles.contains(&Some(Role::Title)) || roles.contains(&Some(Role::Description)) {
        return;
    }
    let mut best: Option<(usize, (bool, usize))> = None;
    for (column, ((role, name), contents)) in roles.iter().zip(names).zip(contents).enumerate() {
        let is_words = role.is_none()
            && !contents.are(contents.addresses)
            && !contents.is_numbers()
            && !contents.is_prose()
            && !contents.are(contents.clocks)
            && !contents.is_dates();
        if !is_words || contents.filled == 0 {
            continue;
        }
        // Words tell more than a code does.
        let is_spaced = contents.filled < 2 * contents.spaced;
        let rank = (tells_what(name), contents.distinct() * (1 + usize::from(is_spaced)));
        if best.is_none_or(|(_, most)| most < rank) {
            best = Some((column, rank));
        }
    }
    let prose = || roles.iter().zip(contents).position(|(role, c)| role.is_none() && c.is_prose());
    let found = best.map(|(column, _)| column).or_else(prose);
    if let Some(slot) = found.and_then(|column| roles.get_mut(column)) {
        *slot = Some(Role::Title);
    }
}
