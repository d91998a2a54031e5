//! The laws: what was promised is there, once; what was said to be done stays done; no command panics or is stuck.

use std::{fs, path::Path, process::Output};

use super::{
    operations::{Next, Operation},
    shop::{Rows, Shop},
};

/// A law that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// A promised row is gone.
    Lost,
    /// A row is there more often than promised, though it was never promised, or though it was forgotten.
    Doubled,
    /// A command that must work does not.
    Stuck,
    Panic,
}

/// A law that was broken, and what was seen.
pub struct Fault {
    pub broken: Broken,
    pub says: String,
}

/// Whether this output is that of a program that fell over.
pub fn panicked(output: &Output) -> bool {
    let code = output.status.code();
    let told = String::from_utf8_lossy(&output.stderr);
    // A signal that nobody sent (the one that is sent is SIGKILL) ends a process that aborted.
    let aborted = std::os::unix::process::ExitStatusExt::signal(&output.status).is_some_and(|signal| signal != 9);
    aborted || code == Some(101) || code == Some(5) || told.contains("panicked at")
}

/// Does `next` in a shop in which `operation` failed, or said that it was done, then loads everything, and says which laws
/// that broke.
pub fn check(shop: &Shop, operation: &Operation, said: bool, next: Next, undone: &str) -> Vec<Fault> {
    let (mut faults, mut ways) = (Vec::new(), operation.ways(said));
    let (commands, fine) = next.commands(operation, said, undone);
    let mut done = true;
    for args in commands {
        done &= run(shop, &args, fine, &mut faults) == Some(0);
    }
    if !matches!(next, Next::Load | Next::LoadTwice)
        && let Some(found) = seen(shop, operation, &mut faults)
    {
        let expected = |way: usize| next.now(operation, way, done);
        let allowed: Vec<Rows> = ways.iter().map(|way| expected(*way)).collect();
        judge(&found, &allowed, &format!("after {}", next.name()), &mut faults);
        // What was visible once, stays; what was begun may still be finished by a later command.
        if ways.iter().any(|way| expected(*way) == found) {
            ways.retain(|way| expected(*way) == found || *way == operation.whole());
        }
    }
    run(shop, &["load".to_owned(), "-q".to_owned()], &[0], &mut faults);
    let allowed: Vec<Rows> = ways.iter().map(|way| next.later(operation, *way, done)).collect();
    if let Some(found) = seen(shop, operation, &mut faults) {
        judge(&found, &allowed, &format!("after {} and a load", next.name()), &mut faults);
    }
    for visitor in next.forgotten(operation, said, done) {
        let files = holding(&shop.path(".jauge"), visitor.as_bytes());
        faults.extend(files.into_iter().map(|file| {
            let says = format!("after {} and a load: `{visitor}` was forgotten and is in {file}", next.name());
            Fault { broken: Broken::Doubled, says }
        }));
    }
    faults
}

/// Runs a command that must end in one of the codes that are `fine`; its code.
fn run(shop: &Shop, args: &[String], fine: &[i32], faults: &mut Vec<Fault>) -> Option<i32> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = shop.run(&args);
    let code = output.status.code();
    if panicked(&output) || !code.is_some_and(|code| fine.contains(&code)) {
        faults.push(failed(&args.join(" "), &output));
    }
    code
}

fn seen(shop: &Shop, operation: &Operation, faults: &mut Vec<Fault>) -> Option<Rows> {
    shop.rows(operation.more).map_err(|output| faults.push(failed("sql", &output))).ok()
}

fn failed(command: &str, output: &Output) -> Fault {
    let broken = if panicked(output) { Broken::Panic } else { Broken::Stuck };
    let told = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    Fault { broken, says: format!("`jauge {command}`: {}: {told}", output.status) }
}

/// Compares what is there with the lists that are allowed: it must be one of them.
fn judge(found: &Rows, allowed: &[Rows], when: &str, faults: &mut Vec<Fault>) {
    if allowed.contains(found) {
        return;
    }
    // The list it is nearest to is the one it fell short of.
    let difference = |promised: &Rows| (surplus(promised, found), surplus(found, promised));
    let nearest = allowed.iter().map(difference).min_by_key(|(lost, more)| lost.len() + more.len());
    let (lost, more) = nearest.unwrap_or_default();
    for (broken, rows) in [(Broken::Lost, lost), (Broken::Doubled, more)] {
        if !rows.is_empty() {
            faults.push(Fault { broken, says: format!("{when}: {}", rows.join("; ")) });
        }
    }
}

/// The files below `folder` that hold `bytes` as they are: statistics in logs and in the ends of data files are not compressed.
fn holding(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if fs::read(&path).unwrap().windows(bytes.len()).any(|part| part == bytes) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// What `one` has more of than `other`.
fn surplus(one: &Rows, other: &Rows) -> Vec<String> {
    let more = |(row, times): (&String, &usize)| {
        let there = other.get(row).copied().unwrap_or(0);
        (*times > there).then(|| format!("{}× {row}", times - there))
    };
    one.iter().filter_map(more).collect()
}
