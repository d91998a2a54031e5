//! What can be set about a source of files.

use std::{fmt, path::PathBuf};

use encoding_rs::Encoding;
use jauge_domain::FilesMessage;
use jauge_plugin::ConnectorError;
use jiff::{Zoned, fmt::strtime};
use serde::{Deserialize, Deserializer, de::Error};

use crate::{error::setting, record::Dialect};

/// What can be set about a source of files; what is left out is detected for each file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSettings {
    /// Which files: a path or glob, relative to the workspace (`base`).
    #[serde(default)]
    pub path: String,
    /// The folder that `path` and the names of streams are relative to.
    #[serde(skip)]
    pub base: PathBuf,
    /// Which files in zip archives, as a glob; default: all.
    pub member: Option<String>,
    /// How the files are laid out; default: by extension, else by content.
    pub format: Option<FileFormat>,
    /// What stands between two fields of csv: one ASCII character.
    pub separator: Option<char>,
    /// What stands around a field of csv that holds separators or line ends: one ASCII character, default `"`; none where it is empty,
    /// and quotes are letters.
    pub quote: Option<String>,
    /// What takes its meaning from the character behind it, in csv: one ASCII character such as `\`.
    pub escape: Option<char>,
    /// Whether the first row of csv names the columns.
    pub header: Option<bool>,
    /// How characters are written, by their name on the web, such as `windows-1252`; default: UTF-8, or by the file's
    /// byte order mark.
    pub encoding: Option<String>,
    /// `.` or `,`.
    pub decimal_mark: Option<char>,
    /// The order in dates such as 03/04/2026, or how dates are written, as in `%d/%m/%y %H:%M`.
    pub dates: Option<DateOrder>,
    /// What `5 %` is as a number; default: none, and such a cell is rejected with this advice.
    pub percent: Option<PercentSign>,
    /// Texts that mean "no value", beside the empty one; spaces around them aside.
    #[serde(default)]
    pub nulls: Vec<String>,
    /// What the first filled field of a csv row of totals says, or begins with where it ends in `*`: such rows are left out
    /// and counted.
    #[serde(default)]
    pub totals: Vec<String>,
    /// Which sheet of a file of Excel or OpenDocument, by its name, or which of several tables in a csv file, by its line of names;
    /// or its number, from 1. Default: the first sheet, and csv as one table.
    pub table: Option<TableChoice>,
    /// The sheet or table that is read, for `#table`.
    #[serde(skip)]
    pub sheet: Option<String>,
    /// How many rows stand above its line of names, where they were counted.
    #[serde(skip)]
    pub above: Option<usize>,
    /// Columns of csv and sheets in which a blank cell says what stands above it, outer ones first: where an outer one says another
    /// thing, what stood in the inner ones is no longer meant.
    #[serde(default)]
    pub fill_down: Vec<String>,
    /// Columns that are there whatever the file has, in csv and JSON: those it lacks have no values, `#file`, `#member` and `#table`
    /// tell where a row stood. In csv without a header they name its columns, from the first on.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// How a file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Fields between separators, one row a line (or more, in quotes).
    Csv,
    /// Csv between tabs.
    Tsv,
    /// One JSON object a line.
    #[serde(alias = "jsonl")]
    Ndjson,
    /// One JSON array of objects, or one object.
    Json,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC, file or stream.
    Arrow,
    /// Lines as they are, in one column `line`.
    Lines,
    /// Sheets of Excel since 2007.
    #[serde(alias = "xlsm")]
    Xlsx,
    /// Sheets of OpenDocument.
    Ods,
}

/// One of several tables.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum TableChoice {
    /// By its number, from 1.
    Nth(usize),
    /// By its name.
    Named(String),
}

impl fmt::Display for TableChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nth(nth) => write!(f, "{nth}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// What a number with a sign of per cent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PercentSign {
    /// A hundredth: 5 % is 0.05.
    Ratio,
    /// The number before the sign: 5 % is 5.
    Number,
}

/// The order of day, month and year in dates such as 03/04/2026.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
    /// Only dates such as 2026-04-03 are expected.
    YearFirst,
    /// As this pattern of strftime says; other texts are read as if the year came first.
    Written(String),
}

impl<'de> Deserialize<'de> for DateOrder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_str() {
            "day first" => Ok(Self::DayFirst),
            "month first" => Ok(Self::MonthFirst),
            "year first" => Ok(Self::YearFirst),
            _ if text.contains('%') => Ok(Self::Written(text)),
            _ => Err(Error::unknown_variant(&text, &["day first", "month first", "year first"])),
        }
    }
}

impl FileFormat {
    /// Every format by name, for messages.
    pub(super) const NAMES: [&str; 9] = ["csv", "tsv", "ndjson", "json", "parquet", "arrow", "lines", "xlsx", "ods"];

    /// By the extension of `name`, that of a compression aside.
    pub(super) fn by_extension(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let packed = [".gz", ".zst", ".bz2", ".xz"].into_iter().find_map(|end| name.strip_suffix(end));
        let name = packed.unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "json" => Some(Self::Json),
            "parquet" => Some(Self::Parquet),
            "arrow" | "arrows" | "feather" => Some(Self::Arrow),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }
}

impl DateOrder {
    pub(super) fn day_first(&self) -> Option<bool> {
        match self {
            Self::DayFirst => Some(true),
            Self::MonthFirst => Some(false),
            Self::YearFirst | Self::Written(_) => None,
        }
    }
}

/// True for one character that may stand around a field, or before a character of one.
fn is_mark(text: &str) -> bool {
    matches!(text.as_bytes(), [mark] if mark.is_ascii_punctuation())
}

impl FileSettings {
    /// What tells fields between `separator` apart. An escape that is the quote doubles it, as is usual.
    pub(super) fn dialect(&self, separator: u8) -> Dialect {
        let quote = self.quote.as_ref().map_or(Some(b'"'), |quote| quote.bytes().next());
        let escape = self.escape.map(|escape| escape as u8).filter(|escape| Some(*escape) != quote);
        Dialect { separator, quote, escape }
    }

    /// The characters of csv within which, or behind which, a line end ends no row.
    pub(super) fn marks(&self) -> Vec<u8> {
        let dialect = self.dialect(b',');
        dialect.quote.into_iter().chain(dialect.escape).collect()
    }

    /// Checks what serde cannot; answers the encoding.
    pub(super) fn check(&self) -> Result<Option<&'static Encoding>, ConnectorError> {
        let wrong = |message| Err(setting(message));
        if let Some(separator) = self.separator
            && (!separator.is_ascii() || separator.is_ascii_alphanumeric() || matches!(separator, '"' | '\n' | '\r'))
        {
            return wrong(FilesMessage::Separator { separator });
        }
        let is_mark = |text: &str| is_mark(text) && !self.separator.is_some_and(|separator| text.contains(separator));
        if let Some(quote) = self.quote.as_ref().filter(|quote| !quote.is_empty() && !is_mark(quote)) {
            return wrong(FilesMessage::Quote { quote: quote.clone() });
        }
        if let Some(escape) = self.escape.filter(|escape| !is_mark(&escape.to_string())) {
            return wrong(FilesMessage::Escape { escape });
        }
        if let Some(mark) = self.decimal_mark
            && !matches!(mark, '.' | ',')
        {
            return wrong(FilesMessage::DecimalMark { mark });
        }
        if let Some(DateOrder::Written(pattern)) = &self.dates
            && let Some(reason) = fault_of(pattern)
        {
            return wrong(FilesMessage::DatePattern { pattern: pattern.clone(), reason });
        }
        let Some(label) = &self.encoding else { return Ok(None) };
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => Ok(Some(encoding)),
            None => wrong(FilesMessage::Encoding { label: label.clone() }),
        }
    }
}

/// What is wrong with `pattern`, in the words of who reads it.
fn fault_of(pattern: &str) -> Option<String> {
    strtime::format(pattern, &Zoned::default()).err().map(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_means_nothing_is_told() {
        assert!(fault_of("%d/%m/%y %H:%M").is_none());
        assert!(fault_of("%d/%").is_some());
    }
}
