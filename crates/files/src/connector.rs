//! The connector: which files a path names, and how each is read.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use encoding_rs::Encoding;
use jauge_domain::{FileFault, FileNote, FilesMessage};
use jauge_plugin::{ConnectorError, Host, Rows, Scan, SourceConnector, Stream, TextFormat};

use crate::{
    archive, csv,
    ends::{self, WholeRows},
    error::{damage, setting},
    fingerprint::{self, Fingerprint},
    hears::{Hears, tell},
    input::Input,
    json, lines,
    settings::{FileFormat, FileSettings},
    sheet, sniff,
    text::Text,
    typed,
};

/// Reads the files that a path or glob names, each as a stream.
pub struct FilesConnector {
    settings: FileSettings,
    encoding: Option<&'static Encoding>,
    host: Arc<dyn Hears>,
}

impl FilesConnector {
    /// A connector for the files that `settings` names, or what is wrong with them. `host` hears of what is found in them.
    pub fn new(settings: FileSettings, host: Arc<dyn Hears>) -> Result<Self, ConnectorError> {
        let encoding = settings.check()?;
        Ok(Self { settings, encoding, host })
    }

    fn path(&self, stream: &Stream) -> PathBuf {
        stream.file.clone().unwrap_or_else(|| self.settings.base.join(&stream.name))
    }

    /// The streams in `file`: itself, or the files in it where it is an archive.
    ///
    /// # Errors
    /// It is an archive that cannot be read.
    pub fn streams_in(&self, file: &Path) -> Result<Vec<Stream>, ConnectorError> {
        self.of_file(file.display().to_string(), file.to_owned())
    }

    /// The streams in the file at `path`: itself, or those in an archive that `member` names.
    fn of_file(&self, name: String, path: PathBuf) -> Result<Vec<Stream>, ConnectorError> {
        if !archive::is_one(&name) {
            let bytes = path.metadata().ok().map(|file| file.len());
            return Ok(vec![Stream { name, bytes, file: Some(path) }]);
        }
        let pattern = self.settings.member.clone().unwrap_or_else(|| "**".to_owned());
        let wanted = glob::Pattern::new(&pattern)
            .map_err(|error| setting(FilesMessage::NotAPath { pattern, reason: error.to_string() }))?;
        let members = archive::members(&path).map_err(|error| error.of(&name))?;
        let members = members.into_iter().filter(|member| wanted.matches(&member.name));
        let stream = |member: archive::Member| Stream {
            name: archive::stream_name(&name, &member.name),
            bytes: Some(member.bytes),
            file: Some(path.clone()),
        };
        Ok(members.map(stream).collect())
    }

    fn text(&self, stream: &Stream, end: u64) -> Result<Text, ConnectorError> {
        Text::new(Input::open(&self.path(stream), &stream.name)?.until(end), self.encoding)
    }

    fn format(&self, stream: &Stream) -> Result<FileFormat, ConnectorError> {
        match self.settings.format.or_else(|| FileFormat::by_extension(&stream.name)) {
            Some(format) => Ok(format),
            None => sniff::format(self.text(stream, u64::MAX)?),
        }
    }
}

impl FilesConnector {
    /// Which rows of `stream` are whole, where it may still be growing.
    ///
    /// # Errors
    /// The file cannot be read, or holds a row too large to be one.
    pub fn whole_rows(&self, stream: &Stream) -> Result<WholeRows, ConnectorError> {
        let (path, name) = (self.path(stream), &stream.name);
        match self.format(stream)? {
            format @ (FileFormat::Csv | FileFormat::Tsv) => ends::csv(&path, name, self.encoding, || {
                csv::ends(self.text(stream, u64::MAX)?, format, &self.settings)
            }),
            FileFormat::Ndjson | FileFormat::Lines => ends::lines(&path, name, self.encoding, true),
            FileFormat::Json | FileFormat::Parquet | FileFormat::Arrow | FileFormat::Xlsx | FileFormat::Ods => {
                Ok(WholeRows::all())
            }
        }
    }
}

impl SourceConnector for FilesConnector {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        let (base, pattern) = (&self.settings.base, &self.settings.path);
        let whole = PathBuf::from(glob::Pattern::escape(&base.to_string_lossy())).join(pattern);
        let paths = glob::glob(&whole.to_string_lossy())
            .map_err(|error| setting(FilesMessage::NotAPath { pattern: pattern.clone(), reason: error.to_string() }))?;
        let mut streams = Vec::new();
        for path in paths {
            let path = path.map_err(|error| ConnectorError::Read {
                stream: error.path().display().to_string(),
                message: error.error().to_string(),
            })?;
            let Some(name) = path.strip_prefix(base).unwrap_or(&path).to_str() else {
                return Err(setting(FilesMessage::Name { path: path.display().to_string() }));
            };
            if path.is_file() {
                let name = name.replace(std::path::MAIN_SEPARATOR, "/");
                streams.extend(self.of_file(name, path)?);
            }
        }
        if streams.is_empty() {
            let folder = base.display().to_string();
            return Err(setting(FilesMessage::NoFile { pattern: pattern.clone(), folder }));
        }
        streams.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(streams)
    }

    fn scan(&self, stream: &Stream, scan: &Scan, _: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        // The same host, which takes messages: it was given when the connector was made.
        self.read(stream, scan, self.host.clone())
    }
}

impl FilesConnector {
    /// As [`SourceConnector::scan`], with a `host` that takes messages.
    ///
    /// # Errors
    /// As there.
    pub fn read(&self, stream: &Stream, scan: &Scan, host: Arc<dyn Hears>) -> Result<Rows, ConnectorError> {
        let format = self.format(stream)?;
        if matches!(format, FileFormat::Parquet | FileFormat::Arrow) {
            let input = Input::open(&self.path(stream), &stream.name)?;
            if let Some(compression) = input.compression() {
                let (format, compression) = (format!("{format:?}"), compression.to_owned());
                return Err(damage(&stream.name, None, FileFault::Compressed { format, compression }));
            }
        }
        if self.settings.table.is_some() && !matches!(format, FileFormat::Xlsx | FileFormat::Ods) {
            return Err(damage(&stream.name, None, FileFault::NoSheets));
        }
        let (skip, end) = (scan.bytes.start, scan.bytes.end);
        let hears = host.clone();
        let again = |skip: u64| match skip {
            0 => Ok((self.text(stream, end)?, 0)),
            _ => {
                let input = Input::open(&self.path(stream), &stream.name)?.until(end);
                Text::after(skip, input, self.encoding, &*hears)
            }
        };
        match format {
            FileFormat::Parquet => typed::parquet(&self.path(stream), &stream.name, host),
            FileFormat::Arrow => typed::arrow(&self.path(stream), &stream.name, host),
            FileFormat::Csv | FileFormat::Tsv => {
                csv::open(self.text(stream, end)?, format, &self.settings, skip, host, again)
            }
            FileFormat::Ndjson | FileFormat::Json => {
                json::open(self.text(stream, end)?, format, &self.settings, skip, host, again)
            }
            FileFormat::Xlsx | FileFormat::Ods => self.read_sheet(stream, format, end, host),
            FileFormat::Lines => {
                let nulls = self.settings.nulls.clone();
                Ok(lines::open(again(skip)?.0, TextFormat { nulls, ..TextFormat::default() }, host))
            }
        }
    }
}

impl FilesConnector {
    /// Reads a sheet of `stream`, of which the first `end` bytes are the file.
    fn read_sheet(
        &self,
        stream: &Stream,
        format: FileFormat,
        end: u64,
        host: Arc<dyn Hears>,
    ) -> Result<Rows, ConnectorError> {
        let input = Input::open(&self.path(stream), &stream.name)?.until(end);
        let stored = input.stored();
        let sheet = sheet::read(input, format, self.settings.table.as_ref())?;
        if self.settings.table.is_none() && !sheet.others.is_empty() {
            let (read, others) = (sheet.name.clone(), sheet.others);
            tell(&*host, &stream.name, FileNote::OneOfTables { read, others });
        }
        let csv: Arc<[u8]> = sheet.csv.into();
        let (sheet, separator) = (Some(sheet.name), Some(','));
        let settings = FileSettings { sheet, separator, table: None, ..self.settings.clone() };
        let again = |_: u64| -> Result<(Text, u64), ConnectorError> {
            Ok((Text::new(Input::made(&stream.name, csv.clone(), stored.clone()), None)?, 0))
        };
        csv::open(again(0)?.0, FileFormat::Csv, &settings, 0, host, again)
    }
}

/// Which lines of `file`, which errors call `stream`, are whole, where it may still be growing.
///
/// # Errors
/// The file cannot be read.
pub fn whole_lines(file: &Path, stream: &str) -> Result<WholeRows, ConnectorError> {
    ends::lines(file, stream, None, true)
}

/// What identifies the content of `file`, which errors call `stream`, so that it is read once. Reads it through, without parsing.
///
/// `heads` are lengths of earlier states of the same content; the answer has the hash of each such prefix, so that a file that
/// grew is told from one that changed.
pub fn fingerprint(file: &Path, stream: &str, heads: &[u64]) -> Result<Fingerprint, ConnectorError> {
    fingerprint::of(Input::open(file, stream)?, heads)
}
