//! Tables read by offsets and rows written straight to columns, beside the same by a grid of cells and whole events.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::formats::{FileOptions, Limits, Mapping, Reader, TableReading};
use proptest::prelude::*;

fn read(text: &str, limits: Limits, mapping: Option<&str>, is_general: bool) -> TableReading {
    let mut reader = if is_general { Reader::general(limits) } else { Reader::new(limits) };
    let mapping = mapping.map(|text| Mapping::parse(text).0);
    reader.begin_file(FileOptions { mapping, ..FileOptions::default() });
    reader.push(text.as_bytes());
    reader.finish()
}

fn check(text: &str, limits: Limits, mapping: Option<&str>) {
    let fast = read(text, limits, mapping, false);
    let general = read(text, limits, mapping, true);
    assert_eq!(fast.files, general.files, "{text}");
    // A record's problems are found in another order; those of one place are sorted by nothing else.
    let told = |reading: &TableReading| {
        let mut told = reading.diagnostics.clone();
        told.sort_by_key(|told| (told.line, told.column, told.code));
        told
    };
    assert_eq!(told(&fast), told(&general), "{text}");
    assert_eq!(fast.table.to_set(), general.table.to_set(), "{text}");
    assert_eq!(fast.table.keys().iter().collect::<Vec<_>>(), general.table.keys().iter().collect::<Vec<_>>());
    // What is stored, too: no name that no event has, no detail that holds nothing.
    assert_eq!(fast.table.ids(), general.table.ids());
    assert_eq!(fast.table.details().collect::<Vec<_>>(), general.table.details().collect::<Vec<_>>());
    for (one, other) in fast.table.columns().iter().zip(general.table.columns()) {
        assert_eq!(format!("{one:?}"), format!("{other:?}"), "{text}");
    }
}

/// Names of columns with what mostly stands in them.
const COLUMNS: [(&str, &[&str]); 21] = [
    ("id", &["1", "2", "a", "1", "e2", "https://example.org/1"]),
    ("title", &["Mosul falls", "A <b>bold</b> title", "x & y", "two\u{85}lines", "<p></p>", "1"]),
    (
        "date",
        &[
            "2014-06-10",
            "2014-06-11",
            "2014-06",
            "10/06/2014",
            "25/12/2014",
            "early June",
            "2014-06-10 00:00:00",
            "c. 1850",
            "n/a",
            "1/2/14",
        ],
    ),
    ("start", &["1402358400000", "1402358400001", "2014-06-10", "June 2014"]),
    ("end", &["1402358400000", "1402358409999", "2014-06-09", "2014-06-30"]),
    ("date text", &["in June"]),
    ("description", &["A paragraph.", "<p>One</p><p>two</p>", "a < b"]),
    ("actor", &["ISIL", "IS; Iraq", ";", "Iraq"]),
    ("killed", &["1", "25", "-3.5", "many", "007"]),
    ("place", &["Mosul", "Mosul; Tikrit", "Tikrit"]),
    ("latitude", &["36.34", "91", "x", "-4", "n/a"]),
    ("longitude", &["43.13", "181", "4"]),
    ("source", &["Reuters", "AFP|Reuters", "https://example.org"]),
    ("status", &["stated"]),
    ("link", &["https://example.org/a"]),
    ("part_of", &["1", "a", "nobody", "2"]),
    ("type", &["title", "era", "x"]),
    ("date_prec", &["1", "2", "5", "9"]),
    ("sum", &["1.200,5", "3,5", "n/a", "1,200.5", "-"]),
    ("time", &["13:05", "0032", "noon"]),
    ("notes & more", &["Some words, \"quoted\".", "two\nlines", " blanks around "]),
];

fn quoted(cell: &str, always: bool) -> String {
    if always || cell.contains(['"', ',', '\n', '\u{85}']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

prop_compose! {
    fn some_table()(
        columns in prop::sample::subsequence((0..COLUMNS.len()).collect::<Vec<_>>(), 1..8),
    )(
        rows in prop::collection::vec((
            prop::collection::vec((0usize..12, any::<bool>(), prop::option::weighted(0.05, "[a\" ,;\n<é]{0,4}")), columns.len()),
            // Cells more or fewer than the header has.
            prop::sample::select(vec![0, 0, 0, 0, 0, 0, 1, 2, -1]),
        ), 0..9),
        columns in Just(columns),
        newline in prop::sample::select(vec!["\n", "\r\n"]),
    ) -> String {
        let header: Vec<String> = columns.iter().map(|at| quoted(COLUMNS[*at].0, false)).collect();
        let mut text = header.join(",") + newline;
        for (cells, more) in rows {
            let cells = cells.iter().zip(&columns).map(|((which, always, odd), column)| match odd {
                Some(odd) => odd.clone(),
                None => quoted(COLUMNS[*column].1.get(*which).copied().unwrap_or(if *which < 10 { COLUMNS[*column].1[0] } else { "" }), *always && *which < 3),
            });
            let mut cells: Vec<String> = cells.collect();
            for _ in 0..more {
                cells.push(if more == 1 { String::new() } else { "beyond".to_owned() });
            }
            if more < 0 {
                cells.pop();
            }
            text.push_str(&cells.join(","));
            text.push_str(newline);
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn fast_rows_are_the_general_ones(text in some_table(), mapping in prop::option::weighted(0.3, prop::sample::select(vec![
        "actor=category:;", "place=category; source=category", "date=-; start=date", "title=text; actor=title", "id=category", "nothing=title", "killed=id", "title=title;actor=title",
    ]))) {
        check(&text, Limits::default(), mapping);
    }

    #[test]
    fn within_any_limits(text in some_table(), events in 0u32..5, values in 0usize..3, name in 0usize..24) {
        check(&text, Limits { events, values, name, ..Limits::default() }, None);
    }
}

/// The rows of a table of few columns as objects, one a line; cells that are numbers as numbers.
fn as_records(text: &str) -> String {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let value = |cell: &str| match cell.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => serde_json::Value::from(cell).to_string(),
    };
    let record = |row: Vec<&str>| {
        let members = header.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        let members: Vec<_> =
            members.map(|(name, cell)| format!("{}: {}", serde_json::Value::from(*name), value(cell))).collect();
        format!("{{{}}}\n", members.join(", "))
    };
    lines.map(record).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn records_are_the_general_ones(text in some_table(), limits in prop::option::weighted(0.3, (0u32..5, 0usize..3, 0usize..24))) {
        let limits = limits.map_or(Limits::default(), |(events, values, name)| Limits { events, values, name, ..Limits::default() });
        let lines = as_records(&text);
        check(&lines, limits, None);
        check(&format!("[{}]", lines.trim().replace('\n', ",")), limits, None);
    }
}

#[test]
fn rows_of_every_kind() {
    for text in [
        "id,title,date\n1,A,2014-06-10\n1,B,2014-06-11\n,C,\n1-2,D,2014\n",
        "title,date\nA,2014-06-10\n,2014-06-11\n\n , \nB\n",
        "title;date;actor\nA;3/4/2014;x\nB;4/3/2014;\"y;z\"\n",
        "id,title,part of\na,A,b\nb,B,a\nc,C,d\n",
        "title\nA\nB\n",
        "title,\"a \"\"b\"\"\"\nx,y\n",
        "a,b\n1,2",
        "title,date",
        "sep=;\ntitle;date\nA;2014\n",
        "A list of events\n\ntitle,date\nA,2014\nB,2015\n",
        "2014-06-10,A\n2014-06-11,B\n2014-06-12,C\n",
    ] {
        check(text, Limits::default(), None);
    }
}

/// A column of a long table whose cells hardly repeat, each with what may stand there instead.
const LONG: [(&str, [&str; 4]); 5] = [
    ("id", ["7", "x", "007", ""]),
    ("title", ["", "\"a \"\"b\"\"\"", "<i>x</i>", " y "]),
    ("start", ["", "soon", "2014-06-10", "-5"]),
    ("end", ["", "1", "n/a", "1402358400000"]),
    ("notes on it", ["", "\"two\nlines\"", "x;y", "9.5"]),
];

prop_compose! {
    /// More rows than a column has distinct texts before it is looked at whether they repeat, and some odd ones.
    fn long_table()(
        odd in prop::collection::vec((0usize..18_000, 0..LONG.len(), 0usize..4), 0..6),
        blank in prop::option::of(0usize..18_000),
        wide in prop::option::weighted(0.2, 0usize..18_000),
        fault in prop::option::weighted(0.2, 0usize..18_000),
        newline in prop::sample::select(vec!["\n", "\r\n"]),
        repeats in prop::sample::select(vec![1usize, 7]),
    ) -> String {
        let mut text = LONG.map(|(name, _)| name).join(",") + newline;
        for row in 0..18_000 {
            let number = row * 7919 % 18_000;
            let start = 1_402_358_400_000 + number as u64;
            let mut cells = [
                number.to_string(),
                format!("Title {}", number / repeats),
                start.to_string(),
                (start + number as u64 % 3).to_string(),
                format!("note {number}"),
            ];
            for (_, column, which) in odd.iter().filter(|(at, ..)| *at == row) {
                cells[*column] = LONG[*column].1[*which].to_owned();
            }
            text.push_str(&cells.join(","));
            for (what, after) in [(wide, ",beyond"), (fault, ",\"\"x"), (blank, newline)] {
                if what == Some(row) {
                    text.push_str(after);
                }
            }
            text.push_str(newline);
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// However it is cut, a long table is read as in the general way and as a whole.
    #[test]
    fn long_tables_are_the_general_ones(text in long_table(), piece in 1_000usize..200_000, events in prop::sample::select(vec![10_000u32, u32::MAX - 1])) {
        let limits = Limits { events, ..Limits::default() };
        check(&text, limits, None);
        let whole = read(&text, limits, None, false);
        let mut reader = Reader::new(limits);
        text.as_bytes().chunks(piece).for_each(|piece| {
            reader.push(piece);
        });
        let pieces = reader.finish();
        assert_eq!(pieces.diagnostics, whole.diagnostics);
        assert_eq!(pieces.files, whole.files);
        assert!(pieces.table.to_set() == whole.table.to_set());
    }
}

/// Bytes that are not UTF-8, wherever they stand, and a limit of bytes: what is told of them stands at its place.
#[test]
fn long_tables_with_wrong_bytes() {
    let rows = |rows: std::ops::Range<usize>| -> String { rows.map(|row| format!("{row},Title {row}\n")).collect() };
    let mut text = ("id,title\n".to_owned() + &rows(0..9_000)).into_bytes();
    text.extend(b"x,\xC3\xA9t\xE9\n");
    text.extend(rows(9_000..18_000).into_bytes());
    let bytes = text.len() - 100;
    for limits in [Limits::default(), Limits { bytes, ..Limits::default() }] {
        let [fast, general] = [false, true].map(|is_general| {
            let mut reader = if is_general { Reader::general(limits) } else { Reader::new(limits) };
            text.chunks(70_000).for_each(|piece| {
                reader.push(piece);
            });
            reader.finish()
        });
        assert_eq!(fast.diagnostics, general.diagnostics);
        assert!(fast.diagnostics.iter().any(|told| told.line == 9_002));
        assert_eq!(fast.files, general.files);
        assert!(fast.table.to_set() == general.table.to_set());
    }
}
