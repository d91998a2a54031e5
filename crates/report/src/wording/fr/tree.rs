//! Changes taken apart, and what a KPI would take.

use jauge_domain::{TreeMessage, TreeNote, Unit};
use jiff::civil::Date;

use super::super::Wording;
use super::names::quoted;

pub(super) fn message(message: &TreeMessage, wording: &Wording) -> String {
    match message {
        TreeMessage::NoTree { kpi, .. } => {
            format!("le fichier de `{kpi}` n'a pas de `tree` : rien ne dit de quoi il est fait")
        }
        TreeMessage::SeveralKpis { name, kpis } => {
            format!("`{name}` désigne {} KPI, et la question porte sur un seul : {}", kpis.len(), kpis.join(", "))
        }
        TreeMessage::TooManyFactors { kpi, most } => {
            format!("un terme du `tree` de `{kpi}` a plus de {most} facteurs")
        }
        TreeMessage::NothingCompared { kpi, why: None } => format!("`{kpi}` n'a pas deux valeurs à comparer"),
        TreeMessage::NothingCompared { kpi, why: Some(why) } => {
            format!("`{kpi}` n'a pas deux valeurs à comparer : {}", super::message(why, wording))
        }
        TreeMessage::NotASum { kpi } => format!("`{kpi}` n'est pas la somme de ses groupes"),
        TreeMessage::NothingKnown { kpi } => format!("`{kpi}` n'a pas de valeur dans la période"),
        TreeMessage::NotOneValue => "une plage n'est pas une cible à viser ici".to_owned(),
    }
}

pub(super) fn help(message: &TreeMessage) -> Option<String> {
    match message {
        TreeMessage::NoTree { known, .. } if !known.is_empty() => Some(format!(
            "ceux-ci en ont un : {} ; `tree = [[\"a.b\", \"a.c\"], [\"a.d\"]]` lui en donne un",
            quoted(known, ", ")
        )),
        TreeMessage::NoTree { .. } => {
            Some("`tree = [[\"a.b\", \"a.c\"], [\"a.d\"]]` dans son en-tête dit b × c + d".to_owned())
        }
        TreeMessage::TooManyFactors { .. } => Some("donner à un facteur un arbre à lui".to_owned()),
        TreeMessage::NotASum { .. } => Some("demander sans `--by`, ou ce dont il est divisé".to_owned()),
        TreeMessage::NotOneValue => Some("écrire `+10%`, `+0.5pt` ou une valeur".to_owned()),
        TreeMessage::SeveralKpis { .. } | TreeMessage::NothingCompared { .. } | TreeMessage::NothingKnown { .. } => {
            None
        }
    }
}

pub(super) fn note(note: &TreeNote, wording: &Wording) -> String {
    let amount = |value: f64, unit: Unit| wording.amount(value, unit);
    let days = |(first, last): &(Date, Date)| format!("du {} au {}", wording.date(*first), wording.date(*last));
    match note {
        TreeNote::Method => {
            "les contributions sont des valeurs de Shapley, la moyenne sur tous les ordres dans lesquels les facteurs auraient pu \
             changer ; leur somme est l'évolution"
                .to_owned()
        }
        TreeNote::WithinUsual => "l'évolution est dans sa variation habituelle".to_owned(),
        TreeNote::Unexplained => "non expliqué par les facteurs".to_owned(),
        TreeNote::Needed { title, unit, now, needed, best, was_ever } => {
            let best = match (best, was_ever) {
                (Some((best, when)), Some(true)) => {
                    format!(" ; il l'a été : {} {}", amount(*best, *unit), days(when))
                }
                (Some((best, when)), _) => {
                    format!(" ; la meilleure période aussi longue : {}, {}", amount(*best, *unit), days(when))
                }
                (None, _) => String::new(),
            };
            format!("{title} doit passer à {} ({} à présent){best}", amount(*needed, *unit), amount(*now, *unit))
        }
        TreeNote::Impossible { title, unit, now, needed: Some(needed) } => format!(
            "{title} n'y suffit pas seul : il faudrait {} ({} à présent)",
            amount(*needed, *unit),
            amount(*now, *unit)
        ),
        TreeNote::Impossible { title, unit, now, needed: None } => {
            format!("{title} n'y suffit pas seul, quelle que soit sa valeur ({} à présent)", amount(*now, *unit))
        }
        TreeNote::Cost { results, unit, each, total } => format!(
            "{} de plus coûteraient {} à ce qu'un seul a coûté dans le passé, {} en moyenne ; les suivants peuvent coûter plus",
            amount(*results, *unit),
            wording.between(total.0, total.1, Unit::Money),
            wording.between(each.0, each.1, Unit::Money)
        ),
        TreeNote::Budget { objective, amount: budget, fits } => {
            let budget = amount(*budget, Unit::Money);
            match fits {
                [_, true] => format!("le budget de `{objective}`, {budget}, y suffit"),
                [true, false] => format!("le budget de `{objective}`, {budget}, suffit au moins cher, pas au plus cher"),
                [false, false] => format!("le budget de `{objective}`, {budget}, n'y suffit pas"),
            }
        }
        TreeNote::NoPast => {
            "aucune période antérieure aussi longue n'est couverte par les données : on ne sait pas si ce fut déjà le cas".to_owned()
        }
    }
}
