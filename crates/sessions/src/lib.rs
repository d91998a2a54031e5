//! From events to sessions: hits, sessions, visitors.
//!
//! What is stored here follows from `events` and the rules alone. A change derives again the stretches of the visitors it
//! touches, and writes the days they lie on.

mod aggregate;
mod arrival;
mod as_of;
mod assign;
mod beats;
mod changes;
mod days;
mod derive;
mod dirty;
mod instant;
mod local;
mod refresh;
mod rows;
mod rules;
mod specs;
mod visitor;
mod waiting;

pub use as_of::as_of;
pub use refresh::{Refreshed, catch_up, derive_anew, refresh};
pub use specs::{HITS, SESSIONS, in_sql, specs};

pub use instant::instant;
