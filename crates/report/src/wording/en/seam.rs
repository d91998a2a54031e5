//! Where what a system counted by the day meets events.

use jauge_domain::{Seam, Unit};

use super::{super::Wording, forms::counted};

pub(super) fn message(seam: &Seam, wording: &Wording) -> String {
    let Seam { system, counted: days, days_in_both, level, has_events, .. } = seam;
    let whose = match days {
        None => format!("no day is of `{system}`, because events or another system have all of its days"),
        Some((first, last)) => {
            let (first, last) = (wording.date(*first), wording.date(*last));
            format!("{}, {first} to {last}, of `{system}` (table `daily`)", counted(seam.days, "day", "days"))
        }
    };
    let beside = match level {
        Some(level) => {
            let (level, both) = (wording.amount(*level, Unit::Ratio), counted(*days_in_both, "day", "days"));
            format!("; on {both} that both have, events come to {level} of its sessions")
        }
        None if *has_events && days.is_some() => {
            "; no day is in events, too: what a change between the two owes to the system nobody can tell".to_owned()
        }
        None => String::new(),
    };
    format!("{whose}{beside}")
}

pub(super) fn other_rows(dimension: &str, system: &str, sessions: i64) -> String {
    let sessions = counted(sessions, "session", "sessions");
    format!(
        "`{dimension}` of `{system}`: {sessions} stand in `(other)`, for which its report had no row left; groups below a threshold of \
         the system stand nowhere"
    )
}

#[cfg(test)]
mod tests {
    use jauge_domain::{AskNote, KpiNote, Language};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_seam_says_who_counted_and_how_the_levels_compare() {
        let counted = Some((date(2026, 3, 1), date(2026, 3, 9)));
        let system = "plausible".to_owned();
        let seam = Seam { system, counted, days: 3, days_in_both: 1, level: Some(0.25), has_events: true };
        let said = |language: Language, seam: &Seam| {
            Wording::new(language).message(&KpiNote::Seam { seam: seam.clone() }.into())
        };
        let begins = |text: &str, start: &str| assert!(text.starts_with(start), "{text}");
        begins(
            &said(Language::En, &seam),
            "3 days, 2026-03-01 to 2026-03-09, of `plausible` (table `daily`); on 1 day that both have, events come to 25",
        );
        begins(
            &said(Language::Fr, &seam),
            "3 jours, du 01/03/2026 au 09/03/2026, de `plausible` (table `daily`) ; sur 1 jour commun",
        );
        let apart = Seam { days_in_both: 0, level: None, ..seam.clone() };
        assert!(said(Language::En, &apart).contains("no day is in events, too"));
        let alone = Seam { has_events: false, ..apart };
        assert!(said(Language::En, &alone).ends_with("(table `daily`)"));
        let unused = Seam { counted: None, days: 0, ..seam };
        begins(&said(Language::En, &unused), "no day is of `plausible`");
        let note = AskNote::OtherRows { dimension: "channel".into(), system: "ga4".into(), sessions: 2 };
        begins(&Wording::new(Language::En).message(&note.into()), "`channel` of `ga4`: 2 sessions stand in `(other)`");
    }
}
