//! Where a user's trust is kept: one file that cannot be believed is no trust, and hides no other.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use super::{fetched, keys, said, unbroken};
use crate::support::{Ran, Workspace};

/// A user of their own, who trusts nothing yet.
struct User(tempfile::TempDir);

impl User {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn run(&self, workspace: &Workspace, args: &[&str]) -> Ran {
        Ran::from(workspace.command(args).env("XDG_DATA_HOME", self.0.path()).output().unwrap())
    }

    /// The files of trust, sorted.
    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.0.path().join("jauge/trust")).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }
}

fn reading(file: &Path) -> Workspace {
    fetched(&format!("[[source]]\nname = \"out\"\npath = {file:?}\n"))
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other() {
    let (_dir, key) = keys();
    let (user, one, other) = (User::new(), reading(&key), reading(&key));
    for workspace in [&one, &other] {
        assert_eq!(user.run(workspace, &["trust", "--yes"]).code, 0);
    }
    let listed = user.run(&one, &["trust", "--list"]);
    assert_eq!((listed.code, listed.stdout.matches(key.to_str().unwrap()).count()), (0, 2), "{}", listed.stderr);
    let broken = user.files().remove(0);
    fs::write(&broken, "{").unwrap();
    let listed = user.run(&one, &["trust", "--list"]);
    assert_eq!((listed.code, listed.stdout.matches(key.to_str().unwrap()).count()), (4, 1), "{}", listed.stderr);
    assert!(unbroken(&said(&listed)).contains(&unbroken(broken.to_str().unwrap())), "{}", listed.stderr);
    // A folder in its place is told with what to do.
    fs::remove_file(&broken).unwrap();
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("x"), "").unwrap();
    let codes = [&one, &other].map(|workspace| user.run(workspace, &["trust", "--yes"]));
    let refused = codes.iter().find(|ran| ran.code != 0).unwrap();
    assert_eq!(refused.code, 4, "{}", refused.stderr);
    assert!(unbroken(&said(refused)).contains(&unbroken("move it away")), "{}", refused.stderr);
}

#[test]
fn what_others_can_write_and_what_is_a_link_is_not_believed() {
    let (_dir, key) = keys();
    let (user, workspace) = (User::new(), reading(&key));
    assert_eq!(user.run(&workspace, &["trust", "--yes"]).code, 0);
    assert_eq!(user.run(&workspace, &["load"]).code, 0);
    let file = user.files().remove(0);
    let refused = || {
        let ran = user.run(&workspace, &["load"]);
        assert!(ran.code == 4 && said(&ran).contains("was not trusted to"), "{}", ran.stderr);
    };
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    refused();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(user.run(&workspace, &["load"]).code, 0);
    let elsewhere = user.0.path().join("elsewhere");
    fs::rename(&file, &elsewhere).unwrap();
    symlink(&elsewhere, &file).unwrap();
    refused();
    // Said again, it is a file of the user's own.
    assert_eq!(user.run(&workspace, &["trust", "--yes"]).code, 0);
    assert_eq!(user.run(&workspace, &["load"]).code, 0);
}
