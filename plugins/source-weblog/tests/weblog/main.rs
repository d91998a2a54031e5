//! The connector from outside.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod formats;
mod laws;
mod real;
mod support;

#[test]
fn the_examples_hold() {
    jauge_plugin::testkit::check(&source_weblog::plugin(), env!("CARGO_MANIFEST_DIR")).unwrap();
}
