//! The project's own commands, run as `cargo xtask COMMAND`.

mod cargo;
mod chaos;
mod install;
mod reference;

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

use cargo::{cargo, root, step, target};

const HELP: &str = "\
The project's own commands.

Usage: cargo xtask COMMAND

  demo [DIR]      build `jauge` and run `jauge demo` into DIR (default: `demo` in the target folder)
  install [--root DIR] [--profile dev]
                  build `jauge` and its plugins with the release profile, and lay them out below DIR (default: ~/.local):
                  bin/jauge, lib/jauge/plugins, share (completions, manual, licences)
  bench NAME      measure, side by side; without a name, what there is to measure
  docs            write docs/reference.md anew: every key of every file, out of the types that read them
  test [FILTER]   check the formatting, lint, and run every test (or those whose name contains FILTER); say how long each took
  chaos [faults | mutated | fuzz [TARGET]] [--seconds N]
                  look for the next fault: every call that changes a file fails once (an hour or more; CHAOS_OPERATIONS=load,undo
                  for some operations), then mutated files and the fuzzers of crates/*/fuzz for N seconds each (default: 60)

All but `install` is built with the one dev profile of Cargo.toml and for the whole workspace at once, so that each
dependency is compiled once. Set CARGO_TARGET_DIR to share builds between checkouts.
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["demo"] => demo(&target().join("demo")),
        ["demo", dir] if !dir.starts_with('-') => demo(Path::new(dir)),
        ["install", ref rest @ ..] => install::install(rest),
        ["bench", ref rest @ ..] => bench(rest),
        ["docs"] => reference::write(),
        ["chaos", ref rest @ ..] => chaos::chaos(rest),
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
    let (built, name, rest) = match args {
        // The forecasts' calibration is an example of their crate, because it needs what only tests need.
        ["calibration", rest @ ..] => (&["--examples"][..], "examples/calibration", rest),
        // It has the engine in its own process, and asks plugins through the program.
        ["questions", rest @ ..] => (&["--bins", "--examples"][..], "examples/questions", rest),
        all => (&["--bins"][..], "jauge-bench", all),
    };
    step("build", cargo(&[&["build", "--workspace", "--lib"][..], built].concat()))?;
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
            // A twelfth of what the thousands of programs do is to find memory: they keep more of what they gave back at hand.
            if env::var_os("GLIBC_TUNABLES").is_none() {
                tests.env("GLIBC_TUNABLES", "glibc.malloc.tcache_count=2000");
            }
            // Tests wait for disks and for programs they start: one more than there are cores keeps these busy.
            if env::var_os("RUST_TEST_THREADS").is_none() {
                let cores = std::thread::available_parallelism().map_or(1, usize::from);
                tests.env("RUST_TEST_THREADS", (cores + 1).to_string());
            }
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
