//! Names are no paths, and nothing that Jauge did not make is overwritten or removed.

use std::{fs, os::unix::fs::symlink, path::Path};

use super::{fetched, said};
use crate::{
    plugins::stress,
    support::{Ran, Workspace, program},
};

fn run_in(dir: &Path, args: &[&str]) -> Ran {
    program().args(args).current_dir(dir).output().unwrap().into()
}

#[test]
fn no_name_of_a_plugin_leads_out_of_its_folder() {
    let workspace = fetched("");
    let precious = tempfile::tempdir().unwrap();
    fs::write(precious.path().join("file"), "hi").unwrap();
    workspace.write("plugins/mine/notes.txt", "mine");
    for name in ["..", ".", "", "../in", "mine/..", precious.path().to_str().unwrap()] {
        let ran = workspace.run(&["plugin", "remove", name]);
        assert_eq!(ran.code, 4, "{name}: {}", ran.stderr);
        assert!(said(&ran).contains("a name is not a path"), "{name}: {}", ran.stderr);
    }
    let ran = workspace.run(&["plugin", "remove", "mine"]);
    assert!(ran.code == 4 && said(&ran).contains("Jauge did not put it into plugins/"), "{}", ran.stderr);
    assert!(workspace.path().join("jauge.toml").exists() && workspace.path().join("in/a.csv").exists());
    assert!(workspace.path().join("plugins/mine/notes.txt").exists() && precious.path().join("file").exists());
}

/// A pack of one model, in a folder of its own.
pub(super) fn pack(dir: &Path) {
    fs::create_dir_all(dir.join("models")).unwrap();
    fs::write(dir.join("plugin.toml"), "name = \"nice\"\nversion = \"0.1.0\"\nsays = \"KPIs\"\npack = \"nice\"\n")
        .unwrap();
    fs::write(dir.join("models/m.sql"), "/*---\nname = \"m\"\n---*/\nSELECT 1 AS one\n").unwrap();
}

#[test]
fn a_plugin_takes_with_it_what_it_brought_and_nothing_else() {
    let workspace = fetched("");
    let source = tempfile::tempdir().unwrap();
    pack(source.path());
    let add = ["plugin", "add", source.path().to_str().unwrap()];
    workspace.ok(&add);
    workspace.ok(&["plugin", "remove", "nice"]);
    assert!(!workspace.path().join("plugins/nice").exists());
    workspace.ok(&add);
    workspace.write("plugins/nice/notes.txt", "mine");
    workspace.ok(&add);
    let ran = workspace.run(&["plugin", "remove", "nice"]);
    assert!(ran.code == 0 && said(&ran).contains("stays: Jauge did not make all that is in it"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(workspace.path().join("plugins/nice/notes.txt")).unwrap(), "mine");
    assert!(!workspace.path().join("plugins/nice/plugin.toml").exists());
    let ran = workspace.run(&add);
    assert!(ran.code == 4 && said(&ran).contains("is there, and Jauge did not make it"), "{}", ran.stderr);
}

#[test]
fn a_plugin_written_in_its_place_is_never_removed() {
    let workspace = fetched("");
    let place = workspace.path().join("plugins/nice");
    pack(&place);
    workspace.ok(&["plugin", "add", "plugins/nice"]);
    let ran = workspace.run(&["plugin", "remove", "nice"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(place.join("plugin.toml").exists() && place.join("models/m.sql").exists());
}

#[test]
fn a_plugin_is_not_copied_through_links() {
    let victim = tempfile::tempdir().unwrap();
    let path = stress().join("stress");
    let workspace = fetched("");
    symlink(victim.path(), workspace.path().join("plugins")).unwrap();
    assert_eq!(workspace.run(&["plugin", "add", path.to_str().unwrap()]).code, 4);
    let workspace = fetched("");
    fs::create_dir(workspace.path().join("plugins")).unwrap();
    symlink(victim.path(), workspace.path().join("plugins/stress")).unwrap();
    assert_eq!(workspace.run(&["plugin", "add", path.to_str().unwrap()]).code, 4);
    assert_eq!(fs::read_dir(victim.path()).unwrap().count(), 0);
}

#[test]
fn init_leaves_what_is_there_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".gitignore", "node_modules\n.env");
    write("queries/kpis/revenue.sql", "-- my own kpi");
    write("objectives/schema.json", "{\"mine\": true}");
    let ran = run_in(dir.path(), &["init", "."]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(said(&ran).contains("revenue.sql` is there already and stays as it is"), "{}", ran.stderr);
    let read = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
    assert_eq!(read(".gitignore"), "node_modules\n.env\n/.jauge/\n");
    assert_eq!(read("queries/kpis/revenue.sql"), "-- my own kpi");
    assert_eq!(read("objectives/schema.json"), "{\"mine\": true}");
    assert!(read("jauge.toml").contains("[workspace]"));
}

#[test]
fn init_and_demo_write_through_no_link() {
    let (dir, victim) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let rc = victim.path().join("rc");
    fs::write(&rc, "mine").unwrap();
    symlink(&rc, dir.path().join(".gitignore")).unwrap();
    symlink(victim.path().join("new"), dir.path().join("jauge.toml")).unwrap();
    assert_eq!(run_in(dir.path(), &["init", "."]).code, 2);
    fs::remove_file(dir.path().join("jauge.toml")).unwrap();
    assert_eq!(run_in(dir.path(), &["init", "."]).code, 0);
    assert_eq!(fs::read_to_string(&rc).unwrap(), "mine");
    let ran = run_in(victim.path(), &["demo", "."]);
    assert!(ran.code == 2 && said(&ran).contains("is not empty"), "{}", ran.stderr);
    assert_eq!(fs::read_dir(victim.path()).unwrap().count(), 1);
}

#[test]
fn the_store_is_not_written_through_links() {
    let dir = tempfile::tempdir().unwrap();
    let victim = dir.path().join("rc");
    for name in ["format.new", "lock", ".doctor", "plugins", "events"] {
        fs::write(&victim, "mine").unwrap();
        let workspace = fetched("");
        fs::create_dir(workspace.path().join(".jauge")).unwrap();
        symlink(&victim, workspace.path().join(".jauge").join(name)).unwrap();
        let ran = workspace.run(&["load"]);
        assert!(ran.code == 4 && said(&ran).contains("is a link, and the store has none"), "{name}: {}", ran.stderr);
        workspace.run(&["doctor"]);
        workspace.run(&["plugin", "verify"]);
        workspace.run(&["ask", "core.events", "--period", "all"]);
        workspace.run(&["rebuild"]);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine", "{name}");
    }
}

#[test]
fn an_objective_is_written_among_the_objectives() {
    let workspace = Workspace::new("[workspace]\nname = \"w\"\n");
    for id in ["../out", "/tmp/out", "a/b", ".hidden", ""] {
        let ran = workspace.run(&["objective", "new", "core.events", "--target", "5", "--id", id]);
        assert!(ran.code == 2 && said(&ran).contains("is no name for an objective"), "{id}: {}", ran.stderr);
    }
    assert!(!workspace.path().join("out.toml").exists());
}
