//! A plugin that means harm, in C: it goes around the contract, and no deed of it stops Jauge, keeps it, or fills its memory.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use super::{agree, orphans_of, unwrapped};
use crate::support::{Ran, Workspace, data_home, jauge};

const TABLES: &str = "
[table.things]
key = [\"id\"]
columns = { id = \"integer\", name = \"text\" }

[[source]]
name = \"calls\"
path = \"calls.csv\"
into = \"calls\"

[table.calls]
key = [\"id\"]
";

/// By how much Jauge may grow, in KiB.
const GROWTH: u64 = 64 << 10;

/// The folder with the plugin's folder and the program `kernel`, built once.
pub(super) fn built() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/hostile");
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
        fs::create_dir_all(out.join("hostile")).unwrap();
        let headers = format!("-I{}", here.join("../../../crates/plugin/include").display());
        let library = out.join("hostile/libhostile.so");
        let flags = ["-std=c11", "-O1", "-Wall", "-Wextra", "-Werror"];
        cc(&[&flags[..], &["-shared", "-fPIC", &headers, "-o"]].concat(), &library, &here.join("hostile.c"));
        cc(&[&flags[..], &["-o"]].concat(), &out.join("kernel"), &here.join("kernel.c"));
        fs::copy(here.join("plugin.toml"), out.join("hostile/plugin.toml")).unwrap();
        out
    })
}

fn cc(flags: &[&str], out: &Path, source: &Path) {
    // Another run of the tests may use what is there.
    let new = out.with_extension(format!("{}.new", std::process::id()));
    let made = Command::new("cc").args(flags).arg(&new).arg(source).arg("-lpthread").output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    fs::rename(new, out).unwrap();
}

/// A workspace with a source of the hostile plugin, which was agreed to, and one that works.
pub(super) fn added(plugin: &str, settings: &str) -> Workspace {
    let workspace = not_added(plugin, settings);
    agree(&workspace, &built().join("hostile"));
    workspace
}

pub(super) fn not_added(plugin: &str, settings: &str) -> Workspace {
    let config = format!(
        "[workspace]\nname = \"w\"\n\n[plugins.hostile]\n{plugin}\n\n[[source]]\nname = \"trouble\"\nconnector = \
         \"hostile\"\ninto = \"things\"\n{settings}\n{TABLES}"
    );
    let workspace = Workspace::new(&config);
    workspace.write("calls.csv", "id,name\n1,ann\n2,ben\n");
    workspace
}

/// How a load went: what it said, how long it took, and the most memory that Jauge itself held, in KiB.
struct Load {
    ran: Ran,
    seconds: f64,
    peak: u64,
}

fn load(workspace: &Workspace) -> Load {
    let start = Instant::now();
    let mut command = workspace.command(&["load", "trouble"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let watch = thread::spawn(move || {
        let mut peak = 0;
        while let Some(now) = fs::read_to_string(&status).ok().and_then(|status| peak_of(&status)) {
            peak = peak.max(now);
            thread::sleep(Duration::from_millis(10));
        }
        peak
    });
    let ran = Ran::from(child.wait_with_output().unwrap());
    Load { ran, seconds: start.elapsed().as_secs_f64(), peak: watch.join().unwrap() }
}

/// The most memory that a process held, in KiB; `None` once it has ended.
fn peak_of(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

/// What Jauge holds while it loads from a plugin that does nothing, in KiB.
fn harmless() -> u64 {
    static PEAK: OnceLock<u64> = OnceLock::new();
    *PEAK.get_or_init(|| {
        let load = load(&added("", "deed = \"none\""));
        assert_eq!(load.ran.code, 0, "{}", load.ran.stderr);
        load.peak
    })
}

/// Does `deed`, which ends with one of these words, in bounded time and memory, and harms nothing else.
fn ends(deed: &str, settings: &str, wants: &[&str]) {
    let bound = harmless() + GROWTH;
    let workspace = added("timeout = \"2s\"\nmemory = 800000000", &format!("deed = \"{deed}\"\n{settings}"));
    let load = load(&workspace);
    let said = unwrapped(&load.ran.stderr);
    assert_eq!(load.ran.code, 4, "{deed}: {said}");
    assert!(wants.iter().any(|want| said.contains(want)), "{deed}: none of {wants:?} in {said}");
    assert!(load.peak <= bound, "{deed}: {} of {bound} KiB", load.peak);
    assert!(load.seconds < 20.0, "{deed}: {} s", load.seconds);
    workspace.ok(&["load", "calls"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM calls"), "2");
    assert_eq!(orphans_of("hostile"), Vec::<String>::new());
}

/// Does `deed`, and answers what was said of it. The load is as good as without.
fn noted(deed: &str, settings: &str) -> String {
    let workspace = added("", &format!("deed = \"{deed}\"\n{settings}"));
    let ran = workspace.run(&["load", "trouble"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "2");
    unwrapped(&ran.stderr)
}

#[test]
fn floods_end_when_an_answer_is_due() {
    for deed in ["log_flood", "progress_flood", "reject_flood", "secret_flood", "drip"] {
        ends(deed, "", &["did not answer for 2 s", "closed its connection"]);
    }
    // The child's own thread that reads the wire may see it closed first, and ends the child.
    ends(
        "closes_wire",
        "",
        &["did not answer for 2 s", "closed its connection", "ended itself before it had answered"],
    );
    ends("rows_flood", "", &["where an answer was due"]);
}

#[test]
fn frames_longer_than_their_kind_are_refused() {
    for deed in ["long_log", "long_reject", "long_rows", "long_done"] {
        ends(deed, "", &["is the most that is taken"]);
    }
    ends("long_kind", "", &["unknown kind 99"]);
}

#[test]
fn rows_that_take_no_bytes_are_counted() {
    const SELECT: &str = "select = \"SELECT 1 AS id, name FROM raw\"";
    ends("nulls", &format!("count = {}\n{SELECT}", 1_u64 << 40), &["rows at once"]);
    ends("nulls", &format!("count = 300000000\n{SELECT}"), &["rows at once"]);
}

/// Four thousand rejects, each as long as one can be: counted, and kept as far as there is room.
#[test]
fn many_long_rejects_are_kept_in_bounds() {
    let bound = harmless() + GROWTH;
    let workspace = added("", "deed = \"whole_rejects\"");
    let load = load(&workspace);
    assert_eq!(load.ran.code, 0, "{}", load.ran.stderr);
    assert!(load.peak <= bound, "{} of {bound} KiB", load.peak);
}

#[test]
fn no_system_call_that_reaches_outside_is_let_through() {
    let dir = tempfile::tempdir().unwrap();
    let victim = dir.path().join("victim");
    fs::write(&victim, "data").unwrap();
    let before = fs::metadata(&victim).unwrap();
    let said = noted("calls", &format!("target = {:?}", victim.to_str().unwrap()));
    assert!(said.contains("permitted: nothing."), "{said}");
    let after = fs::metadata(&victim).unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "data");
    assert_eq!(before.permissions(), after.permissions());
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
}

#[test]
fn threads_are_bounded_for_root_too() {
    let said = noted("threads", "");
    assert!(said.contains("started fewer than 200 threads"), "{said}");
}

/// What a shell left open for Jauge is not open for a plugin.
#[test]
fn descriptors_are_not_inherited() {
    let workspace = added("", "deed = \"descriptors\"");
    workspace.write("important", "data");
    let line = format!("exec {} load trouble 9>>important 8<important", jauge().display());
    let ran = Command::new("sh")
        .args(["-c", &line])
        .current_dir(workspace.path())
        .env("XDG_DATA_HOME", data_home())
        .output()
        .map(Ran::from)
        .unwrap();
    let said = unwrapped(&ran.stderr);
    assert!(ran.code == 0 && said.contains("descriptors:."), "{said}");
}

#[test]
fn what_a_plugin_says_is_shown_and_not_obeyed() {
    for (deed, code, says) in [("escapes", 0, "harmless"), ("escaped_error", 4, "message")] {
        let workspace = added("", &format!("deed = \"{deed}\""));
        let ran = workspace.run(&["load", "trouble"]);
        assert!(ran.code == code && ran.stderr.contains(says), "{}", ran.stderr);
        let obeyed: Vec<char> = ran.stderr.chars().filter(|c| c.is_control() && *c != '\n').collect();
        assert_eq!(obeyed, Vec::<char>::new(), "{:?}", ran.stderr);
    }
}

/// A plugin that would outlive Jauge does not.
#[test]
fn nothing_stays_where_jauge_is_killed() {
    let workspace = added("timeout = \"60s\"", "deed = \"stay\"");
    let mut child =
        workspace.command(&["load", "trouble"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while children_of(child.id()).is_empty() && start.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(50));
    }
    // Time for it to arm itself.
    thread::sleep(Duration::from_secs(1));
    let children = children_of(child.id());
    assert_eq!(children.len(), 1, "{children:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(!Path::new("/proc").join(&children[0]).join("exe").exists(), "{children:?}");
}

fn children_of(process: u32) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap().filter_map(|task| Some(task.ok()?.path()));
    let children = tasks.filter_map(|task| fs::read_to_string(task.join("children")).ok());
    children.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Sends `signal` to all of a group of processes, as a terminal does.
fn interrupt(group: u32) {
    assert!(Command::new("kill").args(["-INT", "--", &format!("-{group}")]).status().unwrap().success());
}

/// Ctrl-C at a terminal reaches everything that was started from it. It is not the plugin's fault.
#[test]
fn ctrl_c_is_told_as_an_interruption() {
    use std::os::unix::process::CommandExt;
    let workspace = added("timeout = \"60s\"", "deed = \"log_flood\"");
    let mut command = workspace.command(&["load", "trouble"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).spawn().unwrap();
    thread::sleep(Duration::from_millis(2000));
    let start = Instant::now();
    interrupt(child.id());
    let ran = Ran::from(child.wait_with_output().unwrap());
    let said = unwrapped(&ran.stderr);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(ran.code == 4 && said.contains("stopped"), "{said}");
    assert!(!said.contains("SIGINT") && !said.contains("fault"), "{said}");
}

/// A second Ctrl-C does not wait for anything.
#[test]
fn a_second_ctrl_c_kills() {
    use std::os::unix::process::CommandExt;
    let workspace = added("timeout = \"60s\"", "deed = \"log_flood\"");
    let mut command = workspace.command(&["load", "trouble"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn().unwrap();
    thread::sleep(Duration::from_millis(2000));
    let start = Instant::now();
    interrupt(child.id());
    thread::sleep(Duration::from_millis(300));
    interrupt(child.id());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(start.elapsed() < Duration::from_millis(1500), "{:?}", start.elapsed());
    thread::sleep(Duration::from_millis(300));
    assert_eq!(orphans_of("hostile"), Vec::<String>::new());
}
