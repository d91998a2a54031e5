//! SQL behaviour as text: every `.slt` file of this folder, over the workspace in `site`.
//!
//! A statement that begins with `ask` is that command, anything else goes to `jauge sql`. A null is written `NULL`.

use std::{fs, io, path::Path};

use sqllogictest::{DB, DBOutput, DefaultColumnType, Runner};

use crate::support::Workspace;

/// The command as a database.
struct Jauge {
    workspace: std::sync::Arc<Workspace>,
}

impl DB for Jauge {
    type Error = io::Error;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, io::Error> {
        let ask = sql.strip_prefix("ask ").map(|rest| [vec!["ask"], rest.split_whitespace().collect()].concat());
        let args = ask.unwrap_or_else(|| vec!["sql", sql]);
        let ran = self.workspace.run(&[&args[..], &["--format", "csv"]].concat());
        // 3: there was nothing to answer by, and the answer says so.
        if ![0, 3].contains(&ran.code) {
            return Err(io::Error::other(ran.stderr));
        }
        let mut table = csv::Reader::from_reader(ran.stdout.as_bytes());
        let width = table.headers()?.len();
        let cell = |cell: &str| if cell.is_empty() { "NULL".into() } else { cell.to_owned() };
        let rows: Result<Vec<_>, csv::Error> =
            table.records().map(|record| Ok(record?.iter().map(cell).collect())).collect();
        Ok(DBOutput::Rows { types: vec![DefaultColumnType::Any; width], rows: rows? })
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn every_file() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("slt");
    let workspace = Workspace::new("");
    copy(&here.join("site"), workspace.path());
    workspace.ok(&["load"]);
    let workspace = std::sync::Arc::new(workspace);
    let mut files: Vec<_> = fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|kind| kind == "slt"));
    files.sort();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let mut runner = Runner::new(|| async { Ok(Jauge { workspace: workspace.clone() }) });
        if let Err(error) = runner.run_file(&file) {
            panic!("{error}");
        }
    }
}
