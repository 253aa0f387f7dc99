//! Tables as other programs write them: what is recognised, and what becomes of it.

use event_timeline::event::{EventSet, FieldValue};
use event_timeline::formats::tabular::{DateFormat, Mapping, Role, delimited, events, recognise};

fn read(text: &str) -> (Mapping, EventSet) {
    let delimiter = delimited::delimiter(text).expect("a delimiter");
    let grid = delimited::grid(text, delimiter);
    let mapping = recognise(&grid);
    let set = events(&grid, &mapping);
    (mapping, set)
}

fn roles(mapping: &Mapping) -> Vec<Role> {
    mapping.columns.iter().map(|column| column.role).collect()
}

#[test]
fn a_ucdp_export() {
    let text = "id,year,active_year,type_of_violence,conflict_name,dyad_name,source_article,where_coordinates,latitude,longitude,date_prec,date_start,date_end,best\n\
        1,2014,1,1,Iraq: Government,Government of Iraq - IS,\"Reuters, 2014-06-12\",Mosul town,36.34,43.13,1,2014-06-10 00:00:00.000,2014-06-10 00:00:00.000,12\n\
        2,2014,1,1,Iraq: Government,Government of Iraq - IS,AFP,Tikrit town,34.6,43.68,2,2014-06-11 00:00:00.000,2014-06-14 00:00:00.000,3\n\
        3,2014,1,1,Iraq: Government,Government of Iraq - IS,AFP,Anbar,33.4,43.3,5,2014-01-01 00:00:00.000,2014-12-31 00:00:00.000,40\n";
    let (mapping, set) = read(text);
    use Role::{Category, Citation, End, Id, Latitude, Longitude, Number, Place, PrecisionUcdp, Start, Title};
    assert_eq!(
        roles(&mapping),
        [
            Id,
            Number,
            Number,
            Number,
            Category,
            Title,
            Citation,
            Place,
            Latitude,
            Longitude,
            PrecisionUcdp,
            Start,
            End,
            Number
        ]
    );
    let dates: Vec<_> = set.events.iter().map(|event| event.date.as_deref()).collect();
    assert_eq!(dates, [Some("2014-06-10"), Some("[2014-06-11..2014-06-14]"), Some("[2014-01-01..2014-12-31]")]);
    assert_eq!(set.events[0].places[0].lat, Some(36.34));
    assert_eq!(set.events[2].fields.get("best"), Some(&FieldValue::Number(40.0)));
    assert_eq!(set.events[1].claims[0].citations, ["AFP"]);
}

#[test]
fn an_acled_export() {
    let text = "event_id_cnty;event_date;year;time_precision;event_type;sub_event_type;actor1;country;location;latitude;longitude;source;notes;fatalities\n\
        IRQ1;12 March 2020;2020;1;Battles;Armed clash;Military Forces of Iraq;Iraq;Makhmur;35.77;43.58;Xinhua; Reuters;4\n"
        .replace("Xinhua; Reuters", "\"Xinhua; Reuters\";On 12 March, forces clashed near Makhmur. Two soldiers were hurt.");
    let text = text
        + "IRQ2;14 March 2020;2020;2;Battles;Armed clash;IS;Iraq;Kirkuk;35.46;44.39;AFP;Around 14 March, a raid was reported.;0\n\
           IRQ3;15 March 2020;2020;3;Battles;Armed clash;IS;Iraq;Kirkuk;35.46;44.39;AFP;In March, a convoy was attacked.;1\n";
    let (mapping, set) = read(&text);
    assert_eq!(mapping.columns[1].role, Role::Date);
    assert_eq!(mapping.columns[1].date_format, Some(DateFormat::MonthName));
    let first = &set.events[0];
    assert_eq!((first.id.as_str(), first.date.as_deref()), ("IRQ1", Some("2020-03-12")));
    assert_eq!(first.title, "On 12 March, forces clashed near Makhmur.");
    let by: Vec<_> = first.claims.iter().filter_map(|claim| claim.by.as_deref()).collect();
    assert_eq!(by, ["Xinhua", "Reuters"]);
    assert_eq!(set.events[1].date.as_deref(), Some("[2020-03-08..2020-03-20]"));
    assert_eq!(set.events[2].date.as_deref(), Some("2020-03"));
}

#[test]
fn the_timelinejs_sheet() {
    let text = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background\n\
        ,,,,,,,,,A history,<p>All of <b>it</b> &amp; more</p>,,,,,title,,\n\
        1815,12,10,,1852,11,27,,,Ada Lovelace,<p>First</p><p>Second</p>,https://example.org/a.jpg,Commons,Portrait,,,Pioneers,\n\
        -13700000000,,,,,,,,13.7 billion years ago,Big Bang,,,,,,,,\n\
        1948,3,,,,,,,,Edith Clarke,,,,,,,Pioneers,#fff\n";
    let (_, set) = read(text);
    assert_eq!(set.title.as_deref(), Some("A history"));
    assert_eq!(set.description.as_deref(), Some("All of it & more"));
    assert_eq!(set.events.len(), 3);
    let ada = &set.events[0];
    assert_eq!((ada.start.as_deref(), ada.end.as_deref()), (Some("1815-12-10"), Some("1852-11-27")));
    assert_eq!(ada.description.as_deref(), Some("First\nSecond"));
    assert_eq!(
        (ada.media[0].url.as_str(), ada.media[0].credit.as_deref()),
        ("https://example.org/a.jpg", Some("Commons"))
    );
    assert_eq!(set.events[1].date.as_deref(), Some("Y-13700000000"));
    assert_eq!(set.events[1].date_text.as_deref(), Some("13.7 billion years ago"));
    assert_eq!(set.events[2].date.as_deref(), Some("1948-03"));
}

#[test]
fn prose_dates_are_kept_and_not_guessed() {
    let (_, set) = read("title,date\nA,2014-06-10\nB,early June 2014\nC,2014-06\nD,\n");
    assert_eq!(set.events[1].date_text.as_deref(), Some("early June 2014"));
    assert!(set.events[1].span.is_none());
    assert!(set.events[3].date_text.is_none());
}

#[test]
fn day_and_month_that_cannot_be_told_apart_are_one_of_two_days() {
    let (mapping, set) = read("what,when\nA,03/04/2014\nB,05/05/2014\n");
    assert_eq!(mapping.ambiguous().count(), 1);
    assert_eq!(set.events[0].date.as_deref(), Some("[2014-03-04,2014-04-03]"));
    assert_eq!(set.events[1].date.as_deref(), Some("2014-05-05"));
}

/// One row a cell of the second column.
fn column(cells: &[&str]) -> String {
    let rows = cells.iter().enumerate().map(|(row, cell)| format!("Clash {row},{cell}\n"));
    ["Headline,Deaths\n".to_owned()].into_iter().chain(rows).collect()
}

#[test]
fn numbers_with_a_word_among_them_stay_numbers() {
    let mut cells = vec!["12"; 9];
    cells.push("unknown");
    let text = column(&cells);
    assert_eq!(roles(&read(&text).0), [Role::Title, Role::Number]);
    let reading = event_timeline::formats::read(text.as_bytes());
    assert_eq!((reading.records, reading.set.events.len()), (10, 10));
    let told: Vec<_> = reading.diagnostics.iter().map(|d| (d.code, d.line, d.column, &*d.excerpt)).collect();
    assert_eq!(told, [("wrong-type", 11, 9, "unknown")]);
    cells[0] = "few";
    assert_eq!(roles(&read(&column(&cells)).0), [Role::Title, Role::Category]);
    // Codes of digits, one of which is no number.
    let codes = [vec!["12"; 9], vec!["08"]].concat();
    assert_eq!(roles(&read(&column(&codes)).0), [Role::Title, Role::Category]);
}
