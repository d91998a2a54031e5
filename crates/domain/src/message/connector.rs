//! About a connector, or the settings it is given.

use serde::Serialize;

/// What is wrong with a source's connector or its settings. Values are as written in jauge.toml.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ConnectorMessage {
    /// No plugin brings this connector.
    Unknown {
        /// Its name as written.
        connector: String,
        /// The one probably meant.
        near: Option<String>,
        /// Those that plugins bring.
        known: Vec<String>,
    },
    /// What it reads cannot be reached or read.
    Read {
        /// What was read.
        stream: String,
        /// What the connector says.
        reason: String,
    },
    /// What it reads is damaged or not of the format it claims.
    Format {
        /// What was read.
        stream: String,
        /// The line, from 1.
        line: Option<u64>,
        /// What the connector says.
        reason: String,
    },
    /// The user stopped it.
    Stopped,
    /// The settings have no form in JSON.
    SettingsUntellable {
        /// What the serialiser said.
        reason: String,
    },
    /// It takes no such setting.
    UnknownSetting {
        /// The connector.
        connector: String,
        /// The setting as written.
        setting: String,
        /// The one probably meant.
        near: Option<String>,
        /// Those it takes.
        known: Vec<String>,
    },
    /// A setting of another type.
    SettingType {
        /// The connector.
        connector: String,
        /// The setting.
        setting: String,
        /// Its value.
        value: String,
        /// The type it should be, in JSON Schema's word.
        expected: String,
    },
    /// A setting with a value that is not among those there are.
    SettingChoice {
        /// The connector.
        connector: String,
        /// The setting.
        setting: String,
        /// Its value.
        value: String,
        /// The values there are.
        allowed: Vec<String>,
    },
    /// A setting it cannot do without.
    SettingMissing {
        /// The connector.
        connector: String,
        /// The setting.
        setting: String,
        /// What the connector says it is.
        says: Option<String>,
    },
}
