//! Commands whose output is a secret: what was trusted is what runs, in the workspace, and one that fails is named.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use super::{fetched, said, unbroken};
use crate::support::{Ran, Workspace, program};

const SOURCE: &str = "[[source]]\nname = \"crm\"\nconnector = \"adbc\"\ndriver = \"no_such_driver\"\nuri = { command = \"./get.sh\" \
                      }\ntable = \"t\"\n";

fn script(folder: &Path, text: &str) {
    let path = folder.join("get.sh");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Loads the source `crm` of `workspace` from another folder, which has a script of the same name.
fn load_from_elsewhere(workspace: &Workspace) -> Ran {
    let elsewhere = tempfile::tempdir().unwrap();
    script(elsewhere.path(), "touch HIJACKED");
    let mut load = program();
    load.args(["load", "crm", "-w"]).arg(workspace.path()).current_dir(elsewhere.path());
    let ran = Ran::from(load.output().unwrap());
    assert!(!elsewhere.path().join("HIJACKED").exists(), "the script of the folder one stands in ran");
    ran
}

#[test]
fn an_edited_script_is_asked_about_again_and_runs_in_the_workspace() {
    let workspace = fetched(SOURCE);
    script(workspace.path(), "touch RAN; echo x");
    let shown = workspace.run(&["trust"]).stdout;
    assert!(shown.contains("run `./get.sh` (`get.sh` sha256"), "{shown}");
    workspace.ok(&["trust", "--yes"]);
    load_from_elsewhere(&workspace);
    assert!(workspace.path().join("RAN").exists());
    script(workspace.path(), "touch RAN2; echo x");
    let ran = workspace.run(&["load", "crm"]);
    assert!(ran.code == 4 && said(&ran).contains("was not trusted to run `./get.sh`"), "{}", ran.stderr);
    assert!(!workspace.path().join("RAN2").exists());
    workspace.ok(&["trust", "--yes"]);
    workspace.run(&["load", "crm"]);
    assert!(workspace.path().join("RAN2").exists());
}

#[test]
fn a_command_that_fails_is_named_with_its_exit_code_and_not_quoted() {
    let workspace = fetched(SOURCE);
    script(workspace.path(), "echo hunter2; echo hunter2 >&2; exit 7");
    workspace.ok(&["trust", "--yes"]);
    let ran = load_from_elsewhere(&workspace);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    let told = unbroken(&said(&ran));
    assert!(told.contains(&unbroken("the command `./get.sh` failed with exit code 7")), "{}", ran.stderr);
    assert!(!told.contains("hasnosecret") && !told.contains("hunter2"), "{}", ran.stderr);
}
