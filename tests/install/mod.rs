//! `cargo xtask install`: what is laid out is a whole program.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::support::{Ran, Workspace, data_home};

/// The folder that everything was built into.
fn built() -> PathBuf {
    env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned()
}

/// Lays the dev build out below `root`; nothing is compiled.
fn lay_out(root: &Path) {
    let mut xtask = Command::new(built().join("xtask"));
    xtask.args(["install", "--no-build", "--profile", "dev", "--root"]).arg(root);
    ran(xtask.env("CARGO_TARGET_DIR", built().parent().unwrap()).output().unwrap());
}

fn ran(output: Output) -> String {
    let ran = Ran::from(output);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    ran.stdout
}

#[test]
fn an_installation_finds_its_plugins_and_has_what_a_package_has() {
    let root = tempfile::tempdir().unwrap();
    lay_out(root.path());
    let workspace = Workspace::new("[workspace]\nname = \"w\"\npacks = [\"ecommerce\"]\n");
    let jauge = |args: &[&str]| {
        let mut command = Command::new(root.path().join("bin/jauge"));
        ran(command
            .current_dir(workspace.path())
            .args(args)
            .env_remove("JAUGE_PLUGIN_PATH")
            .env("XDG_DATA_HOME", data_home())
            .output()
            .unwrap())
    };
    let plugins: serde_json::Value = serde_json::from_str(&jauge(&["plugin", "list", "--format", "json"])).unwrap();
    for name in ["adbc", "content", "ecommerce", "ga4", "leads", "support", "weblog"] {
        let plugin = plugins.as_array().unwrap().iter().find(|plugin| plugin["plugin"] == name);
        assert_eq!(plugin.unwrap_or_else(|| panic!("no `{name}` in {plugins}"))["from"], "shipped");
    }
    // A pack is in its library, so the library was loaded from where it was laid out.
    assert!(jauge(&["kpi", "list", "--format", "json"]).contains("ecommerce.purchase_conversion"));
    let share = |path: &str| {
        let path = root.path().join("share").join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    for (path, has) in [
        ("bash-completion/completions/jauge", "jauge"),
        ("zsh/site-functions/_jauge", "#compdef jauge"),
        ("fish/vendor_completions.d/jauge.fish", "complete -c jauge"),
        ("man/man1/jauge.1", ".TH jauge"),
        ("man/man1/jauge-load.1", "replace"),
        ("jauge/LICENSE", "Apache License"),
        ("jauge/NOTICE", "Jauge"),
        ("jauge/THIRD-PARTY.txt", "\ndatafusion "),
    ] {
        assert!(share(path).contains(has), "`share/{path}` lacks {has:?}");
    }
    assert!(!share("jauge/THIRD-PARTY.txt").contains("jauge-core"), "our own crates are no third party");
}
