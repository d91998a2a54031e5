//! What a user trusts, a file a workspace in the user's data folder.

use std::{
    collections::BTreeSet,
    env, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use jauge_domain::Power;
use serde::{Deserialize, Serialize};

use crate::{Consent, TrustError, sha256};

/// One workspace and what it is trusted with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trusted {
    /// The workspace's folder, without links.
    pub folder: String,
    /// What it is trusted with.
    pub powers: BTreeSet<Power>,
}

/// What a user trusts. A workspace that was moved is another one.
#[derive(Clone, Debug)]
pub struct TrustStore {
    /// `None` where the user has no data folder.
    dir: Option<PathBuf>,
}

impl TrustStore {
    /// The store of whoever runs this program: `jauge/trust` in `$XDG_DATA_HOME`, else in `~/.local/share`.
    pub fn of_user() -> Self {
        let set = |name: &str| env::var_os(name).map(PathBuf::from).filter(|dir| dir.is_absolute());
        let data = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")));
        Self { dir: data.map(|data| data.join("jauge/trust")) }
    }

    /// The store in `dir`.
    pub fn in_dir(dir: &Path) -> Self {
        Self { dir: Some(dir.to_owned()) }
    }

    /// What the workspace in `folder` may do. Where that cannot be looked up it may do nothing, and knows why.
    pub fn consent(&self, folder: &Path) -> Consent {
        match self.get(folder) {
            Ok(powers) => Consent::to(powers),
            Err(error) => Consent::troubled(error),
        }
    }

    /// What the workspace in `folder` is trusted with.
    ///
    /// # Errors
    /// Its file is there and cannot be read.
    pub fn get(&self, folder: &Path) -> Result<BTreeSet<Power>, TrustError> {
        let Some(dir) = &self.dir else { return Ok(BTreeSet::new()) };
        let found = read(&file(dir, folder))?;
        Ok(found.filter(|found| found.folder == name(folder)).map(|found| found.powers).unwrap_or_default())
    }

    /// Trusts the workspace in `folder` with `powers`, and with nothing it was trusted with before.
    ///
    /// # Errors
    /// The user has no data folder, or it cannot be written.
    pub fn put(&self, folder: &Path, powers: BTreeSet<Power>) -> Result<(), TrustError> {
        let dir = self.dir.as_ref().ok_or(TrustError::NoHome)?;
        private_folder(dir).map_err(|error| TrustError::Write(dir.clone(), Arc::new(error)))?;
        let path = file(dir, folder);
        let trusted = Trusted { folder: name(folder), powers };
        let text =
            serde_json::to_vec_pretty(&trusted).map_err(|error| TrustError::Form(path.clone(), Arc::new(error)))?;
        jauge_durable::replace_private(&path, &text).map_err(|error| TrustError::Write(path, Arc::new(error)))
    }

    /// Trusts the workspace in `folder` with nothing any more; true where it was trusted with something.
    ///
    /// # Errors
    /// The user's data folder cannot be written.
    pub fn remove(&self, folder: &Path) -> Result<bool, TrustError> {
        let Some(dir) = &self.dir else { return Ok(false) };
        let path = file(dir, folder);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(TrustError::Write(path, Arc::new(error))),
        }
    }

    /// Every workspace that is trusted with something, by its folder; and what is wrong with files that cannot be read.
    ///
    /// # Errors
    /// The store itself cannot be read.
    pub fn list(&self) -> Result<(Vec<Trusted>, Vec<TrustError>), TrustError> {
        let Some(dir) = &self.dir else { return Ok(Default::default()) };
        let entries = match fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Default::default()),
            Err(error) => return Err(TrustError::Read(dir.clone(), Arc::new(error))),
        };
        let files = entries.flatten().map(|entry| entry.path());
        let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
        files.sort();
        let (mut trusted, mut wrong) = (Vec::new(), Vec::new());
        for file in files {
            match read(&file) {
                Ok(found) => trusted.extend(found.filter(|found| !found.powers.is_empty())),
                Err(error) => wrong.push(error),
            }
        }
        trusted.sort_by(|one: &Trusted, other| one.folder.cmp(&other.folder));
        Ok((trusted, wrong))
    }
}

/// The folder's name in the store: without links, where it is there.
fn name(folder: &Path) -> String {
    place(folder).to_string_lossy().into_owned()
}

fn place(folder: &Path) -> PathBuf {
    let whole = || std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    folder.canonicalize().unwrap_or_else(|_| whole())
}

fn file(dir: &Path, folder: &Path) -> PathBuf {
    let hash = sha256(place(folder).as_os_str().as_encoded_bytes());
    dir.join(format!("{hash}.json"))
}

fn read(path: &Path) -> Result<Option<Trusted>, TrustError> {
    let text = match jauge_durable::read_own(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(TrustError::Read(path.to_owned(), Arc::new(error))),
    };
    serde_json::from_slice(&text).map(Some).map_err(|error| TrustError::Form(path.to_owned(), Arc::new(error)))
}

/// Makes `dir` where there is none, for its user only.
fn private_folder(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(path: &str) -> Power {
        Power::Reads { source: "in".to_owned(), path: path.to_owned() }
    }

    #[test]
    fn trust_is_of_one_folder_and_goes_when_it_is_revoked() {
        let (user, site, other) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = TrustStore::in_dir(&user.path().join("trust"));
        store.put(site.path(), [reads("/data")].into()).unwrap();
        assert!(store.consent(site.path()).permits(&reads("/data")));
        assert!(!store.consent(site.path()).permits(&reads("/")));
        assert!(!store.consent(other.path()).permits(&reads("/data")));
        assert_eq!(store.list().unwrap().0.len(), 1);
        assert!(store.remove(site.path()).unwrap());
        assert!(!store.remove(site.path()).unwrap());
        assert!(!store.consent(site.path()).permits(&reads("/data")));
        assert!(store.list().unwrap().0.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_no_trust_and_says_why() {
        let (user, site) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = TrustStore::in_dir(user.path());
        store.put(site.path(), [reads("/data")].into()).unwrap();
        fs::write(file(user.path(), site.path()), "{").unwrap();
        let consent = store.consent(site.path());
        assert!(!consent.permits(&reads("/data")));
        assert!(matches!(consent.trouble(), Some(TrustError::Form(..))));
        let other = tempfile::tempdir().unwrap();
        store.put(other.path(), [reads("/data")].into()).unwrap();
        let (trusted, wrong) = store.list().unwrap();
        assert_eq!(trusted.len(), 1, "one that is damaged hides no other");
        assert!(matches!(wrong[..], [TrustError::Form(..)]), "{wrong:?}");
    }

    #[cfg(unix)]
    #[test]
    fn what_others_can_write_is_not_the_users_word() {
        use std::os::unix::fs::PermissionsExt;
        let (user, site) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = TrustStore::in_dir(user.path());
        store.put(site.path(), [reads("/data")].into()).unwrap();
        let file = file(user.path(), site.path());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        let consent = store.consent(site.path());
        assert!(!consent.permits(&reads("/data")) && consent.trouble().is_some());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(store.consent(site.path()).permits(&reads("/data")));
        fs::rename(&file, user.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(user.path().join("elsewhere"), &file).unwrap();
        assert!(!store.consent(site.path()).permits(&reads("/data")));
    }

    #[test]
    fn an_entry_copied_to_another_folder_is_not_its_trust() {
        let (user, site, other) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = TrustStore::in_dir(user.path());
        store.put(site.path(), [reads("/data")].into()).unwrap();
        fs::copy(file(user.path(), site.path()), file(user.path(), other.path())).unwrap();
        assert!(!store.consent(other.path()).permits(&reads("/data")));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_or_write_it() {
        use std::os::unix::fs::PermissionsExt;
        let (user, site) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let dir = user.path().join("jauge/trust");
        TrustStore::in_dir(&dir).put(site.path(), [reads("/data")].into()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&dir), mode(&file(&dir, site.path()))), (0o700, 0o600));
    }
}
