//! What the user set.

use jauge_plugin::ConnectorError;
use serde_json::{Value, json};

use crate::{
    asked::Site,
    formats::{Format, NAMED, tokens},
};

/// The settings of a source.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// A file or glob.
    pub(crate) path: String,
    /// The format, where it is not to be detected.
    pub(crate) log_format: Option<LogFormat>,
    /// The site, where the log does not name it.
    pub(crate) site: Option<Site>,
}

/// A format as it was set.
#[derive(Clone, Debug)]
pub(crate) struct LogFormat {
    pub(crate) format: Format,
    pub(crate) spelling: String,
}

/// The JSON Schema of the settings.
pub(crate) fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["path"],
        "additionalProperties": false,
        "properties": {
            "path": {
                "type": "string",
                "format": "path",
                "description": "The logs: a file or a glob such as `/var/log/nginx/access.log*`; plain, gzip or Zstandard",
            },
            "log_format": {
                "type": "string",
                "description": "Detected where it is not set: a name such as `combined`, or the format as the server's configuration \
                                spells it, Apache's LogFormat or nginx's log_format",
            },
            "host": {
                "type": "string",
                "description": "The site's own name, such as `www.example.com`, for logs that do not say it: with it pages have \
                                whole addresses, and its own pages are no referrers",
            },
        },
    })
}

impl Settings {
    /// Reads `config`, or says what is wrong with it.
    pub(crate) fn read(config: &Value) -> Result<Self, ConnectorError> {
        let text = |key: &str| config[key].as_str().filter(|text| !text.is_empty());
        let path = text("path").ok_or_else(|| ConnectorError::config("`path` names the logs: a file or a glob"))?;
        let site = text("host").map(|host| {
            let wrong = || ConnectorError::config(format!("`host` is `{host}`: give a name such as `www.example.com`"));
            Site::of(host).ok_or_else(wrong)
        });
        let log_format = text("log_format").map(log_format);
        Ok(Self { path: path.to_owned(), log_format: log_format.transpose()?, site: site.transpose()? })
    }
}

fn log_format(text: &str) -> Result<LogFormat, ConnectorError> {
    let format = if tokens::is_format(text) {
        tokens::compile(text).map(Format::Pattern).map_err(|why| format!("`log_format` is `{text}`: {why}"))
    } else {
        Format::named(text).ok_or_else(|| {
            let names: Vec<&str> = NAMED.iter().map(|(name, ..)| *name).collect();
            format!("`log_format` is `{text}`: use one of {}, or the format as the server spells it", names.join(", "))
        })
    };
    Ok(LogFormat { format: format.map_err(ConnectorError::config)?, spelling: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_settings_say_what_would_be_right() {
        let why = |config: Value| Settings::read(&config).unwrap_err().to_string();
        assert_eq!(why(json!({})), "`path` names the logs: a file or a glob");
        assert!(why(json!({"path": "a", "log_format": "combine"})).contains("use one of vhost_combined"));
        assert!(why(json!({"path": "a", "log_format": "%h %u"})).contains("it has no time"));
        assert!(why(json!({"path": "a", "host": "a b"})).contains("`www.example.com`"));
    }
}
