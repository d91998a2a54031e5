//! What the engine cannot do.

use jauge_domain::EngineMessage;

use super::{
    cell,
    names::{meant, near_or_list},
};

pub(super) fn message(message: &EngineMessage) -> String {
    match message {
        EngineMessage::NoColumn { name, near, known } => {
            let known = if known.is_empty() { String::new() } else { format!(" (il y a {})", known.join(", ")) };
            format!("pas de colonne `{name}`{}{known}", meant(near))
        }
        EngineMessage::NoTable { name, near, known } if known.is_empty() => {
            format!("pas de table ni de modèle `{name}`{}", meant(near))
        }
        EngineMessage::NoTable { name, .. } => format!("pas de table ni de modèle `{name}`"),
        EngineMessage::GroupingSets => {
            "la sous-requête a ses propres ensembles de regroupement ; la mettre dans un modèle".to_owned()
        }
        EngineMessage::Ungroupable { step } => {
            format!("la sous-requête a une étape qui ne peut pas être regroupée : {step}")
        }
        EngineMessage::TimesApart { hours } => {
            format!("plus de {hours} heures séparent les instants ; demander une période plus courte")
        }
        EngineMessage::TooDeep { most } => {
            format!("plus de {most} niveaux imbriqués : répartir dans des WITH ou des modèles")
        }
        EngineMessage::Memory { mebibytes } => format!("il faut plus de mémoire que les {mebibytes} Mio permis"),
        EngineMessage::BrokenOff { reason } => {
            let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("ce qui produit les lignes s'est arrêté avant la dernière{reason}")
        }
        EngineMessage::TimeOutside => "un instant sort des années que Jauge sait compter".to_owned(),
        EngineMessage::NotRead { text, why } => {
            format!("`{text}` ne se lit pas comme un instant : {}", cell::message(why))
        }
        EngineMessage::NotAQuery { statement } => {
            format!("seules les requêtes sont exécutées ici, et `{statement}` n'en est pas une")
        }
        EngineMessage::KpisArguments => {
            "`kpis` prend une maille et des dimensions entre apostrophes, comme kpis('month', 'channel')".to_owned()
        }
        EngineMessage::LacksColumn { name } => format!("pas de colonne `{name}`"),
    }
}

pub(super) fn help(message: &EngineMessage) -> Option<String> {
    match message {
        EngineMessage::NoTable { near, known, .. } if !known.is_empty() => Some(near_or_list(near, known)),
        EngineMessage::NotAQuery { .. } => Some("écrire SELECT ; `jauge load` charge des données, et `jauge sql \"SELECT …\" --format csv > file.csv` en écrit".to_owned()),
        EngineMessage::Memory { .. } => Some(
            "demander une période plus courte ou moins de dimensions, ou permettre plus par JAUGE_MEMORY (Mio)"
                .to_owned(),
        ),
        EngineMessage::BrokenOff { .. } => {
            Some("c'est une faute du programme : merci de la signaler avec le texte ci-dessus".to_owned())
        }
        EngineMessage::NoTable { .. }
        | EngineMessage::NoColumn { .. }
        | EngineMessage::GroupingSets
        | EngineMessage::Ungroupable { .. }
        | EngineMessage::TimesApart { .. }
        | EngineMessage::TimeOutside
        | EngineMessage::NotRead { .. }
        | EngineMessage::TooDeep { .. }
        | EngineMessage::KpisArguments
        | EngineMessage::LacksColumn { .. } => None,
    }
}
