//! The words of a written date: months and weekdays of six languages, and names of zones that mean one offset.

/// The names of each month, January first: English, French, German, Spanish, Italian and Dutch, in full and as they are cut.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv", "januar", "jänner", "enero", "ene", "gennaio", "gen", "januari"],
    &["february", "feb", "février", "févr", "fév", "februar", "febrero", "febbraio", "febr", "februari"],
    &["march", "mar", "mars", "märz", "mär", "mrz", "marzo", "maart", "mrt"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "mag", "mei"],
    &["june", "jun", "juin", "juni", "junio", "giugno", "giu"],
    &["july", "jul", "juillet", "juil", "juli", "julio", "luglio", "lug"],
    &["august", "aug", "août", "aoû", "aout", "agosto", "ago", "augustus"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "set"],
    &["october", "oct", "octobre", "oktober", "okt", "octubre", "ottobre", "ott"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "décembre", "déc", "dezember", "dez", "diciembre", "dic", "dicembre"],
];

/// Monday first: the same languages.
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "lundi", "lun", "montag", "mo", "lunes", "lunedì", "maandag", "ma"],
    &["tuesday", "tue", "tues", "mardi", "mar", "dienstag", "di", "martes", "martedì", "dinsdag"],
    &["wednesday", "wed", "mercredi", "mer", "mittwoch", "mi", "miércoles", "mié", "mercoledì", "woensdag", "wo"],
    &[
        "thursday",
        "thu",
        "thur",
        "thurs",
        "jeudi",
        "jeu",
        "donnerstag",
        "do",
        "jueves",
        "jue",
        "giovedì",
        "gio",
        "donderdag",
    ],
    &["friday", "fri", "vendredi", "ven", "freitag", "fr", "viernes", "vie", "venerdì", "vrijdag", "vr"],
    &[
        "saturday",
        "sat",
        "samedi",
        "sam",
        "samstag",
        "sonnabend",
        "sa",
        "sábado",
        "sáb",
        "sabato",
        "sab",
        "zaterdag",
        "za",
    ],
    &["sunday", "sun", "dimanche", "dim", "sonntag", "so", "domingo", "dom", "domenica", "zondag", "zo"],
];

/// Zones whose name means one offset, in hours east of UTC. CST, IST and AST mean several, and are none of them.
const ZONES: [(&str, i64); 28] = [
    ("pst", -8),
    ("pdt", -7),
    ("mst", -7),
    ("mdt", -6),
    ("cdt", -5),
    ("est", -5),
    ("edt", -4),
    ("akst", -9),
    ("akdt", -8),
    ("hst", -10),
    ("wet", 0),
    ("west", 1),
    ("bst", 1),
    ("cet", 1),
    ("cest", 2),
    ("mez", 1),
    ("mesz", 2),
    ("eet", 2),
    ("eest", 3),
    ("msk", 3),
    ("sgt", 8),
    ("hkt", 8),
    ("jst", 9),
    ("kst", 9),
    ("aest", 10),
    ("aedt", 11),
    ("nzst", 12),
    ("nzdt", 13),
];

/// The month that `word`, in lower case and without a dot, names: 1 to 12.
pub(super) fn month(word: &str) -> Option<i64> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(month, _)| month)
}

/// True where `word`, in lower case and without a dot, names a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|names| names.contains(&word))
}

/// Seconds east of UTC of the zone that `word`, in lower case, names.
pub(super) fn zone(word: &str) -> Option<i64> {
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, hours)| hours * 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_months() {
        for names in MONTHS {
            for name in names {
                assert_eq!(MONTHS.iter().filter(|others| others.contains(name)).count(), 1, "{name}");
            }
        }
    }

    #[test]
    fn a_zone_name_is_one_offset_or_none() {
        assert_eq!(zone("pdt"), Some(-7 * 3600));
        assert_eq!(zone("bst"), Some(3600));
        assert_eq!(zone("cst"), None);
    }
}
