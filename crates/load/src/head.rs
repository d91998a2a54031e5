//! The first rows of a file, before anybody said what it is.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use arrow::{
    array::{Array, AsArray, RecordBatch},
    compute::cast,
    datatypes::DataType,
};
use jauge_domain::{FileFault, FilesMessage, Message, RejectedRow, SourceNote};
use jauge_files::{FileFormat, FileSettings, FilesConnector, Hears, is_damaged_utf8};
use jauge_plugin::{ConnectorError, Host, Reject, Scan, Stream};

use super::connector_message;

/// Rows that are read.
const ROWS: usize = 200;

/// The encoding of most files that are not UTF-8.
const WINDOWS: &str = "windows-1252";

/// Keys that the objects of Cloudflare's Logpush have.
const LOGPUSH: [&str; 2] = ["ClientRequestURI", "EdgeStartTimestamp"];

/// A file's columns and first rows, as texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileHead {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its first rows, a value a column; `None` where there is none.
    pub rows: Vec<Vec<Option<String>>>,
    /// The encoding it has to be said to be in, where it does not show.
    pub encoding: Option<&'static str>,
    /// How many fields most of its first lines have, where they stand between tabs without a header.
    pub fields: Option<usize>,
    /// It is a web server's access log, which the connector `weblog` reads.
    pub is_log: bool,
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
    let streams = connector(FileSettings::default())?.streams_in(file)?;
    Ok(streams.iter().map(|stream| (member(stream), head_of(stream))).collect())
}

fn head_of(stream: &Stream) -> Result<FileHead, ConnectorError> {
    let head = match read(stream, FileSettings::default()) {
        Err(error) if fault_is(&error, |fault| matches!(fault, FileFault::NotUtf8 { .. })) => {
            let encoding = Some(WINDOWS.to_owned());
            let head = read(stream, FileSettings { encoding, ..FileSettings::default() })?;
            // In windows-1252 every letter of it that is whole would be two wrong ones.
            if is_damaged_utf8(&texts(&head)) {
                return Err(error);
            }
            FileHead { encoding: Some(WINDOWS), ..head }
        }
        Err(error) if fault_is(&error, |fault| matches!(fault, FileFault::UnknownFormat { .. })) => {
            return log(stream).ok_or(error);
        }
        head => head?,
    };
    // A line of a log can be taken for names between separators.
    if head.columns.iter().any(|column| column.contains(" HTTP/"))
        && let Some(log) = log(stream)
    {
        return Ok(log);
    }
    let is_log = LOGPUSH.iter().all(|key| head.columns.iter().any(|column| column == key));
    let fields = if head.columns.first().is_some_and(|first| first == "column1") { widths(stream) } else { None };
    Ok(FileHead { is_log, fields, ..head })
}

/// All that stands in `head`.
fn texts(head: &FileHead) -> String {
    let cells = head.rows.iter().flatten().flatten();
    head.columns.iter().chain(cells).map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn fault_is(error: &ConnectorError, is: impl Fn(&FileFault) -> bool) -> bool {
    matches!(connector_message(error), Message::Files(FilesMessage::File { fault, .. }) if is(&fault))
}

/// The first lines of `stream`, whatever is in them.
fn lines(stream: &Stream) -> Option<FileHead> {
    read(stream, FileSettings { format: Some(FileFormat::Lines), ..FileSettings::default() }).ok()
}

/// The head of a web server's log; `None` of another text.
fn log(stream: &Stream) -> Option<FileHead> {
    let head = lines(stream)?;
    let told: Vec<&str> = head.values("line").filter(|line| !line.starts_with('#')).collect();
    let requests = told.iter().filter(|line| is_request(line)).count();
    let is_w3c = head.values("line").any(|line| line.starts_with("#Fields:") && line.contains("cs-uri-stem"));
    (is_w3c || (requests > 0 && requests * 2 >= told.len())).then_some(FileHead { is_log: true, ..head })
}

/// True for a line with a request in quotes, as servers write it.
fn is_request(line: &str) -> bool {
    let methods = ["\"GET ", "\"POST ", "\"HEAD ", "\"OPTIONS ", "\"PUT "];
    methods.iter().any(|method| line.contains(method)) && line.contains(" HTTP/")
}

/// How many fields most of the first lines have between tabs; `None` where these are one.
fn widths(stream: &Stream) -> Option<usize> {
    let head = lines(stream)?;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    head.values("line").for_each(|line| *counts.entry(line.split('\t').count()).or_default() += 1);
    let (fields, _) = counts.into_iter().max_by_key(|(_, lines)| *lines)?;
    (fields > 1).then_some(fields)
}

fn connector(settings: FileSettings) -> Result<FilesConnector, ConnectorError> {
    FilesConnector::new(settings, Arc::new(Nobody))
}

fn read(stream: &Stream, settings: FileSettings) -> Result<FileHead, ConnectorError> {
    let scan = Scan { limit: Some(ROWS as u64), ..Scan::default() };
    let mut read = connector(settings)?.read(stream, &scan, Arc::new(Nobody))?;
    // A file may call a column of its own `#`.
    let is_own = |name: &String| name == "#" || !name.starts_with('#');
    let columns: Vec<String> = read.schema.fields().iter().map(|field| field.name().clone()).filter(is_own).collect();
    let rows = match read.batches.next().transpose()? {
        Some(batch) => rows(&batch, &columns),
        None => Vec::new(),
    };
    Ok(FileHead { columns, rows, ..FileHead::default() })
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

    fn seen(name: &str, text: &str) -> Result<FileHead, ConnectorError> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(name);
        std::fs::write(&file, text).unwrap();
        heads_of(&file).unwrap().remove(0).1
    }

    #[test]
    fn a_log_is_told_by_its_requests_and_another_text_is_none() {
        let line = "1.2.3.4 - - [05/Jan/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"\n";
        assert!(seen("access.log", &line.repeat(3)).unwrap().is_log);
        let w3c =
            "#Version: 1.0\n#Fields: date time cs-method cs-uri-stem sc-status\n2026-01-05\t10:00:00\tGET\t/\t200\n";
        assert!(seen("E1.log", w3c).unwrap().is_log);
        assert!(seen("notes.log", "it began\nit ended\n").is_err());
        let logpush = "{\"ClientRequestURI\":\"/a\",\"EdgeStartTimestamp\":\"2026-01-05T10:00:00Z\"}\n";
        assert!(seen("push.ndjson", logpush).unwrap().is_log);
    }

    #[test]
    fn lines_without_a_header_are_told_by_how_many_fields_most_have() {
        let text = "1\t2\n1\t2\t3\n4\t5\t6\n";
        assert_eq!(seen("hits.tsv", text).unwrap().fields, Some(3));
        assert_eq!(seen("days.tsv", "Day\tSum\n2026-01-05\t3\n").unwrap().fields, None);
    }

    #[test]
    fn what_is_not_utf_8_is_looked_at_in_windows_1252() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ventes.csv");
        std::fs::write(&file, b"Pr\xe9nom;Sum\nRen\xe9;12,50\n").unwrap();
        let seen = heads_of(&file).unwrap().remove(0).1.unwrap();
        assert_eq!((seen.columns[0].as_str(), seen.encoding), ("Prénom", Some("windows-1252")));
        std::fs::write(&file, [b"Pr\xc3\xa9nom;Sum\nRen\xc3\xa9;12,50\n".as_slice(), b"Andr\xe9;3\n"].concat())
            .unwrap();
        assert!(heads_of(&file).unwrap().remove(0).1.is_err(), "UTF-8 with a broken byte");
    }
}
