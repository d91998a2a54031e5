//! The connector: which files there are, and a reader for each.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use jauge_plugin::{
    ConnectorError, Host, PathsError, Rows, Scan, SourceConnector, Stream, arrow_schema::SchemaRef, paths_of,
};
use serde_json::Value;

use crate::{columns, ndjson, parquet, tables};

const PARQUET: [u8; 4] = *b"PAR1";

/// Reads the files that `path` names.
struct Ga4 {
    path: String,
    host: Arc<dyn Host>,
    noted: AtomicBool,
}

/// Makes a source ready.
pub(crate) fn connect(config: &Value, host: Arc<dyn Host>) -> Result<Box<dyn SourceConnector>, ConnectorError> {
    let path = config["path"].as_str().filter(|path| !path.is_empty());
    let path = path.ok_or_else(|| ConnectorError::config("`path` names the exported tables: a file or a glob"))?;
    Ok(Box::new(Ga4 { path: path.to_owned(), host, noted: AtomicBool::new(false) }))
}

impl Ga4 {
    fn files(&self) -> Result<Vec<PathBuf>, ConnectorError> {
        let path = Path::new(&self.path);
        if path.is_file() {
            return Ok(vec![path.to_owned()]);
        }
        if path.is_dir() {
            let message = format!("`{0}` is a folder: name the files in it, such as `{0}/events_*`", self.path);
            return Err(ConnectorError::config(message));
        }
        let mut files = paths_of(&self.path).map_err(|error| match error {
            PathsError::Pattern(error) => {
                ConnectorError::config(format!("`{}` is not a path or glob: {error}", self.path))
            }
            PathsError::Read { path, error } => ConnectorError::read(&path.display().to_string(), error.to_string()),
        })?;
        // What systems leave in folders, such as `.DS_Store`, a `*` of a shell does not name either.
        let is_hidden = |file: &Path| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        files.retain(|file| file.is_file() && !is_hidden(file));
        files.sort_unstable();
        match files.is_empty() {
            true => Err(ConnectorError::config(format!("no file matches `{}`: check `path`", self.path))),
            false => Ok(files),
        }
    }

    /// Says once which tables are left out.
    fn note(&self, left: &[(PathBuf, tables::Day)]) {
        let (Some((_, first)), Some((_, last))) = (left.first(), left.last()) else { return };
        if !self.noted.swap(true, Ordering::Relaxed) {
            let days = if first == last { first.date.clone() } else { format!("{} to {}", first.date, last.date) };
            let files = if left.len() == 1 { "1 file".to_owned() } else { format!("{} files", left.len()) };
            self.host.note(&format!(
                "{files} of intraday or fresh tables left out ({days}): the day's later table is there"
            ));
        }
    }
}

impl SourceConnector for Ga4 {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        let (read, left) = tables::latest(self.files()?);
        self.note(&left);
        let stream = |file: PathBuf| {
            let name = file.to_str().map(str::to_owned).ok_or_else(|| {
                ConnectorError::config(format!("the name of `{}` is not UTF-8: rename it", file.display()))
            })?;
            let size = file.metadata().map_err(|error| ConnectorError::read(&name, error.to_string()))?.len();
            Ok(Stream::file(name, file, size))
        };
        read.into_iter().map(stream).collect()
    }

    fn schema(&self, stream: &Stream) -> Result<Option<SchemaRef>, ConnectorError> {
        Ok(Some(columns::schema(!is_parquet(path(stream), &stream.name)?)))
    }

    fn scan(&self, stream: &Stream, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        let path = path(stream);
        match is_parquet(path, &stream.name)? {
            true => parquet::scan(path, &stream.name, scan, host),
            false => ndjson::scan(path, &stream.name, scan, host),
        }
    }
}

fn path(stream: &Stream) -> &Path {
    stream.file.as_deref().unwrap_or(Path::new(&stream.name))
}

/// BigQuery names its files as it is told, so their content says what they are.
fn is_parquet(path: &Path, stream: &str) -> Result<bool, ConnectorError> {
    let mut magic = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut magic));
    read.map_err(|error| ConnectorError::read(stream, error.to_string()))?;
    Ok(magic == PARQUET)
}
