//! Why nothing was loaded.

use jauge_domain::{FitFault, LoadMessage, RejectedRow, SelectFault};

use super::{Wording, cell::kind, forms::counted, system};

pub(super) fn message(message: &LoadMessage, wording: &Wording) -> String {
    match message {
        LoadMessage::Select { source, stream, fault } => {
            let over = stream.as_ref().map(|stream| format!(" sur `{stream}`")).unwrap_or_default();
            format!("`select` de la source `{source}`{over} : {}", select(fault))
        }
        LoadMessage::Fit { source, table, fault } => {
            format!("la source `{source}` ne va pas dans la table `{table}` : {}", fit(fault))
        }
        LoadMessage::AmbiguousDates { stream, column } => format!(
            "`{stream}` : les dates de la colonne `{column}` peuvent être jour/mois ou mois/jour, et aucune valeur ne \
             tranche : le dire par `dates = \"day first\"` ou `dates = \"month first\"` dans sa [[source]]"
        ),
        LoadMessage::NotAsAnnounced { stream, column, announced } => {
            format!("`{stream}` : la colonne `{column}` a été annoncée comme {announced} et n'est pas venue ainsi")
        }
        LoadMessage::Strict { source, rejected, first } => {
            let first = first.as_ref().map(|row| row_in_short(row, wording)).unwrap_or_default();
            format!(
                "source `{source}` : {}, et `--strict` charge tout ou rien ; la première : {first}",
                counted(*rejected, "ligne rejetée", "lignes rejetées")
            )
        }
        LoadMessage::Engine { source, stream, reason, .. } => {
            let stream = stream.as_ref().map(|stream| format!(", `{stream}`")).unwrap_or_default();
            format!("source `{source}`{stream} : le moteur s'est arrêté : {}", system::reason(reason))
        }
        LoadMessage::Stopped { source, stream, why } => {
            let stream = stream.as_ref().map(|stream| format!(", `{stream}`")).unwrap_or_default();
            format!("source `{source}`{stream} : {}", super::message(why, wording))
        }
        LoadMessage::Gone { source, streams } => {
            let first = streams.first().map(|(stream, batch)| format!("`{stream}` du lot {batch}")).unwrap_or_default();
            let more = match streams.len().saturating_sub(1) {
                0 => String::new(),
                more => format!(" et {}", counted(more, "autre", "autres")),
            };
            format!("source `{source}` : ce que {first}{more} ont apporté serait perdu, car aucun fichier ne l'a plus")
        }
        LoadMessage::KeyTwice { stream, table, key, value } => {
            format!("`{stream}` : des lignes de même `{key}` ({value:?}) diffèrent, et `{table}` n'en garde qu'une")
        }
        LoadMessage::HashedOtherwise { sources, columns } => format!(
            "`[privacy] hash` n'est plus ce qu'il était au chargement de {} : {} aurait deux noms pour un",
            named(sources),
            named(columns)
        ),
        LoadMessage::Hollow { stream, rows } => {
            format!(
                "`{stream}` : un lot prétend avoir {rows} lignes et ne contient rien : il est abîmé, ou fait pour nuire"
            )
        }
        LoadMessage::UnknownBatch { batch } => {
            format!("il n'y a pas de lot {batch} : `jauge sql \"SELECT * FROM loads\"` les montre")
        }
    }
}

pub(super) fn help(message: &LoadMessage) -> Option<String> {
    let text = match message {
        LoadMessage::Select { fault, .. } => return select_help(fault),
        LoadMessage::Fit { .. } | LoadMessage::UnknownBatch { .. } => return None,
        LoadMessage::Gone { .. } => {
            "remettre les fichiers ; ou retirer ce qu'ils ont apporté par `jauge load --undo LOT`, et charger à nouveau"
        }
        LoadMessage::Stopped { why, .. } => {
            let help = super::help(why).map(|help| format!("{help} ; ")).unwrap_or_default();
            return Some(format!("{help}{}", super::source_note::NOTHING_OF_SOURCE));
        }
        LoadMessage::KeyTwice { key, .. } => {
            return Some(format!(
                "en faire une seule ligne dans le `select`, par `GROUP BY {key}` ; {}",
                super::source_note::NOTHING_OF_SOURCE
            ));
        }
        LoadMessage::HashedOtherwise { .. } => {
            "recharger chaque source par `jauge load --replace SOURCE`, retirer par `--undo LOT` ce qui n'en a pas, ou remettre \
             `hash` comme avant ; rien n'a été chargé"
        }
        LoadMessage::Strict { .. } => "rien n'a été chargé",
        LoadMessage::Engine { disk_full: true, .. } => {
            "le disque est plein : libérer de la place et charger à nouveau ; rien de cette source n'a été chargé"
        }
        LoadMessage::Engine { disk_full: false, .. }
        | LoadMessage::Hollow { .. }
        | LoadMessage::AmbiguousDates { .. }
        | LoadMessage::NotAsAnnounced { .. } => super::source_note::NOTHING_OF_SOURCE,
    };
    Some(text.to_owned())
}

fn named(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn row_in_short(row: &RejectedRow, wording: &Wording) -> String {
    let line = row.line.map(|line| format!(":{line}")).unwrap_or_default();
    let column = row.column.as_ref().map(|column| format!(" `{column}`")).unwrap_or_default();
    let value = row.value.as_ref().map(|value| format!(" = {value:?}")).unwrap_or_default();
    format!("{}{line}{column}{value} : {}", row.stream, super::message(&row.why, wording))
}

fn select(fault: &SelectFault) -> String {
    match fault {
        SelectFault::Sql { text } => text.clone(),
        SelectFault::Engine { why } => super::engine::message(why),
        SelectFault::UnknownColumn { column, near, known } => {
            let near = near.as_ref().map(|near| format!(" ; vouliez-vous dire `{near}` ?")).unwrap_or_default();
            format!("il n'y a pas de colonne `{column}`{near} (il y a {})", known.join(", "))
        }
        SelectFault::TextOrder { column } => format!(
            "`{column}` est du texte, et comme textes `10` précède `9` : écrire CAST(\"{column}\" AS DECIMAL) \
             pour des nombres, CAST(\"{column}\" AS TIMESTAMP) pour des instants, \"{column}\" || '' pour des textes"
        ),
        SelectFault::CannotKeep => {
            "`keep` ajoute des colonnes du fichier à un `select` qui lit `raw` lui-même ou dans une sous-requête, sans DISTINCT, \
             UNION ni jointure : donner plutôt `properties` dans le `select`"
                .to_owned()
        }
        SelectFault::NotOneQuery => "`select` doit être un seul SELECT".to_owned(),
        SelectFault::Misfit { column, wanted, from, to } => format!(
            "la colonne `{column}` doit être {} : {} ne peut pas devenir {}",
            kind(wanted),
            kind(from),
            kind(to)
        ),
        SelectFault::Column { column, wanted, reason } => {
            format!("la colonne `{column}` doit être {} : {reason}", kind(wanted))
        }
    }
}

fn select_help(fault: &SelectFault) -> Option<String> {
    match fault {
        SelectFault::Engine { why } => super::engine::help(why),
        SelectFault::Sql { .. }
        | SelectFault::UnknownColumn { .. }
        | SelectFault::TextOrder { .. }
        | SelectFault::CannotKeep
        | SelectFault::NotOneQuery
        | SelectFault::Misfit { .. }
        | SelectFault::Column { .. } => None,
    }
}

fn fit(fault: &FitFault) -> String {
    match fault {
        FitFault::Undeclared => "rien ne la déclare".to_owned(),
        FitFault::NoColumn { table, column, known } => {
            format!("[table.{table}] nomme la colonne `{column}`, et les lignes ont {}", known.join(", "))
        }
        FitFault::UnknownColumn { table, column, near } => {
            let hint = near.as_ref().map(|near| format!(" : vouliez-vous dire `{near}` ?")).unwrap_or_default();
            format!("la table `{table}` n'a pas de colonne `{column}`{hint}{}", cure(table))
        }
        FitFault::StoredOtherwise { table, column } => format!(
            "`{table}` a été chargée avec d'autres colonnes que celles qu'elle doit avoir : `{column}` n'est pas la même ; \
             `jauge table drop {table}` fait place, puis charger de nouveau"
        ),
        FitFault::KeepsNothing { table } => {
            format!("`{table}` n'a pas de `properties` que `keep` puisse remplir : sélectionner plutôt les colonnes")
        }
        FitFault::NotThereToKeep { column, near } => {
            let hint = near.as_ref().map(|near| format!(" : vouliez-vous dire `{near}` ?")).unwrap_or_default();
            format!("`keep` nomme `{column}`, et le fichier n'a pas cette colonne{hint}")
        }
        FitFault::KeepsHidden { column, hidden } => {
            format!("`keep` nomme `{column}`, qui dit ce que `[privacy]` cache de `{hidden}` : l'enlever de `keep`")
        }
        FitFault::ColumnTwice { column } => format!("la colonne `{column}` est donnée deux fois"),
        FitFault::OwnName { column } => {
            format!(
                "une colonne nommée `{column}` appartient à Jauge : la nommer autrement dans un `select`, `\"{column}\" AS its_{column}`"
            )
        }
        FitFault::Needed { table, column } => {
            format!("il manque la colonne `{column}`, sans laquelle une ligne de `{table}` ne dit rien")
        }
        FitFault::NotHashed { table, column } => format!(
            "`[privacy] hash` couvre `{column}`, que `{table}` ne garde pas comme texte : en faire un, \
             `{column} = \"text\"` sous `[table.{table}.columns]`"
        ),
        FitFault::Zone { zone } => {
            format!("il n'y a pas de fuseau horaire `{zone}` : prendre un nom IANA tel que \"Europe/Paris\"")
        }
    }
}

/// What to do about a column that `table` does not have.
fn cure(table: &str) -> String {
    match table {
        "events" | "shop_orders" | "leads" | "tickets" | "spend" => {
            " ; mettre dans `properties` ce qui n'a pas de colonne, ou le nommer dans `keep`".to_owned()
        }
        "daily" | "rates" | "product_list" => String::new(),
        own => format!(" ; si son `select` a changé, `jauge table drop {own}` fait place, puis charger de nouveau"),
    }
}
