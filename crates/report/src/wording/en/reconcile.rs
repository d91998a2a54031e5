//! Books held against a tag.

use jauge_domain::{ReconcileNote, Unit};

use super::super::Wording;
use super::names::quoted;

pub(super) fn note(note: &ReconcileNote, wording: &Wording) -> String {
    let share = |share: f64| wording.amount(share, Unit::Ratio);
    let count = |count: f64| wording.amount(count, Unit::Count);
    match note {
        ReconcileNote::NoBooks => "no KPI is a share of books: `books` in a KPI's header makes it one".to_owned(),
        ReconcileNote::NotBooks { kpi, known } => {
            format!("`{kpi}` is no share of books; these are: {}", quoted(known, ", "))
        }
        ReconcileNote::Nothing => {
            "nothing to hold against one another: both the books and the tag must be loaded, and have ids in common"
                .to_owned()
        }
        ReconcileNote::Seen { title, seen, of } => format!("{title}: {} of {}", count(*seen), count(*of)),
        ReconcileNote::Open { from, of } => format!(
            "{} of them since {}, from where on some source is not complete: what the tag saw of these may be missing, and no break is \
             looked for there; load what is newer",
            count(*of),
            wording.date(*from)
        ),
        ReconcileNote::Broke { title, from, until: None, usual, during } => {
            format!("{title}: it broke on {}: {} since, {} before", wording.date(*from), share(*during), share(*usual))
        }
        ReconcileNote::Broke { title, from, until: Some(until), usual, during } => format!(
            "{title}: it broke on {}, until {}: {} then, {} on other days",
            wording.date(*from),
            wording.date(*until),
            share(*during),
            share(*usual)
        ),
        ReconcileNote::Between { title, tag, books } => format!(
            "{title}: {} if what the tag did not see was lost along with its sessions, {} if the tag saw every session and lost \
             purchases alone; what is true lies between, and nothing is corrected",
            share(*tag),
            share(*books)
        ),
    }
}
