//! Connectors and their settings.

use jauge_domain::ConnectorMessage;

use super::system;

pub(super) fn message(message: &ConnectorMessage) -> String {
    match message {
        ConnectorMessage::Unknown { connector, near, known } => {
            let known = known.iter().map(|known| format!(", {known}")).collect::<String>();
            let near = meant(near);
            format!("pas de connecteur `{connector}` : {near}il y a files{known} ; `jauge plugin add` en ajoute")
        }
        ConnectorMessage::Read { stream, reason } => {
            format!("impossible de lire `{stream}` : {}", system::reason(reason))
        }
        ConnectorMessage::Format { stream, line, reason } => {
            let line = line.map(|line| format!(", ligne {line}")).unwrap_or_default();
            format!("`{stream}`{line} : {reason}")
        }
        ConnectorMessage::Stopped => "arrêté".to_owned(),
        ConnectorMessage::SettingsUntellable { reason } => {
            format!("les réglages ne peuvent pas être transmis : {reason}")
        }
        ConnectorMessage::UnknownSetting { connector, setting, near, known } => format!(
            "connecteur `{connector}` : réglage `{setting}` inconnu : {}il y a {}",
            meant(near),
            known.join(", ")
        ),
        ConnectorMessage::SettingType { connector, setting, value, expected } => {
            format!("connecteur `{connector}` : `{setting}` vaut {value}, mais doit être de type `{expected}`")
        }
        ConnectorMessage::SettingChoice { connector, setting, value, allowed } => format!(
            "connecteur `{connector}` : `{setting}` vaut {value}, mais doit être l'un de {}",
            allowed.join(", ")
        ),
        ConnectorMessage::SettingMissing { connector, setting, says } => format!(
            "connecteur `{connector}` : il manque `{setting}` : {}",
            says.as_deref().unwrap_or("il est obligatoire")
        ),
    }
}

/// The name probably meant, before what else there is.
pub(super) fn meant(near: &Option<String>) -> String {
    near.as_ref().map(|near| format!("vouliez-vous dire `{near}` ? ")).unwrap_or_default()
}
