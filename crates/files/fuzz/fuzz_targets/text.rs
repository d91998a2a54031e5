//! Any bytes as a text file: rows, rejects or an error, and never a panic. What is read up to the start of a row and from
//! there on is what is read as a whole.
//!
//! The first byte chooses the format, the second where it is cut, the rest is the file.

#![no_main]

use std::{
    fs,
    ops::Range,
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex},
};

use arrow_array::{Array, Int64Array, StringArray};
use jauge_domain::{RejectedRow, SourceNote};
use jauge_files::{FileFormat, FileSettings, FilesConnector, Hears};
use jauge_plugin::{ConnectorError, Host, Reject, Scan, SourceConnector, Stream};
use libfuzzer_sys::fuzz_target;

/// One file for all: in memory where there is such a folder.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("jauge-fuzz-{}", std::process::id()))
});

#[derive(Default)]
struct Ears {
    rejects: Mutex<Vec<Option<u64>>>,
}

impl Host for Ears {
    fn reject(&self, _: Reject) {}
    fn note(&self, _: &str) {}
    fn progress(&self, _: u64) {}
    fn is_cancelled(&self) -> bool {
        false
    }
}

impl Hears for Ears {
    fn rejected(&self, row: RejectedRow) {
        self.rejects.lock().unwrap().push(row.line);
    }
    fn found(&self, _: SourceNote) {}
}

/// Rows, each with its line, and the lines of rejects.
type Read = (Vec<(i64, Vec<Option<String>>)>, Vec<Option<u64>>);

fn read(format: FileFormat, bytes: Range<u64>) -> Result<Read, ConnectorError> {
    let base = FILE.parent().unwrap().to_owned();
    let name = FILE.file_name().unwrap().to_str().unwrap().to_owned();
    // Set, because what is detected may depend on how much of the file is there.
    let settings = FileSettings {
        path: name.clone(),
        base,
        format: Some(format),
        separator: (format == FileFormat::Csv).then_some(','),
        header: matches!(format, FileFormat::Csv | FileFormat::Tsv).then_some(true),
        encoding: Some("utf-8".to_owned()),
        quote: Some("\"".to_owned()),
        ..FileSettings::default()
    };
    let ears = Arc::new(Ears::default());
    let connector = FilesConnector::new(settings, ears.clone())?;
    let stream = Stream { name, bytes: None, file: Some(FILE.clone()) };
    let mut rows = Vec::new();
    for batch in connector.scan(&stream, &Scan { bytes, ..Scan::default() }, ears.clone())?.batches {
        let batch = batch?;
        let (line, cells) = batch.columns().split_last().unwrap();
        let lines = line.as_any().downcast_ref::<Int64Array>().unwrap();
        let cells: Vec<_> = cells.iter().map(|cell| cell.as_any().downcast_ref::<StringArray>().unwrap()).collect();
        for row in 0..batch.num_rows() {
            let cell = |cell: &&StringArray| cell.is_valid(row).then(|| cell.value(row).to_owned());
            rows.push((lines.value(row), cells.iter().map(cell).collect()));
        }
    }
    let rejects = ears.rejects.lock().unwrap().clone();
    Ok((rows, rejects))
}

fuzz_target!(|data: &[u8]| {
    let [format, cut, content @ ..] = data else { return };
    let format = match format % 5 {
        0 => FileFormat::Csv,
        1 => FileFormat::Tsv,
        2 => FileFormat::Ndjson,
        3 => FileFormat::Json,
        _ => FileFormat::Lines,
    };
    fs::write(&*FILE, content).unwrap();
    let Ok((rows, rejects)) = read(format, 0..u64::MAX) else { return };
    // A row that starts where another one was rejected on the same line has no place of its own to be cut at.
    let is_alone = |line: i64| {
        rows.iter().filter(|(other, _)| *other == line).count() == 1 && !rejects.contains(&Some(line as u64))
    };
    if format == FileFormat::Json || rows.is_empty() {
        return;
    }
    let (line, _) = rows[usize::from(*cut) % rows.len()];
    // Lone carriage returns end lines, too.
    if !is_alone(line) || content.contains(&b'\r') {
        return;
    }
    let before: usize = content.split_inclusive(|byte| *byte == b'\n').take(line as usize - 1).map(<[u8]>::len).sum();
    if before == 0 {
        return;
    }
    let (mut first, mut first_rejects) =
        read(format, 0..before as u64).expect("what is whole can be read to the start of a row");
    let (rest, rest_rejects) =
        read(format, before as u64..u64::MAX).expect("what is whole can be read from the start of a row");
    first.extend(rest);
    first_rejects.extend(rest_rejects);
    assert_eq!(first, rows);
    assert_eq!(first_rejects, rejects);
});
