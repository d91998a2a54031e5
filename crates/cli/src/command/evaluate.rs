use std::path::PathBuf;

use clap::Args;
use jauge_core::{
    Workspace,
    judge::{JudgeRequest, Judged, record_of},
    settings::Settings,
    snapshot::{Snapshot, View},
};
use jauge_domain::{CommandMessage, Evaluation, ForecastScore, Message, ObjectiveMessage};
use jauge_judge::{ObjectiveError, Unreadable};
use jauge_report::{Label, evaluations_sheet, evaluations_workbook, record_sheet, write_evaluations, write_junit};
use jiff::{ToSpan, civil::Date};

use super::{open_view, tell_spilled};
use crate::{
    error::CliError,
    exit::{self, NO_DATA},
    io::Io,
};

/// Judge objectives: how each stands, what it will probably come to, what moved it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge evaluate                               every objective of objectives/*.toml, as of yesterday
  jauge evaluate mobile-conversion --as-of 2026-05-31
  jauge evaluate --due                         those that were not judged for as long as their frequency
  jauge evaluate --format md                   what one pastes into a mail on Monday
  jauge evaluate --format junit > report.xml   for continuous integration
  jauge evaluate --format xlsx -o objectives.xlsx
  jauge evaluate --record                      what was forecast before, beside what came
  if jauge evaluate -q; then echo fine; fi     1: off track, missed or stale; 3: nothing to judge by

Every evaluation is kept: jauge sql \"SELECT as_of, objective, status FROM evaluations\"")]
pub(crate) struct Evaluate {
    /// The objectives, by id or by a pattern with `*`; all of them where none is given
    objectives: Vec<String>,
    /// As it stood at the end of this day; later events count as not there [default: yesterday]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Only those that were not judged for as long as their frequency
    #[arg(long)]
    due: bool,
    /// How the forecasts of periods that are over turned out, beside the pace rule; nothing is judged
    #[arg(long, conflicts_with = "due")]
    record: bool,
    /// With --format xlsx: the workbook's file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Evaluate {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        io.write_into(self.output.as_ref())?;
        let workspace = Workspace::open(io.workspace()?)?;
        let as_of = workspace.settings().last_day(io.day(self.as_of.as_ref())?);
        let snapshot = open_as_of(workspace.settings().clone(), io, as_of).await?;
        if self.record {
            return show_record(io, &snapshot, &self.objectives, as_of).await;
        }
        let (style, wording) = (io.style(&snapshot, None), io.wording());
        let request = JudgeRequest { patterns: &self.objectives, due: self.due, as_of, language: style.language };
        let waiting = || io.tell(CommandMessage::Waiting);
        let Judged { evaluations, faults, problems, notes, not_kept, .. } =
            workspace.evaluate(&snapshot, request, waiting).await?;
        tell_spilled(&snapshot, io);
        let wrong = [show_faults(io, workspace.settings(), &faults), show_problems(io, problems)];
        if io.is_junit() {
            io.data(|out| write_junit(out, &evaluations, &snapshot.catalog.name, &style))?;
        } else if io.is_workbook() {
            io.workbook(|| evaluations_workbook(&evaluations, &style))?;
        } else if io.binary().is_some() {
            io.sheet(&evaluations_sheet(&evaluations, &wording), &style)?;
        } else {
            io.data(|out| write_evaluations(out, &evaluations, &style))?;
        }
        notes.iter().for_each(|note| io.say(&wording.message(note)));
        match not_kept {
            Some(error) if error.is_read_only() => {
                io.tell(ObjectiveMessage::NotKept { why: Box::new(error.message()) })
            }
            Some(error) => return Err(error.into()),
            None => {}
        }
        let wrong = wrong.into_iter().filter(|code| *code != 0);
        Ok(exit::of_all(evaluations.iter().map(Evaluation::exit_code).chain(wrong)))
    }
}

/// Shows how the forecasts of the objectives that `patterns` name turned out; answers the exit code.
async fn show_record(io: &Io, snapshot: &Snapshot, patterns: &[String], as_of: Date) -> Result<u8, CliError> {
    if io.is_junit() {
        return Err(CliError::told(CommandMessage::JunitOfVerdicts));
    }
    let style = io.style(snapshot, None);
    let Some(record) = record_of(snapshot, patterns, as_of).await? else {
        io.say(&io.wording().with_help(&ObjectiveMessage::NoRecord.into(), None));
        return Ok(NO_DATA);
    };
    let total = (io.is_for_people() || io.is_workbook()).then(|| style.wording().label(Label::Total));
    io.sheet(&record_sheet(&record, total.as_deref()), &style)?;
    let ForecastScore { forecasts, periods, brier, pace_brier, .. } = record.all;
    io.tell(ObjectiveMessage::Record { forecasts, periods, brier, pace_brier });
    if record.retargeted > 0 {
        io.tell(ObjectiveMessage::Retargeted { forecasts: record.retargeted });
    }
    Ok(0)
}

/// Shows what is wrong with files of objectives; answers the exit code.
pub(super) fn show_faults(io: &Io, settings: &Settings, faults: &[ObjectiveError]) -> u8 {
    let errors = faults.iter().map(|fault| CliError::objective(&settings.root, fault));
    exit::of_all(errors.inspect(|error| error.show(io)).map(|error| error.code()))
}

/// Shows why some objectives cannot be judged; answers the exit code.
pub(super) fn show_problems(io: &Io, problems: Vec<(String, Unreadable)>) -> u8 {
    let errors = problems.into_iter().map(|(id, problem)| unreadable(id, problem.why));
    exit::of_all(errors.inspect(|error| error.show(io)).map(|error| error.code()))
}

/// Why the objective called `objective` cannot be judged.
pub(super) fn unreadable(objective: String, message: Box<Message>) -> CliError {
    CliError::of(Message::About { subject: objective, message })
}

/// Opens the workspace as it stood at the end of `as_of`.
pub(super) async fn open_as_of(workspace: Settings, io: &Io, as_of: Date) -> Result<Snapshot, CliError> {
    let end = workspace.calendar.day_start(as_of.saturating_add(1.day()));
    open_view(workspace, io, View { as_of: Some(end), bots: false }).await
}
