//! What was found, as a table of operations and a list of what failed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::oracle::{Broken, Fault};

/// How many faults of one kind are shown.
const SHOWN: usize = 6;

#[derive(Default)]
struct Row {
    points: usize,
    states: BTreeSet<String>,
    sequences: usize,
    broken: BTreeMap<Broken, usize>,
}

/// What was tried, and what failed.
#[derive(Default)]
pub struct Table {
    rows: BTreeMap<&'static str, Row>,
    faults: BTreeMap<(&'static str, Broken), Vec<String>>,
}

impl Table {
    /// One point that failed and left `state`; whether nothing was left like that before.
    pub fn point(&mut self, operation: &'static str, state: &str) -> bool {
        let row = self.rows.entry(operation).or_default();
        row.points += 1;
        row.states.insert(state.to_owned())
    }

    /// One next command that was tried.
    pub fn sequence(&mut self, operation: &'static str) {
        self.rows.entry(operation).or_default().sequences += 1;
    }

    pub fn fault(&mut self, operation: &'static str, what: &str, nth: usize, next: &str, fault: Fault) {
        *self.rows.entry(operation).or_default().broken.entry(fault.broken).or_default() += 1;
        let says = format!("call {nth}: {what}; then {next}: {}", fault.says);
        // Seen as it is found where a run of an hour shows what it prints.
        println!("{operation}: {:?}: {says}", fault.broken);
        self.faults.entry((operation, fault.broken)).or_default().push(says);
    }

    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n| operation | points | states | sequences | lost | doubled | stuck | panics |")?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        for (operation, row) in &self.rows {
            write!(f, "| {operation} | {} | {} | {} |", row.points, row.states.len(), row.sequences)?;
            for broken in [Broken::Lost, Broken::Doubled, Broken::Stuck, Broken::Panic] {
                write!(f, " {} |", row.broken.get(&broken).copied().unwrap_or(0))?;
            }
            writeln!(f)?;
        }
        for ((operation, broken), says) in &self.faults {
            writeln!(f, "\n{operation}, {broken:?}: {}", says.len())?;
            says.iter().take(SHOWN).try_for_each(|says| writeln!(f, "  {says}"))?;
        }
        Ok(())
    }
}
