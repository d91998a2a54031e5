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
    use jauge_domain::{Damage, DoctorMessage, Language, Message, StoreMessage};

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
