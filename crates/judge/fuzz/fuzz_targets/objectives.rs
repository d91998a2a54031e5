//! Any text as a file of objectives: those that are whole and errors with their places, and never a panic.

#![no_main]

use jauge_judge::{occurrence, parse_objectives, usual_frequency};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (objectives, errors) = parse_objectives("objectives/any.toml", text);
    for error in errors {
        let _ = error.message();
    }
    // Reading the same again finds the same.
    assert_eq!(parse_objectives("objectives/any.toml", text).0.len(), objectives.len());
    for objective in &objectives {
        assert!(!objective.id.is_empty());
    }
    let _ = (occurrence, usual_frequency);
});
