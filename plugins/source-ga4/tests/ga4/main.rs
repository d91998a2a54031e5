//! The connector from outside, as Jauge uses it.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod fixtures;
mod laws;
mod sample;
mod support;
