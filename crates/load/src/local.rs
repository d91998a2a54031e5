//! How a source, and who asks of a workspace, reads times that stand in SQL.

use jauge_files::cells::{self, TimeParser};
use jauge_store::local::Reads;
use jiff::tz::TimeZone;

/// Texts as cells are read, in every form that a file may have; without an offset they are local to `zone`. `day_first` tells
/// 03/04/2026 apart.
pub fn reads(zone: &TimeZone, day_first: Option<bool>) -> Reads {
    let (of_text, of_clock) = (zone.clone(), zone.clone());
    Reads {
        text: Box::new(move |text| cells::parse_time(text, &of_text, day_first)),
        clock: Box::new(move |shown| TimeParser::new(of_clock.clone(), None).at_local(shown, true)),
    }
}

#[cfg(test)]
#[path = "local_tests.rs"]
mod tests;
