//! The connector: which files a path names, and how each is read.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use encoding_rs::Encoding;
use jauge_domain::{FileFault, FileNote, FilesMessage, ForeignKind};
use jauge_plugin::{ConnectorError, Host, PathsError, Rows, Scan, SourceConnector, Stream, TextFormat, paths_of};

use crate::{
    archive, csv,
    ends::{self, WholeRows},
    error::{damage, setting},
    fingerprint::{self, Fingerprint},
    foreign,
    hears::{Hears, tell},
    input::Input,
    json, lines,
    settings::{FileFormat, FileSettings, TableChoice},
    sheet, sniff, tables,
    text::Text,
    typed,
};

/// The largest file of which one of several tables is read, in bytes of text.
const LARGEST_OF_TABLES: usize = 256 << 20;

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
        let mut listed = Listed::default();
        self.list(file.display().to_string(), file.to_owned(), &mut listed)?;
        Ok(listed.streams)
    }

    /// Adds to `listed` the streams in the file at `path`: itself, or those in an archive that `member` names.
    fn list(&self, name: String, path: PathBuf, listed: &mut Listed) -> Result<(), ConnectorError> {
        if let Some(kind) = foreign::passed_over(&name, &path, &self.settings.path) {
            listed.pass_over(&*self.host, name, kind);
            return Ok(());
        }
        if !archive::is_one(&name) {
            let bytes = path.metadata().ok().map(|file| file.len());
            listed.streams.push(Stream { name, bytes, file: Some(path) });
            return Ok(());
        }
        let pattern = self.settings.member.as_deref().unwrap_or("**");
        let not_a_path = |error: glob::PatternError| FilesMessage::NotAPath {
            pattern: pattern.to_owned(),
            reason: error.to_string(),
        };
        let wanted = glob::Pattern::new(pattern).map_err(|error| setting(not_a_path(error)))?;
        let members = archive::members(&path).map_err(|error| error.of(&name))?;
        for member in members.into_iter().filter(|member| wanted.matches(&member.name)) {
            let stream = archive::stream_name(&name, &member.name);
            match foreign::by_name(&member.name, pattern) {
                Some(kind) => listed.pass_over(&*self.host, stream, kind),
                None => {
                    let (bytes, file) = (Some(member.bytes), Some(path.clone()));
                    listed.streams.push(Stream { name: stream, bytes, file });
                }
            }
        }
        Ok(())
    }

    fn text(&self, stream: &Stream, end: u64) -> Result<Text, ConnectorError> {
        Text::new(Input::open(&self.path(stream), &stream.name)?.until(end), self.encoding)
    }

    /// As [`Self::text`], where it is to have rows: a picture or a web page that calls itself csv is said to be one.
    fn rows_of(&self, stream: &Stream, end: u64) -> Result<Text, ConnectorError> {
        let text = self.text(stream, end)?;
        match foreign::by_head(text.rest()) {
            Some(kind) => Err(damage(&stream.name, None, FileFault::Foreign { kind })),
            None => Ok(text),
        }
    }

    fn format(&self, stream: &Stream) -> Result<FileFormat, ConnectorError> {
        match self.settings.format.or_else(|| FileFormat::by_extension(&stream.name)) {
            Some(format) => Ok(format),
            None => sniff::format(self.rows_of(stream, u64::MAX)?),
        }
    }
}

/// What a path names.
#[derive(Default)]
struct Listed {
    streams: Vec<Stream>,
    /// The first file that was passed over.
    passed: Option<String>,
}

impl Listed {
    /// Names a file without rows, and leaves it out.
    fn pass_over(&mut self, host: &dyn Hears, name: String, kind: ForeignKind) {
        tell(host, &name, FileNote::PassedOver { kind });
        self.passed.get_or_insert(name);
    }

    /// The streams by name, or why there is none.
    fn into_streams(mut self, settings: &FileSettings) -> Result<Vec<Stream>, ConnectorError> {
        let pattern = settings.path.clone();
        match self.passed {
            _ if !self.streams.is_empty() => {}
            Some(file) => return Err(setting(FilesMessage::AllForeign { pattern, file })),
            None => {
                let folder = settings.base.display().to_string();
                return Err(setting(FilesMessage::NoFile { pattern, folder }));
            }
        }
        self.streams.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(self.streams)
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
            format @ (FileFormat::Csv | FileFormat::Tsv) => {
                let rows = || csv::ends(self.rows_of(stream, u64::MAX)?, format, &self.settings);
                ends::csv(&path, name, self.encoding, &self.settings.marks(), rows)
            }
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
        let paths = paths_of(&whole.to_string_lossy()).map_err(|error| match error {
            PathsError::Pattern(error) => {
                setting(FilesMessage::NotAPath { pattern: pattern.clone(), reason: error.to_string() })
            }
            PathsError::Read { path, error } => {
                ConnectorError::Read { stream: path.display().to_string(), message: error.to_string() }
            }
        })?;
        let mut listed = Listed::default();
        for path in paths {
            let Some(name) = path.strip_prefix(base).unwrap_or(&path).to_str() else {
                return Err(setting(FilesMessage::Name { path: path.display().to_string() }));
            };
            if path.is_file() {
                let name = name.replace(std::path::MAIN_SEPARATOR, "/");
                self.list(name, path, &mut listed)?;
            }
        }
        listed.into_streams(&self.settings)
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
        let is_csv = matches!(format, FileFormat::Csv | FileFormat::Tsv);
        match &self.settings.table {
            Some(wanted) if is_csv => return self.read_table(stream, format, wanted, &scan.bytes, host),
            Some(_) if !matches!(format, FileFormat::Xlsx | FileFormat::Ods) => {
                return Err(damage(&stream.name, None, FileFault::NoSheets));
            }
            _ => {}
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
                csv::open(self.rows_of(stream, end)?, format, &self.settings, skip, host, again)
            }
            FileFormat::Ndjson | FileFormat::Json => {
                json::open(self.rows_of(stream, end)?, format, &self.settings, skip, host, again)
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
        // The csv is ours, with quotes as they are usual.
        let (table, quote, escape) = (None, None, None);
        let settings = FileSettings { sheet, separator, table, quote, escape, ..self.settings.clone() };
        let again = |_: u64| -> Result<(Text, u64), ConnectorError> {
            Ok((Text::new(Input::made(&stream.name, csv.clone(), stored.clone()), None)?, 0))
        };
        csv::open(again(0)?.0, format, &settings, 0, host, again)
    }
}

impl FilesConnector {
    /// Reads one of several tables in the csv file `stream`, which is held whole: where a table ends is known once it is read.
    fn read_table(
        &self,
        stream: &Stream,
        format: FileFormat,
        wanted: &TableChoice,
        bytes: &Range<u64>,
        host: Arc<dyn Hears>,
    ) -> Result<Rows, ConnectorError> {
        let mut text = self.rows_of(stream, bytes.end)?;
        if !text.sample(LARGEST_OF_TABLES)? {
            let fault = FileFault::TooLargeForTables { mebibytes: LARGEST_OF_TABLES >> 20 };
            return Err(damage(&stream.name, None, fault));
        }
        let content = text.rest();
        let content = str::from_utf8(content).map_err(|error| text.not_utf8(content, error.valid_up_to()))?;
        let (table, separator) = tables::choose(content, wanted, format, &self.settings)
            .map_err(|fault| damage(&stream.name, None, fault))?;
        // On the lines that its rows have in the file.
        let lines = content[..table.start].matches('\n').count();
        let csv: Arc<[u8]> = ("\n".repeat(lines) + &content[table.start..table.end]).into_bytes().into();
        let (stored, hears) = (text.stored(), host.clone());
        let made = || Input::made(&stream.name, csv.clone(), stored.clone());
        let again = |skip: u64| -> Result<(Text, u64), ConnectorError> {
            if skip == 0 {
                return Ok((Text::new(made(), None)?, 0));
            }
            let input = Input::open(&self.path(stream), &stream.name)?.until(bytes.end);
            let (_, passed) = Text::after(skip, input, self.encoding, &*hears)?;
            Text::after(lines as u64 + passed.saturating_sub(table.start as u64), made(), None, &*hears)
        };
        let settings = FileSettings {
            separator: Some(char::from(separator)),
            header: self.settings.header.or(Some(true)),
            above: Some(table.above),
            sheet: Some(table.name.clone()),
            table: None,
            ..self.settings.clone()
        };
        csv::open(again(0)?.0, format, &settings, bytes.start, host, again)
    }
}

/// Which lines of `file`, which errors call `stream`, are whole, where it may still be growing.
///
/// # Errors
/// The file cannot be read.
pub fn whole_lines(file: &Path, stream: &str) -> Result<WholeRows, ConnectorError> {
    ends::lines(file, stream, None, true)
}

/// The first bytes of the content of `file`, which errors call `stream`: at most `most`.
///
/// # Errors
/// The file cannot be read.
pub fn beginning(file: &Path, stream: &str, most: u64) -> Result<Vec<u8>, ConnectorError> {
    let mut input = Input::open(file, stream)?.until(most);
    let (mut bytes, mut buffer) = (Vec::new(), vec![0; 4096]);
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(bytes),
            count => bytes.extend_from_slice(&buffer[..count]),
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
