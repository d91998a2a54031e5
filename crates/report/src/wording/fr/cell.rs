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
        CellError::TwoDigitYear => {
            "l'année a deux chiffres : régler `dates` comme les dates sont écrites, par exemple `dates = \"%d/%m/%y\"`"
                .to_owned()
        }
        CellError::ZoneName { name } => format!(
            "`{name}` n'est le nom d'aucun fuseau ou de plusieurs : écrire son décalage, comme `-06:00`, ou l'ôter dans `select` et \
             régler `timezone`"
        ),
        CellError::Percentage => {
            "un pourcentage : régler `percent = \"ratio\"` si 5 % vaut 0,05 ou `percent = \"number\"` s'il vaut 5, ou ôter le signe \
             dans `select`, comme `replace(\"CTR\", '%', '')`"
                .to_owned()
        }
        CellError::Limit => {
            "le nombre est au-dessus ou au-dessous et n'est pas connu : `nulls = [\"< 10%\"]` prend un tel texte pour aucune \
             valeur, et `replace(\"Share\", '<', '')` dans `select` pour le nombre qu'il nomme"
                .to_owned()
        }
        CellError::LengthOfTime => {
            "une durée, pas un nombre : additionner ses parties dans `select`, comme `CAST(split_part(\"Time\", ':', 1) AS INT) * \
             60 + CAST(split_part(\"Time\", ':', 2) AS INT)`"
                .to_owned()
        }
        CellError::ExcelDay => {
            "un jour tel qu'Excel les compte : `DATE '1899-12-30' + CAST(\"Day\" AS INT)` dans `select` le lit".to_owned()
        }
        CellError::OutOfRange { what, value } => format!("{} {value} n'existe pas", part(*what)),
        CellError::BeyondYears => {
            "avant le 02/01/0001 ou après le 30/12/9999 : là où cela tient lieu de « pas de date », le nommer dans `nulls`".to_owned()
        }
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
