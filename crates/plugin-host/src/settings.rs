//! Settings: what jauge.toml says of a plugin, and whether what a source is told fits what its connector takes.

use std::{
    path::{Component, Path, PathBuf},
    time::Duration,
};

use jauge_domain::{ConnectorMessage, nearest};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// `[plugins.NAME]` in jauge.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginSettings {
    /// Run it in Jauge's own process.
    #[serde(default)]
    pub trusted: bool,
    /// How long it may take over one answer, such as `"10m"`.
    #[serde(default, deserialize_with = "duration")]
    pub timeout: Option<Duration>,
    /// Address space in bytes.
    #[serde(default)]
    pub memory: Option<u64>,
    /// Files and folders it may read beside those it asked for; relative to the workspace.
    #[serde(default)]
    pub paths: Vec<String>,
}

/// Settings against what the connector's schema says of them, as far as a name and a type go; the plugin checks the rest.
pub(crate) fn check_settings(connector: &str, schema: &Value, config: &Value) -> Result<(), ConnectorMessage> {
    let (Some(properties), Some(config)) = (schema["properties"].as_object(), config.as_object()) else {
        return Ok(());
    };
    let connector = connector.to_owned();
    for (key, value) in config {
        let Some(property) = properties.get(key) else {
            if schema["additionalProperties"] == Value::Bool(true) {
                continue;
            }
            let known: Vec<&str> = properties.keys().map(String::as_str).collect();
            let near = nearest(key, known.iter().copied()).map(str::to_owned);
            let known = known.into_iter().map(str::to_owned).collect();
            return Err(ConnectorMessage::UnknownSetting { connector, setting: key.clone(), near, known });
        };
        let is_secret = value.get("secret").is_some();
        let expected = property["type"].as_str().filter(|_| !is_secret);
        let fits = expected.is_none_or(|expected| match expected {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => true,
        });
        if !fits {
            let (setting, value) = (key.clone(), value.to_string());
            let expected = expected.unwrap_or_default().to_owned();
            return Err(ConnectorMessage::SettingType { connector, setting, value, expected });
        }
        let allowed = property["enum"].as_array();
        if allowed.is_some_and(|allowed| !allowed.contains(value)) {
            let (setting, value) = (key.clone(), value.to_string());
            let allowed = allowed.into_iter().flatten().map(ToString::to_string).collect();
            return Err(ConnectorMessage::SettingChoice { connector, setting, value, allowed });
        }
    }
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match required.into_iter().find(|key| !config.contains_key(*key)) {
        Some(key) => {
            let says = properties.get(key).and_then(|property| property["description"].as_str()).map(str::to_owned);
            Err(ConnectorMessage::SettingMissing { connector, setting: key.to_owned(), says })
        }
        None => Ok(()),
    }
}

/// Makes paths absolute, and answers what may be read for them: a file, or of a glob the folder below which it matches.
pub(crate) fn absolute(schema: &Value, config: &mut Value, root: &Path) -> Vec<String> {
    let mut named = Vec::new();
    let is_path = |property: &Value| property["format"] == "path";
    let keys = schema["properties"].as_object().into_iter().flatten().filter(|(_, property)| is_path(property));
    for (key, _) in keys {
        let Some(path) = config.get(key).and_then(Value::as_str) else { continue };
        // What has no folder and is not here is a name, such as that of an installed driver.
        if !path.contains(['/', '*', '?', '[']) && !root.join(path).exists() {
            continue;
        }
        let whole = plain(&root.join(path));
        let is_glob = path.contains(['*', '?', '[']);
        let fixed = plain(&root.join(fixed(path)));
        named.push(fixed.to_string_lossy().into_owned());
        // The folder of the workspace is no pattern, whatever it is called.
        let rest = whole.strip_prefix(root).ok().filter(|_| is_glob);
        let told = match rest {
            Some(rest) => Path::new(&glob::Pattern::escape(&root.to_string_lossy())).join(rest),
            None => whole,
        };
        config[key] = Value::String(told.to_string_lossy().into_owned());
    }
    named
}

/// The part of a pattern before its first folder or file that is none.
fn fixed(path: &str) -> PathBuf {
    let is_fixed = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    Path::new(path).components().take_while(is_fixed).collect()
}

/// `path` without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let (number, unit) = text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len()));
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => f64::NAN,
    };
    let seconds = number.trim().parse::<f64>().unwrap_or(f64::NAN) * seconds;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if seconds > 0.0 => Ok(Some(duration)),
        _ => Err(serde::de::Error::custom(format!("`{text}` is no length of time such as \"30s\" or \"10m\""))),
    }
}
