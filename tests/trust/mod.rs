//! Whose word a workspace is: somebody else's folder runs nothing and reaches nothing beyond itself until its user says so.

mod commands;
mod files;
mod lock;
mod names;
mod queries;
mod store;

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    plugins::stress,
    support::{Ran, Workspace, data_home, jauge, program},
};

const HEAD: &str = "[workspace]\nname = \"w\"\n\n[[source]]\nname = \"own\"\npath = \"in/*.csv\"\n\n";
const ROWS: &str = "event_time,event_name,visitor_id\n2026-01-05 10:00:00,page_view,anna\n";

/// A workspace that was just fetched, with a source of its own files and whatever `rest` says.
fn fetched(rest: &str) -> Workspace {
    let workspace = Workspace::untrusted(&format!("{HEAD}{rest}"));
    workspace.write("in/a.csv", ROWS);
    workspace
}

/// The load left one source out, as `words` say, and did all the rest.
fn withheld(workspace: &Workspace, words: &[&str]) {
    let ran = workspace.run(&["load"]);
    assert_eq!(ran.code, 4, "{}{}", ran.stdout, ran.stderr);
    let said = said(&ran);
    for word in ["was not trusted to", "jauge trust"].iter().chain(words) {
        assert!(unbroken(&said).contains(&unbroken(word)), "no {word:?} in {said}");
    }
    assert_eq!(workspace.sql("SELECT count(*) FROM events"), "1");
}

/// Without blanks: a long path is broken where the line ends.
fn unbroken(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn said(ran: &Ran) -> String {
    ran.stderr.replace("\n  │ ", " ")
}

/// A folder of the user's, beside any workspace, and a file in it.
fn keys() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().canonicalize().unwrap().join("id.csv");
    fs::write(&file, ROWS.replace("anna", "the key")).unwrap();
    (dir, file)
}

#[test]
fn a_command_for_a_secret_does_not_run() {
    let (dir, _) = keys();
    let trace = dir.path().join("ran");
    let command = format!("touch {}; printf x", trace.display());
    let rest = format!(
        "[[source]]\nname = \"crm\"\nconnector = \"adbc\"\ndriver = \"no_such_driver\"\nuri = {{ command = \"{command}\" \
         }}\ntable = \"t\"\n"
    );
    let workspace = fetched(&rest);
    withheld(&workspace, &["the source `crm` is not read", &command, "load the driver `no_such_driver`"]);
    assert_eq!(workspace.run(&["source", "check"]).code, 4);
    workspace.run(&["doctor"]);
    workspace.run(&["trust"]);
    assert!(!trace.exists());
    workspace.ok(&["trust", "--yes"]);
    workspace.run(&["load", "crm"]);
    assert!(trace.exists());
    // Who is told changed, so the user is asked again.
    fs::remove_file(&trace).unwrap();
    let config = fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    workspace.write("jauge.toml", config.replace("table = \"t\"", "table = \"t\"\noptions = { host = \"elsewhere\" }"));
    let ran = workspace.run(&["load", "crm"]);
    let again = unbroken(&said(&ran));
    assert!(again.contains(&unbroken(&command)) && !again.contains("loadthedriver"), "{}", ran.stderr);
    assert!(!trace.exists());
}

#[test]
fn no_secret_of_the_users_is_told() {
    let (_dir, key) = keys();
    let source = |uri: &str| format!("[[source]]\nname = \"crm\"\nconnector = \"adbc\"\nuri = {uri}\ntable = \"t\"\n");
    withheld(&fetched(&source("{ env = \"HOME\" }")), &["tell the source `crm` the variable `HOME` as `uri`"]);
    let file = format!("{{ file = {key:?} }}");
    withheld(&fetched(&source(&file)), &["tell the source `crm` what", key.to_str().unwrap()]);
}

#[test]
fn a_driver_of_the_workspaces_own_is_not_loaded() {
    let rest =
        "[[source]]\nname = \"crm\"\nconnector = \"adbc\"\ndriver = \".drv/libdrv.so\"\nuri = \"x\"\ntable = \"t\"\n";
    let workspace = fetched(rest);
    workspace.write(".drv/libdrv.so", "one");
    withheld(&workspace, &["load the driver `.drv/libdrv.so` (sha256"]);
    workspace.ok(&["trust", "--yes"]);
    assert!(!said(&workspace.run(&["load"])).contains("was not trusted"));
    workspace.write(".drv/libdrv.so", "another");
    withheld(&workspace, &["load the driver `.drv/libdrv.so`"]);
}

#[test]
fn no_file_outside_of_the_folder_is_read() {
    let (dir, key) = keys();
    let source = |path: &str| format!("[[source]]\nname = \"out\"\npath = {path:?}\n");
    withheld(&fetched(&source(key.to_str().unwrap())), &["read `", key.to_str().unwrap(), "for the source `out`"]);
    let workspace = fetched(&source("in/../link/*.csv"));
    symlink(dir.path(), workspace.path().join("link")).unwrap();
    withheld(&workspace, &["for the source `out`"]);
    let workspace = fetched(&source("more/*.csv"));
    fs::create_dir(workspace.path().join("more")).unwrap();
    symlink(&key, workspace.path().join("more/b.csv")).unwrap();
    withheld(&workspace, &["read `", key.to_str().unwrap()]);
    let log =
        format!("[[source]]\nname = \"out\"\nconnector = \"weblog\"\npath = \"{}/*.log\"\n", dir.path().display());
    withheld(&fetched(&log), &["*.log", "for the source `out`"]);
    // What its user types is the user's word.
    workspace.ok(&["load", "--file", key.to_str().unwrap()]);
    assert_eq!(workspace.sql("SELECT count(*) FROM events"), "2");
    workspace.ok(&["trust", "--yes"]);
    workspace.ok(&["load"]);
}

#[test]
fn a_plugins_settings_are_inert() {
    let log = "127.0.0.1 - - [05/Jan/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"Mozilla/5.0\"\n";
    let source = "[[source]]\nname = \"log\"\nconnector = \"weblog\"\npath = \"a.log\"\n";
    for (settings, word) in [("trusted = true", "in Jauge's own process"), ("paths = [\"/etc\"]", "read `/etc`")] {
        let workspace = fetched(&format!("[plugins.weblog]\n{settings}\n{source}"));
        workspace.write("a.log", log);
        withheld(&workspace, &["the plugin `weblog`", word]);
        workspace.ok(&["trust", "--yes"]);
        workspace.ok(&["load"]);
    }
}

#[test]
fn what_stays_in_its_folder_works_untrusted() {
    let log = "127.0.0.1 - - [05/Jan/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"Mozilla/5.0\"\n";
    let rest = "[plugins.weblog]\npaths = [\"logs\"]\n[[source]]\nname = \"log\"\nconnector = \"weblog\"\npath = \"logs/*.log\"\n";
    let workspace = fetched(rest);
    workspace.write("logs/a.log", log);
    workspace.ok(&["load"]);
    workspace.ok(&["source", "check"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM events"), "2");
    workspace.ok(&["ask", "core.events", "--period", "all"]);
    let ran = workspace.run(&["trust"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(said(&ran).contains("asks for nothing that takes your trust"), "{}", ran.stderr);
}

/// The folder of a workspace with an added plugin, as somebody else gets it.
fn passed_on() -> Workspace {
    let rest = "[[source]]\nname = \"trouble\"\nconnector = \"stress\"\nfault = \"well_behaved\"\ninto = \"things\"\n[table.things]\nkey = [\"id\"]\n\
                columns = { id = \"integer\", name = \"text\", at = \"timestamp\" }\n";
    let (author, reader) = (fetched(rest), fetched(rest));
    author.ok(&["plugin", "add", stress().join("stress").to_str().unwrap()]);
    author.ok(&["load"]);
    let given = ["plugins", "jauge.lock"].map(|name| author.path().join(name));
    let copied = Command::new("cp").arg("-r").args(given).arg(reader.path()).status().unwrap();
    assert!(copied.success());
    reader
}

#[test]
fn a_lock_that_somebody_else_wrote_agrees_to_nothing() {
    let reader = passed_on();
    let ran = reader.run(&["load"]);
    assert_eq!(ran.code, 4);
    assert!(
        said(&ran).contains("the plugin `stress` is not run: this workspace was not trusted with it"),
        "{}",
        ran.stderr
    );
    assert_eq!(reader.sql("SELECT count(*) FROM events"), "1");
    let plugins = reader.json(&["plugin", "list"]);
    let stress = plugins.as_array().unwrap().iter().find(|plugin| plugin["plugin"] == "stress").unwrap();
    assert_eq!(stress["state"], "agreed, not trusted");
    let shown = reader.run(&["trust"]);
    assert_eq!(shown.code, 1);
    assert!(
        shown.stdout.contains("run the plugin `stress` (sha256") && shown.stdout.contains("no network"),
        "{}",
        shown.stdout
    );
    reader.ok(&["trust", "--yes"]);
    reader.ok(&["load"]);
    assert_eq!(reader.json(&["trust"])[0]["state"], "trusted");
}

#[test]
fn trust_is_given_for_one_run_by_its_hash() {
    let (_dir, key) = keys();
    let workspace = fetched(&format!("[[source]]\nname = \"out\"\npath = {key:?}\n"));
    let shown = said(&workspace.run(&["trust"]));
    let hash: String = shown.split("JAUGE_TRUST=").nth(1).unwrap().chars().take(64).collect();
    let load = |hash: &str| Ran::from(workspace.command(&["load"]).env("JAUGE_TRUST", hash).output().unwrap());
    let other = load("0123");
    assert_eq!(other.code, 4);
    assert!(
        said(&other).contains("JAUGE_TRUST is `0123`, and this workspace asks for something else"),
        "{}",
        other.stderr
    );
    assert_eq!(load(&hash).code, 0);
    assert_eq!(workspace.run(&["load"]).code, 4, "it is written down nowhere");
    workspace.write("in/more.csv", "");
    fs::remove_file(workspace.path().join("in/more.csv")).unwrap();
    let config = fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    workspace.write("jauge.toml", format!("{config}\n[[source]]\nname = \"more\"\npath = \"/etc/passwd\"\n"));
    assert_eq!(load(&hash).code, 4, "the hash is of what was shown");
}

#[test]
fn trust_is_listed_and_taken_back() {
    let (_dir, key) = keys();
    let workspace = fetched(&format!("[[source]]\nname = \"out\"\npath = {key:?}\n"));
    workspace.ok(&["trust", "--yes"]);
    workspace.ok(&["load"]);
    let folder = workspace.path().canonicalize().unwrap();
    let is_listed = || {
        let listed = workspace.json(&["trust", "--list"]);
        listed.as_array().unwrap().iter().any(|row| row["workspace"] == folder.to_str().unwrap())
    };
    assert!(is_listed());
    workspace.ok(&["trust", "--revoke"]);
    assert!(!is_listed());
    withheld_again(&workspace);
    workspace.ok(&["trust", "--yes"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let revoked = program().args(["trust", "--revoke"]).arg(&folder).current_dir(elsewhere.path()).output().unwrap();
    assert!(revoked.status.success());
    withheld_again(&workspace);
}

fn withheld_again(workspace: &Workspace) {
    let ran = workspace.run(&["load"]);
    assert!(ran.code == 4 && said(&ran).contains("was not trusted to"), "{}", ran.stderr);
}

#[test]
fn what_is_shown_hides_nothing() {
    let rest = "[[source]]\nname = \"crm\"\nconnector = \"adbc\"\nuri = { command = \"id\\u001b[2K\\r\\u202e\" }\ntable = \"t\"\n";
    let workspace = fetched(rest);
    for ran in [workspace.run(&["trust"]), workspace.run(&["load"])] {
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(all.contains("id\\u{1b}[2K\\u{d}\\u{202e}"), "{all}");
        assert!(!all.contains(['\u{1b}', '\r', '\u{202e}']), "{all}");
    }
}

/// Runs the command at a terminal that answers `answer`; `None`, said so, where none can be had.
fn at_a_terminal(dir: &Path, args: &str, answer: &str) -> Option<Ran> {
    at_a_terminal_after(dir, args, "true", answer)
}

/// As [`at_a_terminal`]; once the question is there, `first` is done in the folder, then the answer given.
fn at_a_terminal_after(dir: &Path, args: &str, first: &str, answer: &str) -> Option<Ran> {
    if !Command::new("script").arg("--version").output().is_ok_and(|ran| ran.status.success()) {
        eprintln!("skipped: there is no `script` to make a terminal with");
        return None;
    }
    let shown = tempfile::tempdir().unwrap();
    let shown = shown.path().join("shown");
    let (jauge, shown) = (jauge(), shown.display());
    // A command that asks nothing ends, and with it what waits for its question.
    let line = format!(
        "{{ until [ -e {shown}.done ] || grep -qs 'Trust it' {shown}; do sleep 0.05; done; {first}; printf '{answer}\\n'; }} \
         | {{ script -qefc '{} {args}' {shown}; code=$?; touch {shown}.done; exit $code; }}",
        jauge.display()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &line]).current_dir(dir).env("XDG_DATA_HOME", data_home());
    Some(Ran::from(command.output().unwrap()))
}

/// What is said yes to is what was shown, whatever the folder asks for by then.
#[test]
fn an_edit_behind_the_question_is_not_trusted_with_it() {
    let (_dir, key) = keys();
    let workspace = fetched(&format!("[[source]]\nname = \"out\"\npath = {key:?}\n"));
    let config = fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    workspace.write("edited", config + "\n[[source]]\nname = \"more\"\npath = \"/etc/hosts\"\n");
    let edit = "cp edited jauge.toml";
    let Some(asked) = at_a_terminal_after(workspace.path(), "trust", edit, "y") else { return };
    assert!(asked.code == 0 && !asked.stdout.contains("/etc/hosts"), "{}", asked.stdout);
    let ran = workspace.run(&["load"]);
    assert!(ran.code == 4 && said(&ran).contains("read `/etc/hosts`"), "{}", ran.stderr);
    assert!(!said(&ran).contains(&format!("read `{}`", key.display())), "{}", ran.stderr);
}

#[test]
fn at_a_terminal_the_user_is_asked_and_remembered() {
    let (_dir, key) = keys();
    let workspace = fetched(&format!("[[source]]\nname = \"out\"\npath = {key:?}\n"));
    let Some(no) = at_a_terminal(workspace.path(), "load", "n") else { return };
    assert!(no.code == 4 && no.stdout.contains("Trust it with all of this?"), "{}", no.stdout);
    assert!(!no.stdout.contains("0 B of 0 B"), "what is refused has no progress: {}", no.stdout);
    let yes = at_a_terminal(workspace.path(), "load", "y").unwrap();
    assert_eq!(yes.code, 0, "{}", yes.stdout);
    let later = workspace.run(&["load"]);
    assert_eq!(later.code, 0, "{}", later.stderr);
    // An edit asks only about what it added.
    let config = fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    workspace.write("jauge.toml", format!("{config}\n[[source]]\nname = \"more\"\npath = \"/etc/hosts\"\n"));
    let asked = at_a_terminal(workspace.path(), "load", "n").unwrap().stdout;
    assert!(asked.contains("read `/etc/hosts`") && !asked.contains(key.to_str().unwrap()), "{asked}");
}

/// A link may lead to all there is: `**` does not walk it before it is trusted.
#[test]
fn a_folder_that_a_link_leads_to_is_not_walked_before_it_is_trusted() {
    let (dir, _) = keys();
    let beside = dir.path().canonicalize().unwrap();
    let workspace = fetched("[[source]]\nname = \"deep\"\npath = \"deep/**/*.csv\"\n");
    workspace.write("deep/b.csv", ROWS.replace("anna", "ben"));
    symlink(&beside, workspace.path().join("deep/beside")).unwrap();
    symlink("b.csv", workspace.path().join("deep/again.csv")).unwrap();
    let asked = format!("read `{}`", beside.display());
    withheld(&workspace, &[&asked]);
    let shown = workspace.run(&["trust"]);
    assert!(shown.code == 1 && shown.stdout.contains(&asked), "{}", shown.stdout);
    assert!(!shown.stdout.contains("id.csv"), "nothing in it is looked for: {}", shown.stdout);
    workspace.ok(&["trust", "--yes"]);
    workspace.ok(&["load"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM events WHERE visitor_id = 'the key'"), "1");
}

/// The whole pattern is asked about once, and then its files are read.
#[test]
fn files_beside_the_folder_are_read_once_they_are_trusted() {
    let outer = Workspace::untrusted("[workspace]\nname = \"outer\"\n");
    outer.write("beside/a.csv", ROWS);
    outer.write(
        "site/jauge.toml",
        "[workspace]\nname = \"w\"\n[[source]]\nname = \"out\"\npath = \"../beside/*.csv\"\n",
    );
    let run = |args: &[&str]| Ran::from(program().args(args).current_dir(outer.path().join("site")).output().unwrap());
    assert_eq!(run(&["load"]).code, 4);
    assert_eq!(run(&["trust", "--yes"]).code, 0);
    let ran = run(&["load"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// Trust in a folder is none in what links of it lead to.
#[test]
fn a_link_out_of_a_trusted_folder_is_asked_about() {
    let (_dir, key) = keys();
    let beside = tempfile::tempdir().unwrap();
    let folder = beside.path().canonicalize().unwrap();
    fs::write(folder.join("a.csv"), ROWS.replace("anna", "ben")).unwrap();
    symlink(folder.join("a.csv"), folder.join("same.csv")).unwrap();
    let workspace = fetched(&format!("[[source]]\nname = \"out\"\npath = {:?}\n", folder.join("*.csv")));
    workspace.ok(&["trust", "--yes"]);
    workspace.ok(&["load"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM events"), "2");
    symlink(&key, folder.join("l.csv")).unwrap();
    let ran = workspace.run(&["load"]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(unbroken(&said(&ran)).contains(&unbroken(&format!("read `{}`", key.display()))), "{}", ran.stderr);
    assert_eq!(workspace.sql("SELECT count(*) FROM events WHERE visitor_id = 'the key'"), "0");
    let shown = workspace.run(&["trust"]);
    assert!(shown.code == 1 && shown.stdout.contains(key.to_str().unwrap()), "{}", shown.stdout);
    workspace.ok(&["trust", "--yes"]);
    workspace.ok(&["load"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM events WHERE visitor_id = 'the key'"), "1");
}
