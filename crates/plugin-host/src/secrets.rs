//! Secrets: where jauge.toml says a setting's value is to be had, and how it is kept out of everything that is shown.

use std::{collections::BTreeMap, fs, process::Command};

use serde_json::{Value, json};

/// Where a secret is to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Env(String),
    File(String),
    Command(String),
}

/// The secrets of one source, by the setting they were assigned to. A plugin can ask for these and no others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets(BTreeMap<String, Origin>);

impl Secrets {
    /// Takes the secrets out of `settings`: a value such as `{ env = "PASSWORD" }`, `{ file = "/run/secrets/x" }` or
    /// `{ command = "pass show x" }` becomes a reference by the setting's name.
    pub(crate) fn take(settings: &mut Value) -> Self {
        let mut found = BTreeMap::new();
        for (name, value) in settings.as_object_mut().into_iter().flatten() {
            if let Some(origin) = origin(value) {
                found.insert(name.clone(), origin);
                *value = json!({"secret": name});
            }
        }
        Self(found)
    }

    /// The secret assigned to `setting`, or why there is none.
    pub(crate) fn get(&self, setting: &str) -> Result<String, String> {
        let origin = self.0.get(setting).ok_or_else(|| format!("no secret is assigned to `{setting}`"))?;
        let text = match origin {
            Origin::Env(name) => std::env::var(name).map_err(|_| format!("the environment has no `{name}`"))?,
            Origin::File(path) => fs::read_to_string(path).map_err(|error| format!("cannot read `{path}`: {error}"))?,
            Origin::Command(line) => {
                let output = Command::new("sh").arg("-c").arg(line).output();
                let output = output.map_err(|error| format!("cannot run `{line}`: {error}"))?;
                if !output.status.success() {
                    return Err(format!("`{line}` failed: {}", output.status));
                }
                String::from_utf8(output.stdout).map_err(|_| format!("what `{line}` wrote is no text"))?
            }
        };
        Ok(text.trim_end_matches(['\n', '\r']).to_owned())
    }
}

/// `text` with every one of `secrets` in it blotted out.
pub(crate) fn blot<'a>(text: String, secrets: impl IntoIterator<Item = &'a String>) -> String {
    let secrets = secrets.into_iter().filter(|secret| !secret.is_empty());
    secrets.fold(text, |text, secret| text.replace(secret.as_str(), "*****"))
}

fn origin(value: &Value) -> Option<Origin> {
    let (key, value) = value.as_object().filter(|object| object.len() == 1)?.iter().next()?;
    let text = value.as_str()?.to_owned();
    match key.as_str() {
        "env" => Some(Origin::Env(text)),
        "file" => Some(Origin::File(text)),
        "command" => Some(Origin::Command(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_had_by_its_setting_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("token");
        fs::write(&path, "s3cret\n").unwrap();
        let mut settings = json!({"host": "db", "password": {"file": path}, "token": {"command": "printf abc"}});
        let secrets = Secrets::take(&mut settings);
        assert_eq!(settings, json!({"host": "db", "password": {"secret": "password"}, "token": {"secret": "token"}}));
        assert_eq!(secrets.get("password").unwrap(), "s3cret");
        assert_eq!(secrets.get("token").unwrap(), "abc");
        assert_eq!(secrets.get("host").unwrap_err(), "no secret is assigned to `host`");
        assert_eq!(blot("got s3cret!".to_owned(), &["s3cret".to_owned()]), "got *****!");
    }
}
