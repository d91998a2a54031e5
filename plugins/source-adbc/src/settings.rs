//! The settings of a source, and what is wrong with them.

use jauge_plugin::{ConnectorError, Host};
use serde_json::{Map, Value, json};

/// The settings of a source, complete and with its secrets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    /// Path of the driver's library or manifest, or its installed name.
    pub(crate) driver: String,
    /// The symbol that starts the driver, where it is not the usual one.
    pub(crate) entrypoint: Option<String>,
    /// Where the database is, as its driver writes it.
    pub(crate) uri: Option<String>,
    /// The database, where it is a file: its absolute path.
    pub(crate) file: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<String>,
    /// Further options of the driver's database, and of its statements.
    pub(crate) options: Vec<(String, String)>,
    pub(crate) statement_options: Vec<(String, String)>,
    pub(crate) from: From,
    /// The column that only grows.
    pub(crate) cursor: Option<String>,
    /// What no message may say.
    pub(crate) secrets: Vec<String>,
}

/// What is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum From {
    /// A table: its name, and the parts of it.
    Table(String, Vec<String>),
    /// The rows of a query, without a `;` at its end.
    Sql(String),
}

impl Default for From {
    fn default() -> Self {
        Self::Sql(String::new())
    }
}

/// The JSON Schema of the settings.
pub(crate) fn schema() -> Value {
    let text = |says: &str| json!({"type": "string", "minLength": 1, "description": says});
    let secret = |says: &str| json!({"type": "string", "minLength": 1, "writeOnly": true, "description": says});
    let path = |says: &str| json!({"type": "string", "minLength": 1, "format": "path", "description": says});
    let options = |says: &str| {
        let value = json!({"type": ["string", "number", "boolean"]});
        json!({"type": "object", "additionalProperties": value, "description": says})
    };
    json!({
        "type": "object",
        "required": ["driver"],
        "oneOf": [{"required": ["sql"]}, {"required": ["table"]}],
        "additionalProperties": false,
        "properties": {
            "driver": path("Path of the driver's library or manifest; a bare name without an extension is an installed driver"),
            "entrypoint": text("The symbol that starts the driver, where it is not the usual one"),
            "uri": secret("Where the database is, as its driver writes it; plain or a secret"),
            "file": path("Instead of `uri`: the database, where it is a file; it is only read"),
            "username": text("Who reads"),
            "password": secret("Their password"),
            "options": options("Further options of the driver's database"),
            "statement_options": options("Further options of the driver's statements"),
            "sql": text("The query whose rows are read"),
            "table": text("The table that is read, also as `schema.table`; in double quotes where a name has a dot"),
            "cursor": text("A column that only grows, such as an id or a time of change; later loads read what lies above"),
        },
    })
}

impl Settings {
    /// The settings in `config`; secrets come from `host`.
    ///
    /// # Errors
    /// A setting is missing or wrong, or a secret is not assigned.
    pub(crate) fn read(config: &Value, host: &dyn Host) -> Result<Self, ConnectorError> {
        let object = config.as_object().ok_or_else(|| ConnectorError::config("the settings are no object"))?;
        check_names(object)?;
        let mut secrets = Vec::new();
        let mut secret = |name: &str| match object.get(name) {
            Some(Value::Object(_)) => {
                let value = host.secret(name)?;
                secrets.push(value.clone());
                Ok(Some(value))
            }
            _ => text(object, name),
        };
        let (uri, password) = (secret("uri")?, secret("password")?);
        secrets.extend(password.clone());
        secrets.extend(uri.as_deref().into_iter().flat_map(passwords_within));
        secrets.extend(password.as_deref().map(percent));
        let file = text(object, "file")?;
        if uri.is_some() && file.is_some() {
            return Err(ConnectorError::config("`uri` and `file` both say where the database is: leave one out"));
        }
        Ok(Self {
            driver: text(object, "driver")?.ok_or_else(no_driver)?,
            entrypoint: text(object, "entrypoint")?,
            uri,
            file,
            username: text(object, "username")?,
            password,
            options: options(object, "options")?,
            statement_options: options(object, "statement_options")?,
            from: from(object)?,
            cursor: text(object, "cursor")?,
            secrets,
        })
    }

    /// The name of the one stream.
    pub(crate) fn stream(&self) -> &str {
        match &self.from {
            From::Table(name, _) => name,
            From::Sql(_) => "sql",
        }
    }

    /// `message` in one line, without secrets.
    pub(crate) fn redacted(&self, message: &str) -> String {
        let secrets = self.secrets.iter().filter(|secret| !secret.is_empty());
        let message = secrets.fold(message.to_owned(), |message, secret| message.replace(secret.as_str(), "…"));
        message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// The parts of a table's name; one in double quotes is taken as it is, a doubled quote within it is one.
pub(crate) fn parts(name: &str) -> Option<Vec<String>> {
    let (mut parts, mut part, mut rest) = (Vec::new(), String::new(), name.chars().peekable());
    let (mut quoted, mut was_quoted) = (false, false);
    while let Some(char) = rest.next() {
        match char {
            '"' if quoted && rest.next_if_eq(&'"').is_some() => part.push('"'),
            '"' if quoted => quoted = false,
            '"' if part.is_empty() && !was_quoted => (quoted, was_quoted) = (true, true),
            '.' if !quoted => {
                parts.push(std::mem::take(&mut part));
                was_quoted = false;
            }
            _ if was_quoted && !quoted => return None,
            _ => part.push(char),
        }
    }
    parts.push(part);
    (!quoted && parts.iter().all(|part| !part.is_empty())).then_some(parts)
}

/// `text` as it stands in a URI.
pub(crate) fn percent(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let one = |byte: u8| if kept(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

fn no_driver() -> ConnectorError {
    ConnectorError::config(
        "`driver` says which ADBC driver reads: the path of its library, or its installed name; for SQLite, \
         `pip install adbc-driver-sqlite` brings `libadbc_driver_sqlite.so`",
    )
}

fn check_names(object: &Map<String, Value>) -> Result<(), ConnectorError> {
    let schema = schema();
    let known = schema["properties"].as_object().into_iter().flat_map(Map::keys).collect::<Vec<_>>();
    match object.keys().find(|name| !known.contains(name)) {
        Some(name) => {
            let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Err(ConnectorError::config(format!("there is no setting `{name}`; there are {known}")))
        }
        None => Ok(()),
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, ConnectorError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
        Some(_) => Err(ConnectorError::config(format!("`{name}` is no text, or empty"))),
    }
}

fn options(object: &Map<String, Value>, name: &str) -> Result<Vec<(String, String)>, ConnectorError> {
    let wrong =
        || ConnectorError::config(format!("`{name}` is a table of options, each a text, a number or a boolean"));
    let given = match object.get(name) {
        None => return Ok(Vec::new()),
        Some(given) => given.as_object().ok_or_else(wrong)?,
    };
    let one = |(key, value): (&String, &Value)| match value {
        Value::String(text) => Ok((key.clone(), text.clone())),
        Value::Number(_) | Value::Bool(_) => Ok((key.clone(), value.to_string())),
        _ => Err(wrong()),
    };
    given.iter().map(one).collect()
}

fn from(object: &Map<String, Value>) -> Result<From, ConnectorError> {
    match (text(object, "table")?, text(object, "sql")?) {
        (Some(table), None) => {
            let wrong =
                || ConnectorError::config(format!("`table = {table:?}` is no name: write `table` or `schema.table`"));
            let parts = parts(&table).ok_or_else(wrong)?;
            Ok(From::Table(table, parts))
        }
        (None, Some(sql)) => {
            let sql = sql.trim_end_matches(|char: char| char == ';' || char.is_whitespace());
            if sql.is_empty() {
                return Err(ConnectorError::config("`sql` is empty"));
            }
            Ok(From::Sql(sql.to_owned()))
        }
        _ => Err(ConnectorError::config("say either `table` or `sql`: what is read")),
    }
}

/// The passwords in `scheme://user:password@host?token=…`, or in `host=… password=…`.
fn passwords_within(uri: &str) -> Vec<String> {
    let login = uri.split_once("://").and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@'));
    let password = login.and_then(|(login, _)| login.split_once(':')).map(|(_, password)| password.to_owned());
    let pairs = uri.split(['?', '&', ';', ' ']).filter_map(|pair| pair.split_once('='));
    let is_secret = |key: &str| {
        let key = key.to_lowercase();
        ["password", "pwd", "token", "secret"].iter().any(|word| key.contains(word))
    };
    password.into_iter().chain(pairs.filter(|(key, _)| is_secret(key)).map(|(_, value)| value.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use jauge_plugin::{Reject, testkit::Diagnostics};

    use super::*;

    struct Keeper;

    impl Host for Keeper {
        fn reject(&self, _: Reject) {}
        fn note(&self, _: &str) {}
        fn progress(&self, _: u64) {}
        fn secret(&self, name: &str) -> Result<String, ConnectorError> {
            Ok(format!("the secret {name}"))
        }
    }

    #[test]
    fn secrets_come_from_the_host_and_go_nowhere() {
        let config = json!({"driver": "d", "uri": {"secret": "uri"}, "password": {"secret": "password"}, "table": "t"});
        let settings = Settings::read(&config, &Keeper).unwrap();
        assert_eq!(settings.uri.as_deref(), Some("the secret uri"));
        assert_eq!(settings.redacted("cannot open the secret uri with the secret password\n"), "cannot open … with …");
        let plain = json!({"driver": "d", "uri": "postgresql://me:pa:ss@host/db", "table": "t"});
        let settings = Settings::read(&plain, &Diagnostics::default()).unwrap();
        assert_eq!(settings.redacted("no pa:ss at host"), "no … at host");
        assert_eq!(passwords_within("host=a password=b c=d"), ["b"]);
        assert_eq!(passwords_within("grpc://host/db?authToken=t&x=y"), ["t"]);
    }

    #[test]
    fn a_query_loses_its_semicolon_and_a_table_is_taken_apart() {
        let read = |config: Value| Settings::read(&config, &Diagnostics::default()).map(|settings| settings.from);
        let sql = read(json!({"driver": "d", "sql": "SELECT 1 ;\n; "})).unwrap();
        assert_eq!(sql, From::Sql("SELECT 1".to_owned()));
        assert_eq!(parts("a.b"), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(parts(r#""a.""b".c"#), Some(vec![r#"a."b"#.to_owned(), "c".to_owned()]));
        for wrong in ["", "a.", ".a", r#""a"#, r#""a"b"#] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn wrong_settings_are_named() {
        let said = |config: Value| Settings::read(&config, &Diagnostics::default()).unwrap_err().to_string();
        assert!(said(json!({"table": "t"})).starts_with("`driver`"));
        assert!(said(json!({"driver": "d"})).contains("either `table` or `sql`"));
        assert!(said(json!({"driver": "d", "table": "t", "sql": "s"})).contains("either"));
        assert!(said(json!({"driver": "d", "tabel": "t"})).starts_with("there is no setting `tabel`"));
        assert!(said(json!({"driver": "d", "table": "t", "uri": "u", "file": "f"})).contains("leave one out"));
        assert!(said(json!({"driver": "d", "table": "t", "options": {"a": []}})).contains("`options`"));
    }
}
