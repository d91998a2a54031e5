//! The connector: which files a path names, and how each is read.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use encoding_rs::Encoding;
use jauge_plugin::{ConnectorError, Host, Rows, Scan, SourceConnector, Stream, TextFormat};

use crate::{
    csv,
    fingerprint::{self, Fingerprint},
    input::Input,
    json, lines,
    settings::{FileSettings, Format},
    sniff,
    text::Text,
    typed,
};

/// Reads the files that a path or glob names, each as a stream.
pub struct FilesConnector {
    settings: FileSettings,
    encoding: Option<&'static Encoding>,
}

impl FilesConnector {
    /// A connector for the files that `settings` names, or what is wrong with them.
    pub fn new(settings: FileSettings) -> Result<Self, ConnectorError> {
        let encoding = settings.check()?;
        Ok(Self { settings, encoding })
    }

    fn path(&self, stream: &Stream) -> PathBuf {
        stream.file.clone().unwrap_or_else(|| self.settings.base.join(&stream.name))
    }

    fn text(&self, stream: &Stream, end: u64) -> Result<Text, ConnectorError> {
        Text::new(Input::open(&self.path(stream), &stream.name)?.until(end), self.encoding)
    }

    fn format(&self, stream: &Stream) -> Result<Format, ConnectorError> {
        match self.settings.format.or_else(|| Format::by_extension(&stream.name)) {
            Some(format) => Ok(format),
            None => sniff::format(self.text(stream, u64::MAX)?),
        }
    }
}

impl SourceConnector for FilesConnector {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        let (base, pattern) = (&self.settings.base, &self.settings.path);
        let config = |message| ConnectorError::Config { message };
        let whole = PathBuf::from(glob::Pattern::escape(&base.to_string_lossy())).join(pattern);
        let paths = glob::glob(&whole.to_string_lossy())
            .map_err(|error| config(format!("`{pattern}` is not a path or glob: {error}")))?;
        let mut streams = Vec::new();
        for path in paths {
            let path = path.map_err(|error| ConnectorError::Read {
                stream: error.path().display().to_string(),
                message: error.error().to_string(),
            })?;
            let Some(name) = path.strip_prefix(base).unwrap_or(&path).to_str() else {
                return Err(config(format!("the name of `{}` is not UTF-8: rename it", path.display())));
            };
            if path.is_file() {
                let name = name.replace(std::path::MAIN_SEPARATOR, "/");
                streams.push(Stream { name, bytes: path.metadata().ok().map(|file| file.len()), file: Some(path) });
            }
        }
        if streams.is_empty() {
            return Err(config(format!("no file matches `{pattern}` in `{}`: check `path`", base.display())));
        }
        streams.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(streams)
    }

    fn scan(&self, stream: &Stream, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        let format = self.format(stream)?;
        if matches!(format, Format::Parquet | Format::Arrow) {
            let input = Input::open(&self.path(stream), &stream.name)?;
            if let Some(compression) = input.compression() {
                let message = format!("{format:?} under {compression} is not supported: decompress the file");
                return Err(ConnectorError::Format { stream: stream.name.clone(), line: None, message });
            }
        }
        let (skip, end) = (scan.bytes.start, scan.bytes.end);
        let again = |skip: u64| match skip {
            0 => Ok((self.text(stream, end)?, 0)),
            _ => Text::after(skip, Input::open(&self.path(stream), &stream.name)?.until(end), self.encoding),
        };
        match format {
            Format::Parquet => typed::parquet(&self.path(stream), &stream.name, host),
            Format::Arrow => typed::arrow(&self.path(stream), &stream.name, host),
            Format::Csv | Format::Tsv => csv::open(self.text(stream, end)?, format, &self.settings, skip, host, again),
            Format::Ndjson | Format::Json => {
                json::open(self.text(stream, end)?, format, &self.settings, skip, host, again)
            }
            Format::Lines => {
                let nulls = self.settings.nulls.clone();
                Ok(lines::open(again(skip)?.0, TextFormat { nulls, ..TextFormat::default() }, host))
            }
        }
    }
}

/// What identifies the content of `file`, which errors call `stream`, so that it is read once. Reads it through, without parsing.
///
/// `heads` are lengths of earlier states of the same content; the answer has the hash of each such prefix, so that a file that
/// grew is told from one that changed.
pub fn fingerprint(file: &Path, stream: &str, heads: &[u64]) -> Result<Fingerprint, ConnectorError> {
    fingerprint::of(Input::open(file, stream)?, heads)
}
