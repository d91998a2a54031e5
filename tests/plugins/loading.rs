//! Libraries that fail before they have settings: while they are loaded, started or described.

use std::sync::LazyLock;

use super::{orphans, stress, unwrapped, workspace};
use crate::support::Workspace;

/// Adding `case` fails with these words, adds nothing, and everything else works.
fn refused(case: &str, wants: &[&str]) {
    static LOADED: LazyLock<Workspace> = LazyLock::new(|| {
        let workspace = workspace("timeout = \"2s\"", "");
        workspace.run(&["load", "calls"]);
        workspace
    });
    let workspace = LOADED.copy();
    let path = stress().join(case);
    let ran = workspace.run(&["plugin", "add", path.to_str().unwrap()]);
    let said = unwrapped(&ran.stderr);
    assert_eq!(ran.code, 4, "{said}");
    for want in ["the plugin `stress`"].iter().chain(wants) {
        assert!(said.contains(want), "no {want:?} in {said}");
    }
    assert!(!workspace.path().join("jauge.lock").exists() && !workspace.path().join("plugins").exists());
    assert_eq!(workspace.sql("SELECT count(*) FROM calls"), "2");
    assert_eq!(orphans(), Vec::<String>::new());
}

macro_rules! refused {
    ($($case:ident: $wants:expr;)*) => { $(#[test] fn $case() { refused(stringify!($case), &$wants); })* };
}

refused! {
    constructor_aborts: ["SIGABRT"];
    constructor_exits: ["ended itself"];
    constructor_loops: ["did not answer for 2 s"];
    loop_in_entry: ["did not answer for 2 s"];
    loop_in_describe: ["did not answer for 2 s"];
    missing_symbol: ["no symbol `jauge_plugin_v1`"];
    major_too_new: ["another major version"];
    short_size: ["is the least"];
    zero_size: ["is the least"];
    null_callbacks: ["leaves out"];
    unresolved_dependency: ["libgone.so"];
    unresolved_symbol: ["undefined symbol"];
    truncated_elf: [];
    wrong_architecture: ["cannot be loaded"];
    empty_file: ["cannot be loaded"];
    cpp_exception: ["SIGABRT"];
    panic_in_entry: ["SIGABRT"];
    segfault_in_entry: ["SIGSEGV"];
    exit_zero_in_entry: ["ended itself"];
    panic_in_describe: ["SIGABRT"];
    segfault_in_describe: ["SIGSEGV"];
    panic_in_resource: ["SIGABRT"];
    describe_malformed_json: ["describes itself as no JSON"];
    describe_invalid_utf8: ["no UTF-8"];
    giant_text_in_describe: ["too long"];
}

/// A plugin whose end goes wrong has done its work.
#[test]
fn panic_and_loop_in_shutdown() {
    for case in ["panic_in_shutdown", "loop_in_shutdown"] {
        let workspace = super::added(case, "timeout = \"2s\"", "fault = \"well_behaved\"");
        workspace.ok(&["load"]);
        assert_eq!(workspace.sql("SELECT count(*) FROM things"), "10");
    }
    assert_eq!(orphans(), Vec::<String>::new());
}

#[test]
fn null_callbacks_of_source() {
    let workspace = super::added("null_callbacks_of_source", "", "");
    super::failed(&workspace, &workspace.run(&["load"]), &["leaves out"]);
}

/// A pack with a KPI that is no SQL: its file is named, and the others answer.
#[test]
fn describe_bad_sql() {
    pack_with("describe_bad_sql", "stress/kpis/");
}

/// A pack that defines one KPI twice: both files are named, and the others answer.
#[test]
fn duplicate_kpi_names() {
    pack_with("duplicate_kpi_names", "already defined in `stress/kpis/");
}

fn pack_with(case: &str, want: &str) {
    let workspace = Workspace::new("[workspace]\nname = \"w\"\npacks = [\"stress\"]\n");
    workspace.write("e.csv", "event_time,event_name,visitor_id\n2026-01-05 09:00:00,page_view,ann\n");
    workspace.ok(&["load", "--file", "e.csv"]);
    workspace.ok(&["plugin", "add", stress().join(case).to_str().unwrap()]);
    let ran = workspace.run(&["kpi", "check"]);
    let said = unwrapped(&ran.stderr) + &unwrapped(&ran.stdout);
    assert!(said.contains(want), "{said}");
    let answers = workspace.run(&["ask", "core.visitors", "--period", "all", "--format", "csv"]);
    assert!(answers.stdout.contains('1'), "{}{}", answers.stdout, answers.stderr);
}
