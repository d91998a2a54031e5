//! Connectors and their settings.

use jauge_domain::ConnectorMessage;

use super::system;

pub(super) fn message(message: &ConnectorMessage) -> String {
    match message {
        ConnectorMessage::Unknown { connector, near, known } => {
            let known = known.iter().map(|known| format!(", {known}")).collect::<String>();
            let near = meant(near);
            format!("no connector `{connector}`: {near}there are files{known}; `jauge plugin add` adds more")
        }
        ConnectorMessage::Read { stream, reason } => format!("cannot read `{stream}`: {}", system::reason(reason)),
        ConnectorMessage::Format { stream, line, reason } => {
            let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
            format!("`{stream}`{line}: {reason}")
        }
        ConnectorMessage::Stopped => "stopped".to_owned(),
        ConnectorMessage::SettingsUntellable { reason } => format!("the settings cannot be told: {reason}"),
        ConnectorMessage::UnknownSetting { connector, setting, near, known } => format!(
            "connector `{connector}`: unknown setting `{setting}`: {}there are {}",
            meant(near),
            known.join(", ")
        ),
        ConnectorMessage::SettingType { connector, setting, value, expected } => {
            format!("connector `{connector}`: `{setting}` is {value}, and should be a {expected}")
        }
        ConnectorMessage::SettingChoice { connector, setting, value, allowed } => {
            format!("connector `{connector}`: `{setting}` is {value}, and should be one of {}", allowed.join(", "))
        }
        ConnectorMessage::SettingMissing { connector, setting, says } => {
            format!("connector `{connector}`: `{setting}` is missing: {}", says.as_deref().unwrap_or("it is required"))
        }
    }
}

/// The name probably meant, before what else there is.
pub(super) fn meant(near: &Option<String>) -> String {
    near.as_ref().map(|near| format!("did you mean `{near}`? ")).unwrap_or_default()
}
