//! Plugins: what they bring, and that a bad one hurts nobody.

mod adbc;
mod faults;
mod files;
mod hostile;
mod kernels;
mod loading;
mod sandbox;
mod sources;
mod ways;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, OnceLock, PoisonError},
};

use crate::support::{Ran, Workspace, copy_all, jauge};

const THINGS: &str = "
[table.things]
key = [\"id\"]
columns = { id = \"integer\", name = \"text\", at = \"timestamp\" }

[[source]]
name = \"calls\"
path = \"calls.csv\"
into = \"calls\"

[table.calls]
key = [\"id\"]
";

/// The folder with a plugin folder of each case of the stress plugin, built once.
pub fn stress() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stress");
        let _ = fs::remove_dir_all(&folder);
        let libraries = jauge().parent().unwrap().to_owned();
        let made = Command::new("sh")
            .arg(here.join("plugins/stress/build.sh"))
            .args([&folder, &libraries, &here.join("../crates/plugin/include")])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        folder
    })
}

/// A workspace with a source of the stress plugin, and one that works.
pub fn workspace(plugin: &str, settings: &str) -> Workspace {
    let config = format!(
        "[workspace]\nname = \"w\"\n\n[plugins.stress]\n{plugin}\n\n[[source]]\nname = \"trouble\"\nconnector = \
         \"stress\"\ninto = \"things\"\n{settings}\n{THINGS}"
    );
    let workspace = Workspace::new(&config);
    workspace.write("calls.csv", "id,name\n1,ann\n2,ben\n");
    workspace
}

/// A workspace in which `case` of the stress plugin was agreed to.
pub fn added(case: &str, plugin: &str, settings: &str) -> Workspace {
    let workspace = workspace(plugin, settings);
    let folder = stress().join(case);
    if case == "stress" {
        agree(&workspace, &folder);
    } else {
        workspace.ok(&["plugin", "add", folder.to_str().unwrap()]);
    }
    workspace
}

/// Leaves in `workspace` what `plugin add` of the plugin in `folder` does: it is done once in a run, and copied.
pub fn agree(workspace: &Workspace, folder: &Path) {
    static AGREED: Mutex<BTreeMap<PathBuf, Workspace>> = Mutex::new(BTreeMap::new());
    let mut agreed = AGREED.lock().unwrap_or_else(PoisonError::into_inner);
    let from = agreed.entry(folder.to_owned()).or_insert_with(|| {
        let first = Workspace::new("[workspace]\nname = \"w\"\n");
        first.ok(&["plugin", "add", folder.to_str().unwrap()]);
        first
    });
    for part in ["plugins", ".jauge"] {
        copy_all(&from.path().join(part), &workspace.path().join(part));
    }
    fs::copy(from.path().join("jauge.lock"), workspace.path().join("jauge.lock")).unwrap();
    // Before a test changes anything, as `plugin add` does.
    workspace.trust();
}

/// The load failed as a plugin's does: it names plugin, cause and cure, nothing of it is kept, and everything else works.
pub fn failed(workspace: &Workspace, ran: &Ran, wants: &[&str]) {
    let said = unwrapped(&ran.stderr);
    assert_eq!(ran.code, 4, "{said}");
    for want in ["stress", "nothing of this source was loaded"].iter().chain(wants) {
        assert!(said.contains(want), "no {want:?} in {said}");
    }
    unharmed(workspace);
}

/// Nothing of the source is there, the other one is, questions are answered and no process is left.
pub fn unharmed(workspace: &Workspace) {
    let counted = "SELECT concat((SELECT count(*) FROM things), ' and ', (SELECT count(*) FROM calls)) AS counted";
    assert_eq!(workspace.sql(counted), "0 and 2");
    assert_eq!(orphans(), Vec::<String>::new());
}

/// What was written, without the frame and line breaks of an error's box.
pub fn unwrapped(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !matches!(*word, "│" | "×" | "help:" | "╰─▶"));
    words.collect::<Vec<_>>().join(" ")
}

/// Child processes of the stress plugin whose Jauge is gone.
fn orphans() -> Vec<String> {
    orphans_of("stress")
}

/// Child processes of `plugin` whose Jauge is gone.
fn orphans_of(plugin: &str) -> Vec<String> {
    let name = format!("__plugin\0{plugin}");
    let processes = fs::read_dir("/proc").unwrap().filter_map(|entry| Some(entry.ok()?.path()));
    let is_orphan = |process: &PathBuf| {
        let words = fs::read_to_string(process.join("cmdline")).ok()?;
        let status = fs::read_to_string(process.join("status")).ok()?;
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().to_owned();
        (words.contains(&name) && parent == "1").then_some(words)
    };
    processes.filter_map(|process| is_orphan(&process)).collect()
}
