//! Where answers and messages go: data to stdout, everything else to stderr.

use std::{
    env,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::OnceLock,
};

use clap::{
    Args, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use jauge_core::{settings::Settings, snapshot::Snapshot};
use jauge_domain::{Calendar, CommandMessage, Grain, Language, Message, Period, Weekday};
use jauge_report::{Format, Sheet, Style, Wording, lines, sheet_workbook, write_sheet};
use jiff::civil::Date;

use crate::{
    binary::{self, Binary},
    consent::with_environment,
    error::CliError,
    file::write_named,
    pager::{Paged, Pager},
    recipes::with_recipes,
    stdout::written,
};

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Everywhere {
    /// The workspace's folder [default: the nearest parent with jauge.toml]
    #[arg(short, long, global = true, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,
    /// How to write the answer
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = false)]
    pub(crate) format: FormatName,
    /// Language of titles, messages, numbers and dates [default: the workspace's, else the system's]
    #[arg(long, global = true, value_parser = languages())]
    pub(crate) locale: Option<Language>,
    /// Write nothing but the answer and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Write without colours
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
    /// Write to the terminal without a pager: JAUGE_PAGER, else PAGER, else less has what is taller than it
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// With --format csv: put an apostrophe before texts that a spreadsheet would run as formulas; numbers stay
    #[arg(long, global = true)]
    pub(crate) safe_csv: bool,
}

/// A format by its word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatName {
    #[default]
    Table,
    Json,
    Ndjson,
    Csv,
    Md,
    /// A line a value, for rows that are wide.
    List,
    /// A workbook for Excel, of `ask`, `evaluate` and `sql`; -o FILE.xlsx names it.
    Xlsx,
    Parquet,
    Arrow,
    /// Of `evaluate` only.
    Junit,
    /// The letter as text; of `report` only.
    Txt,
    /// The letter as a mail, the page attached; of `report` only.
    Eml,
}

/// How this run of the program writes, and where its workspace is.
pub(crate) struct Io {
    everywhere: Everywhere,
    terminal: bool,
    color: bool,
    /// The language and the currency of the workspace that was opened.
    opened: OnceLock<(Language, Option<String>)>,
    /// The file of a workbook.
    output: OnceLock<PathBuf>,
    /// What shows that which is taller than the terminal; `None` where nothing is paged.
    pager: Option<Pager>,
    /// Set where nothing is paged any more.
    unpaged: OnceLock<()>,
}

impl Io {
    pub(crate) fn new(everywhere: &Everywhere) -> Self {
        let terminal = io::stdout().is_terminal();
        let color = !everywhere.no_color && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let pager = Pager::of(|name| env::var(name).ok()).filter(|_| terminal && !everywhere.no_pager);
        let (opened, output, unpaged) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { everywhere: everywhere.clone(), terminal, color, opened, output, pager, unpaged }
    }

    /// From now on nothing is paged: somebody types between what is written, or follows it.
    pub(crate) fn without_pager(&self) {
        self.unpaged.get_or_init(|| ());
    }

    /// The workspace that was named, or the nearest one.
    pub(crate) fn workspace(&self) -> Result<Settings, CliError> {
        with_recipes(self.workspace_as_written()?)
    }

    /// The same, its sources without what they are `like`: for what must work where the pack of a recipe is missing.
    pub(crate) fn workspace_as_written(&self) -> Result<Settings, CliError> {
        let workspace = match &self.everywhere.workspace {
            Some(dir) => Settings::open(dir)?,
            None => Settings::find(&env::current_dir()?)?,
        };
        Ok(self.speaking_of(with_environment(workspace)))
    }

    /// The workspace in `dir`, whatever was named.
    pub(crate) fn workspace_in(&self, dir: &Path) -> Result<Settings, CliError> {
        with_recipes(self.speaking_of(with_environment(Settings::open(dir)?)))
    }

    /// From now on messages are in the language of `workspace`.
    fn speaking_of(&self, workspace: Settings) -> Settings {
        let settings = &workspace.config.workspace;
        self.opened.get_or_init(|| (settings.language, settings.currency.clone()));
        workspace
    }

    /// Says things in the language that was asked for, else the workspace's, else, where none was opened, the system's.
    pub(crate) fn wording(&self) -> Wording {
        let (language, currency) =
            self.opened.get().cloned().map_or((None, None), |(language, currency)| (Some(language), currency));
        let language = self.everywhere.locale.or(language).or_else(system_language).unwrap_or_default();
        Wording { language, currency }
    }

    /// The language that was asked for in so many words.
    pub(crate) fn locale(&self) -> Option<Language> {
        self.everywhere.locale
    }

    /// The day that somebody wrote in the language that is spoken.
    pub(crate) fn day(&self, written: Option<&String>) -> Result<Option<Date>, CliError> {
        let read = |text: &String| Period::day_written(text, self.wording().language);
        written.map(read).transpose().map_err(CliError::told)
    }

    /// The period that somebody wrote in the language that is spoken.
    pub(crate) fn period(&self, written: &str) -> Result<Period, CliError> {
        Period::written(written, self.wording().language).map_err(CliError::told)
    }

    /// As [`Self::wording`], for what stands in an answer: English where a program reads it.
    pub(crate) fn answer_wording(&self) -> Wording {
        match self.everywhere.format {
            FormatName::Table
            | FormatName::Csv
            | FormatName::Md
            | FormatName::List
            | FormatName::Xlsx
            | FormatName::Txt
            | FormatName::Eml => self.wording(),
            FormatName::Json | FormatName::Ndjson | FormatName::Parquet | FormatName::Arrow | FormatName::Junit => {
                Wording::default()
            }
        }
    }

    /// How to write sheets about `workspace`.
    pub(crate) fn sheet_style(&self, workspace: &Settings) -> Style {
        let language = self.answer_wording().language;
        let safe_csv = self.everywhere.safe_csv;
        Style { language, safe_csv, ..Style::new(self.format(), workspace.calendar.clone()) }
    }

    /// How to write sheets that are about no workspace.
    pub(crate) fn plain_style(&self) -> Result<Style, CliError> {
        let calendar = Calendar::new("UTC", Weekday::Monday, (1, 1)).map_err(CliError::told)?;
        let (language, safe_csv) = (self.answer_wording().language, self.everywhere.safe_csv);
        Ok(Style { language, safe_csv, ..Style::new(self.format(), calendar) })
    }

    /// How to write answers of `snapshot`.
    pub(crate) fn style(&self, snapshot: &Snapshot, grain: Option<Grain>) -> Style {
        let settings = &snapshot.workspace.config.workspace;
        let language = self.everywhere.locale.unwrap_or(settings.language);
        Style {
            language,
            currency: settings.currency.clone(),
            grain,
            titles: snapshot.catalog.titles(language),
            terminal: self.terminal,
            color: self.color && self.terminal,
            safe_csv: self.everywhere.safe_csv,
            ..Style::new(self.format(), snapshot.workspace.calendar.clone())
        }
    }

    pub(crate) fn format(&self) -> Format {
        match self.everywhere.format {
            FormatName::Table => Format::Table,
            FormatName::Json => Format::Json,
            FormatName::Ndjson => Format::Ndjson,
            FormatName::Csv => Format::Csv,
            FormatName::Md => Format::Md,
            FormatName::List => Format::List,
            // What no person reads is written apart; messages beside it are as for a table.
            FormatName::Parquet
            | FormatName::Arrow
            | FormatName::Xlsx
            | FormatName::Junit
            | FormatName::Txt
            | FormatName::Eml => Format::Table,
        }
    }

    /// True where words of an answer are read by people: what a program reads has names.
    pub(crate) fn is_for_people(&self) -> bool {
        matches!(self.everywhere.format, FormatName::Table | FormatName::Md | FormatName::List)
    }

    /// The format by the word that was given.
    pub(crate) fn format_name(&self) -> FormatName {
        self.everywhere.format
    }

    /// True where a letter was asked for, in a format that is of nothing else.
    pub(crate) fn is_letter(&self) -> bool {
        matches!(self.everywhere.format, FormatName::Txt | FormatName::Eml)
    }

    /// True where JUnit's XML was asked for.
    pub(crate) fn is_junit(&self) -> bool {
        self.everywhere.format == FormatName::Junit
    }

    /// True where a workbook was asked for.
    pub(crate) fn is_workbook(&self) -> bool {
        self.everywhere.format == FormatName::Xlsx
    }

    /// True where what is written is one file of one table, and no text.
    pub(crate) fn is_one_table(&self) -> bool {
        self.is_workbook() || self.binary().is_some()
    }

    /// True where `--safe-csv` was given, and no CSV is written.
    pub(crate) fn is_safe_elsewhere(&self) -> bool {
        self.everywhere.safe_csv && self.everywhere.format != FormatName::Csv
    }

    /// The format that no person reads, where one was asked for.
    pub(crate) fn binary(&self) -> Option<Binary> {
        match self.everywhere.format {
            FormatName::Parquet => Some(Binary::Parquet),
            FormatName::Arrow => Some(Binary::Arrow),
            _ => None,
        }
    }

    /// Writes a sheet to stdout, in whatever format.
    pub(crate) fn sheet(&self, sheet: &Sheet, style: &Style) -> Result<(), CliError> {
        match self.binary() {
            None if self.is_workbook() => self.workbook(|| sheet_workbook(sheet, style)),
            None => self.data(|out| write_sheet(out, sheet, style)),
            Some(format) => {
                let batch = binary::batch(sheet).map_err(|error| binary::unwritten(&error))?;
                self.bytes(|out| binary::write(out, format, &batch.schema(), std::slice::from_ref(&batch)))
            }
        }
    }

    /// Writes a workbook into the file that was named, else to stdout, and so not to a terminal.
    pub(crate) fn workbook(&self, made: impl FnOnce() -> io::Result<Vec<u8>>) -> Result<(), CliError> {
        let file = self.output.get().filter(|file| file.as_os_str() != "-");
        if file.is_none() && self.terminal {
            return Err(CliError::told(CommandMessage::WorkbookForTerminal));
        }
        let bytes = made().map_err(|error| binary::no_workbook(&error))?;
        let Some(file) = file else { return self.data(|out| out.write_all(&bytes)) };
        write_named(file, &bytes)?;
        self.tell(CommandMessage::PageWritten { path: file.display().to_string() });
        Ok(())
    }

    /// Names the workbook's file; refused where none is written.
    pub(crate) fn write_into(&self, file: Option<&PathBuf>) -> Result<(), CliError> {
        let Some(file) = file else { return Ok(()) };
        if !self.is_workbook() {
            return Err(CliError::told(CommandMessage::OutputElsewhere));
        }
        self.output.get_or_init(|| file.clone());
        Ok(())
    }

    /// Writes to stdout what no person reads, and so not to a terminal.
    pub(crate) fn bytes(
        &self,
        write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        if self.terminal {
            return Err(CliError::told(CommandMessage::NotForTerminal));
        }
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.data(|out| out.write_all(&bytes))
    }

    /// Writes data to stdout, to a terminal by way of a pager. A reader that has seen enough is no error.
    pub(crate) fn data(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
        let pager = self.pager.clone().filter(|_| self.unpaged.get().is_none());
        let Some(mut paged) = pager.and_then(Paged::new) else {
            return Ok(written(io::BufWriter::new(io::stdout().lock()), write)?);
        };
        let done = written(&mut paged, write);
        paged.close()?;
        Ok(done?)
    }

    /// Writes lines of text for people to stdout: nothing in them is obeyed by a terminal.
    pub(crate) fn text(&self, text: &str) -> Result<(), CliError> {
        self.data(|out| writeln!(out, "{}", lines(text.trim_end_matches('\n'))))
    }

    /// Says something beside the data.
    pub(crate) fn say(&self, text: &str) {
        if !self.everywhere.quiet {
            warn(text);
        }
    }

    /// Says `message` beside the data.
    pub(crate) fn tell(&self, message: impl Into<Message>) {
        self.say(&self.wording().message(&message.into()));
    }

    /// True where somebody sits at the terminal, sees what is said and can answer.
    pub(crate) fn has_reader(&self) -> bool {
        !self.everywhere.quiet && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Puts `question` to whoever sits at the terminal; `None` where nobody does.
    pub(crate) fn answer_to(&self, question: &str) -> Option<String> {
        if !self.has_reader() {
            return None;
        }
        eprint!("{question}");
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).ok().map(|_| answer)
    }

    /// True where nothing but the answer and errors is wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.everywhere.quiet
    }

    /// True where a moving line may be drawn on stderr.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.everywhere.quiet && io::stderr().is_terminal()
    }

    /// True where errors may have colours.
    pub(crate) fn color(&self) -> bool {
        self.color && io::stderr().is_terminal()
    }
}

/// Writes a line to stderr: nothing in it is obeyed by a terminal. A closed stderr is nobody's fault.
pub(crate) fn warn(text: &str) {
    let _ = writeln!(io::stderr(), "{}", lines(text));
}

/// Languages by their codes.
fn languages() -> impl TypedValueParser<Value = Language> {
    let spoken = Language::ALL.map(|language| PossibleValue::new(language.code()));
    let pseudo = cfg!(debug_assertions).then(|| PossibleValue::new(Language::Qps.code()).hide(true));
    let codes = PossibleValuesParser::new(spoken.into_iter().chain(pseudo));
    codes.map(|code| Language::of_locale(&code).unwrap_or_default())
}

/// The language of the first locale variable that is set, as the system reads them; `None` where Jauge does not speak it.
fn system_language() -> Option<Language> {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    Language::of_locale(&["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set)?)
}
