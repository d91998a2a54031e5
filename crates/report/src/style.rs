//! How to write: format, language, units, and what kind of place it goes to.

use std::collections::BTreeMap;
use std::str::FromStr;

use jauge_domain::{Calendar, FormatMessage, Grain, Language, Message, nearest};

use crate::wording::{Numerals, Wording};

/// A format to write in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table for people; boxed on a terminal, plain when piped.
    #[default]
    Table,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// Comma-separated; in French semicolons and decimal commas, as spreadsheets there expect.
    Csv,
    /// A Markdown table.
    Md,
    /// A line a value, for rows that are wide.
    List,
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub struct UnknownFormat {
    /// The word.
    pub text: String,
}

/// How to write answers and sheets.
#[derive(Clone, Debug)]
pub struct Style {
    /// The format.
    pub format: Format,
    /// The language of words, numbers and dates in all formats but JSON.
    pub language: Language,
    /// ISO 4217 code of amounts; `None`: amounts without a currency.
    pub currency: Option<String>,
    /// Names buckets, and gives the zone of the instants in JSON.
    pub calendar: Calendar,
    /// The grain that was asked for; `None`: one bucket for the whole period.
    pub grain: Option<Grain>,
    /// Titles of KPIs by id, in `language`; a KPI without one goes by its id.
    pub titles: BTreeMap<String, String>,
    /// True where the output is a terminal: boxes, bars, and lines that fit its width.
    pub terminal: bool,
    /// True where escape sequences may be written.
    pub color: bool,
    /// True where no text cell of CSV may be run by a spreadsheet as a formula.
    pub safe_csv: bool,
}

impl Format {
    /// Every format, in the order of help texts.
    pub const ALL: [Self; 6] = [Self::Table, Self::Json, Self::Ndjson, Self::Csv, Self::Md, Self::List];

    /// The word users write.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Md => "md",
            Self::List => "list",
        }
    }
}

impl UnknownFormat {
    /// What there is to say of it.
    pub fn message(&self) -> Message {
        let known = Format::ALL.map(Format::name);
        let near = nearest(&self.text, known).map(str::to_owned);
        FormatMessage::UnknownFormat { text: self.text.clone(), near, known: known.map(str::to_owned).into() }.into()
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        let found = Self::ALL.into_iter().find(|format| format.name() == text);
        found.ok_or_else(|| UnknownFormat { text: text.to_owned() })
    }
}

impl Style {
    /// `format` in English, without currency, grain, titles, terminal and colour, its texts as they are.
    pub fn new(format: Format, calendar: Calendar) -> Self {
        Self {
            format,
            language: Language::default(),
            currency: None,
            calendar,
            grain: None,
            titles: BTreeMap::new(),
            terminal: false,
            color: false,
            safe_csv: false,
        }
    }

    /// Says things in this language.
    pub fn wording(&self) -> Wording {
        Wording { language: self.language, currency: self.currency.clone() }
    }

    /// Says things in English, as JSON and JUnit do in every language.
    pub(crate) fn english(&self) -> Wording {
        Wording { language: Language::default(), currency: self.currency.clone() }
    }

    /// How numbers are written in this language.
    pub(crate) fn numerals(&self) -> Numerals {
        Wording::new(self.language).numerals()
    }

    /// The title of a KPI; in CSV, where columns need lasting names, its id.
    pub fn title<'a>(&'a self, kpi: &'a str) -> &'a str {
        match self.format {
            Format::Csv => kpi,
            _ => self.titles.get(kpi).map_or(kpi, String::as_str),
        }
    }
}
