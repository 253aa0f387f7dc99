//! A timeline of any event set: parsed, filtered, counted, sorted and laid out; drawn elsewhere.
//!
//! The way of the data, each arrow one function with plain data on both sides:
//! bytes → [`formats`] → a [`table`] of events and diagnostics → [`store`] → [`query`] → [`layout`] → [`timeline`], the façade
//! that the WebAssembly boundary, the tests and the benchmarks call.
//!
//! A module uses those above it in this list, never those below.
#![deny(missing_docs)]
#![deny(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod time;
pub mod number;
pub mod event;
pub mod radix;
pub mod table;
pub mod diagnostic;
pub mod error;
pub mod formats;
pub mod columns;
pub mod store;
pub mod query;
pub mod layout;
pub mod wire;
pub mod timeline;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use timeline::Timeline;
