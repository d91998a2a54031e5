//! The ways a user goes with plugins: a new project, and what `plugin` says.

use std::{fs, path::Path, process::Command};

use super::{added, unwrapped};
use crate::support::{Ran, Workspace, data_home, jauge, program};

fn run(dir: &Path, program: &str, args: &[&str]) -> Ran {
    let mut command = Command::new(program);
    command.env("XDG_DATA_HOME", data_home());
    command.current_dir(dir).args(args).env_remove("CARGO_TARGET_DIR").env_remove("RUSTC_WORKSPACE_WRAPPER");
    // One target folder for all projects of the tests, so that the crates they share are compiled once, however the tests are run: what
    // times them sets RUSTC_BOOTSTRAP, and half of these crates would be compiled again for it.
    if program == "cargo" {
        command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects"));
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0").env_remove("RUSTC_BOOTSTRAP");
    }
    let ran = Ran::from(command.output().unwrap());
    assert_eq!(ran.code, 0, "{program} {args:?}: {}{}", ran.stdout, ran.stderr);
    ran
}

/// The author's guide word for word, in Rust.
#[test]
fn a_new_source_in_rust_builds_tests_and_loads() {
    let dir = tempfile::tempdir().unwrap();
    let bin = jauge();
    let jauge = bin.to_str().unwrap();
    run(dir.path(), jauge, &["plugin", "new", "acme", "--kind", "source"]);
    let acme = dir.path().join("acme");
    run(&acme, "cargo", &["test"]);
    run(&acme, "cargo", &["build"]);
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects/debug/libacme.so");
    fs::create_dir_all(acme.join("target/debug")).unwrap();
    fs::copy(library, acme.join("target/debug/libacme.so")).unwrap();
    let shown = run(&acme, jauge, &["plugin", "add", "target/debug/libacme.so"]).stderr;
    assert!(shown.contains("no network") && shown.contains("connector `acme`"), "{shown}");
    run(&acme, jauge, &["plugin", "test", "."]);
    let loaded = run(&acme, jauge, &["load"]);
    assert!(loaded.stderr.contains("rejected example.txt:3"), "{}", loaded.stderr);
    let asked = run(&acme, jauge, &["ask", "page_views", "--period", "all", "--format", "csv"]);
    assert!(asked.stdout.contains(",3"), "{}", asked.stdout);
    // Nothing new the second time; what is added to the file is.
    run(&acme, jauge, &["load"]);
    fs::OpenOptions::new()
        .append(true)
        .open(acme.join("fixtures/example.txt"))
        .and_then(|mut file| {
            use std::io::Write;
            file.write_all(b"2026-01-07T08:00:00Z page_view cleo /\n")
        })
        .unwrap();
    run(&acme, jauge, &["load"]);
    let asked = run(&acme, jauge, &["ask", "page_views", "--period", "all", "--format", "csv"]);
    assert!(asked.stdout.contains(",4"), "{}", asked.stdout);
}

/// Whatever Arrow a plugin was built with, and whatever a panic does in it.
#[test]
fn arrow_58_and_panic_abort_load() {
    for (name, arrow, profile) in
        [("older", "58.4.1", ""), ("abrupt", "60.1.0", "\n[profile.dev]\npanic = \"abort\"\n")]
    {
        let dir = tempfile::tempdir().unwrap();
        let bin = jauge();
        let jauge = bin.to_str().unwrap();
        run(dir.path(), jauge, &["plugin", "new", name, "--kind", "source"]);
        let project = dir.path().join(name);
        let manifest = fs::read_to_string(project.join("Cargo.toml")).unwrap();
        fs::write(project.join("Cargo.toml"), manifest + profile).unwrap();
        run(&project, "cargo", &["generate-lockfile"]);
        let locked = fs::read_to_string(project.join("Cargo.lock")).unwrap();
        let at = locked.find("name = \"arrow-array\"").unwrap();
        if !locked[at..].lines().nth(1).unwrap().contains(arrow) {
            run(&project, "cargo", &["update", "-p", "arrow-array", "--precise", arrow]);
            // The kit names it beside arrow-array, so that it must move along.
            run(&project, "cargo", &["update", "-p", "arrow-schema@60.1.0", "--precise", arrow]);
        }
        run(&project, "cargo", &["build"]);
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("projects/debug/lib{name}.so"));
        fs::create_dir_all(project.join("target/debug")).unwrap();
        let target = project.join(format!("target/debug/lib{name}.so"));
        fs::copy(library, &target).unwrap();
        run(&project, jauge, &["plugin", "add", target.to_str().unwrap()]);
        run(&project, jauge, &["load"]);
        let rows = run(&project, jauge, &["sql", "SELECT count(*) AS n FROM events", "--format", "csv"]).stdout;
        assert!(rows.contains('3'), "{name}: {rows}");
    }
}

/// The same in C, with a C compiler alone.
#[test]
fn a_new_source_in_c_builds_tests_and_loads() {
    let dir = tempfile::tempdir().unwrap();
    let bin = jauge();
    let jauge = bin.to_str().unwrap();
    run(dir.path(), jauge, &["plugin", "new", "acme", "--kind", "source", "--lang", "c"]);
    let acme = dir.path().join("acme");
    run(&acme, "make", &["test"]);
    run(&acme, jauge, &["plugin", "add", "libacme.so"]);
    run(&acme, jauge, &["plugin", "test", "."]);
    run(&acme, jauge, &["load"]);
    let rows = run(&acme, jauge, &["sql", "SELECT count(*) AS n FROM things", "--format", "csv"]).stdout;
    assert!(rows.contains('3'), "{rows}");
}

/// A pack is SQL: no code, no compiler.
#[test]
fn a_new_pack_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let bin = jauge();
    let jauge = bin.to_str().unwrap();
    run(dir.path(), jauge, &["plugin", "new", "acme-shop", "--kind", "pack"]);
    let acme = dir.path().join("acme-shop");
    run(&acme, jauge, &["plugin", "add", "."]);
    run(&acme, jauge, &["plugin", "test", "."]);
    run(&acme, jauge, &["load"]);
    run(&acme, jauge, &["kpi", "check"]);
    let asked = run(&acme, jauge, &["ask", "acme-shop.readers", "--period", "all", "--format", "csv"]).stdout;
    assert!(asked.contains(",1"), "{asked}");
    // A pack that was changed since is not asked before it is agreed to again.
    let model = acme.join("plugins/acme-shop/models/days.sql");
    let text = fs::read_to_string(&model).unwrap();
    fs::write(&model, text.replace("-- One row", "-- Changed: one row")).unwrap();
    let ran = program().current_dir(&acme).args(["kpi", "list"]).output().map(Ran::from).unwrap();
    assert!(unwrapped(&ran.stderr).contains("is not what jauge.lock agreed to"), "{}", ran.stderr);
}

#[test]
fn list_shows_what_a_plugin_brings_and_may_do() {
    let workspace = added("stress", "", "");
    let plugins = workspace.json(&["plugin", "list"]);
    let stress = plugins.as_array().unwrap().iter().find(|plugin| plugin["plugin"] == "stress").unwrap();
    assert_eq!((&stress["brings"], &stress["state"]), (&"stress".into(), &"agreed".into()));
    assert_eq!(stress["may use"], "no network");
    workspace.ok(&["plugin", "remove", "stress"]);
    assert!(!workspace.path().join("plugins/stress").exists());
    let unknown = workspace.run(&["plugin", "remove", "stres"]);
    assert_eq!(unknown.code, 4, "{}", unknown.stderr);
}

#[test]
fn an_unknown_connector_or_setting_is_told_with_the_nearest() {
    let workspace =
        Workspace::new("[workspace]\nname = \"w\"\n[[source]]\nname = \"a\"\nconnector = \"weblgo\"\npath = \"x\"\n");
    let ran = workspace.run(&["load"]);
    assert_eq!(ran.code, 2);
    assert!(unwrapped(&ran.stderr).contains("did you mean `weblog`?"), "{}", ran.stderr);
    let workspace = added("stress", "", "fualt = \"none\"");
    let ran = workspace.run(&["load", "trouble"]);
    assert_eq!(ran.code, 2);
    assert!(unwrapped(&ran.stderr).contains("unknown setting `fualt`: did you mean `fault`?"), "{}", ran.stderr);
}

#[test]
fn a_pack_that_nobody_brings_is_told_and_the_rest_answers() {
    let workspace = Workspace::new("[workspace]\nname = \"w\"\npacks = [\"gardening\"]\n");
    let ran = workspace.run(&["kpi", "list", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(unwrapped(&ran.stderr).contains("jauge.toml names a pack that no plugin brings"), "{}", ran.stderr);
    assert!(ran.stdout.contains("core.visitors"));
}

/// The commands about plugins speak the user's language, and JSON that of programs.
#[test]
fn plugins_are_told_in_the_language_that_was_asked_for() {
    let workspace = added("stress", "", "fualt = \"none\"");
    let list = workspace.ok(&["plugin", "list", "--locale", "fr"]);
    assert!(list.contains("peut utiliser") && list.contains("aucun réseau") && list.contains("accepté"), "{list}");
    let json = workspace.json(&["plugin", "list", "--locale", "fr"]);
    let stress = json.as_array().unwrap().iter().find(|plugin| plugin["plugin"] == "stress").unwrap();
    assert_eq!((&stress["may use"], &stress["state"]), (&"no network".into(), &"agreed".into()));
    let load = unwrapped(&workspace.run(&["load", "trouble", "--locale", "fr"]).stderr);
    assert!(load.contains("réglage `fualt` inconnu : vouliez-vous dire `fault` ?"), "{load}");
    let pseudo = workspace.run(&["plugin", "remove", "stres", "--locale", "qps"]);
    assert!(unwrapped(&pseudo.stderr).contains("tthhee pplluuggiinn `stres` iiss nnoott"), "{}", pseudo.stderr);
    let doctor = workspace.ok(&["doctor", "--locale", "fr"]);
    assert!(doctor.contains("constat") && doctor.contains("rien n'est encore chargé"), "{doctor}");
    // Outside a workspace it is the system's language.
    let outside = tempfile::tempdir().unwrap();
    let mut command = program();
    command.current_dir(outside.path()).args(["plugin", "test", "nobody"]);
    command.env_remove("LC_MESSAGES").env("LC_ALL", "").env("LANG", "fr_FR.UTF-8");
    let ran = Ran::from(command.output().unwrap());
    assert_eq!(ran.code, 4);
    assert!(unwrapped(&ran.stderr).contains("le plugin `nobody` n'est pas là"), "{}", ran.stderr);
}
