//! One test a fault of the stress plugin, named alike. `tests/plugins/stress/README.md` says what each does.

use super::{added, failed, orphans, unharmed, unwrapped};

/// What is said where a plugin does not answer.
const IN_VAIN: &str = "did not answer for 1 s";

/// Loads with `fault`, which must fail with these words.
fn fails(fault: &str, more: &str, wants: &[&str]) {
    // Where it is waited for in vain, that is the longest part of the test.
    let timeout = if wants.contains(&IN_VAIN) { "timeout = \"1s\"" } else { "timeout = \"2s\"" };
    let workspace = added("stress", timeout, &format!("fault = \"{fault}\"\n{more}"));
    let ran = workspace.run(&["load"]);
    failed(&workspace, &ran, wants);
}

/// Loads with `fault`, which does no harm: all ten rows are there, and loading again adds none.
fn works(fault: &str, more: &str) {
    // What ends by itself may take its time on a busy machine.
    let timeout = if fault.starts_with("loop") { "timeout = \"2s\"" } else { "timeout = \"20s\"" };
    let workspace = added("stress", timeout, &format!("fault = \"{fault}\"\n{more}"));
    workspace.ok(&["load"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "10");
    workspace.ok(&["load"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "10");
    assert_eq!(orphans(), Vec::<String>::new());
}

macro_rules! faults {
    ($($fault:ident: $wants:expr;)*) => { $(#[test] fn $fault() { fails(stringify!($fault), "", &$wants); })* };
}

macro_rules! harmless {
    ($($fault:ident;)*) => { $(#[test] fn $fault() { works(stringify!($fault), ""); })* };
}

harmless! {
    well_behaved;
    next_query_ok;
    replay;
    release_on_another_thread;
    loop_in_release;
    loop_in_release_rows;
    panic_in_release;
    double_release;
    double_release_in_release;
    stdout_flood;
    stderr_flood;
    many_notes;
}

faults! {
    panic_in_open: ["SIGABRT"];
    panic_in_check: ["SIGABRT"];
    panic_in_streams: ["SIGABRT"];
    panic_in_schema: ["SIGABRT"];
    panic_in_scan: ["SIGABRT"];
    panic_in_get_schema: ["SIGABRT"];
    panic_in_get_next: ["SIGABRT"];
    panic_in_checkpoint: ["SIGABRT"];
    abort: ["SIGABRT"];
    segfault: ["SIGSEGV"];
    exit_zero: ["ended itself before it had answered"];
    loop_in_get_next: [IN_VAIN, "timeout = \"10m\""];
    loop_in_scan: [IN_VAIN];
    loop_in_open: [IN_VAIN];
    sleep: [IN_VAIN];
    stack_overflow: ["ended by SIG"];
    bad_offsets: [];
    unordered_offsets: [];
    negative_length: [];
    invalid_utf8: ["utf"];
    invalid_utf8_in_streams: ["no UTF-8"];
    invalid_utf8_in_checkpoint: ["no UTF-8"];
    schema_drift_in_get_schema: [];
    wrong_row_count: [];
    null_buffers: [];
    giant_text: ["too long"];
    giant_text_in_checkpoint: ["too long"];
    malformed_json: ["no JSON"];
    nul_in_error: [];
    outputs_left_set_on_error: [];
    outputs_left_set_on_error_in_streams: [];
    outputs_left_set_on_error_in_get_next: [];
}

/// A panic in what the author wrote is caught by the kit, and told with its words.
#[test]
fn panics_that_the_kit_catches() {
    for fault in ["panic_in_open", "panic_in_streams", "panic_in_schema", "panic_in_scan", "panic_in_get_next"] {
        caught(fault, &[&format!("panicked: stress: {fault}")]);
    }
    caught("schema_drift", &["announced"]);
    caught("error_in_get_next", &["gone"]);
    // A second panic while the first unwinds ends the process, as always in Rust.
    caught("panic_twice", &[]);
}

/// Loads from the plugin `caught`, which must fail with these words.
fn caught(fault: &str, wants: &[&str]) {
    let workspace = super::workspace("", "");
    let config = std::fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    let config = config.replace("connector = \"stress\"", &format!("connector = \"caught\"\nfault = \"{fault}\""));
    workspace.write("jauge.toml", config);
    super::agree(&workspace, &super::stress().join("caught"));
    let ran = workspace.run(&["load"]);
    let said = unwrapped(&ran.stderr);
    assert_eq!(ran.code, 4, "{fault}: {said}");
    wants.iter().for_each(|want| assert!(said.contains(want), "{fault}: no {want:?} in {said}"));
    unharmed(&workspace);
}

#[test]
fn too_many_rows() {
    works("too_many_rows", "");
}

/// The library fails after a batch has crossed: what came before is not kept either.
#[test]
fn crash_once() {
    let workspace = added("stress", "timeout = \"2s\"", "fault = \"crash_once\"\nrows = 20000");
    failed(&workspace, &workspace.run(&["load"]), &["SIGABRT"]);
}

/// The limit ends the child, not the machine.
#[test]
fn out_of_memory() {
    let workspace = added("stress", "timeout = \"60s\"\nmemory = 800000000", "fault = \"out_of_memory\"");
    failed(&workspace, &workspace.run(&["load"]), &["ended by SIG"]);
}

/// Drift, told only by the second batch.
#[test]
fn schema_drift() {
    fails("schema_drift", "rows = 20000", &[]);
}

/// The child's claim to have left rows out is not believed: the condition is applied again.
#[test]
fn falsely_claimed_exact_filter() {
    let select = "select = \"SELECT id, name, at FROM raw WHERE id > 5\"";
    let workspace = added("stress", "", &format!("fault = \"falsely_claimed_exact_filter\"\n{select}"));
    workspace.ok(&["load"]);
    assert_eq!(workspace.sql("SELECT min(id) FROM things"), "6");
}

/// Rejects of rows that never were: counted, kept in bounded memory, and no row less.
#[test]
fn reject_flood() {
    let workspace = added("stress", "", "fault = \"reject_flood\"");
    // Most rows were rejected.
    assert_eq!(workspace.run(&["load"]).code, 1);
    assert_eq!(workspace.sql("SELECT count(*) FROM things"), "10");
}

#[test]
fn stdout_stays_clean() {
    let workspace = added("stress", "", "fault = \"stdout_flood\"");
    let loads = workspace.json(&["load"]);
    assert_eq!(loads[0]["new"], 10);
}

#[test]
fn secret_in_log() {
    let workspace = added("stress", "", "fault = \"secret_in_log\"\ntoken = { command = \"printf hunter2-secret\" }");
    let ran = workspace.run(&["load"]);
    failed(&workspace, &ran, &["*****"]);
    assert!(!ran.stderr.contains("hunter2-secret") && !ran.stdout.contains("hunter2-secret"), "{}", ran.stderr);
}

#[test]
fn secret_of_other() {
    let more = "fault = \"secret_of_other\"\ntarget = \"other\"\ntoken = { command = \"printf mine\" }";
    let workspace = added("stress", "", more);
    let ran = workspace.run(&["load"]);
    let said = unwrapped(&ran.stderr);
    failed(&workspace, &ran, &["no secret `other`"]);
    assert!(!said.contains("mine"), "{said}");
}
