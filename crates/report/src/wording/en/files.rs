//! Files that a source reads.

use jauge_domain::{FileFault, FileNote, FilesMessage, ForeignKind, RowKind, ZipFault};

pub(super) fn message(message: &FilesMessage) -> String {
    match message {
        FilesMessage::File { stream, line, fault: found } => {
            let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
            format!("`{stream}`{line}: {}", fault(found))
        }
        FilesMessage::NotAPath { pattern, reason } => format!("`{pattern}` is not a path or glob: {reason}"),
        FilesMessage::Name { path } => format!("the name of `{path}` is not UTF-8: rename it"),
        FilesMessage::NoFile { pattern, folder } => format!("no file matches `{pattern}` in `{folder}`: check `path`"),
        FilesMessage::AllForeign { pattern, file } => {
            format!("`{pattern}` names only files without rows, such as `{file}`: check `path`")
        }
        FilesMessage::Separator { separator } => {
            format!("`separator` cannot be {separator:?}: give one of `,` `;` `|` or a tab (`\\t`)")
        }
        FilesMessage::Quote { quote } => {
            format!("`quote` cannot be {quote:?}: give one such as `'`, or `\"\"` where quotes are letters")
        }
        FilesMessage::Escape { escape } => format!("`escape` cannot be {escape:?}: give one such as `\\`"),
        FilesMessage::DecimalMark { mark } => format!("`decimal_mark` is `.` or `,`, not `{mark}`"),
        FilesMessage::DatePattern { pattern, reason } => {
            format!("`dates` cannot be `{pattern}` ({reason}): write it as in `%d/%m/%y %H:%M`")
        }
        FilesMessage::Encoding { label } => {
            format!("there is no encoding `{label}`: give `utf-8`, `windows-1252`, `utf-16le` …")
        }
    }
}

fn fault(fault: &FileFault) -> String {
    match fault {
        FileFault::CarriageReturns => {
            "its lines end in a bare carriage return: save it with line feeds (Unix or Windows)".to_owned()
        }
        FileFault::RowTooLarge { mebibytes, kind } => {
            let why = match kind {
                RowKind::Csv => "close its quote, or set `separator`",
                RowKind::Json => "write one object a line and set `format = \"ndjson\"`",
                RowKind::Line => "is this a text file?",
            };
            format!("a row that begins here is larger than {mebibytes} MiB: {why}")
        }
        FileFault::NotUtf8 { byte, reads } => format!(
            "byte {byte} of the line is not UTF-8; as windows-1252 it reads `{reads}`: if that is right, set `encoding = \
             \"windows-1252\"`, else the encoding it was written in"
        ),
        FileFault::NotEncoded { encoding } => format!("the text is not {encoding}: set `encoding`"),
        FileFault::AfterArray => "something follows the end of the array".to_owned(),
        FileFault::NoComma => "a comma is missing between two elements".to_owned(),
        FileFault::JsonCutShort => {
            "the file is truncated: its JSON ends in the middle; nothing of it is loaded: fetch the file again"
                .to_owned()
        }
        FileFault::TooManyKeys { most } => format!("the objects have more than {most} different keys"),
        FileFault::TooManyColumns { has, most } => {
            format!("{has} columns, and at most {most} can be read: is the separator right?")
        }
        FileFault::Damaged { compression, reason } => {
            format!("the {compression} data is damaged ({reason}); nothing of the file is loaded: fetch it again")
        }
        FileFault::CutShort { compression } => format!(
            "the file is truncated: its {compression} data ends in the middle, after this line; nothing of it is \
             loaded: fetch the file again"
        ),
        FileFault::NotOfFormat { format, reason } => not_of(format, reason),
        FileFault::LengthsWrong { format } => not_of(format, "it is cut short, or a length in it is wrong"),
        FileFault::LengthsContradict { format } => not_of(format, "its lengths contradict each other"),
        FileFault::Compressed { format, compression } => {
            format!("{format} under {compression} is not supported: decompress the file")
        }
        FileFault::UnknownFormat { known } => {
            let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("neither its name nor its content tells its format: set `format` to one of {known}")
        }
        FileFault::Foreign { kind } => format!("it is {}, and has no rows: {}", foreign(*kind), instead(*kind)),
        FileFault::NoSheets => "it has no sheets to choose from: leave `table` out".to_owned(),
        FileFault::TooLargeForTables { mebibytes } => {
            format!("it is larger than {mebibytes} MiB: cut the table out of it, and leave `table` out")
        }
        FileFault::WorkbookTooLarge { cells, mebibytes } => format!(
            "its sheet reaches over more than {} million cells, or holds more than {mebibytes} MiB: clear what stands far behind the \
             rows, or save the sheet as csv",
            cells / 1_000_000
        ),
        FileFault::NoTable { wanted, known } if known.is_empty() => {
            format!("it has no table `{wanted}`, nor another: leave `table` out")
        }
        FileFault::NoTable { wanted, known } => {
            let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("it has no table `{wanted}`: set `table` to one of {known}, or to its number")
        }
        FileFault::Batch { reason } => reason.clone(),
        FileFault::Zip { fault } => zip(*fault).to_owned(),
    }
}

/// What a file without rows is.
fn foreign(kind: ForeignKind) -> &'static str {
    match kind {
        ForeignKind::Hidden => "hidden or left behind by a program",
        ForeignKind::Picture => "a picture, a sound or a film",
        ForeignKind::Document => "a document or a program",
        ForeignKind::Page => "a web page",
        ForeignKind::OldOffice => "a file of Excel or Word before 2007",
        ForeignKind::Archive => "a zip archive or a file of Excel by another name",
        ForeignKind::Database => "a SQLite database",
    }
}

/// What to do about a file without rows that was to have some.
fn instead(kind: ForeignKind) -> &'static str {
    match kind {
        ForeignKind::Hidden | ForeignKind::Picture | ForeignKind::Document => "name another in `path`",
        ForeignKind::Page => "fetch the export again: a sign-in or error page was saved in its place",
        ForeignKind::OldOffice => "save it as `.xlsx` or csv",
        ForeignKind::Archive => "rename it to end in `.zip` or `.xlsx`",
        ForeignKind::Database => "export the table as csv, or read it with the connector `adbc`",
    }
}

fn zip(fault: ZipFault) -> &'static str {
    match fault {
        ZipFault::Damaged => "the zip archive is damaged or cut short: fetch it again",
        ZipFault::Encrypted => "it is encrypted in the archive: unpack it",
        ZipFault::Method => "the archive has it in another compression than deflate: unpack it",
        ZipFault::TooLarge => "zip archives of more than 4 GiB are not read: unpack it",
        ZipFault::NameTwice => "two files in the archive have one name: unpack it, and rename one",
        ZipFault::Whole => {
            "it is a zip archive: unpack it, or name it as the `path` of a source, and in `member` which files of it"
        }
        ZipFault::Gone => "the archive was changed and has it no more: load again",
    }
}

fn not_of(format: &str, why: &str) -> String {
    format!("the file is not {format} or is damaged ({why}); nothing of it is loaded: fetch it again")
}

pub(super) fn note(note: &FileNote) -> String {
    match note {
        FileNote::Layout { separator, decimal_mark, encoding, headless, day_first, dates, open } => {
            let separator = separator.map(|separator| match separator {
                '\t' => "separator tab".to_owned(),
                other => format!("separator `{other}`"),
            });
            let first = |day_first: bool| if day_first { "day" } else { "month" };
            let parts = separator.into_iter();
            let parts = parts.chain(decimal_mark.map(|mark| format!("decimal mark `{mark}`")));
            let parts = parts.chain(encoding.clone()).chain(headless.then(|| "no header line".to_owned()));
            let parts = parts.chain(day_first.map(|day| format!("dates {} first", first(day))));
            let parts = parts.chain(dates.iter().map(|(name, day)| format!("dates of `{name}` {} first", first(*day))));
            let open = open.iter().map(|name| format!("dates of `{name}` may be day/month or month/day (set `dates`)"));
            parts.chain(open).collect::<Vec<_>>().join(", ")
        }
        FileNote::Empty => "it is empty: there is nothing to read".to_owned(),
        FileNote::PassedOver { kind } => format!("it is {}, and is passed over", foreign(*kind)),
        FileNote::Preamble { rows: 1 } => "1 line above the header is in the column `#preamble`".to_owned(),
        FileNote::Preamble { rows } => format!("{rows} lines above the header are in the column `#preamble`"),
        FileNote::OneOfTables { read, others } => {
            let others = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("the table `{read}` is read; `table` chooses another: {others}")
        }
        FileNote::SeveralTables { tables } => {
            let tables = tables.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("it looks like several tables and is read as one; `table` chooses: {tables}")
        }
        FileNote::NothingToFill { column } => format!("it has no column `{column}`, which `fill_down` names"),
        FileNote::Totals { rows: 1 } => "1 row of totals was left out".to_owned(),
        FileNote::Totals { rows } => format!("{rows} rows of totals were left out"),
        FileNote::QuotesAreLetters => {
            "quotes are taken as letters, for only so all rows are alike; `quote` says otherwise".to_owned()
        }
        FileNote::TailWaits => {
            "the last line has no line end yet and waits for the next load; `jauge load --final` takes it as it is"
                .to_owned()
        }
        FileNote::OpenTail { line } => format!(
            "the row on line {line} opens a quote that does not close yet: it waits for the next load; `jauge load \
             --final` takes the file as it is"
        ),
        FileNote::ColumnUnnamed { column, name } => format!("column {column} has no name and is called `{name}`"),
        FileNote::ColumnRenamed { column, name, given } => {
            format!("column {column} is called `{name}`, since `{given}` is taken")
        }
    }
}
