use std::path::PathBuf;

use clap::Args;
use jauge_core::snapshot::Snapshot;
use jauge_domain::{Answer, AskMessage, AskNote, CalendarError, Grain, Lookback, NoValue, Question, Sort, When};
use jauge_report::{Wording, answers_workbook, write_answers};
use jiff::SignedDuration;

use super::{
    funnel, open_view,
    stretch::{Beside, Stretch, last},
    tell_shadowed, tell_spilled,
    view::ViewArgs,
};
use crate::{
    binary,
    error::CliError,
    exit::{self, NO_DATA},
    io::Io,
};

/// Answer KPIs: at any grain, by any dimension, under any filter
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge ask                                               the headlines of each pack
  jauge ask revenue                                       the last 28 days, beside the 28 before
  jauge ask revenue orders --period 2026-Q1 --grain month
  jauge ask visitors --by country --top 5 --last 12w
  jauge ask '*' --period all --format json
  jauge ask visitors --rolling 28d --grain day --last 14d  the visitors of 28 days, each day
  jauge ask revenue --to-date month --grain day            since the first of the month, each day
  jauge ask sessions --as-of 2026-03-31                    as it stood at the end of that day
  jauge ask --funnel ecommerce.purchase --by device_category --last 28d
  jauge ask revenue --where \"device_category = 'mobile'\" --compare year --period 2026-03
  jauge ask revenue --grain month --format xlsx -o revenue.xlsx
  jauge ask orders --grain day --period 2026-W48 --compare black_friday   the days around it, beside last year's

Without a period: the last 28 complete days, with the change on the 28 before. Dates are inclusive.")]
pub(crate) struct Ask {
    /// KPIs: an id, the part behind its dot, or a glob such as 'shop.*'; without any, the headlines of each pack
    #[arg(value_name = "KPI")]
    kpis: Vec<String>,
    /// How far visitors or sessions come in a funnel, step by step, instead of KPIs
    #[arg(long, value_name = "FUNNEL", conflicts_with_all = ["kpis", "compare", "compare_from", "align", "rolling", "to_date", "top", "sort", "total"])]
    funnel: Option<String>,
    #[command(flatten)]
    cut: Cut,
    #[command(flatten)]
    view: ViewArgs,
    /// With --format xlsx: the workbook's file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How a question is cut.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Cut {
    #[command(flatten)]
    stretch: Stretch,
    #[command(flatten)]
    beside: Beside,
    /// One row an hour, day, week, month, quarter or year
    #[arg(long, value_parser = grain)]
    grain: Option<Grain>,
    /// Group by dimensions
    #[arg(long, value_name = "DIMENSION", value_delimiter = ',')]
    by: Vec<String>,
    /// Let each row look back so far from its end: 7d, 28d, 12m …
    #[arg(long, value_name = "N", value_parser = last, conflicts_with = "to_date")]
    rolling: Option<(i64, Grain)>,
    /// Let each row look back to the start of its week, month, quarter or year
    #[arg(long, value_name = "GRAIN", value_parser = to_date)]
    to_date: Option<Grain>,
    /// Only the groups with the largest first KPI (in the last bucket, where rows look back)
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Order of the groups: dimension, value or -value (smallest first)
    #[arg(long, value_parser = sort, allow_hyphen_values = true)]
    sort: Option<Sort>,
    /// Add a row over all groups, computed, not summed; without --by that is the answer
    #[arg(long)]
    total: bool,
}

impl Ask {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        io.write_into(self.output.as_ref())?;
        let workspace = io.workspace()?;
        let (view, now) = self.view.of(io, &workspace)?;
        let snapshot = open_view(workspace, io, view).await?;
        if let Some(name) = &self.funnel {
            let question = self.cut.question(io, Vec::new())?;
            return funnel::show(&snapshot, io, name, &question, now).await;
        }
        let named_by_glob = self.kpis.is_empty() || self.kpis.iter().any(|pattern| pattern.contains('*'));
        let kpis = match self.kpis.as_slice() {
            [] => snapshot.catalog.headlines(),
            patterns => snapshot.catalog.resolve(patterns)?,
        };
        let question = self.cut.question(io, kpis)?;
        tell_shadowed(&snapshot, io, &self.kpis);
        let answered = snapshot.ask(&question, now).await?;
        tell_spilled(&snapshot, io);
        let mut code = 0;
        for (kpi, problem) in &answered.problems {
            if named_by_glob && problem.is_dimension() {
                let (kpi, reason) = (kpi.clone(), Box::new(problem.message()));
                io.tell(AskNote::LeftOut { kpi, reason });
                continue;
            }
            let error = CliError::from(problem.clone());
            error.show(io);
            code = exit::of_all([code, error.code()]);
        }
        for note in &answered.notes {
            io.tell(note.clone());
        }
        let style = io.style(&snapshot, question.grain);
        if !answered.answers.is_empty() || answered.problems.is_empty() {
            match io.binary() {
                None if io.is_workbook() => {
                    io.workbook(|| answers_workbook(&answered.answers, &style))?;
                }
                None => io.data(|out| write_answers(out, &answered.answers, &style))?,
                Some(format) => {
                    let batch = binary::answers(&answered.answers).map_err(|error| binary::unwritten(&error))?;
                    io.bytes(|out| binary::write(out, format, &batch.schema(), std::slice::from_ref(&batch)))?;
                }
            }
        }
        let has_value = answered.answers.iter().any(|answer| !answer.value.is_null() && answer.n.as_f64() != Some(0.0));
        if !has_value && code == 0 {
            // Amounts in several currencies were said to be so: there are data.
            if !answered.answers.iter().filter_map(|answer| answer.why.as_ref()).any(is_of_rows) {
                io.tell(nothing(&snapshot, &question, &answered.answers));
            }
            return Ok(NO_DATA);
        }
        Ok(code)
    }
}

/// True where there are rows, and their content is why there is no value.
fn is_of_rows(why: &NoValue) -> bool {
    match why {
        NoValue::SeveralCurrencies { .. }
        | NoValue::OtherCurrency { .. }
        | NoValue::NotOne { .. }
        | NoValue::NoValueInRows
        | NoValue::ZeroDenominator => true,
        NoValue::Of { why, .. } => is_of_rows(why),
        NoValue::NeverLoaded { .. }
        | NoValue::NotDerived
        | NoValue::DataReach { .. }
        | NoValue::DataBegin { .. }
        | NoValue::NoRows
        | NoValue::NoVisitorsByDay
        | NoValue::NoHoursByDay
        | NoValue::OfBefore { .. }
        | NoValue::NoValueBelow => false,
    }
}

/// True where what it needs was never loaded, so that it has a value in no period.
fn is_never_loaded(why: &NoValue) -> bool {
    match why {
        NoValue::Of { why, .. } => is_never_loaded(why),
        why => matches!(why, NoValue::NeverLoaded { .. }),
    }
}

/// Why nothing was answered.
fn nothing(snapshot: &Snapshot, question: &Question, answers: &[Answer]) -> AskNote {
    let date = |at| snapshot.workspace.calendar.date(at);
    let coverage = &snapshot.coverage;
    let begin = answers.iter().find_map(|answer| match answer.why {
        Some(NoValue::DataBegin { date }) => Some(date),
        _ => None,
    });
    let never = !answers.is_empty() && answers.iter().all(|answer| answer.why.as_ref().is_some_and(is_never_loaded));
    match (begin, coverage.reached.values().max()) {
        (_, None) if coverage.tables_with_rows.is_empty() => AskNote::NothingLoaded,
        // Tables of the user's own may have no times; what each answer lacks is said of it.
        (_, None) => AskNote::NoData,
        _ if question.when == When::All || never => AskNote::NoData,
        (Some(began), _) => AskNote::NoDataYet { began },
        // What happened at the instant itself is not looked at any more.
        (None, Some(at)) if coverage.as_of == Some(*at) => {
            AskNote::NoDataInPeriod { reached: date(at.checked_sub(SignedDuration::from_micros(1)).unwrap_or(*at)) }
        }
        (None, Some(at)) => AskNote::NoDataInPeriod { reached: date(*at) },
    }
}

impl Cut {
    /// The question to `kpis`.
    pub(crate) fn question(&self, io: &Io, kpis: Vec<String>) -> Result<Question, CliError> {
        self.has_groups()?;
        let question = self.beside.of(io, self.stretch.question(io, kpis)?)?;
        Ok(Question {
            grain: self.grain,
            by: self.by.clone(),
            lookback: match (self.rolling, self.to_date) {
                (Some((count, grain)), _) => Some(Lookback::Rolling(count, grain)),
                (None, grain) => grain.map(Lookback::ToDate),
            },
            top: self.top,
            sort: self.sort.clone().unwrap_or_default(),
            total: self.total,
            ..question
        })
    }

    /// Refuses an order of groups where there are none; what is then the total is all there is.
    fn has_groups(&self) -> Result<(), CliError> {
        if self.sort.is_some() && self.by.is_empty() {
            return Err(CliError::told(AskMessage::NeedsBy { option: "--sort".to_owned() }));
        }
        Ok(())
    }
}

/// Usage errors are English, as clap's own.
pub(super) fn grain(text: &str) -> Result<Grain, String> {
    text.parse().map_err(|error: CalendarError| Wording::default().message(&error.into()))
}

fn to_date(text: &str) -> Result<Grain, String> {
    let grain = text.parse().ok().filter(|grain| !matches!(grain, Grain::Hour | Grain::Day));
    grain.ok_or_else(|| format!("`{text}` is not week, month, quarter or year"))
}

fn sort(text: &str) -> Result<Sort, String> {
    match text {
        "dimension" => Ok(Sort::Dimension),
        "value" => Ok(Sort::ValueDescending),
        "-value" => Ok(Sort::ValueAscending),
        _ => Err(format!("`{text}` is not `dimension`, `value` or `-value`")),
    }
}
