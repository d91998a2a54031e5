//! Any bytes as what a plugin's process sends: no abort, no memory beyond its limits, no panic that is not caught where it must be.

#![no_main]

use std::{panic, sync::Once};

use libfuzzer_sys::fuzz_target;

static QUIET: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    // A panic of the decoder is caught and is an error; one that is not caught still ends the fuzzer.
    QUIET.call_once(|| panic::set_hook(Box::new(|_| ())));
    jauge_plugin_host::fuzzing::wire(bytes);
});
