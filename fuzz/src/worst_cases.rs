//! Documents made to cost a reader the most time or memory for their length, one maker a weakness.

/// A name, and what makes a document of about so many bytes.
pub type Case = (&'static str, fn(usize) -> Vec<u8>);

/// A head, a unit again and again, a tail.
fn repeat(head: &str, unit: &str, tail: &str, len: usize) -> Vec<u8> {
    made(head, tail, len, |_, text| text.push_str(unit))
}

/// A head, units that know their number, a tail.
fn numbered(head: &str, tail: &str, len: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    made(head, tail, len, |at, text| text.push_str(&unit(at)))
}

fn made(head: &str, tail: &str, len: usize, unit: impl Fn(usize, &mut String)) -> Vec<u8> {
    let mut text = String::with_capacity(len + 1000);
    text.push_str(head);
    let mut number = 0;
    while text.len() + tail.len() < len {
        unit(number, &mut text);
        number += 1;
    }
    text.push_str(tail);
    text.into_bytes()
}

/// Half of the document like this, then the other half like that.
fn halves(first: Vec<u8>, second: Vec<u8>) -> Vec<u8> {
    [first, second].concat()
}

/// Our own JSON.
pub const JSON: &[Case] = &[
    ("lists in lists", |len| repeat("", "[", "", len)),
    ("objects in objects", |len| repeat("", "{\"a\":", "", len)),
    ("events in events", |len| repeat("", "{\"events\":[", "", len)),
    ("a deep record and its end", |len| halves(repeat("[", "[", "", len / 2), repeat("", "]", "]", len / 2))),
    ("a long title", |len| repeat("[{\"title\":\"", "a ", "\"}]", len)),
    ("a long string without an end", |len| repeat("[{\"title\":\"", "a", "", len)),
    ("escapes", |len| repeat("[{\"title\":\"", "\\u00e9", "\"}]", len)),
    ("halves of surrogate pairs", |len| repeat("[{\"title\":\"", "\\ud800", "\"}]", len)),
    ("halves of surrogate pairs in many keys", |len| {
        numbered("[{\"title\":\"a\"", "}]", len, |at| format!(",\"\\ud800{at}\":1"))
    }),
    ("a date in escapes", |len| repeat("[{\"title\":\"a\",\"date\":\"", "\\u0032", "\"}]", len)),
    ("backslashes", |len| repeat("[{\"title\":\"", "\\", "\"}]", len)),
    ("quotes", |len| repeat("[{\"title\":", "\"", "}]", len)),
    ("lines with quotes", |len| repeat("[{\"title\":", "\"a\n", "}]", len)),
    ("commas", |len| repeat("[", ",", "]", len)),
    ("blanks", |len| repeat("[", " \n", "]", len)),
    ("colons", |len| repeat("{", ":", "}", len)),
    ("closing brackets", |len| repeat("[", "}", "]", len)),
    ("brackets that cross", |len| repeat("[", "}{", "]", len)),
    ("text between events", |len| repeat("[{\"title\":\"a\"}", "x", "]", len)),
    ("tiny records", |len| repeat("[", "{\"title\":\"\"},", "{}]", len)),
    ("empty records", |len| repeat("[", "{},", "{}]", len)),
    ("records that are none", |len| repeat("[", "1,", "1]", len)),
    ("broken records", |len| repeat("[", "{\"title\": \"a\", {,", "]", len)),
    ("records without an end", |len| repeat("[", "{\"title\":\"a", "", len)),
    ("records in records", |len| repeat("[", "\"title\":[{", "]", len)),
    ("records that almost are", |len| repeat("[", "{},{\"a\"", "]", len)),
    ("missing commas", |len| repeat("[", "{\"title\":\"a\"}", "]", len)),
    ("one id for all", |len| repeat("[", "{\"title\":\"a\",\"id\":\"x\"},", "{}]", len)),
    ("ids in pairs", |len| numbered("[", "{}]", len, |at| format!("{{\"title\":\"a\",\"id\":\"x-{}\"}},", at / 2))),
    ("ids that others will get", |len| {
        numbered("[", "{}]", len, |at| match at % 2 {
            0 => format!("{{\"title\":\"a\",\"id\":\"x-{at}\"}},"),
            _ => "{\"title\":\"a\",\"id\":\"x\"},".to_owned(),
        })
    }),
    ("a long id for many", |len| {
        let long = "x".repeat(len / 4);
        numbered("[", "{}]", len, |at| {
            let id = if at < 2 { &long } else { "y" };
            format!("{{\"title\":\"a\",\"id\":\"{id}\"}},")
        })
    }),
    ("parts in a chain", |len| {
        numbered("[", "{}]", len, |at| format!("{{\"title\":\"a\",\"id\":{at},\"part_of\":{}}},", at + 1))
    }),
    ("parts of the first", |len| {
        numbered("[", "{}]", len, |at| format!("{{\"title\":\"a\",\"id\":{at},\"part_of\":0}},"))
    }),
    ("references to nothing", |len| numbered("[{\"title\":\"a\",\"after\":[", "1]}]", len, |at| format!("\"{at}\","))),
    ("references, then an empty list again and again", |len| {
        halves(
            repeat("[{\"title\":\"a\",\"after\":[", "1,", "1]", len / 2),
            repeat("", ",\"before\":[]", "}]", len / 2),
        )
    }),
    ("a long key", |len| repeat("[{\"title\":\"a\",\"", "k", "\":1}]", len)),
    ("a long key of everything", |len| repeat("{\"", "k", "\":1,\"events\":[]}", len)),
    ("problems under a long key", |len| {
        halves(repeat("{\"vocabularies\":{\"", "k", "\":[", len / 2), repeat("", "1,", "1]},\"events\":[]}", len / 2))
    }),
    ("many keys in an event", |len| numbered("[{\"title\":\"a\"", "}]", len, |at| format!(",\"k{at}\":{at}"))),
    ("a key of its own for each event", |len| {
        numbered("[", "{}]", len, |at| format!("{{\"title\":\"a\",\"k{at}\":\"v\"}},"))
    }),
    ("one key many times", |len| repeat("[{\"title\":\"a\"", ",\"k\":\"v\"", "}]", len)),
    ("a title many times", |len| repeat("[{\"title\":\"a\"", ",\"title\":\"b\"", "}]", len)),
    ("many values of a field", |len| {
        numbered("[{\"title\":\"a\",\"k\":[", "\"z\"]}]", len, |at| format!("\"v{at}\","))
    }),
    ("many claims", |len| {
        numbered("[{\"title\":\"a\",\"claims\":[", "{}]}]", len, |at| format!("{{\"by\":\"v{at}\"}},"))
    }),
    ("many places", |len| repeat("[{\"title\":\"a\",\"places\":[", "\"x\",", "\"x\"]}]", len)),
    ("many citations", |len| {
        repeat("[{\"title\":\"a\",\"claims\":{\"by\":\"a\",\"citations\":[", "\"x\",", "\"x\"]}}]", len)
    }),
    ("many values in a vocabulary", |len| {
        numbered("{\"vocabularies\":{\"k\":[", "\"z\"]},\"events\":[]}", len, |at| format!("\"v{at}\","))
    }),
    ("a value in ever narrower ones", |len| {
        numbered("{\"vocabularies\":{\"k\":[", "\"z\"]},\"events\":[{\"title\":\"a\",\"k\":\"v0\"}]}", len, |at| {
            format!("{{\"name\":\"v{at}\",\"broader\":\"v{}\"}},", at + 1)
        })
    }),
    ("values with many broader ones", |len| {
        numbered("{\"vocabularies\":{\"k\":[", "\"z\"]},\"events\":[{\"title\":\"a\",\"k\":\"v0\"}]}", len, |at| {
            let broader: Vec<String> = (1..100).map(|up| format!("\"v{}\"", at + up)).collect();
            format!("{{\"name\":\"v{at}\",\"broader\":[{}]}},", broader.join(","))
        })
    }),
    ("a value with many broader ones", |len| {
        numbered("{\"vocabularies\":{\"k\":[{\"name\":\"v\",\"broader\":[", "\"z\"]}]},\"events\":[]}", len, |at| {
            format!("\"v{at}\",")
        })
    }),
    ("aliases", |len| {
        numbered("{\"vocabularies\":{\"k\":[{\"name\":\"v\",\"aliases\":[", "\"z\"]}]},\"events\":[]}", len, |at| {
            format!("\"v{at}\",")
        })
    }),
    ("many vocabularies", |len| {
        numbered("{\"vocabularies\":{", "\"k\":[]},\"events\":[]}", len, |at| format!("\"v{at}\":[\"a\"],"))
    }),
    ("many fields", |len| {
        numbered("{\"fields\":{", "\"k\":{}},\"events\":[{\"title\":\"a\"}]}", len, |at| {
            format!("\"v{at}\":\"number\",")
        })
    }),
    ("fields declared twice", |len| {
        let mut fields = numbered("{\"fields\":{", "", len / 2, |at| format!("\"v{at}\":{{}},"));
        fields.extend(numbered("", "\"k\":{}},\"events\":[]}", len / 2, |at| format!("\"v{at}\":{{}},")));
        fields
    }),
    ("a number of many digits", |len| repeat("[{\"title\":\"a\",\"n\":", "1", "}]", len)),
    ("a fraction of many digits", |len| repeat("[{\"title\":\"a\",\"n\":0.", "01", "e-300}]", len)),
    ("numbers hard to round", |len| {
        repeat("[", "{\"title\":\"a\",\"n\":9007199254740993.00000000000000000000000001e-290},", "{}]", len)
    }),
    ("dates that are none", |len| {
        repeat("[", "{\"title\":\"a\",\"date\":\"2014-06-10/2014-06-09?~%XX..[1,2]\"},", "{}]", len)
    }),
    ("sets of dates", |len| {
        let dates = vec!["2014"; 190].join(",");
        repeat("[", &format!("{{\"title\":\"a\",\"date\":\"[{dates}]\"}},"), "{}]", len)
    }),
    ("a date too long", |len| repeat("[{\"title\":\"a\",\"date\":\"[", "2014,", "2014]\"}]", len)),
    ("lists of events", |len| repeat("{", "\"events\":[],", "\"x\":1}", len)),
    ("events that are none", |len| repeat("{", "\"events\":1,", "\"x\":1}", len)),
    ("fields after each list", |len| {
        repeat("{", "\"events\":[{\"title\":\"a\",\"n\":\"1\"}],\"fields\":{\"n\":\"number\"},", "\"x\":1}", len)
    }),
    ("a broken head", |len| repeat("{title ", "\"events\" ", "", len)),
    ("broken heads", |len| repeat("{", "x \"events\": [", "", len)),
    ("broken values in the head", |len| repeat("{", "\"x\":[1,,2],", "\"events\":[]}", len)),
    ("unknown keys", |len| numbered("{", "\"events\":[]}", len, |at| format!("\"k{at}\":1,"))),
    ("bytes that are no text", |len| {
        let mut bytes = b"[{\"title\":\"".to_vec();
        bytes.resize(len, 0xFF);
        bytes
    }),
    ("UTF-16", |len| {
        let text = String::from_utf8(repeat("\u{feff}[", "{\"title\":\"é\"},", "{}]", len / 2)).unwrap_or_default();
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }),
    ("UTF-16 that is none", |len| {
        let mut bytes = vec![0xFE, 0xFF, 0, b'['];
        while bytes.len() < len {
            bytes.extend([0xD8, 0x00]);
        }
        bytes
    }),
    ("long words", |len| repeat("[", &format!("{{\"title\":\"{}\"}},", "w".repeat(10_000)), "{}]", len)),
    ("marks on a letter", |len| repeat("[{\"title\":\"a", "\u{301}", "\"}]", len)),
    ("one key late and many rows", |len| {
        let keys = numbered("", "", 5_000, |at| format!(",\"k{at}\":{at}"));
        let keys = String::from_utf8(keys).unwrap_or_default();
        repeat("[", "{\"title\":\"a\"},", &format!("{{\"title\":\"z\"{keys}}}]"), len)
    }),
    ("one event late with lists and prose in all fields", |len| {
        let prose: Vec<String> = (0..200).map(|at| format!("\"p{at}\":\"text\"")).collect();
        let values = (0..200).flat_map(|at| [format!(",\"p{at}\":\"a b\""), format!(",\"k{at}\":[\"a\",\"b\"]")]);
        let head = format!("{{\"fields\":{{{}}},\"events\":[", prose.join(","));
        repeat(&head, "{},", &format!("{{\"title\":\"z\"{}}}]}}", values.collect::<String>()), len)
    }),
    ("fields that events have in turn", |len| {
        numbered("[", "{}]", len, |at| match at % 2 {
            0 => format!("{{\"k{}\":1}},", at % 500),
            _ => format!("{{\"k{}\":[\"a\",\"b\"]}},", at % 500),
        })
    }),
];

/// Delimited text.
pub const TABLES: &[Case] = &[
    ("delimiters", |len| repeat("title,date\n", ",", "\n", len)),
    ("a wide header", |len| repeat("title,date", ",c", "\na,2014\n", len)),
    ("a wide header of titles", |len| repeat("title,date", ",title", "\na,2014\n", len)),
    ("a wide header of one key", |len| repeat("title,date", ",é", "\na,2014\n", len)),
    ("a wide header and many rows", |len| {
        halves(repeat("title,date", ",c", "\n", len / 2), repeat("", "a,2014\n", "", len / 2))
    }),
    ("a header of lists and many rows", |len| {
        halves(repeat("title,date", ",link", "\n", len / 2), repeat("", "a,2014\n", "", len / 2))
    }),
    ("short rows", |len| repeat("title,date\n", "a\n", "", len)),
    ("short rows, and a quote without an end", |len| repeat("title,date\n", "a\n", "\"", len)),
    ("short rows, and one too long", |len| repeat("title,date\n", "a\n", "a,b,c,d\n", len)),
    ("rows without a title", |len| repeat("date,kind\n", "1\n", "", len)),
    ("empty rows", |len| repeat("title,date\n", ",\n", "", len)),
    ("blank lines", |len| repeat("title,date\na,2014\n", "\n", "", len)),
    ("rows ending in CR", |len| repeat("title,date\r", "a,2014\r", "", len)),
    ("a quote without an end", |len| repeat("title,date\n\"", "a,2014\n", "", len)),
    ("quotes without an end", |len| repeat("title,date\n", "\"a,2014\n", "", len)),
    ("quotes that end too early", |len| repeat("title,date\n", "\"a\"b,2014\n", "", len)),
    ("quotes in quotes", |len| repeat("title,date\n\"", "\"\"", "\",2014\n", len)),
    ("a long cell", |len| repeat("title,date\n", "a", ",2014\n", len)),
    ("one id for all", |len| repeat("id,title,date\n", "x,a,2014\n", "", len)),
    ("dates of all kinds", |len| {
        repeat("title,date\n", "a,2014-06-10\nb,10/11/2014\nc,June 2014\nd,1402358400000\ne,some day\n", "", len)
    }),
    ("a long date", |len| repeat("title,date\na,2014\na,2014\na,", "1/", "\n", len)),
    ("values in a cell", |len| numbered("title,date,kind\nb,2014,x\na,2014,", "z\n", len, |at| format!("v{at};"))),
    ("claimants and citations in a cell", |len| {
        halves(
            repeat("title,date,claimant,citation\nb,2014,x,y\na,2014,", "v;", "v,", len / 2),
            repeat("", "w;", "w\n", len / 2),
        )
    }),
    ("claimants and citations in each row", |len| {
        repeat("title,date,claimant,citation\n", "a,2014,b;c;d;e;f;g;h;i;j;k;l;m,b;c;d;e;f;g;h;i;j;k;l;m\n", "", len)
    }),
    ("parts of nothing", |len| repeat("id,title,date,partof\n", "1,a,2014,zz\n", "", len)),
    ("markup", |len| repeat("title,date\n", "<", ">,2014\n", len)),
    ("markup without an end", |len| repeat("title,date\n", "<a ", ",2014\n", len)),
    ("entities", |len| repeat("title,date\n", "&amp", ",2014\n", len)),
    ("one long line", |len| repeat("", "a,", "", len)),
];

/// iCalendar.
pub const CALENDARS: &[Case] = &[
    ("folded lines", |len| {
        repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:", "\n a", "\nEND:VEVENT\nEND:VCALENDAR", len)
    }),
    ("empty folds", |len| {
        repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a", "\n ", "\nEND:VEVENT\nEND:VCALENDAR", len)
    }),
    ("components in components", |len| repeat("BEGIN:VCALENDAR\n", "BEGIN:X\n", "", len)),
    ("events in events", |len| repeat("BEGIN:VCALENDAR\n", "BEGIN:VEVENT\n", "", len)),
    ("ends", |len| repeat("BEGIN:VCALENDAR\n", "END:VEVENT\n", "", len)),
    ("tiny events", |len| repeat("BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nEND:VEVENT\n", "", len)),
    ("one UID for all", |len| {
        repeat("BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nUID:x\nDTSTART:20140610\nEND:VEVENT\n", "", len)
    }),
    ("zones and events in them", |len| {
        let zones = numbered("BEGIN:VCALENDAR\n", "", len / 2, |at| {
            format!(
                "BEGIN:VTIMEZONE\nTZID:Z{at}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
            )
        });
        let events = numbered("", "END:VCALENDAR", len / 2, |at| {
            format!("BEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Z{}:20140610T120000\nEND:VEVENT\n", at / 2)
        });
        halves(zones, events)
    }),
    ("a zone of many parts", |len| {
        halves(
            repeat(
                "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Z\n",
                "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0100\nEND:STANDARD\n",
                "END:VTIMEZONE\n",
                len / 2,
            ),
            repeat(
                "",
                "BEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Z:20140610T120000\nEND:VEVENT\n",
                "END:VCALENDAR",
                len / 2,
            ),
        )
    }),
    ("a zone of many times", |len| {
        halves(
            repeat(
                "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nRDATE:",
                "19700101T000000,",
                "19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\n",
                len / 2,
            ),
            repeat(
                "",
                "BEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Z:20140610T120000\nEND:VEVENT\n",
                "END:VCALENDAR",
                len / 2,
            ),
        )
    }),
    ("parameters", |len| {
        repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY", ";A=1", ":a\nEND:VEVENT\nEND:VCALENDAR", len)
    }),
    ("parameters without a value", |len| {
        repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY", ";A", ":a\nEND:VEVENT\nEND:VCALENDAR", len)
    }),
    ("a quote without an end", |len| {
        repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;A=\"", ";A=1:", "\nEND:VEVENT\nEND:VCALENDAR", len)
    }),
    ("places", |len| repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "LOCATION:a\n", "END:VEVENT\nEND:VCALENDAR", len)),
    ("positions", |len| repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "GEO:1;1\n", "END:VEVENT\nEND:VCALENDAR", len)),
    ("comments", |len| repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "COMMENT:a\n", "END:VEVENT\nEND:VCALENDAR", len)),
    ("categories", |len| {
        numbered("BEGIN:VCALENDAR\nBEGIN:VEVENT\nCATEGORIES:", "z\nEND:VEVENT\nEND:VCALENDAR", len, |at| {
            format!("v{at},")
        })
    }),
    ("lines that are none", |len| repeat("BEGIN:VCALENDAR\n", "x\n", "", len)),
    ("escapes", |len| repeat("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:", "\\n\\,", "\nEND:VEVENT\nEND:VCALENDAR", len)),
];

/// JSON of other programs.
pub const DIALECTS: &[Case] = &[
    ("vis: groups and items in them", |len| {
        let groups = numbered("{\"groups\":[", "{}],", len / 2, |at| format!("{{\"id\":{at},\"content\":\"g\"}},"));
        let items = numbered("\"items\":[", "{}]}", len / 2, |at| {
            format!("{{\"content\":\"a\",\"start\":1,\"group\":{}}},", at / 2)
        });
        // Told by what stands first.
        let mut text = b"{\"items\":[],".to_vec();
        text.extend(groups.get(1..).unwrap_or_default());
        halves(text, items)
    }),
    ("vis: one id for all", |len| repeat("[", "{\"id\":1,\"content\":\"a\",\"start\":1},", "{}]", len)),
    ("slides", |len| {
        repeat("{\"events\":[", "{\"start_date\":{\"year\":2014},\"text\":{\"headline\":\"<b>a\"}},", "{}]}", len)
    }),
    ("a slide of many members", |len| {
        numbered("{\"events\":[{\"start_date\":{\"year\":1},\"text\":{\"headline\":\"a\"}", "}]}", len, |at| {
            format!(",\"k{at}\":1")
        })
    }),
    ("SIMILE", |len| {
        repeat(
            "{\"dateTimeFormat\":\"iso8601\",\"events\":[",
            "{\"title\":\"a\",\"start\":\"May 28 2006 09:00:00 GMT\"},",
            "{}]}",
            len,
        )
    }),
    ("events in events", |len| {
        repeat(
            "{\"@context\":\"\",\"@type\":\"Event\",\"name\":\"a\",",
            "\"subEvent\":{\"@type\":\"Event\",\"name\":\"a\",",
            "",
            len,
        )
    }),
    ("linked data, one id for all", |len| {
        repeat("[{\"@context\":\"\"},", "{\"@type\":\"Event\",\"@id\":\"x\",\"name\":\"a\"},", "{}]", len)
    }),
    ("features", |len| {
        repeat(
            "{\"type\":\"FeatureCollection\",\"features\":[",
            "{\"type\":\"Feature\",\"properties\":{\"name\":\"a\",\"date\":\"2014\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}},",
            "{}]}",
            len,
        )
    }),
    ("records, the last column in each", |len| {
        let first: Vec<String> = (0..600).map(|at| format!("\"k{at}\":1")).collect();
        let head = format!("[{{\"name\":\"a\",\"date\":\"2014\",{}}},", first.join(","));
        repeat(&head, "{\"k509\":1},", "{}]", len)
    }),
    ("records with keys of their own", |len| {
        numbered("[{\"name\":\"a\",\"date\":\"2014\"},", "{}]", len, |at| format!("{{\"name\":\"a\",\"k{at}\":1}},"))
    }),
    ("records in records", |len| repeat("[{\"name\":\"a\",\"date\":\"2014\",\"x\":", "{\"y\":", "", len)),
    ("bindings", |len| {
        repeat(
            "{\"head\":{},\"results\":{\"bindings\":[",
            "{\"eventLabel\":{\"type\":\"literal\",\"value\":\"a\"},\"date\":{\"value\":\"2014-06-10T00:00:00Z\"}},",
            "{}]}}",
            len,
        )
    }),
];

/// SIMILE's XML.
pub const XML: &[Case] = &[
    ("events", |len| repeat("<data>", "<event start=\"2014\" title=\"a\"/>", "</data>", len)),
    ("events without an end", |len| repeat("<data>", "<event start=\"2014\" title=\"a\">", "", len)),
    ("attributes", |len| {
        numbered("<data><event start=\"2014\"", ">a</event></data>", len, |at| format!(" a{at}=\"1\""))
    }),
    ("one attribute many times", |len| repeat("<data><event start=\"2014\"", " title=\"a\"", ">a</event></data>", len)),
    ("a long attribute", |len| repeat("<data><event start=\"2014\" title=\"", "&lt;a", "\"/></data>", len)),
    ("entities", |len| repeat("<data><event start=\"2014\" title=\"a\">", "&lt;", "</event></data>", len)),
    ("entities that are none", |len| repeat("<data><event start=\"2014\" title=\"a\">", "&&", "</event></data>", len)),
    ("elements in elements", |len| repeat("<data><event start=\"2014\" title=\"a\">", "<b>", "", len)),
    ("comments", |len| repeat("<data><event start=\"2014\" title=\"a\">", "<!---->", "</event></data>", len)),
    ("a comment without an end", |len| repeat("<data><event/><!--", "--", "", len)),
    ("angle brackets", |len| repeat("<data><event ", "<", "", len)),
    ("CDATA", |len| repeat("<data><event start=\"2014\" title=\"a\">", "<![CDATA[x]]>", "</event></data>", len)),
    ("a document type", |len| repeat("<!DOCTYPE x [", "<!ENTITY a \"b\">", "]><data><event/></data>", len)),
];

/// Lines of the query language.
pub const QUERIES: &[Case] = &[
    ("words", |len| repeat("", "a ", "", len)),
    ("one word", |len| repeat("", "a", "", len)),
    ("fields that are none", |len| repeat("", "x:y ", "", len)),
    ("colons", |len| repeat("", "a:", "", len)),
    ("values", |len| repeat("actor:", "a,", "", len)),
    ("values that are missing", |len| repeat("actor:", ",+", "", len)),
    ("sort keys", |len| repeat("sort:", "title,", "", len)),
    ("sort keys that are none", |len| repeat("sort:", "x,", "", len)),
    ("dates", |len| repeat("", "before:2014 ", "", len)),
    ("dates that are none", |len| repeat("", "during:x ", "", len)),
    ("numbers", |len| repeat("", "killed:1..2 ", "", len)),
    ("signs", |len| repeat("", "-", "", len)),
    ("stars", |len| repeat("", "*\"", "", len)),
    ("quotes", |len| repeat("", "\"", "", len)),
    ("escapes", |len| repeat("\"", "\\", "", len)),
    ("marks on a letter", |len| repeat("a", "\u{301}", "", len)),
];

/// All documents with the name of their kind.
pub fn documents() -> impl Iterator<Item = (&'static str, &'static Case)> {
    let kinds = [("json", JSON), ("csv", TABLES), ("icalendar", CALENDARS), ("dialects", DIALECTS), ("xml", XML)];
    kinds.into_iter().flat_map(|(kind, cases)| cases.iter().map(move |case| (kind, case)))
}
