//! What each column of a grid means, from its name and from all that is in it.

use super::super::mapping::{ColumnMapping, DateFormat, Mapping, Role, Times};
use super::super::problems::excerpt;
use super::super::report::{ColumnReport, MAX_SAMPLES};
use super::date_column::{DateColumn, number};
use super::names::role_of;
use super::{Grid, Record};
use std::collections::BTreeSet;

/// Distinct values that are counted in a column; one with more is no category.
const MAX_DISTINCT: usize = 4_096;
/// A cell with more characters than this on average makes a column prose.
const PROSE_CHARS: usize = 60;
/// What may stand between the values of a list in a cell. A comma may be part of a name, so it is none.
const SEPARATORS: [char; 3] = [';', '|', '\n'];

/// What is in a column.
#[derive(Default)]
struct Contents<'a> {
    filled: usize,
    chars: usize,
    numbers: usize,
    /// The greatest number.
    most: f64,
    addresses: usize,
    /// Cells with each of [`SEPARATORS`].
    separated: [usize; SEPARATORS.len()],
    distinct: BTreeSet<&'a str>,
    dates: DateColumn,
}

impl<'a> Contents<'a> {
    /// What is in each of so many columns.
    fn of(rows: &'a [Record<'a>], columns: usize) -> Vec<Contents<'a>> {
        let mut contents: Vec<Contents<'_>> = (0..columns).map(|_| Contents::default()).collect();
        for cell in rows.iter().flat_map(|row| &row.cells) {
            let text = cell.text.trim();
            if let (Some(contents), false) = (contents.get_mut(cell.column as usize), text.is_empty()) {
                contents.add(text);
            }
        }
        contents
    }

    fn add(&mut self, cell: &'a str) {
        self.filled += 1;
        self.chars += cell.chars().count();
        self.numbers += usize::from(number(cell).is_some());
        self.most = number(cell).map_or(self.most, |number| self.most.max(number));
        self.addresses += usize::from(is_address(cell));
        for (separator, count) in SEPARATORS.iter().zip(&mut self.separated) {
            *count += usize::from(cell.contains(*separator));
        }
        if self.distinct.len() < MAX_DISTINCT {
            self.distinct.insert(cell);
        }
        self.dates.add(cell);
    }

    fn are(&self, count: usize) -> bool {
        0 < self.filled && count == self.filled
    }

    fn is_prose(&self) -> bool {
        PROSE_CHARS * self.filled < self.chars
    }

    /// Nine of ten cells are dates of one format, more of them than plain numbers would be by chance.
    fn is_dates(&self) -> bool {
        0 < self.filled && 9 * self.filled <= 10 * self.dates.read() as usize && !self.are(self.numbers)
    }

    fn separator(&self) -> Option<char> {
        if self.is_prose() || self.are(self.addresses) {
            return None;
        }
        let mut found = SEPARATORS.iter().zip(self.separated).filter(|(_, count)| 0 < *count);
        found.next().map(|(separator, _)| *separator)
    }

    /// The role that the contents alone suggest.
    fn role(&self) -> Role {
        if self.are(self.addresses) {
            Role::Address
        } else if self.are(self.numbers) {
            Role::Number
        } else if self.is_prose() {
            Role::Text
        } else {
            Role::Category
        }
    }
}

/// Whether a cell is an address.
pub(super) fn is_address(cell: &str) -> bool {
    let start = cell.get(..8).or(cell.get(..7)).unwrap_or("").to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
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
    let names = names(grid);
    let contents = Contents::of(grid.rows(), names.len());
    let said: Vec<Option<&ColumnMapping>> =
        names.iter().map(|name| said.columns.iter().rev().find(|column| column.name == *name)).collect();
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
    find_dates(&mut roles, &contents);
    find_title(&mut roles, &contents);
    let columns = names.iter().zip(roles).zip(&contents).zip(said).map(|(((name, role), contents), said)| {
        let role = role.unwrap_or_else(|| contents.role());
        column(name, role, contents, said)
    });
    Mapping { columns: columns.collect() }
}

fn names<'g>(grid: &'g Grid<'_>) -> Vec<&'g str> {
    grid.header().iter().map(|cell| cell.text.trim()).collect()
}

fn column(name: &str, role: Role, contents: &Contents<'_>, said: Option<&ColumnMapping>) -> ColumnMapping {
    let (format, separator) = (said.and_then(|said| said.date_format), said.and_then(|said| said.separator));
    ColumnMapping {
        name: name.to_owned(),
        role,
        date_format: if role.is_date() { format.or_else(|| contents.dates.format()) } else { None },
        times: if role.is_date() { contents.dates.times() } else { Times::None },
        separator: if role.is_list() { separator.or_else(|| contents.separator()) } else { None },
    }
}

/// What is shown to whoever wants to check or change a mapping.
pub(in super::super) fn report(grid: &Grid<'_>, mapping: &Mapping) -> Vec<ColumnReport> {
    let columns = mapping.columns.iter().enumerate().map(|(at, column)| ColumnReport {
        name: column.name.clone(),
        role: column.role,
        date_format: column.date_format,
        ambiguous: column.date_format == Some(DateFormat::DayOrMonthFirst),
        separator: column.separator,
        samples: samples(grid, at),
    });
    columns.collect()
}

/// Rows that are looked through for samples.
const SAMPLED_ROWS: usize = 1_000;

fn samples(grid: &Grid<'_>, column: usize) -> Vec<String> {
    let mut samples: Vec<&str> = Vec::new();
    for text in grid.rows().iter().take(SAMPLED_ROWS).map(|row| row.text(column)).filter(|text| !text.is_empty()) {
        if !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == MAX_SAMPLES {
            break;
        }
    }
    samples.into_iter().map(excerpt).collect()
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
        column.and_then(|column| contents.get(column)).is_some_and(|contents| 0 < contents.dates.read())
    });
    let is_sheet = has(roles, Role::Year) && !has_dates;
    for ((role, contents), name) in roles.iter_mut().zip(contents).zip(names) {
        // UCDP's codes end with 5, Wikidata's begin, for what people write, with 6.
        if *role == Some(Role::PrecisionUcdp) && 5.0 < contents.most {
            *role = Some(Role::PrecisionWikidata);
        }
        // What stands for the event itself, as an address.
        if *role == Some(Role::Title) && contents.are(contents.addresses) {
            *role = Some(Role::Link);
        }
        let fits = match role {
            // A title is told from others by its words.
            Some(Role::Title) => !contents.are(contents.numbers) && !contents.are(contents.addresses),
            Some(Role::Latitude | Role::Longitude) => contents.are(contents.numbers) || contents.filled == 0,
            Some(Role::Year | Role::Month | Role::Day) => is_sheet,
            Some(Role::Time | Role::RowType) => is_sheet,
            // Where whole dates stand beside it, a column of addresses is a link, and one of names says who says so.
            Some(Role::Claimant) => !contents.are(contents.addresses) && !contents.is_prose(),
            Some(Role::Date | Role::Start | Role::End) => 0 < contents.dates.read() || contents.filled == 0,
            Some(Role::PrecisionUcdp | Role::PrecisionAcled | Role::PrecisionWikidata) => {
                contents.are(contents.numbers)
            }
            Some(Role::Ignore) => name.contains("humbnail") || is_sheet,
            _ => true,
        };
        if !fits {
            *role = None;
        }
    }
}

/// Without a column named for dates, the first one that holds them is the date, and a second one the end.
fn find_dates(roles: &mut [Option<Role>], contents: &[Contents<'_>]) {
    let has = |roles: &[Option<Role>], wanted: Role| roles.contains(&Some(wanted));
    if [Role::Date, Role::Start, Role::Year].into_iter().any(|role| has(roles, role)) {
        return;
    }
    let free = roles.iter().zip(contents).position(|(role, contents)| role.is_none() && contents.is_dates());
    if let Some(slot) = free.and_then(|column| roles.get_mut(column)) {
        *slot = Some(Role::Date);
    }
}

/// Without a column named for titles, the one with the most distinct words that is no prose; else the prose.
fn find_title(roles: &mut [Option<Role>], contents: &[Contents<'_>]) {
    if roles.contains(&Some(Role::Title)) || roles.contains(&Some(Role::Description)) {
        return;
    }
    let mut best: Option<(usize, usize)> = None;
    for (column, (role, contents)) in roles.iter().zip(contents).enumerate() {
        let is_words = role.is_none() && contents.role() == Role::Category && !contents.is_dates();
        let distinct = contents.distinct.len();
        if is_words && 0 < distinct && best.is_none_or(|(_, most)| most < distinct) {
            best = Some((column, distinct));
        }
    }
    let prose = || roles.iter().zip(contents).position(|(role, c)| role.is_none() && c.role() == Role::Text);
    let found = best.map(|(column, _)| column).or_else(prose);
    if let Some(slot) = found.and_then(|column| roles.get_mut(column)) {
        *slot = Some(Role::Title);
    }
}
