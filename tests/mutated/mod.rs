//! What a machine can make of files that people write: mutated texts, cut logs, damaged tables. The suite does a fixed few,
//! `cargo xtask chaos` goes on for a minute each. Coverage-guided fuzzers of the crates below are in `crates/*/fuzz`.

mod columns;
mod cut;
mod delta_log;
mod mutate;
mod written;

use std::{
    env,
    process::Output,
    time::{Duration, Instant},
};

use crate::support::Workspace;
use mutate::Random;

/// Runs `round` with fresh numbers: `few` times in the suite, for CHAOS_SECONDS where they are given. CHAOS_SEED begins
/// elsewhere. A round that fails panics and names its seed.
fn rounds(few: u64, mut round: impl FnMut(&mut Random, u64)) {
    let given = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (first, seconds) = (given("CHAOS_SEED").unwrap_or(1), given("CHAOS_SECONDS"));
    let (start, mut seed) = (Instant::now(), first);
    while seconds.map_or(seed < first + few, |seconds| start.elapsed() < Duration::from_secs(seconds)) {
        round(&mut Random::new(seed), seed);
        seed += 1;
    }
    println!("{} rounds", seed - first);
}

/// What a command said; it ended by itself and knew why.
fn sane(workspace: &Workspace, args: &[&str], seed: u64) -> Output {
    let output = workspace.command(args).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    let ended = matches!(output.status.code(), Some(0..=4)) && !told.contains("panicked at");
    if !ended {
        let kept = keep(workspace);
        panic!("seed {seed}: jauge {args:?} in {kept}: {}\n{told}", output.status);
    }
    output
}

/// A copy of the workspace that stays, for whoever mends what it shows.
fn keep(workspace: &Workspace) -> String {
    let copy = tempfile::tempdir().unwrap().keep();
    let copied = std::process::Command::new("cp").arg("-a").arg(workspace.path()).arg(&copy).status().unwrap();
    assert!(copied.success());
    copy.display().to_string()
}
