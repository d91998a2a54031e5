//! Libraries that break the contract with plugins: the rest of a sentence that begins with the plugin.

use jauge_domain::{ContractBreach, ContractStruct};

pub(super) fn breach(breach: &ContractBreach) -> String {
    match breach {
        ContractBreach::Said { text } => format!("dit : {text}"),
        ContractBreach::Silent { status } => format!("a échoué avec le statut {status}, sans en dire plus"),
        ContractBreach::SilentStream { errno } => format!("a échoué avec l'errno {errno}, sans en dire plus"),
        ContractBreach::NotLoadable { reason } => format!("ne peut pas être chargé : {reason}"),
        ContractBreach::NoSymbol => {
            "n'a pas de symbole `jauge_plugin_v1` : ce n'est pas un plugin, ou il est fait pour une autre version \
             majeure de Jauge"
                .to_owned()
        }
        ContractBreach::NotStarted { why } => format!("ne peut pas démarrer : il {}", self::breach(why)),
        ContractBreach::StructTooSmall { of: ContractStruct::Plugin, bytes, least } => {
            format!("annonce une structure de {bytes} octets, alors qu'il en faut au moins {least}")
        }
        ContractBreach::StructTooSmall { of: ContractStruct::Source, bytes, least } => {
            format!("annonce une source de {bytes} octets, alors qu'il en faut au moins {least}")
        }
        ContractBreach::PluginIncomplete => "omet `describe` ou `shutdown`".to_owned(),
        ContractBreach::SourceIncomplete => "omet `streams`, `schema`, `scan` ou `release` d'une source".to_owned(),
        ContractBreach::NoFunction { name } => format!("omet `{name}`"),
        ContractBreach::BadText => "rend un texte trop long, ou qui n'est pas de l'UTF-8".to_owned(),
        ContractBreach::BadColumns { reason } => format!("annonce des colonnes qui n'en sont pas : {reason}"),
        ContractBreach::ColumnType { column, of } => {
            format!("a la colonne `{column}` du type {of}, qui ne se transmet pas")
        }
        ContractBreach::TooManyRows { rows, most } => {
            format!("donne {rows} lignes d'un coup, alors que {most} au plus sont acceptées")
        }
        ContractBreach::RowTooLong { bytes, most } => {
            format!("donne une ligne de {bytes} octets, alors que {most} au plus sont acceptés")
        }
        ContractBreach::StreamWithoutFunctions => "donne un flux sans fonctions".to_owned(),
        ContractBreach::BatchDamaged { reason } => format!("donne un lot endommagé : {reason}"),
        ContractBreach::BatchOfOtherColumns => "donne un lot qui n'a pas les colonnes qu'il avait annoncées".to_owned(),
        ContractBreach::BatchOfNullRows => "donne un lot où des lignes entières sont nulles".to_owned(),
        ContractBreach::LoadedAlready => "est déjà chargé".to_owned(),
        ContractBreach::NoSourceOpen => "n'a aucune source ouverte".to_owned(),
    }
}
