//! Numbers of things.

/// A number of things, with the word for one of them where `is_one` says that the language counts it as one.
pub(super) fn counted(
    number: impl TryInto<i64>,
    is_one: impl FnOnce(i64) -> bool,
    [one, several]: [&str; 2],
) -> String {
    let number = number.try_into().unwrap_or(i64::MAX);
    format!("{number} {}", if is_one(number) { one } else { several })
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Damage, DoctorMessage, KpiNote, Language, Message, StoreMessage, TimeBoundFinding};

    use crate::Wording;

    #[test]
    fn one_of_a_thing_is_said_otherwise_than_several() {
        let [en, fr] = Language::ALL.map(Wording::new);
        let of = |rows, files| Message::from(DoctorMessage::Loaded { rows, files, last: "today".to_owned() });
        assert_eq!(en.message(&of(1, 1)), "1 row from 1 file, the last loaded today");
        assert_eq!(en.message(&of(0, 2)), "0 rows from 2 files, the last loaded today");
        assert_eq!(fr.message(&of(0, 1)), "0 ligne de 1 fichier, le dernier chargé today");
        assert_eq!(fr.message(&of(4, 2)), "4 lignes de 2 fichiers, le dernier chargé today");
    }

    #[test]
    fn one_kpi_and_one_evaluation_are_one() {
        let [en, fr] = Language::ALL.map(Wording::new);
        let fed = |fed, all| Message::from(KpiNote::Fed { fed, all });
        assert_eq!(en.message(&fed(1, 1)), "1 of 1 KPI can be answered from what is loaded");
        assert_eq!(fr.message(&fed(1, 12)), "1 KPI sur 12 a une réponse dans ce qui est chargé");
        assert_eq!(fr.message(&fed(2, 12)), "2 KPI sur 12 ont une réponse dans ce qui est chargé");
        let few = TimeBoundFinding::TooFewEvaluations { count: 1, days: 7 }.into();
        assert!(en.finding(&few).starts_with("1 evaluation in 7 days leaves nothing"));
        assert!(fr.finding(&few).starts_with("1 évaluation en 7 jours ne permet pas"));
    }

    #[test]
    fn a_command_does_not_advise_itself() {
        let message = StoreMessage::Damaged { path: "a".to_owned(), damage: Damage::Empty }.into();
        let [en, fr] = Language::ALL.map(Wording::new);
        assert!(en.with_help(&message, None).contains("; `jauge doctor --deep` says"));
        let alone = "`a` is damaged: it is empty; `jauge repair` brings back what can be";
        assert_eq!(en.with_help(&message, Some("doctor --deep")), alone);
        let alone = "`a` est endommagé : il est vide ; `jauge repair` rétablit ce qui peut l'être";
        assert_eq!(fr.with_help(&message, Some("doctor --deep")), alone);
    }
}
