//! What is to go wrong, and where.

/// The places in which most deeds can happen: `DEED_in_PLACE`.
const PLACES: [&str; 16] = [
    "entry",
    "describe",
    "resource",
    "open",
    "check",
    "streams",
    "schema",
    "scan",
    "get_schema",
    "get_next",
    "checkpoint",
    "cancel",
    "release",
    "release_result",
    "release_rows",
    "shutdown",
];

/// What can go wrong, and where it does unless the name says otherwise.
const DEEDS: &[(&str, &str)] = &[
    // Nothing goes wrong.
    ("well_behaved", ""),
    ("next_query_ok", ""),
    ("replay", ""),
    ("none", ""),
    // The process.
    ("panic", "get_next"),
    ("segfault", "get_next"),
    ("exit_zero", "get_next"),
    ("abort", "get_next"),
    ("loop", "get_next"),
    ("sleep", "get_next"),
    ("out_of_memory", "get_next"),
    ("stack_overflow", "get_next"),
    ("crash_once", "get_next"),
    // Time.
    ("slow", "get_next"),
    ("ignores_cancel", "get_next"),
    ("endless", "get_next"),
    // What crosses.
    ("bad_offsets", "get_next"),
    ("unordered_offsets", "get_next"),
    ("negative_length", "get_next"),
    ("invalid_utf8", "get_next"),
    ("schema_drift", "get_next"),
    ("wrong_row_count", "get_next"),
    ("null_buffers", "get_next"),
    ("too_many_rows", "get_next"),
    ("nul_in_error", "scan"),
    ("giant_text", "streams"),
    ("malformed_json", "streams"),
    ("outputs_left_set_on_error", "scan"),
    ("double_release", "release_rows"),
    ("release_on_another_thread", "get_next"),
    ("falsely_claimed_exact_filter", "scan"),
    ("bad_sql", "describe"),
    ("duplicate_kpi_names", "describe"),
    // What the host is told.
    ("secret_in_log", "get_next"),
    ("secret_of_other", "get_next"),
    ("many_notes", "get_next"),
    ("reject_flood", "get_next"),
    ("stdout_flood", "get_next"),
    ("stderr_flood", "get_next"),
    // What the sandbox forbids.
    ("reads_file", "get_next"),
    ("writes_file", "get_next"),
    ("connects", "get_next"),
    ("connects_unix", "get_next"),
    ("execs", "get_next"),
    ("kills_parent", "get_next"),
    ("ptraces_parent", "get_next"),
];

/// One fault.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    deed: &'static str,
    place: &'static str,
}

impl Fault {
    /// The fault called `name`: `DEED` or `DEED_in_PLACE`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let known = |deed: &str| DEEDS.iter().find(|(known, _)| *known == deed);
        if let Some(&(deed, place)) = known(name) {
            return Some(Self { deed, place });
        }
        let (deed, place) = name.rsplit_once("_in_")?;
        let place = PLACES.into_iter().find(|known| *known == place)?;
        known(deed).map(|&(deed, _)| Self { deed, place })
    }

    /// The name of what is to be done in `place`; empty where nothing is.
    pub(crate) fn at(self, place: &str) -> &'static str {
        if self.place == place { self.deed } else { "" }
    }

    /// Whether this is what goes wrong, wherever.
    pub(crate) fn is(self, deed: &str) -> bool {
        self.deed == deed
    }
}
