//! The connector: which files there are, and the rows of each.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use jauge_plugin::{
    ConnectorError, Host, PathsError, Reject, Rows, Scan, SourceConnector, Stream,
    arrow_array::RecordBatch,
    arrow_schema::{ArrowError, SchemaRef},
    paths_of,
};
use serde_json::Value;

use crate::{detect::detect, formats::Format, hit::shown, input::Input, rows::RowsBuilder, settings::Settings};

/// Rows of a batch.
const BATCH: usize = 8192;

/// Reads the logs that `path` names.
struct Weblog {
    settings: Settings,
    host: Arc<dyn Host>,
    /// The formats that were said already.
    said: Mutex<BTreeSet<String>>,
}

/// Makes a source ready.
pub(crate) fn connect(config: &Value, host: Arc<dyn Host>) -> Result<Box<dyn SourceConnector>, ConnectorError> {
    Ok(Box::new(Weblog { settings: Settings::read(config)?, host, said: Mutex::default() }))
}

impl SourceConnector for Weblog {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        let stream = |file: PathBuf| {
            let name = file.to_str().map(str::to_owned).ok_or_else(|| {
                ConnectorError::config(format!("the name of `{}` is not UTF-8: rename it", file.display()))
            })?;
            let size = file.metadata().map_err(|error| ConnectorError::read(&name, error.to_string()))?.len();
            Ok(Stream::file(name, file, size))
        };
        let (files, hidden) = files(&self.settings.path)?;
        hidden.iter().for_each(|file| self.host.note(&format!("`{}` is hidden, and is passed over", file.display())));
        files.into_iter().map(stream).collect()
    }

    fn schema(&self, stream: &Stream) -> Result<Option<SchemaRef>, ConnectorError> {
        let format = detect(path(stream), &stream.name, self.settings.log_format.as_ref())?.format;
        Ok(Some(RowsBuilder::new(&Scan::default(), format.is_absolute(), None).schema))
    }

    fn scan(&self, stream: &Stream, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        let detected = detect(path(stream), &stream.name, self.settings.log_format.as_ref())?;
        if let Some(says) = detected.says {
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            if said.insert(says.clone()) {
                host.note(&format!("`{}`: {says}", stream.name));
            }
        }
        let rows = RowsBuilder::new(scan, detected.format.is_absolute(), self.settings.site.clone());
        let schema = rows.schema.clone();
        let mut lines = Lines {
            input: Input::open(path(stream)).map_err(|error| ConnectorError::read(&stream.name, error.to_string()))?,
            format: detected.format,
            rows,
            stream: stream.name.clone(),
            host,
            end: scan.bytes.end,
            left: scan.limit.unwrap_or(u64::MAX),
            line: Vec::new(),
            done: false,
        };
        lines.go_to(scan.bytes.start)?;
        Ok(Rows::new(schema, Box::new(lines)))
    }
}

/// The lines of one log on their way into batches.
struct Lines {
    input: Input,
    format: Format,
    rows: RowsBuilder,
    stream: String,
    host: Arc<dyn Host>,
    /// Lines that start here or behind are not read.
    end: u64,
    /// How many rows are still wanted.
    left: u64,
    line: Vec<u8>,
    done: bool,
}

impl Iterator for Lines {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let read = self.fill();
        self.host.progress(self.input.stored());
        self.done |= read.is_err();
        match read {
            Ok(()) if self.rows.count == 0 => None,
            Ok(()) => Some(self.rows.finish().map_err(|error| self.unbuilt(&error))),
            Err(error) => Some(Err(error)),
        }
    }
}

impl Lines {
    /// Goes to the line that starts at `start`; what is said about the log before it counts. Where `start` lies within a
    /// line, that line was still being written when it was read last, and was rejected: now it is read.
    fn go_to(&mut self, start: u64) -> Result<(), ConnectorError> {
        while self.input.offset < start {
            let begin = self.input.offset;
            if !self.next_line()? {
                break;
            }
            let is_directive = self.format.directive(&self.line);
            if begin + self.line.len() as u64 > start && !is_directive {
                self.row().map_err(|error| self.unbuilt(&error))?;
            }
        }
        Ok(())
    }

    fn fill(&mut self) -> Result<(), ConnectorError> {
        while self.rows.count < BATCH {
            let more = self.left > 0 && self.input.offset < self.end;
            if !more || !self.next_line()? {
                self.done = true;
                break;
            }
            if !self.line.trim_ascii().is_empty() && !self.format.directive(&self.line) {
                self.row().map_err(|error| self.unbuilt(&error))?;
            }
        }
        Ok(())
    }

    /// Reads the next line; now and then it says how far that is, and asks whether to go on.
    fn next_line(&mut self) -> Result<bool, ConnectorError> {
        if self.input.line.is_multiple_of(BATCH as u64) {
            self.host.progress(self.input.stored());
            if self.host.is_cancelled() {
                return Err(ConnectorError::Cancelled);
            }
        }
        let line = self.input.line + 1;
        let read = self.input.next_line(&mut self.line);
        read.map_err(|error| ConnectorError::read(&self.stream, format!("line {line}: {error}")))
    }

    /// Adds the row of the line at hand, or rejects it.
    fn row(&mut self) -> Result<(), ArrowError> {
        let number = self.input.line;
        let fault = match self.format.read(&self.line) {
            Ok(hit) => {
                self.left = self.left.saturating_sub(1);
                return self.rows.push(&hit, number);
            }
            Err(fault) => fault,
        };
        let mut repaired = Vec::new();
        if let Some(hit) = self.format.rescue(&self.line, &mut repaired) {
            self.left = self.left.saturating_sub(1);
            return self.rows.push(&hit, number);
        }
        self.host.reject(Reject {
            stream: self.stream.clone(),
            line: Some(number),
            column: None,
            value: Some(shown(&self.line)),
            reason: fault.to_string(),
        });
        Ok(())
    }

    fn unbuilt(&self, error: &ArrowError) -> ConnectorError {
        ConnectorError::format(&self.stream, Some(self.input.line), error.to_string())
    }
}

fn path(stream: &Stream) -> &Path {
    stream.file.as_deref().unwrap_or(Path::new(&stream.name))
}

/// The files that `pattern` names, in the order of their names, and those it happens to match that are hidden.
fn files(pattern: &str) -> Result<(Vec<PathBuf>, Vec<PathBuf>), ConnectorError> {
    let path = Path::new(pattern);
    if path.is_file() {
        return Ok((vec![path.to_owned()], Vec::new()));
    }
    if path.is_dir() {
        let message = format!("`{pattern}` is a folder: name the files in it, such as `{pattern}/access.log*`");
        return Err(ConnectorError::config(message));
    }
    let wrong = |error: PathsError| match error {
        PathsError::Pattern(error) => ConnectorError::config(format!("`{pattern}` is not a path or glob: {error}")),
        PathsError::Read { path, error } => ConnectorError::read(&path.display().to_string(), error.to_string()),
    };
    let files = paths_of(pattern).map_err(wrong)?.into_iter().filter(|file| file.is_file());
    let (hidden, mut files): (Vec<_>, Vec<_>) = files.partition(|file| is_hidden(file, pattern));
    files.sort_unstable();
    match files.is_empty() {
        true => Err(ConnectorError::config(format!("no file matches `{pattern}`: check `path`"))),
        false => Ok((files, hidden)),
    }
}

/// True for a file such as `.DS_Store`, which a `*` of a shell does not name either.
fn is_hidden(file: &Path, pattern: &str) -> bool {
    let is_asked = pattern.rsplit('/').next().is_some_and(|last| last.starts_with('.'));
    !is_asked && file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
