//! The suite of the repository's own tests, optimised and at full length.
#![allow(missing_docs)]

#[path = "../../tests/linear_time.rs"]
mod linear_time;
