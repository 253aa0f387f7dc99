//! Tables as people and their spreadsheets write them: what each becomes, and what is told of it.

use event_timeline::event::{Event, FieldValue};
use event_timeline::formats::{Limits, Reader, Reading, Role, read};

/// The dates of the events: `date`, or `start/end`.
fn dates(reading: &Reading) -> Vec<String> {
    let text = |event: &Event| match (&event.date, &event.start, &event.end) {
        (Some(date), _, _) => date.clone(),
        (None, None, None) => event.span.map_or(String::new(), |_| "instant".to_owned()),
        (None, start, end) => [start, end].map(|side| side.as_deref().unwrap_or("")).join("/"),
    };
    reading.set.events.iter().map(text).collect()
}

fn titles(reading: &Reading) -> Vec<&str> {
    reading.set.events.iter().map(|event| event.title.as_str()).collect()
}

fn codes(reading: &Reading) -> Vec<(&'static str, u32)> {
    reading.diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.line)).collect()
}

fn role(reading: &Reading, name: &str) -> Role {
    reading.files[0].columns.iter().find(|column| column.name == name).unwrap().role
}

/// What a table in UTF-8 becomes, each record being an event or a diagnostic, and by the short cuts what it is without them.
fn table(text: &str) -> Reading {
    let reading = read(text.as_bytes());
    let file = &reading.files[0];
    assert_eq!(file.read + file.rejected, file.records, "{text}");
    let mut general = Reader::general(Limits::default());
    general.push(text.as_bytes());
    assert_eq!(Reading::from(general.finish()), reading, "{text}");
    reading
}

#[test]
fn a_german_spreadsheet() {
    let text = "sep=;\r\nTitel;Datum;Betrag;Tote;Ort\r\n\
        Übergabe;03.02.2014;1.234,50;1.200;München\r\nVertrag;28.02.2014;99,00;7;Köln\r\nEnde;15.03.2014;-;n/a;Köln\r\n";
    let bytes: Vec<u8> = text.chars().map(|letter| letter as u32 as u8).collect();
    let reading = read(&bytes);
    assert_eq!(dates(&reading), ["2014-02-03", "2014-02-28", "2014-03-15"]);
    assert_eq!(titles(&reading), ["Übergabe", "Vertrag", "Ende"]);
    let field = |row: usize, key: &str| reading.set.events[row].fields.get(key).cloned();
    assert_eq!(
        (field(0, "betrag"), field(0, "tote")),
        (Some(FieldValue::Number(1234.5)), Some(FieldValue::Number(1200.0)))
    );
    assert_eq!((field(2, "betrag"), field(2, "tote")), (None, None));
    assert_eq!(reading.set.events[0].places[0].name, "München");
    assert_eq!(codes(&reading), [("windows-1252", 3)]);
}

#[test]
fn utf_16_with_tabs() {
    let text = "\u{feff}Titel\tBeginn\tEnde\r\nSitzung\t10.06.2014 09:00\t10.06.2014 11:30 Uhr\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = read(&bytes);
    assert_eq!(dates(&reading), ["2014-06-10T09:00/2014-06-10T11:30"]);
    assert_eq!(codes(&reading), []);
}

#[test]
fn coordinates_with_decimal_commas() {
    let reading = table("Ereignis;Datum;lat;lon\nA;10.06.2014;36,34;43,13\nB;25.06.2014;34,60;43,68\n");
    let place = &reading.set.events[0].places[0];
    assert_eq!((place.lat, place.lon), (Some(36.34), Some(43.13)));
}

#[test]
fn thousands_with_commas_are_numbers() {
    let reading = table("Event,Date,Dead\nA,2014,\"1,200\"\nB,2015,\"2,000,000\"\nC,2016,7\n");
    assert_eq!(reading.set.events[1].fields.get("dead"), Some(&FieldValue::Number(2e6)));
}

#[test]
fn months_of_other_languages() {
    for text in [
        "Ereignis;Datum\nMauerfall;9. November 1989\nVertrag;März 1991\n",
        "Événement;Date\nMauerfall;9 novembre 1989\nVertrag;mars 1991\n",
        "Evento;Fecha\nMauerfall;9 de noviembre de 1989\nVertrag;marzo de 1991\n",
        "عنوان;تاریخ\nMauerfall;9 نوامبر 1989\nVertrag;مارس 1991\n",
    ] {
        let reading = table(text);
        assert_eq!(dates(&reading), ["1989-11-09", "1991-03"], "{text}");
        assert_eq!((titles(&reading), codes(&reading)), (vec!["Mauerfall", "Vertrag"], vec![]), "{text}");
    }
}

#[test]
fn dates_with_one_meaning_are_read_and_others_kept() {
    let reading = table(
        "title,date\nA,c. 1850\nB,1914-18\nC,21–22 August 2014\nD,1920s\nE,490 BC\nF,19th century\nG,Q3 2014\nH,early June 2014\n\
         I,before the war\nJ,2014-06-10\nK,?\n",
    );
    assert_eq!(
        dates(&reading),
        ["1850~", "1914/1918", "2014-08-21/2014-08-22", "192X", "-0489", "18XX", "2014-35", "", "", "2014-06-10", ""]
    );
    let kept: Vec<_> = reading.set.events.iter().filter_map(|event| event.date_text.as_deref()).collect();
    assert_eq!(kept, ["early June 2014", "before the war", "?"]);
    assert_eq!(codes(&reading), [("bad-date", 9), ("bad-date", 10), ("bad-date", 12)]);
}

#[test]
fn years_of_two_digits_are_told_of_once() {
    let reading = table("title,date\nA,25/12/14\nB,01/02/15\nC,03/04/99\n");
    assert_eq!(dates(&reading), ["2014-12-25", "2015-02-01", "1999-04-03"]);
    assert_eq!(codes(&reading), [("short-year", 1)]);
}

#[test]
fn a_date_column_that_cannot_be_read_is_told_of() {
    // A day of June, or June of a year.
    let reading = table("title,date\nA,Jun-14\nB,Jul-14\n");
    assert_eq!((dates(&reading), codes(&reading)), (vec![String::new(); 2], vec![("bad-date", 2), ("bad-date", 3)]));
    assert_eq!(reading.set.events[0].date_text.as_deref(), Some("Jun-14"));
}

#[test]
fn times_in_cells_of_their_own() {
    let reading = table(
        "Subject,Start Date,Start Time,End Date,End Time,All Day Event\nExam,05/30/2020,10:00 AM,05/30/2020,1:00 PM,False\n\
         Break,06/01/2020,,06/03/2020,,True\n",
    );
    assert_eq!(dates(&reading), ["2020-05-30T10:00/2020-05-30T13:00", "2020-06-01/2020-06-03"]);
    let fires = table(
        "latitude,longitude,acq_date,acq_time,satellite\n-11.8,142.05,2015-02-08,0032,Terra\n-11.9,142.06,2015-02-08,2350,Terra\n",
    );
    assert_eq!(dates(&fires), ["2015-02-08T00:32", "2015-02-08T23:50"]);
    // What a race took is no time of day.
    let races = table("Name,Time,Year\nBolt,9.63,2012\nBurke,12.0,1896\n");
    assert_eq!((dates(&races), role(&races, "Time")), (vec!["2012".to_owned(), "1896".to_owned()], Role::Number));
}

#[test]
fn a_time_is_no_surer_than_it_is_written() {
    let reading = table("title,date\nA,2015-06-12 08:16\nB,2015-06-12 08:16:30\nC,2015-06-12 08:16+02:00\n");
    assert_eq!(dates(&reading), ["2015-06-12T08:16", "2015-06-12T08:16:30", "2015-06-12T08:16+02:00"]);
    let widths = reading.set.events.iter().map(|event| event.span.map(|span| span.latest_end - span.earliest_start));
    assert_eq!(widths.collect::<Vec<_>>(), [Some(60_000.0), Some(1_000.0), Some(60_000.0)]);
}

#[test]
fn a_point_that_may_part_thousands_is_told() {
    let told = |text: &str| codes(&table(text)).iter().any(|(code, _)| *code == "decimals-or-thousands");
    assert!(told("Title;Date;Killed\nA;2014-06-10;1.200\nB;2014-06-11;2.300\nC;2014-06-12;15\n"));
    assert!(!told("Title;Date;Killed\nA;2014-06-10;1.200\nB;2014-06-11;2.30\n"));
    assert!(!told("Title;Date;Killed;Cost\nA;2014-06-10;1.200;3,5\nB;2014-06-11;2.300;4,25\n"));
    assert!(!told("Title,Date,Latitude,Longitude\nA,2014-06-10,36.340,43.130\nB,2014-06-11,36.345,43.135\n"));
}

#[test]
fn counts_of_time() {
    let reading = table("Title,Date,Amount\nBegin,41800,12\nEnd,41900.5,99\n");
    assert_eq!(dates(&reading), ["2014-06-10", "2014-09-18T12:00:00"]);
    let reading = table("name,timestamp,user_id\nboot,1402358400,5\nlogin,1402358999,6\n");
    assert_eq!(reading.set.events[1].span.map(|span| span.earliest_start), Some(1_402_358_999_000.0));
    // A number of anything else that has as many digits.
    assert_eq!(dates(&table("name,phone\nboot,1402358400\nlogin,1402358999\n")), ["", ""]);
}

#[test]
fn parts_of_a_date_that_cannot_be_read_are_told_of() {
    let reading = table(
        "Year,Month,Day,Time,Headline\n2014,13,10,,a\n2014,6,31,,b\n2014,6,10,25:99,c\n2014,0,0,,d\n2014.0,6.0,,,e\n31 BCE,,,,f\n",
    );
    assert_eq!(dates(&reading), ["2014", "2014-06", "2014-06-10", "2014", "2014-06", "-0030"]);
    assert_eq!(codes(&reading), [("bad-date", 2), ("bad-date", 3), ("bad-time", 4)]);
}

#[test]
fn the_terrorism_database() {
    let reading = table(
        "eventid,iyear,imonth,iday,approxdate,country,country_txt,city,latitude,longitude,summary,gname,nkill\n\
         197000000001,1970,7,2,,58,Dominican Republic,Santo Domingo,18.45,-69.95,\"An assassination.\",MANO-D,1\n\
         197000000002,1970,0,0,,130,Mexico,Mexico city,19.37,-99.08,,23rd,0\n",
    );
    assert_eq!(dates(&reading), ["1970-07-02", "1970"]);
}

#[test]
fn events_without_a_header() {
    let row = |id: &str, day: &str| format!("{id}\t{day}\t201502\t2015\tUSA\t042\t1.9\thttp://example.org/{id}\n");
    let reading = table(&[row("410000001", "20150218"), row("410000002", "20150219")].concat());
    assert_eq!(dates(&reading), ["2015-02-18", "2015-02-19"]);
    assert_eq!(codes(&reading), [("no-header", 1)]);
}

#[test]
fn what_stands_above_and_beside_the_table() {
    let reading = table("Ministry of Something\nExported 2020-01-01\n\nDate,Event,\n2014-06-10,A,\n2014-06-11,B,\n");
    assert_eq!(
        (titles(&reading), dates(&reading)),
        (vec!["A", "B"], vec!["2014-06-10".to_owned(), "2014-06-11".to_owned()])
    );
    assert_eq!(codes(&reading), [("above-table", 1)]);
    // The row numbers of a data frame, and cells that no column has a name for.
    let reading = table(",title,date,\n0,A,2014-06-10,\n1,B,2014-06-11,\n");
    assert_eq!(role(&reading, ""), Role::Ignore);
    assert!(reading.set.fields.is_empty(), "{:?}", reading.set.fields);
}

#[test]
fn one_column() {
    assert_eq!(titles(&table("title\nMosul falls\nTikrit falls\n")), ["Mosul falls", "Tikrit falls"]);
    assert_eq!(dates(&table("date\n2014-06-10\n2014-06-11\n")), ["2014-06-10", "2014-06-11"]);
}

#[test]
fn what_differs_in_every_row_is_no_choice() {
    let rows: String = (0..60)
        .map(|row| format!("Clash {row},2014-06-{:02},IRQ{row},{}\n", row % 30 + 1, ["a", "b"][row % 2]))
        .collect();
    let reading = table(&format!("title,date,code,side\n{rows}"));
    assert_eq!((role(&reading, "code"), role(&reading, "side")), (Role::Text, Role::Category));
}

#[test]
fn a_column_of_names_is_the_title() {
    let reading = table(
        "Code,Airport Name,Flight Date\nT-38A,Barksdale,2014-06-10\nKC-10A,Dulles,2014-06-11\nB-52,Dulles,2014-06-12\n",
    );
    assert_eq!((role(&reading, "Airport Name"), role(&reading, "Flight Date")), (Role::Title, Role::Date));
}

#[test]
fn the_date_of_the_event_goes_before_that_of_the_record() {
    let reading = table(
        "updated,magnitude,time,kind\n2018-02-07,2,2018-02-06T01:26:13.840Z,quake\n2018-02-08,3,2018-02-06T02:26:13.840Z,quake\n",
    );
    assert_eq!(role(&reading, "time"), Role::Date);
    let year = table("year,source\n2001-01-01,Coal\n2002-01-01,Coal\n");
    assert_eq!(dates(&year), ["2001-01-01", "2002-01-01"]);
}

#[test]
fn lists_of_objects_of_other_programs() {
    for (text, expected) in [
        // Nothing is called `title`.
        (r#"[{"date":"1854-04-01","wounds":0},{"date":"1854-05-01","wounds":3}]"#, ["1854-04-01", "1854-05-01"]),
        (
            r#"[{"Title":"Alien","Release Date":"Jun 12 1979"},{"Title":"Heat","Release Date":"Dec 15 1995"}]"#,
            ["1979-06-12", "1995-12-15"],
        ),
        (
            r#"[{"itemLabel":"A","pointInTime":"1815-06-18T00:00:00Z"},{"itemLabel":"B","pointInTime":"1813-10-16T00:00:00Z"}]"#,
            ["1815-06-18", "1813-10-16"],
        ),
        // A title, and a time that is none of ours.
        (r#"[{"title":"Alien","year":1979},{"title":"Heat","year":1995}]"#, ["1979", "1995"]),
        (r#"[{"title":"A","date":"06/10/2014"},{"title":"B","date":"06/28/2014"}]"#, ["2014-06-10", "2014-06-28"]),
        ("{\"title\":\"Alien\",\"year\":1979}\n{\"title\":\"Heat\",\"year\":1995}\n", ["1979", "1995"]),
        // A list within a document.
        (
            r#"{"meta":{"v":1},"events":[{"name":"A","startDate":"2014-06-10"},{"name":"B","startDate":"2014-06-11"}]}"#,
            ["2014-06-10", "2014-06-11"],
        ),
        (
            r#"{"articles":[{"url":"https://example.org/a","title":"A","seendate":"20240115T120000Z"},{"url":"https://example.org/b","title":"B","seendate":"20240116T140000Z"}]}"#,
            ["2024-01-15T12:00:00Z", "2024-01-16T14:00:00Z"],
        ),
        (
            r#"{"kind":"calendar#events","items":[{"summary":"A","start":{"dateTime":"2024-03-01T10:00:00+01:00"}},{"summary":"B","start":{"dateTime":"2024-03-02T10:00:00+01:00"}}]}"#,
            ["2024-03-01T10:00:00+01:00", "2024-03-02T10:00:00+01:00"],
        ),
        (
            r#"{"title":"Natural events","events":[{"title":"Iceberg","categories":[{"id":1,"title":"Ice"}],"geometry":[{"date":"2020-03-20T00:00:00Z","coordinates":[1,2]},{"date":"2020-03-27T00:00:00Z","coordinates":[1,3]}]},{"title":"Fire","categories":[],"geometry":[{"date":"2020-04-20T05:00:00Z","coordinates":[3,2]}]}]}"#,
            ["2020-03-20T00:00:00Z/2020-03-27T00:00:00Z", "2020-04-20T05:00:00Z"],
        ),
    ] {
        let reading = table(text);
        assert_eq!(dates(&reading), expected, "{text}\n{:?}", reading.diagnostics);
    }
}

#[test]
fn our_own_events_stay_ours() {
    for text in [
        r#"[{"title":"A","date":"by the end of June"},{"title":"B","year":"2014"}]"#,
        r#"[{"title":"A","date":"10/06/2014","claims":[{"by":"x"}]}]"#,
        r#"{"title":"A set","vocabularies":{"actor":[{"name":"a","aliases":["b"]}]}}"#,
        r#"[{"title":"A"},{"title":"B","date":1402358400000}]"#,
    ] {
        let reading = read(text.as_bytes());
        assert_eq!(reading.files[0].format.map(|format| format.name()), Some("event-set"), "{text}");
    }
}

#[test]
fn earthquakes() {
    let feature = |id: &str, time: u64| {
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"mag":2,"place":"4km W of Castaic","time":{time},"updated":{},"type":"earthquake","title":"M 2"}},"geometry":{{"type":"Point","coordinates":[-118.6,34.4,16.3]}}}}"#,
            time + 9_999_999
        )
    };
    let reading = table(&format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        feature("ci1", 1_517_966_773_840),
        feature("ci2", 1_517_966_037_750)
    ));
    assert_eq!(reading.set.events[1].span.map(|span| span.earliest_start), Some(1_517_966_037_750.0));
    assert_eq!(reading.set.events[0].places[0].lat, Some(34.4));
}

#[test]
fn numbers_are_no_dates() {
    let reading = table("patient,start,end\n1,0,50\n2,1,660\n3,36,1400\n4,179,1321\n");
    assert_eq!(dates(&reading), vec![""; 4]);
    let reading = table(",Speed\n001,850\n002,740\n003,900\n");
    assert_eq!(dates(&reading), vec![""; 3]);
}
