//! How much memory the engine may use.

/// The variable that says how many MiB a question may use; loading and deriving take their share of it.
const VARIABLE: &str = "JAUGE_MEMORY";

/// MiB where nobody says otherwise.
const USUAL: usize = 1024;

/// Less than this, and no sort gets anywhere.
const LEAST: usize = 16;

/// MiB that a question may use.
pub fn mebibytes() -> usize {
    let said = std::env::var(VARIABLE).ok().and_then(|text| text.trim().parse().ok());
    said.unwrap_or(USUAL).max(LEAST)
}
