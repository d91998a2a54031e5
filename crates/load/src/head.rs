//! The first rows of a file, before anybody said what it is.

use std::{path::Path, sync::Arc};

use arrow::{
    array::{Array, AsArray, RecordBatch},
    compute::cast,
    datatypes::DataType,
};
use jauge_domain::{FileFault, FilesMessage, Message, RejectedRow, SourceNote};
use jauge_files::{FileSettings, FilesConnector, Hears};
use jauge_plugin::{ConnectorError, Host, Reject, Scan, Stream};

use super::connector_message;

/// Rows that are read.
const ROWS: usize = 200;

/// The encoding of most files that are not UTF-8.
const WINDOWS: &str = "windows-1252";

/// A file's columns and first rows, as texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileHead {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its first rows, a value a column; `None` where there is none.
    pub rows: Vec<Vec<Option<String>>>,
    /// The encoding it has to be said to be in, where it does not show.
    pub encoding: Option<&'static str>,
}

impl FileHead {
    /// The values of `column` in the first rows.
    pub fn values<'a>(&'a self, column: &str) -> impl Iterator<Item = &'a str> {
        let nth = self.columns.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
        self.rows.iter().filter_map(move |row| row.get(nth?)?.as_deref()).filter(|value| !value.is_empty())
    }
}

/// A file's first rows, or why it cannot be read as any format there is; of a file in an archive, with its name there.
pub type SeenHead = (Option<String>, Result<FileHead, ConnectorError>);

/// Reads the first rows of `file`, or of each file in it where it is an archive. Layouts are told from names and content. What is not
/// UTF-8 is read as [`WINDOWS`], in which its columns may be known.
///
/// # Errors
/// It is an archive that cannot be read.
pub fn heads_of(file: &Path) -> Result<Vec<SeenHead>, ConnectorError> {
    let before = format!("{}#", file.display());
    let member = |stream: &Stream| stream.name.strip_prefix(&before).map(str::to_owned);
    let streams = connector(None)?.streams_in(file)?;
    Ok(streams.iter().map(|stream| (member(stream), head_of(stream))).collect())
}

fn head_of(stream: &Stream) -> Result<FileHead, ConnectorError> {
    match read(stream, None) {
        Err(error) if is_not_utf8(&error) => read(stream, Some(WINDOWS)),
        head => head,
    }
}

fn is_not_utf8(error: &ConnectorError) -> bool {
    let message = connector_message(error);
    matches!(message, Message::Files(FilesMessage::File { fault: FileFault::NotUtf8 { .. }, .. }))
}

fn connector(encoding: Option<&'static str>) -> Result<FilesConnector, ConnectorError> {
    let settings = FileSettings { encoding: encoding.map(str::to_owned), ..FileSettings::default() };
    FilesConnector::new(settings, Arc::new(Nobody))
}

fn read(stream: &Stream, encoding: Option<&'static str>) -> Result<FileHead, ConnectorError> {
    let scan = Scan { limit: Some(ROWS as u64), ..Scan::default() };
    let mut read = connector(encoding)?.read(stream, &scan, Arc::new(Nobody))?;
    let columns = read.schema.fields().iter().map(|field| field.name().clone()).filter(|name| !name.starts_with('#'));
    let columns: Vec<String> = columns.collect();
    let rows = match read.batches.next().transpose()? {
        Some(batch) => rows(&batch, &columns),
        None => Vec::new(),
    };
    Ok(FileHead { columns, rows, encoding })
}

/// The first rows of `batch`; what has no text is no value.
fn rows(batch: &RecordBatch, columns: &[String]) -> Vec<Vec<Option<String>>> {
    let texts = columns.iter().map(|name| cast(batch.column_by_name(name)?, &DataType::Utf8).ok());
    let texts: Vec<_> = texts.collect();
    let cell = |row: usize| {
        texts.iter().map(move |text| {
            let text = text.as_ref()?.as_string_opt::<i32>()?;
            text.is_valid(row).then(|| text.value(row).to_owned())
        })
    };
    (0..batch.num_rows().min(ROWS)).map(|row| cell(row).collect()).collect()
}

/// Who hears nothing: what is wrong with a row is said when it is loaded.
struct Nobody;

impl Host for Nobody {
    fn reject(&self, _: Reject) {}
    fn note(&self, _: &str) {}
    fn progress(&self, _: u64) {}
}

impl Hears for Nobody {
    fn rejected(&self, _: RejectedRow) {}
    fn found(&self, _: SourceNote) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_first_rows_are_texts_whatever_stands_in_them() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("sales.csv");
        std::fs::write(&file, "Day;Sum\n2026-01-05;12,50\n2026-01-06;\n").unwrap();
        let (member, seen) = heads_of(&file).unwrap().remove(0);
        let seen = seen.unwrap();
        assert_eq!(member, None);
        assert_eq!(seen.columns, ["Day", "Sum"]);
        assert_eq!(seen.values("sum").collect::<Vec<_>>(), ["12,50"]);
        assert_eq!((seen.rows.len(), seen.encoding), (2, None));
    }

    #[test]
    fn what_is_not_utf_8_is_looked_at_in_windows_1252() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ventes.csv");
        std::fs::write(&file, b"Pr\xe9nom;Sum\nRen\xe9;12,50\n").unwrap();
        let seen = heads_of(&file).unwrap().remove(0).1.unwrap();
        assert_eq!((seen.columns[0].as_str(), seen.encoding), ("Prénom", Some("windows-1252")));
    }
}
