//! The search for the next fault: every call that changes a file fails once, and fuzzers of whatever reads what others write.
//!
//! cargo-fuzz needs a nightly toolchain; its targets (`crates/*/fuzz`) are built here with the stable one, because libFuzzer
//! needs nothing of rustc but instrumentation that stable can switch on.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{cargo, output, root, step, target};

/// What libFuzzer counts: edges, and what is compared.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// Seconds each fuzzer gets, where `--seconds` does not say.
const SECONDS: &str = "60";

/// `cargo xtask chaos [faults | mutated | fuzz [TARGET]] [--seconds N]`; all three where none is named.
pub(crate) fn chaos(args: &[&str]) -> Result<(), String> {
    let (args, seconds) = match args {
        [rest @ .., "--seconds", seconds] => (rest, *seconds),
        all => (all, SECONDS),
    };
    seconds.parse::<u64>().map_err(|_| format!("`{seconds}` is no number of seconds"))?;
    match args {
        [] => all([faults(), mutated(seconds), fuzz(None, seconds)]),
        ["faults"] => faults(),
        ["mutated"] => mutated(seconds),
        ["fuzz"] => fuzz(None, seconds),
        ["fuzz", target] => fuzz(Some(target), seconds),
        other => Err(format!("no chaos called `{}`: see `cargo xtask --help`", other.join(" "))),
    }
}

/// Each runs whatever became of the others.
fn all(done: impl IntoIterator<Item = Result<(), String>>) -> Result<(), String> {
    let failed: Vec<String> = done.into_iter().filter_map(Result::err).collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

/// Operations × calls that fail × next commands, as a table: an hour or more. CHAOS_OPERATIONS names some operations.
fn faults() -> Result<(), String> {
    step("build", cargo(&["build", "--workspace"]))?;
    step("faults", tests(&["--ignored", "--exact", "crash::chaos::every_call_fails_once"]))
}

/// Files that people write, cut logs and damaged tables, each for some time, through the whole command.
fn mutated(seconds: &str) -> Result<(), String> {
    step("build", cargo(&["build", "--workspace"]))?;
    let mut command = tests(&["mutated::", "--test-threads=1"]);
    command.env("CHAOS_SECONDS", seconds);
    // Not the same again each time.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |since| since.as_secs());
    command.env("CHAOS_SEED", env::var("CHAOS_SEED").unwrap_or_else(|_| now.to_string()));
    step("mutated", command)
}

/// The acceptance tests, with what they print.
fn tests(args: &[&str]) -> Command {
    let mut command = cargo(&["test", "--workspace", "--test", "acceptance", "--", "--nocapture"]);
    command.args(args);
    command
}

/// Every target of every `fuzz` folder, or the one of this name.
fn fuzz(wanted: Option<&str>, seconds: &str) -> Result<(), String> {
    let found = targets()?.into_iter().filter(|(_, name)| wanted.is_none_or(|wanted| wanted == name));
    let found: Vec<(PathBuf, String)> = found.collect();
    if found.is_empty() {
        return Err(format!("no fuzz target `{}`", wanted.unwrap_or_default()));
    }
    all(found.iter().map(|(folder, name)| fuzz_one(folder, name, seconds)))
}

/// The fuzz targets: each one's folder and name.
fn targets() -> Result<Vec<(PathBuf, String)>, String> {
    let mut found = Vec::new();
    for crates in entries(&root().join("crates"))? {
        let folder = crates.join("fuzz");
        for file in entries(&folder.join("fuzz_targets")).unwrap_or_default() {
            let name = file.file_stem().map(|name| name.to_string_lossy().into_owned());
            found.extend(name.map(|name| (folder.clone(), name)));
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error| format!("cannot read `{}`: {error}", folder.display());
    let entries: Result<Vec<_>, _> =
        fs::read_dir(folder).map_err(unreadable)?.map(|entry| entry.map(|e| e.path())).collect();
    let mut entries = entries.map_err(unreadable)?;
    entries.sort();
    Ok(entries)
}

/// Builds one target and runs it over a copy of its corpus, so that what it finds by the way is not committed by accident;
/// an input that fails stays in `fuzz/artifacts`.
fn fuzz_one(folder: &Path, name: &str, seconds: &str) -> Result<(), String> {
    let host = host()?;
    let into = target().join("fuzz");
    let mut build = cargo(&["build", "--release", "--target", &host, "--bin", name, "--manifest-path"]);
    // `--target` keeps the instrumentation out of build scripts.
    build
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", &into)
        .env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}"));
    step(&format!("build of {name}"), build)?;
    let (corpus, artifacts) = (into.join("corpus").join(name), folder.join("artifacts").join(name));
    for folder in [&corpus, &artifacts] {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make `{}`: {error}", folder.display()))?;
    }
    let mut run = Command::new(into.join(&host).join("release").join(name));
    run.arg(&corpus).arg(folder.join("corpus").join(name));
    run.arg(format!("-artifact_prefix={}/", artifacts.display())).arg(format!("-max_total_time={seconds}"));
    run.args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0"]);
    step(&format!("fuzz {name}"), run)
}

/// The platform that is built for.
fn host() -> Result<String, String> {
    let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.arg("-vV");
    let said = String::from_utf8_lossy(&output("rustc", command)?).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say its host".to_owned())
}
