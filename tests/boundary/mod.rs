//! The cases of the boundary suite, the same in Node and in browsers.

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_timeline_is_made_of_bytes() {
    let decompose = |text: &str| text.to_string();
    let timeline = event_timeline::Timeline::open(br#"[{"title":"a","date":"2014-06"},{"title":"b"}]"#, decompose);
    assert_eq!(timeline.info().count, 2);
}
