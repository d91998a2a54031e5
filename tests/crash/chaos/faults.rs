//! The library that lets one call fail, built from `faults.c`, and commands run under it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use super::shop::Shop;

/// How a call fails: see `faults.c`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum How {
    Eio,
    Enospc,
    Kill,
}

impl How {
    pub const ALL: [Self; 3] = [Self::Kill, Self::Eio, Self::Enospc];

    pub fn name(self) -> &'static str {
        match self {
            Self::Eio => "eio",
            Self::Enospc => "enospc",
            Self::Kill => "kill",
        }
    }
}

/// A call that changes files: its kind, and where, without what differs from run to run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    pub kind: String,
    pub path: String,
}

/// What became of a command of which one call failed.
pub struct Failed {
    pub output: Output,
    /// The call; none where the command ended before it.
    pub call: Option<Call>,
}

/// The built library.
pub struct Faults {
    library: PathBuf,
}

impl Faults {
    /// Compiles the library into `folder`.
    pub fn new(folder: &Path) -> Self {
        let library = folder.join("faults.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("crash/chaos/faults.c");
        let flags = ["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o"];
        let built = Command::new("cc").args(flags).arg(&library).arg(source).arg("-ldl").output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        Self { library }
    }

    /// The calls of a command of which none fails.
    pub fn calls(&self, shop: &Shop, args: &[String]) -> Vec<Call> {
        self.run(shop, args, None).1.into_iter().map(|(call, _)| call).collect()
    }

    /// A command whose `nth` call fails.
    pub fn fail(&self, shop: &Shop, args: &[String], nth: usize, how: How) -> Failed {
        let (output, calls) = self.run(shop, args, Some((nth, how)));
        Failed { output, call: calls.into_iter().find(|(_, fails)| *fails).map(|(call, _)| call) }
    }

    fn run(&self, shop: &Shop, args: &[String], fault: Option<(usize, How)>) -> (Output, Vec<(Call, bool)>) {
        let log = shop.folder.with_extension("calls");
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut command = shop.command(&args);
        command.env("LD_PRELOAD", &self.library).env("CHAOS_UNDER", &shop.folder).env("CHAOS_LOG", &log);
        if let Some((nth, how)) = fault {
            command.env("CHAOS_AT", nth.to_string()).env("CHAOS_HOW", how.name());
        }
        let output = command.output().unwrap();
        let calls = fs::read_to_string(&log).unwrap_or_default().lines().filter_map(call).collect();
        let _ = fs::remove_file(log);
        (output, calls)
    }
}

/// A line of the log, and whether its call failed.
fn call(line: &str) -> Option<(Call, bool)> {
    let (line, fails) = line.strip_suffix(" <- fails").map_or((line, false), |line| (line, true));
    let (kind, path) = line.split_once(' ')?.1.split_once(' ')?;
    Some((Call { kind: kind.to_owned(), path: settled(path) }, fails))
}

/// `text` without what differs between two runs: random names, times, lengths.
pub fn settled(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut settled = String::new();
    for word in text.split_inclusive(|c| !is_part(c)) {
        let name = word.trim_end_matches(|c| !is_part(c));
        let end = &word[name.len()..];
        let numbers = name.chars().all(|c| c.is_ascii_digit()) && name.len() > 3 && name.len() != 20;
        let random = name.starts_with("part-")
            || name.starts_with("datafusion-")
            || name.len() == 36
            || name.starts_with("2026-");
        settled.push_str(if numbers || random { "*" } else { name });
        settled.push_str(end);
    }
    settled
}
