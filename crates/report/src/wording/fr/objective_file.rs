//! What is wrong with files of objectives.

use jauge_domain::{ObjectiveFault, TomlFault, WordSet};

use super::{super::Wording, read, toml};

const EXAMPLE: &str = "un objectif tient en quatre lignes : id = \"more-orders\", kpi = \"ecommerce.orders\", target = \"+10%\", period = \"2026-Q2\"";

pub(super) fn message(fault: &ObjectiveFault, wording: &Wording) -> String {
    match fault {
        ObjectiveFault::Unreadable { reason } => format!("lecture impossible : {}", read::fault(reason)),
        ObjectiveFault::Toml { fault } => toml::message(fault),
        ObjectiveFault::NotInFile { key } => format!("`{key}` n'a pas sa place dans un fichier d'objectifs"),
        ObjectiveFault::IdTakenInFile { id } => format!("l'id `{id}` est déjà pris dans ce fichier"),
        ObjectiveFault::IdTaken { id, place } => format!("l'id `{id}` est déjà pris par {place}"),
        ObjectiveFault::UnknownKey { key, .. } => format!("un objectif n'a pas de clé `{key}`"),
        ObjectiveFault::NotAnId { id } => format!("`{id}` n'est pas un id"),
        ObjectiveFault::Weight => "un poids est un nombre à partir de 0".to_owned(),
        ObjectiveFault::Budget => "un budget est supérieur à 0".to_owned(),
        ObjectiveFault::BaselineNotOne => "un départ est une période ou une valeur, l'une des deux".to_owned(),
        ObjectiveFault::Repetition { period } => format!(
            "`{period}` ne peut pas se répéter ainsi : les périodes se chevaucheraient ou laisseraient des trous"
        ),
        ObjectiveFault::KpiAndLevels => "un objectif a un KPI ou des niveaux, pas les deux".to_owned(),
        ObjectiveFault::NoKpi => "il faut un KPI à un objectif".to_owned(),
        ObjectiveFault::NoTarget => "il faut une cible à un objectif".to_owned(),
        ObjectiveFault::TooFewLevels => "il faut au moins deux niveaux".to_owned(),
        ObjectiveFault::LevelsAndTarget => "le dernier niveau est la cible".to_owned(),
        ObjectiveFault::TargetAndDirection => "la cible ne convient pas à la direction".to_owned(),
        ObjectiveFault::UnknownLevel { level, near, known } => {
            let meant = near
                .as_ref()
                .map_or_else(|| format!("il y a {}", known.join(", ")), |near| format!("vouliez-vous dire `{near}` ?"));
            format!("`{level}` n'est aucun des niveaux : {meant}")
        }
        ObjectiveFault::NotFinite { number } => format!("{number} n'est pas une valeur"),
        ObjectiveFault::NotAValue { text } => {
            format!("`{text}` n'est pas une valeur : écrire 0.024, \"2.4%\", \"+10%\", \"+0.5pt\" ou [bas, haut]")
        }
        ObjectiveFault::ChangeForValue { text } => {
            format!("`{text}` est une variation ; une valeur n'a d'autre signe que le moins")
        }
        ObjectiveFault::PointsForValue { text } => {
            format!("`{text}` : des points sont une variation, telle que \"+0.5pt\"")
        }
        ObjectiveFault::PointsWithoutSign { text } => {
            format!("`{text}` : il faut un signe devant des points, comme \"+0.5pt\"")
        }
        ObjectiveFault::EmptyRange { low, high } => {
            format!("[{low}, {high}] ne contient rien : écrire d'abord la valeur la plus basse")
        }
        ObjectiveFault::NotDays { text } => format!("`{text}` n'est pas un nombre de jours tel que \"3d\""),
        ObjectiveFault::NotADay { text } => format!("`{text}` n'est pas un jour tel que 2026-05-15"),
        ObjectiveFault::NotAPeriod { why } => super::calendar::message(why, wording),
        ObjectiveFault::PeriodWithoutEnd { text } => format!("`{text}` n'a pas de fin : un objectif a une échéance"),
        ObjectiveFault::NotAWord { text, set, near, known } => {
            let set = match set {
                WordSet::Direction => "une direction",
                WordSet::Repetition => "une répétition",
                WordSet::Frequency => "une fréquence",
            };
            let near = near.as_ref().map_or_else(|| ".".to_owned(), |near| format!(" : vouliez-vous dire `{near}` ?"));
            format!("`{text}` n'est pas {set}{near} Il y a {}", known.join(", "))
        }
    }
}

pub(super) fn help(fault: &ObjectiveFault) -> Option<String> {
    let text = match fault {
        ObjectiveFault::Toml { fault: TomlFault::MissingKey { .. } }
        | ObjectiveFault::NoKpi
        | ObjectiveFault::NoTarget => EXAMPLE,
        ObjectiveFault::Unreadable { .. } => "l'enregistrer en UTF-8, lisible par vous, ou le retirer de `objectives`",
        ObjectiveFault::NotInFile { .. } => "chaque objectif commence par une ligne [[objective]]",
        ObjectiveFault::IdTaken { .. } => "donner à chaque objectif un id à lui",
        ObjectiveFault::UnknownKey { near: Some(near), .. } => return Some(format!("vouliez-vous dire `{near}` ?")),
        ObjectiveFault::UnknownKey { near: None, known, .. } => return Some(format!("il y a {}", known.join(", "))),
        ObjectiveFault::NotAnId { .. } => "des minuscules, des chiffres, `-`, `_` et `.`",
        ObjectiveFault::Weight => "1 si rien n'est dit",
        ObjectiveFault::Budget => "l'omettre s'il n'y en a pas",
        ObjectiveFault::BaselineNotOne => "{ period = \"2026-Q1\" } ou { value = 0.018 }",
        ObjectiveFault::Repetition { .. } => {
            "une semaine `weekly`, un mois `monthly`, un trimestre `quarterly`, une année `yearly`"
        }
        ObjectiveFault::KpiAndLevels => "en faire deux objectifs",
        ObjectiveFault::TooFewLevels => "par exemple [\"maquette\", \"en ligne\"]",
        ObjectiveFault::LevelsAndTarget => "omettre `target`",
        ObjectiveFault::TargetAndDirection => "`maintain_between` veut [bas, haut], et lui seul a un intervalle",
        ObjectiveFault::Toml { .. }
        | ObjectiveFault::IdTakenInFile { .. }
        | ObjectiveFault::UnknownLevel { .. }
        | ObjectiveFault::NotFinite { .. }
        | ObjectiveFault::NotAValue { .. }
        | ObjectiveFault::ChangeForValue { .. }
        | ObjectiveFault::PointsForValue { .. }
        | ObjectiveFault::PointsWithoutSign { .. }
        | ObjectiveFault::EmptyRange { .. }
        | ObjectiveFault::NotDays { .. }
        | ObjectiveFault::NotADay { .. }
        | ObjectiveFault::NotAPeriod { .. }
        | ObjectiveFault::PeriodWithoutEnd { .. }
        | ObjectiveFault::NotAWord { .. } => return None,
    };
    Some(text.to_owned())
}
