//! The forms that the shipped event set uses.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::time::{Edge, End, Span, parse, parse_end};

#[test]
fn shipped_forms_read_and_write() {
    for (text, canonical) in [
        ("2003~", "2003~"),
        ("2003%", "2003%"),
        ("[2014-06-11..2014-06-20]", "[2014-06-11..2014-06-20]"),
        ("[..2014-06-30]", "[..2014-06-30]"),
        ("?2014-08-21/?2014-08-22", "2014?-08-21/2014?-08-22"),
        ("?2014-12-03", "2014?-12-03"),
        ("[2015-03..2015-04]", "[2015-03..2015-04]"),
        ("2015-03/2015-04", "2015-03/2015-04"),
        ("?2014-07", "2014?-07"),
        ("2011", "2011"),
    ] {
        let date = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(date.to_string(), canonical);
        assert_eq!(parse(canonical).as_ref(), Ok(&date));
        assert!(date.span().is_valid(), "{text}");
    }
}

#[test]
fn starts_and_ends_bound_each_other() {
    let side = |text| parse_end(text).unwrap();
    let open = Span::between(&side("[2014-06-11..2014-06-20]"), &side("..")).unwrap();
    assert_eq!(
        (open.end_edge, open.start_edge, open.earliest_end),
        (Edge::Open, Edge::Bounded, f64::INFINITY)
    );
    let until = Span::between(&side("2014-06"), &side("[..2014-06-10]")).unwrap();
    assert!(until.is_valid());
    assert_eq!(until.latest_start, until.latest_end);
    assert_eq!(until.earliest_end, until.earliest_start);
    assert_eq!(Span::between(&side("2014-06"), &side("2014-05")), None);
    assert_eq!(side(""), End::Unknown);
    assert_eq!(parse_end("2014/2015").unwrap_err().offset, 4);
}
