use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;
use clap::Args;
use jauge_core::{
    catalog::fits,
    judge::{self, Judged},
    snapshot::{Snapshot, View},
    store::Store,
    workspace::Settings,
};
use jauge_domain::{Frequency, Message, Objective, ObjectiveMessage, nearest};
use jauge_judge::Unreadable;
use jauge_report::{evaluations_sheet, write_evaluations, write_junit};
use jiff::{Timestamp, ToSpan, civil::Date};

use super::{objective::baseline, open_view};
use crate::{error::CliError, io::Io};

/// Judge objectives: how each stands, what it will probably come to, what moved it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge evaluate                               every objective of objectives/*.toml, as of yesterday
  jauge evaluate mobile-conversion --as-of 2026-05-31
  jauge evaluate --due                         those that were not judged for as long as their frequency
  jauge evaluate --format md                   what one pastes into a mail on Monday
  jauge evaluate --format junit > report.xml   for continuous integration
  if jauge evaluate -q; then echo fine; fi     1: off track, missed or stale; 3: nothing to judge by

Every evaluation is kept: jauge sql \"SELECT as_of, objective, status FROM evaluations\"")]
pub(crate) struct Evaluate {
    /// The objectives, by id or by a pattern with `*`; all of them where none is given
    objectives: Vec<String>,
    /// As it stood at the end of this day; later events count as not there [default: yesterday]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Only those that were not judged for as long as their frequency
    #[arg(long)]
    due: bool,
}

impl Evaluate {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = io.workspace()?;
        let wording = io.wording();
        let say = |message: ObjectiveMessage| io.say(&wording.message(&message.into()));
        let Chosen { objectives, mut code } = choose(io, &workspace, &self.objectives)?;
        let as_of = last_day(&workspace, self.as_of);
        let opened = open_as_of(workspace, io, as_of).await?;
        let objectives = if self.due { due(&opened, objectives, as_of).await? } else { objectives };
        if objectives.is_empty() && code == 0 {
            say(if self.due { ObjectiveMessage::NoneDue } else { ObjectiveMessage::NoneYet });
        }
        let style = io.style(&opened, None);
        let Judged { evaluations, problems, scans } =
            judge::evaluate(&opened, &objectives, style.language, as_of).await;
        if evaluations.len() > MANY {
            say(ObjectiveMessage::Judged { count: evaluations.len(), scans });
        }
        code = code.max(show_problems(io, problems));
        if io.is_junit() {
            io.data(|out| write_junit(out, &evaluations, &opened.catalog.name, &style))?;
        } else if io.binary().is_some() {
            io.sheet(&evaluations_sheet(&evaluations, &wording), &style)?;
        } else {
            io.data(|out| write_evaluations(out, &evaluations, &style))?;
        }
        // Kept after it was said, so that whoever may not write still reads.
        baseline::watch(&opened, &objectives, &evaluations)?.into_iter().for_each(say);
        let store = Store::open(opened.workspace.store_dir())?;
        let lock = store.lock(|| io.say("waiting for another jauge that writes into this workspace …"))?;
        judge::record(&store, &lock, &evaluations, Timestamp::now()).await?;
        drop(lock);
        Ok(evaluations.iter().map(|one| one.status.exit_code()).chain([code]).max().unwrap_or(code))
    }
}

/// More objectives than this, and how they were read is worth a line.
const MANY: usize = 20;

/// Objectives that were asked for, and the exit code of what is wrong with others.
pub(super) struct Chosen {
    pub(super) objectives: Vec<Objective>,
    pub(super) code: u8,
}

/// The objectives that `patterns` name, all where there is none. What is wrong with the files is shown.
pub(super) fn choose(io: &Io, workspace: &Settings, patterns: &[String]) -> Result<Chosen, CliError> {
    let judge::Objectives { objectives, errors } = judge::read_objectives(&workspace.root)?;
    let known: Vec<String> = objectives.iter().map(|one| one.id.clone()).collect();
    let mut code = 0;
    for error in errors.iter().filter(|error| asked(patterns, error.id.as_deref())) {
        let error = CliError::objective(&workspace.root, error);
        error.show(io);
        code = code.max(error.code());
    }
    for pattern in patterns.iter().filter(|pattern| !pattern.contains('*')) {
        let broken = errors.iter().any(|error| error.id.as_deref() == Some(pattern));
        if !known.contains(pattern) && !broken {
            let near = nearest(pattern, known.iter().map(String::as_str)).map(str::to_owned);
            return Err(CliError::told(ObjectiveMessage::UnknownObjective { name: pattern.clone(), near }));
        }
    }
    Ok(Chosen { objectives: objectives.into_iter().filter(|one| asked(patterns, Some(&one.id))).collect(), code })
}

/// True where `patterns` name `id`; what has no id may be any.
fn asked(patterns: &[String], id: Option<&str>) -> bool {
    let named = |pattern: &String| id.is_none_or(|id| fits(pattern, id));
    patterns.is_empty() || patterns.iter().any(named)
}

/// Shows why some objectives cannot be judged; answers the exit code.
pub(super) fn show_problems(io: &Io, problems: Vec<(String, Unreadable)>) -> u8 {
    let errors = problems.into_iter().map(|(id, problem)| unreadable(id, problem.why));
    errors.inspect(|error| error.show(io)).map(|error| error.code()).max().unwrap_or(0)
}

/// Why the objective called `objective` cannot be judged.
pub(super) fn unreadable(objective: String, message: Box<Message>) -> CliError {
    CliError::told(Message::About { subject: objective, message })
}

/// The last day that counts: the one asked for, else yesterday in the workspace's zone.
pub(super) fn last_day(workspace: &Settings, as_of: Option<Date>) -> Date {
    as_of.unwrap_or_else(|| {
        let today = workspace.calendar.date(Timestamp::now());
        today.yesterday().unwrap_or(today)
    })
}

/// Opens the workspace as it stood at the end of `as_of`.
pub(super) async fn open_as_of(workspace: Settings, io: &Io, as_of: Date) -> Result<Snapshot, CliError> {
    let end = workspace.calendar.day_start(as_of.saturating_add(1.day()));
    open_view(workspace, io, View { as_of: Some(end), bots: false }).await
}

/// Those of `objectives` that were last judged as of a day longer ago than their frequency.
async fn due(opened: &Snapshot, objectives: Vec<Objective>, as_of: Date) -> Result<Vec<Objective>, CliError> {
    let engine = |error: datafusion::error::DataFusionError| CliError::wrong(jauge_core::store::plain(&error));
    let sql = "SELECT objective, max(as_of) AS as_of FROM evaluations GROUP BY 1";
    let batches = opened.sql(sql, Timestamp::now()).await.map_err(engine)?.collect().await.map_err(engine)?;
    let mut last = BTreeMap::new();
    for batch in &batches {
        let ids = arrow::compute::cast(batch.column(0), &arrow::datatypes::DataType::Utf8);
        let ids = ids.map_err(|error| CliError::wrong(error.to_string()))?;
        let days = batch.column(1).as_primitive::<Date32Type>();
        for (row, id) in ids.as_string::<i32>().iter().enumerate().filter(|(row, _)| days.is_valid(*row)) {
            last.insert(id.unwrap_or_default().to_owned(), days.value(row));
        }
    }
    let today = as_of.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).map_or(0, |days| days.get_days());
    let calendar = &opened.workspace.calendar;
    let is_due = |one: &Objective| {
        let between = match one.frequency.unwrap_or_else(|| jauge_judge::usual_frequency(one, calendar)) {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly => 28,
            Frequency::Quarterly => 90,
        };
        last.get(&one.id).is_none_or(|last| today - last >= between)
    };
    Ok(objectives.into_iter().filter(is_due).collect())
}
