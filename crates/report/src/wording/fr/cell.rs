//! Why a text cannot be read as a value.

use jauge_domain::{CellError, CellKind, TimePart};

pub(super) fn message(error: &CellError) -> String {
    match error {
        CellError::NotANumber => "pas un nombre".to_owned(),
        CellError::CurrencySign { sign } => format!(
            "un montant n'a de signe que celui de la devise de l'espace de travail : ôter `{sign}` dans `select`, et nommer la devise dans \
             une colonne à elle"
        ),
        CellError::AmbiguousNumber { mark } => format!(
            "`{mark}` peut être la marque décimale ou séparer les milliers : régler `decimal_mark = \".\"` ou \
             `decimal_mark = \",\"`"
        ),
        CellError::OtherMark { found, expected } => format!(
            "sa marque décimale est `{found}`, celle du flux est `{expected}` : régler `decimal_mark`, ou corriger la \
             valeur"
        ),
        CellError::TooLarge { digits } => format!("trop grand : {digits} chiffres au plus sont gardés"),
        CellError::TooManyDecimals { has, kept } => {
            format!("a {has} décimales, {kept} sont gardées : l'arrondir dans `select`")
        }
        CellError::NotATime => "pas une heure : l'écrire comme `2026-04-01 13:05:00`".to_owned(),
        CellError::NotADate => "pas une date : l'écrire comme `2026-04-01`".to_owned(),
        CellError::HasTime => "a une heure, et la colonne garde des dates : la couper dans `select`".to_owned(),
        CellError::TwoDigitYear => "l'année doit avoir quatre chiffres".to_owned(),
        CellError::ZoneName { name } => format!(
            "`{name}` n'est le nom d'aucun fuseau ou de plusieurs : écrire son décalage, comme `-06:00`, ou l'ôter dans `select` et \
             régler `timezone`"
        ),
        CellError::Percentage => {
            "un pourcentage : ôter le signe dans `select`, comme `replace(\"CTR\", '%', '')`".to_owned()
        }
        CellError::OutOfRange { what, value } => format!("{} {value} n'existe pas", part(*what)),
        CellError::BeyondYears => "avant l'an 1 ou après l'an 9999".to_owned(),
        CellError::Ambiguous => {
            "peut être jour/mois ou mois/jour : régler `dates = \"day first\"` ou `dates = \"month first\"`".to_owned()
        }
        CellError::Gap { time, date, zone } => {
            format!("{time} le {date} n'existe pas à {zone} : les horloges sautent cette heure")
        }
        CellError::NotABoolean => "ni oui ni non : écrire `true` ou `false`".to_owned(),
    }
}

fn part(part: TimePart) -> &'static str {
    match part {
        TimePart::Month => "le mois",
        TimePart::Day => "le jour",
        TimePart::Hour => "l'heure",
        TimePart::HourOfTwelve => "l'heure d'une horloge de 12 heures",
        TimePart::Minute => "la minute",
        TimePart::Second => "la seconde",
        TimePart::Micros => "l'instant",
    }
}

/// What a value is to be, as the end of a sentence.
pub(super) fn kind(kind: &CellKind) -> String {
    match kind {
        CellKind::Text => "du texte".to_owned(),
        CellKind::Time => "une heure".to_owned(),
        CellKind::Date => "une date".to_owned(),
        CellKind::Amount { decimals } => format!("un montant à {decimals} décimales"),
        CellKind::Integer => "un nombre entier".to_owned(),
        CellKind::Number => "un nombre".to_owned(),
        CellKind::Boolean => "vrai ou faux".to_owned(),
        CellKind::Other { name } => name.clone(),
    }
}
