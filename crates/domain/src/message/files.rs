//! About files that a source reads.

use serde::Serialize;

use super::Message;

/// Why files cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FilesMessage {
    /// A file is damaged, or not what it claims to be.
    File {
        /// The file.
        stream: String,
        /// The line, from 1.
        line: Option<u64>,
        /// What is wrong with it.
        fault: FileFault,
    },
    /// `path` is none.
    NotAPath {
        /// As written.
        pattern: String,
        /// What the parser of globs said.
        reason: String,
    },
    /// A file whose name is not UTF-8.
    Name {
        /// Its path.
        path: String,
    },
    /// `path` names no file.
    NoFile {
        /// As written.
        pattern: String,
        /// Where files were looked for.
        folder: String,
    },
    /// `path` names files, and none of them has rows.
    AllForeign {
        /// As written.
        pattern: String,
        /// The first of them.
        file: String,
    },
    /// A character that cannot separate fields.
    Separator {
        /// As written.
        separator: char,
    },
    /// What cannot stand around fields.
    Quote {
        /// As written.
        quote: String,
    },
    /// A character that cannot be an escape.
    Escape {
        /// As written.
        escape: char,
    },
    /// A character that is no decimal mark.
    DecimalMark {
        /// As written.
        mark: char,
    },
    /// A pattern of dates that cannot be followed.
    DatePattern {
        /// As written.
        pattern: String,
        /// What its reader said.
        reason: String,
    },
    /// No encoding has this name.
    Encoding {
        /// As written.
        label: String,
    },
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FileFault {
    /// Lines that end in a carriage return alone.
    CarriageReturns,
    /// A row too large to be one.
    RowTooLarge {
        /// The largest one in MiB.
        mebibytes: usize,
        /// What may be why.
        kind: RowKind,
    },
    /// A byte that is not UTF-8.
    NotUtf8 {
        /// The byte of the line, from 1.
        byte: usize,
        /// The word around it, if it is windows-1252.
        reads: String,
    },
    /// Not in the encoding it was said to be in.
    NotEncoded {
        /// The encoding.
        encoding: String,
    },
    /// Something after the end of a JSON array.
    AfterArray,
    /// No comma between two elements of a JSON array.
    NoComma,
    /// JSON that ends in its middle.
    JsonCutShort,
    /// More different keys than a table can have columns.
    TooManyKeys {
        /// How many there can be.
        most: usize,
    },
    /// More columns than a table can have.
    TooManyColumns {
        /// How many there are.
        has: usize,
        /// How many there can be.
        most: usize,
    },
    /// Compressed data that is damaged.
    Damaged {
        /// The compression.
        compression: String,
        /// What the reader said.
        reason: String,
    },
    /// Compressed data that ends in its middle.
    CutShort {
        /// The compression.
        compression: String,
    },
    /// A file of columns that is damaged, or none.
    NotOfFormat {
        /// The format.
        format: String,
        /// What the reader said.
        reason: String,
    },
    /// A file of columns that is cut short, or has a length that does not fit it.
    LengthsWrong {
        /// The format.
        format: String,
    },
    /// A file of columns with lengths of which not all can be right.
    LengthsContradict {
        /// The format.
        format: String,
    },
    /// A file of columns in a compression around it.
    Compressed {
        /// The format.
        format: String,
        /// The compression.
        compression: String,
    },
    /// Neither the name nor the content tells the format.
    UnknownFormat {
        /// The formats there are.
        known: Vec<String>,
    },
    /// It is known to be no file with rows.
    Foreign {
        /// What it is.
        kind: ForeignKind,
    },
    /// A table was chosen of a file that is one.
    NoSheets,
    /// Too large to choose one of several tables of it.
    TooLargeForTables {
        /// The largest one in MiB.
        mebibytes: usize,
    },
    /// A file of sheets for which there is not room enough.
    WorkbookTooLarge {
        /// The most cells of a sheet, from the first to the last.
        cells: u64,
        /// The most MiB of its texts.
        mebibytes: u64,
    },
    /// No table of several is the one that was chosen.
    NoTable {
        /// As chosen.
        wanted: String,
        /// What the tables are called.
        known: Vec<String>,
    },
    /// Rows that do not make a batch; the words are Arrow's.
    Batch {
        /// As they came.
        reason: String,
    },
    /// Something in the way of a zip archive, or of a file in it.
    Zip {
        /// What.
        fault: ZipFault,
    },
}

/// What a file without rows is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignKind {
    /// Hidden, or left there by a system or a program.
    Hidden,
    /// A picture, a sound or a film.
    Picture,
    /// A document or a program.
    Document,
    /// A web page.
    Page,
    /// A file of Excel or Word before 2007.
    OldOffice,
    /// A zip archive or a file of Excel, by another name.
    Archive,
    /// A database in a file.
    Database,
}

/// What is in the way of a zip archive, or of a file in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZipFault {
    /// Its directory is missing, damaged or cut short, or leads elsewhere.
    Damaged,
    /// The file is encrypted.
    Encrypted,
    /// The file is compressed in another way than deflate.
    Method,
    /// The archive, or its directory, is too large.
    TooLarge,
    /// Two files in it have one name.
    NameTwice,
    /// The file was in it and is no more.
    Gone,
    /// It is an archive, where one file is read.
    Whole,
}

/// What a row too large is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A csv file.
    Csv,
    /// A JSON array.
    Json,
    /// A file of lines.
    Line,
}

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FileNote {
    /// How a csv file, or a sheet, is written.
    Layout {
        /// What separates fields; a sheet's stand in cells.
        separator: Option<char>,
        /// Its decimal mark, where it shows one.
        decimal_mark: Option<char>,
        /// Its encoding, where it is not UTF-8.
        encoding: Option<String>,
        /// It has no header line.
        headless: bool,
        /// Whether the day stands first in all dates; `None`: there are none, or each column has its own way.
        day_first: Option<bool>,
        /// Whether the day stands first, of each column where that differs.
        dates: Vec<(String, bool)>,
        /// Columns whose dates may be either.
        open: Vec<String>,
    },
    /// There is nothing in it, not even the names of columns.
    Empty,
    /// It has no rows and only stands among files that do.
    PassedOver {
        /// What it is.
        kind: ForeignKind,
    },
    /// Something stands above its header.
    Preamble {
        /// How many rows, blank ones aside.
        rows: usize,
    },
    /// One table of several was read, for none was chosen.
    OneOfTables {
        /// What it is called.
        read: String,
        /// What the others are called.
        others: Vec<String>,
    },
    /// It looks as if there were several tables in it, and it is read as one.
    SeveralTables {
        /// What they are called.
        tables: Vec<String>,
    },
    /// It has no such column, of which blank cells were to be filled.
    NothingToFill {
        /// The column.
        column: String,
    },
    /// Rows of totals were left out.
    Totals {
        /// How many.
        rows: u64,
    },
    /// Its quotes stand around no fields.
    QuotesAreLetters,
    /// The last line has no line end.
    TailWaits,
    /// The last row opens a quote that does not close.
    OpenTail {
        /// The line the row begins on.
        line: u64,
    },
    /// A column without a name.
    ColumnUnnamed {
        /// Which one, from 1.
        column: usize,
        /// What it is called.
        name: String,
    },
    /// A column with the name of another.
    ColumnRenamed {
        /// Which one, from 1.
        column: usize,
        /// What it is called.
        name: String,
        /// What it would be called.
        given: String,
    },
}

impl From<FilesMessage> for Message {
    fn from(message: FilesMessage) -> Self {
        Self::Files(message)
    }
}
