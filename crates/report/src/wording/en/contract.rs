//! Libraries that break the contract with plugins: the rest of a sentence that begins with the plugin.

use jauge_domain::{ContractBreach, ContractStruct};

pub(super) fn breach(breach: &ContractBreach) -> String {
    match breach {
        ContractBreach::Said { text } => text.clone(),
        ContractBreach::Silent { status } => format!("failed with status {status}, and says no more"),
        ContractBreach::SilentStream { errno } => format!("failed with errno {errno}, and says no more"),
        ContractBreach::NotLoadable { reason } => format!("cannot be loaded: {reason}"),
        ContractBreach::NoSymbol => {
            "has no symbol `jauge_plugin_v1`: it is no plugin, or one for another major version of Jauge".to_owned()
        }
        ContractBreach::NotStarted { why } => format!("cannot start: {}", self::breach(why)),
        ContractBreach::StructTooSmall { of: ContractStruct::Plugin, bytes, least } => {
            format!("announces a struct of {bytes} bytes, and {least} is the least")
        }
        ContractBreach::StructTooSmall { of: ContractStruct::Source, bytes, least } => {
            format!("announces a source of {bytes} bytes, and {least} is the least")
        }
        ContractBreach::PluginIncomplete => "leaves out `describe` or `shutdown`".to_owned(),
        ContractBreach::SourceIncomplete => {
            "leaves out `streams`, `schema`, `scan` or `release` of a source".to_owned()
        }
        ContractBreach::NoFunction { name } => format!("leaves out `{name}`"),
        ContractBreach::BadText => "hands out a text that is too long, or no UTF-8".to_owned(),
        ContractBreach::BadColumns { reason } => format!("announces columns that are none: {reason}"),
        ContractBreach::ColumnType { column, of } => {
            format!("has the column `{column}` of the type {of}, which does not cross")
        }
        ContractBreach::TooManyRows { rows, most } => format!("gives {rows} rows at once, and {most} is the most"),
        ContractBreach::RowTooLong { bytes, most } => format!("gives a row of {bytes} bytes, and {most} is the most"),
        ContractBreach::StreamWithoutFunctions => "gives a stream without functions".to_owned(),
        ContractBreach::BatchDamaged { reason } => format!("gives a damaged batch: {reason}"),
        ContractBreach::BatchOfOtherColumns => "gives a batch that is not of the columns it announced".to_owned(),
        ContractBreach::BatchOfNullRows => "gives a batch in which whole rows are null".to_owned(),
        ContractBreach::LoadedAlready => "is loaded already".to_owned(),
        ContractBreach::NoSourceOpen => "has no source open".to_owned(),
    }
}
