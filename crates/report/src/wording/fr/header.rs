//! Headers of KPIs, models and funnels.

use jauge_domain::HeaderMessage;

pub(super) fn message(message: &HeaderMessage) -> String {
    match message {
        HeaderMessage::Missing => {
            "pas d'en-tête : le fichier doit commencer par `/*---`, des lignes de TOML, et `---*/`".to_owned()
        }
        HeaderMessage::Open => "l'en-tête n'a pas de fin : une ligne `---*/` le ferme".to_owned(),
        HeaderMessage::NotDays { text } => format!("`{text}` n'est pas un nombre de jours tel que \"30d\""),
        HeaderMessage::NotALength { text } => {
            format!("`{text}` n'est pas une durée telle que \"30m\", \"24h\" ou \"7d\"")
        }
        HeaderMessage::NotAnAnswer { text } => {
            format!(
                "`{text}` n'est pas une valeur qu'un KPI peut avoir : un nombre, ou \"null\" s'il doit n'en avoir aucune"
            )
        }
        HeaderMessage::Steps { steps } => format!("un entonnoir a de 2 à 62 étapes, et celui-ci {steps}"),
        HeaderMessage::WindowOfSession => {
            "un entonnoir par session n'a pas de `window` : la session en est déjà une".to_owned()
        }
        HeaderMessage::ReentryOfSession => {
            "une session parcourt un entonnoir une seule fois : il n'a pas de `reentry`".to_owned()
        }
        HeaderMessage::Stored => {
            "aucun modèle n'est encore stocké : chacun est calculé quand on l'interroge".to_owned()
        }
        HeaderMessage::NoColumns => "une liste de `recognise` est vide : elle reconnaîtrait tout fichier".to_owned(),
        HeaderMessage::OfSource { key } => {
            format!("une recette ne dit pas `{key}` : seule la source de jauge.toml qui s'en sert le peut")
        }
    }
}

pub(super) fn help(message: &HeaderMessage) -> Option<String> {
    match message {
        HeaderMessage::WindowOfSession => Some("omettre `window`, ou écrire `per = \"visitor\"`".to_owned()),
        HeaderMessage::ReentryOfSession => Some("omettre `reentry`, ou écrire `per = \"visitor\"`".to_owned()),
        HeaderMessage::Stored => Some("omettre `materialize`, ou écrire `materialize = \"view\"`".to_owned()),
        HeaderMessage::Missing
        | HeaderMessage::Open
        | HeaderMessage::NotDays { .. }
        | HeaderMessage::NotALength { .. }
        | HeaderMessage::NotAnAnswer { .. }
        | HeaderMessage::NoColumns
        | HeaderMessage::OfSource { .. }
        | HeaderMessage::Steps { .. } => None,
    }
}
