//! Secrets: where jauge.toml says a setting's value is to be had, and how it is kept out of everything that is shown.

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex, PoisonError},
};

use jauge_domain::{PluginIssue, ReadFault, SecretFault};
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
pub(crate) struct Secrets {
    origins: BTreeMap<String, Origin>,
    /// The workspace's folder, where commands run and paths begin.
    root: PathBuf,
    /// The first that could not be had, until that is told. Shared by all copies.
    fault: Arc<Mutex<Option<PluginIssue>>>,
}

impl Secrets {
    /// Takes the secrets out of `settings` of a workspace in `root`: a value such as `{ env = "PASSWORD" }`, `{ file = "/run/secrets/x" }`
    /// or `{ command = "pass show x" }` becomes a reference by the setting's name.
    pub(crate) fn take(settings: &mut Value, root: &Path) -> Self {
        let mut origins = BTreeMap::new();
        for (name, value) in settings.as_object_mut().into_iter().flatten() {
            if let Some(origin) = origin(value) {
                origins.insert(name.clone(), origin);
                *value = json!({"secret": name});
            }
        }
        Self { origins, root: root.to_owned(), fault: Arc::default() }
    }

    /// The secret assigned to `setting`; `None` where there is none, or where it cannot be had, which [`Self::take_fault`] tells.
    pub(crate) fn get(&self, setting: &str) -> Option<String> {
        // What was never assigned is the plugin's to tell: it may do without.
        let had = self.origins.get(setting)?.read(&self.root);
        let note = |fault| {
            let issue = PluginIssue::Secret { setting: setting.to_owned(), fault };
            self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(issue);
        };
        had.map_err(note).ok()
    }

    /// Why a secret that was asked for could not be had, said once.
    pub(crate) fn take_fault(&self) -> Option<PluginIssue> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Origin {
    /// The secret, in a workspace in `root`.
    fn read(&self, root: &Path) -> Result<String, SecretFault> {
        let text = match self {
            Self::Env(name) => env::var(name).map_err(|_| SecretFault::NoVariable { variable: name.clone() })?,
            Self::File(path) => content(path, root)
                .map_err(|error| SecretFault::NoFile { path: path.clone(), reason: ReadFault::of(&error) })?,
            Self::Command(line) => output(line, root)?,
        };
        Ok(text.trim_end_matches(['\n', '\r']).to_owned())
    }
}

/// What the file at `path` of a workspace in `root` holds. Outside it was trusted, whatever it is, or it would not be read.
fn content(path: &str, root: &Path) -> io::Result<String> {
    let place = root.join(path);
    match jauge_durable::read_text_within(root, &place) {
        Err(error) if ReadFault::of(&error) == ReadFault::LeadsOut => fs::read_to_string(place),
        read => read,
    }
}

/// What the command `line` writes, run in the folder `root`.
fn output(line: &str, root: &Path) -> Result<String, SecretFault> {
    let command = line.to_owned();
    let output = match Command::new("sh").arg("-c").arg(line).current_dir(root).output() {
        Ok(output) => output,
        Err(error) => return Err(SecretFault::NotRun { command, reason: error.to_string() }),
    };
    if !output.status.success() {
        return Err(SecretFault::Failed { command, exit_code: output.status.code() });
    }
    String::from_utf8(output.stdout).map_err(|_| SecretFault::NoText { command })
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
        fs::write(dir.path().join("token"), "s3cret\n").unwrap();
        let mut settings = json!({"host": "db", "password": {"file": "token"}, "token": {"command": "cat token; pwd"}});
        let secrets = Secrets::take(&mut settings, dir.path());
        assert_eq!(settings, json!({"host": "db", "password": {"secret": "password"}, "token": {"secret": "token"}}));
        assert_eq!(secrets.get("password").as_deref(), Some("s3cret"));
        let folder = dir.path().canonicalize().unwrap();
        assert_eq!(secrets.get("token"), Some(format!("s3cret\n{}", folder.display())));
        assert_eq!((secrets.get("host"), secrets.take_fault()), (None, None));
        assert_eq!(blot("got s3cret!".to_owned(), &["s3cret".to_owned()]), "got *****!");
    }

    #[test]
    fn a_secret_that_cannot_be_had_is_told_with_its_command_and_nothing_it_wrote() {
        let command = "echo s3cret; echo s3cret >&2; exit 7";
        let secrets = Secrets::take(&mut json!({"uri": {"command": command}}), Path::new("."));
        assert_eq!(secrets.get("uri"), None);
        let fault = SecretFault::Failed { command: command.to_owned(), exit_code: Some(7) };
        assert_eq!(secrets.clone().take_fault(), Some(PluginIssue::Secret { setting: "uri".to_owned(), fault }));
        assert_eq!(secrets.take_fault(), None);
    }
}
