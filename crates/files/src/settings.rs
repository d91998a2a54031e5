//! What can be set about a source of files.

use std::{fmt, path::PathBuf};

use encoding_rs::Encoding;
use jauge_domain::FilesMessage;
use jauge_plugin::ConnectorError;
use jiff::{Zoned, fmt::strtime};
use serde::{Deserialize, Deserializer, de::Error};

use crate::error::setting;

/// What can be set about a source of files; what is left out is detected for each file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSettings {
    /// Which files: a path or glob, relative to `base`.
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
    /// Whether the first row of csv names the columns.
    pub header: Option<bool>,
    /// How characters are written, by their name on the web, such as `windows-1252`; default: UTF-8, or by the file's
    /// byte order mark.
    pub encoding: Option<String>,
    /// `.` or `,`.
    pub decimal_mark: Option<char>,
    /// The order in dates such as 03/04/2026, or how dates are written, as in `%d/%m/%y %H:%M`.
    pub dates: Option<DateOrder>,
    /// Texts that mean "no value", beside the empty one; spaces around them aside.
    #[serde(default)]
    pub nulls: Vec<String>,
    /// What the first filled field of a csv row of totals says, or begins with where it ends in `*`: such rows are left out
    /// and counted.
    #[serde(default)]
    pub totals: Vec<String>,
    /// Which sheet of a file of Excel or OpenDocument: its name, or its number from 1; default: the first.
    pub table: Option<TableChoice>,
    /// The sheet that is read, for `#table`.
    #[serde(skip)]
    pub sheet: Option<String>,
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

impl FileSettings {
    /// Checks what serde cannot; answers the encoding.
    pub(super) fn check(&self) -> Result<Option<&'static Encoding>, ConnectorError> {
        let wrong = |message| Err(setting(message));
        if let Some(separator) = self.separator
            && (!separator.is_ascii() || separator.is_ascii_alphanumeric() || matches!(separator, '"' | '\n' | '\r'))
        {
            return wrong(FilesMessage::Separator { separator });
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
