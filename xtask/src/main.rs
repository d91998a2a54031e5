//! The project's own commands, run as `cargo xtask COMMAND`.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

const HELP: &str = "\
The project's own commands.

Usage: cargo xtask COMMAND

  demo [DIR]      build `jauge` and run `jauge demo` into DIR (default: `demo` in the target folder)
  bench NAME      measure, side by side; without a name, what there is to measure
  test [FILTER]   check the formatting, lint, and run every test (or those whose name contains FILTER); say how long each took

Everything is built with the one dev profile of Cargo.toml and for the whole workspace at once, so that each dependency
is compiled once. Set CARGO_TARGET_DIR to share builds between checkouts.
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["demo"] => demo(&target().join("demo")),
        ["demo", dir] if !dir.starts_with('-') => demo(Path::new(dir)),
        ["bench", ref rest @ ..] => bench(rest),
        ["test"] => test(None),
        ["test", filter] if !filter.starts_with('-') => test(Some(filter)),
        [] | ["-h" | "--help" | "help"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => Err(format!("no command `{}`: see `cargo xtask --help`", args.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn demo(dir: &Path) -> Result<(), String> {
    if dir.starts_with(target()) && dir.exists() {
        // The last demo, made by this command.
        std::fs::remove_dir_all(dir).map_err(|error| format!("cannot remove `{}`: {error}", dir.display()))?;
    }
    step("build", cargo(&["build", "--workspace"]))?;
    let jauge = target().join("debug").join(format!("jauge{}", env::consts::EXE_SUFFIX));
    let mut command = Command::new(jauge);
    command.arg("demo").arg(dir);
    step("demo", command)
}

fn bench(args: &[&str]) -> Result<(), String> {
    // The forecasts' calibration is an example of their crate, because it needs what only tests need.
    let (built, name, rest) = match args {
        ["calibration", rest @ ..] => ("--examples", "examples/calibration", rest),
        all => ("--bins", "jauge-bench", all),
    };
    step("build", cargo(&["build", "--workspace", "--lib", built]))?;
    let mut command = Command::new(target().join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX)));
    command.args(rest).current_dir(root());
    step("bench", command)
}

fn test(filter: Option<&str>) -> Result<(), String> {
    // Each step runs whatever became of the others, so that one run shows all there is to mend.
    let steps = [
        step("format", cargo(&["fmt", "--all", "--check"])),
        step("build and lint", linting(&["build", "--workspace", "--all-targets"])),
        step("test", {
            let mut tests = linting(&["test", "--workspace", "--no-fail-fast"]);
            tests.args(filter);
            tests
        }),
    ];
    let failed: Vec<String> = steps.into_iter().filter_map(Result::err).collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

/// Cargo with clippy as the compiler of the workspace's own crates: `cargo clippy` would compile every dependency a second
/// time, in check mode, and the tests would compile the workspace once more.
fn linting(args: &[&str]) -> Command {
    let mut command = cargo(args);
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
    command
}

/// Runs one step and says how long it took.
fn step(name: &str, mut command: Command) -> Result<(), String> {
    let start = Instant::now();
    let status = command.status().map_err(|error| format!("{name}: cannot run {command:?}: {error}"))?;
    let outcome = if status.success() { "ok" } else { "FAILED" };
    eprintln!("xtask: {name} {outcome} after {:.1} s", start.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})")) }
}

/// Cargo as if it were called by hand. `cargo run` tells this program about its own package, and build scripts that watch
/// those variables would make a change of checkout recompile hundreds of crates.
fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.args(args).current_dir(root());
    let own = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"];
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| own.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    command
}

/// The checkout.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}
