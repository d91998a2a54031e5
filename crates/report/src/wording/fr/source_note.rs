//! What a load says beside its numbers.

use jauge_domain::{RejectedRow, SourceNote};

use super::{Wording, files};

pub(super) const NOTHING_OF_SOURCE: &str = "rien de cette source n'a été chargé";

pub(super) fn message(note: &SourceNote, wording: &Wording) -> String {
    match note {
        SourceNote::OfFiles { stream, more: 0, note } => format!("`{stream}` : {}", files::note(note)),
        SourceNote::OfFiles { stream, more, note } => {
            let others = if *more == 1 { "1 autre".to_owned() } else { format!("{more} autres") };
            format!("`{stream}` et {others} : {}", files::note(note))
        }
        SourceNote::RecipeChanged { source, batch, once: true } => format!(
            "`{source}` a été chargé avec d'autres réglages au lot {batch} et garde ce qu'il a donné alors ; `jauge \
             load --undo {batch}` l'ôte, pour le recharger"
        ),
        SourceNote::RecipeChanged { source, batch, once: false } => format!(
            "les réglages de la source `{source}` ont changé depuis le lot {batch} : les fichiers chargés avant gardent \
             ce qu'ils ont donné alors ; `jauge load --replace {source}` les charge tous à nouveau"
        ),
        SourceNote::OtherVersion { source, files, now } => {
            let lus = if *files <= 1 { "fichier a été lu" } else { "fichiers ont été lus" };
            format!(
                "{files} {lus} par la version du plugin d'avant la {now} : `jauge load --replace {source}` les relit tous avec \
                 celle-ci"
            )
        }
        SourceNote::GrewReadOn { stream } => format!("`{stream}` a grandi : seul l'ajout est lu"),
        SourceNote::GrewReadAgain { stream } => {
            format!("`{stream}` a grandi : les lignes déjà chargées sont reconnues")
        }
        SourceNote::Changed { stream, batch, once: true, .. } => format!(
            "`{stream}` a changé depuis le lot {batch} : ses nouvelles lignes sont ajoutées, celles qu'il n'a plus \
             restent ; `jauge load --undo {batch}` avant de charger les ôte"
        ),
        SourceNote::Changed { stream, batch, source, once: false } => format!(
            "`{stream}` a changé depuis le lot {batch} : ses nouvelles lignes sont ajoutées, celles qu'il n'a plus \
             restent ; `--replace {source}` les ôte"
        ),
        SourceNote::AnotherFile { stream } => {
            format!("`{stream}` est un autre fichier sous un nom connu : il est lu en entier")
        }
        SourceNote::BeginningOf { stream, other } => {
            format!("`{stream}` est le début de `{other}` : les lignes des deux sont lues une fois")
        }
        SourceNote::ByAnotherSource { stream, source, batch } => format!(
            "la source `{source}` a chargé elle aussi ce que contient `{stream}`, de la même façon (lot {batch}) : ses lignes comptent \
             deux fois ; ôter l'une des deux de jauge.toml, et ce qu'elle a apporté par `jauge load --undo`"
        ),
        SourceNote::RejectedBefore { stream } => {
            format!("toutes les lignes de `{stream}` ont été rejetées auparavant : il est relu")
        }
        SourceNote::Rejected { row: rejected } => format!("rejet {}", row(rejected, wording)),
        SourceNote::NothingOfSource => NOTHING_OF_SOURCE.to_owned(),
    }
}

/// A rejected row: where it stands, what is wrong with it.
pub(super) fn row(row: &RejectedRow, wording: &Wording) -> String {
    let line = row.line.map(|line| format!(":{line}")).unwrap_or_default();
    let column = row.column.as_ref().map(|column| format!(" `{column}`")).unwrap_or_default();
    let value = row.value.as_ref().map(|value| format!(" {value:?}")).unwrap_or_default();
    format!("{}{line}:{column}{value} : {}", row.stream, super::message(&row.why, wording))
}
