//! The boundary in browsers: `wasm-pack test --headless --chrome`, `--firefox`.
//!
//! A suite of its own, since one that is configured for a browser is skipped in Node, and one that is not the other way round.
#![cfg(target_arch = "wasm32")]

mod boundary;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
