use std::path::PathBuf;

use clap::Args;
use jauge_core::{
    judge::{Chosen, Judged, choose, evaluate},
    snapshot::Snapshot,
};
use jauge_domain::{CommandMessage, Evaluation, Funnel, Level, Objective, Question, StepAnswer};
use jauge_page::{FunnelPart, ObjectiveCard, PageContent, page};
use jauge_report::{Format, Style, by_urgency};
use jiff::{Timestamp, ToSpan, civil::Date};

use super::{
    evaluate::{open_as_of, show_faults, show_problems},
    tell_spilled,
};
use crate::{error::CliError, exit, file, io::Io};

mod gaps;
mod headlines;

use gaps::Gaps;
use headlines::Headlines;

/// Write one page to open, forward and print: how objectives stand, headline KPIs, funnels, what is missing
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge report                                  report.html in this folder: whole in itself, without scripts
  jauge report -o monday.html --locale fr
  jauge report --owner 'Ann Smith'              the same figures, fewer cards
  jauge report --level strategic
  jauge report --objective more-orders          one sheet to print and sign
  jauge report -o - > report.html

Nothing is kept of what is judged here: `jauge evaluate` does that.")]
pub(crate) struct Report {
    /// The file to write; `-`: standard output
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
    /// As it stood at the end of this day; later events count as not there [default: yesterday]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Only what this person answers for
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Only objectives of this level: strategic or tactical
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// This objective alone, as a sheet to sign
    #[arg(long, value_name = "ID")]
    objective: Option<String>,
}

impl Report {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let settings = io.workspace()?;
        let as_of = settings.last_day(self.as_of);
        let snapshot = open_as_of(settings, io, as_of).await?;
        let style = Style { format: Format::Table, terminal: false, color: false, ..io.style(&snapshot, None) };
        let patterns: Vec<String> = self.objective.iter().cloned().collect();
        let Chosen { objectives, faults } = choose(&snapshot.workspace, &patterns)?;
        let Judged { evaluations, problems, notes, .. } = evaluate(&snapshot, &objectives, style.language, as_of).await;
        notes.iter().for_each(|note| io.say(&io.wording().message(note)));
        let now = snapshot.workspace.calendar.day_start(as_of.saturating_add(1.day()));
        let mut gaps = Gaps::default();
        problems.iter().for_each(|(id, problem)| gaps.add(id, (*problem.why).clone()));
        let wrong = [show_faults(io, &snapshot.workspace, &faults), show_problems(io, problems)];
        let is_signed = self.objective.is_some();
        let headlines =
            if is_signed { Headlines::default() } else { Headlines::ask(&snapshot, now, &style, &mut gaps).await? };
        let funnels = if is_signed { Vec::new() } else { funnels(&snapshot, now, &mut gaps).await };
        tell_spilled(&snapshot, io);
        let content = PageContent {
            workspace: &snapshot.workspace.config.workspace.name,
            as_of,
            cards: self.cards(&snapshot, &evaluations, &objectives),
            headlines: headlines.of(&snapshot.catalog),
            funnels: funnels.iter().map(|(funnel, steps)| FunnelPart { funnel, steps }).collect(),
            gaps: gaps.said(&style.wording()),
            is_signed,
        };
        self.write(io, &page(&content, &style))?;
        Ok(exit::of_all(wrong.into_iter().filter(|code| *code != 0)))
    }

    /// The objectives that were asked for: strategic ones first, of each level those that need somebody first.
    fn cards<'a>(
        &self,
        snapshot: &'a Snapshot,
        evaluations: &'a [Evaluation],
        objectives: &'a [Objective],
    ) -> Vec<ObjectiveCard<'a>> {
        let card = |evaluation: &'a Evaluation| ObjectiveCard {
            evaluation,
            objective: objectives.iter().find(|one| one.id == evaluation.objective),
            kpi: evaluation.kpi.as_ref().and_then(|kpi| snapshot.catalog.kpis.get(kpi)),
        };
        let cards = by_urgency(evaluations).into_iter().map(card);
        let mut cards: Vec<ObjectiveCard<'a>> = cards.filter(|card| self.is_asked(card)).collect();
        cards.sort_by_key(|card| level_of(card) != Level::Strategic);
        cards
    }

    fn is_asked(&self, card: &ObjectiveCard<'_>) -> bool {
        let owner = card.evaluation.owner.as_ref().map(|owner| owner.to_lowercase());
        self.level.is_none_or(|level| level == level_of(card))
            && self.owner.as_ref().is_none_or(|asked| owner == Some(asked.to_lowercase()))
    }

    fn write(&self, io: &Io, page: &str) -> Result<(), CliError> {
        if self.output.as_os_str() == "-" {
            return io.data(|out| out.write_all(page.as_bytes()));
        }
        jauge_durable::replace(&self.output, page.as_bytes()).map_err(file::unwritable(&self.output))?;
        io.tell(CommandMessage::PageWritten { path: self.output.display().to_string() });
        Ok(())
    }
}

/// The level of an objective is its KPI's; one with levels of its own is no step on the way.
fn level_of(card: &ObjectiveCard<'_>) -> Level {
    card.kpi.map_or(Level::Strategic, |kpi| kpi.level)
}

/// How far sessions or visitors came in the last 28 days, of each funnel that somebody entered.
async fn funnels<'a>(snapshot: &'a Snapshot, now: Timestamp, gaps: &mut Gaps) -> Vec<(&'a Funnel, Vec<StepAnswer>)> {
    let mut entered = Vec::new();
    for funnel in snapshot.catalog.funnels.values() {
        match snapshot.ask_funnel(funnel, &Question::default(), now).await {
            Ok(steps) if steps.iter().any(|step| step.entered.is_some_and(|entered| entered > 0)) => {
                entered.push((funnel, steps));
            }
            Ok(_) => {}
            Err(error) => gaps.add(&funnel.id, error.message()),
        }
    }
    entered
}

/// Usage errors are English, as clap's own.
fn level(text: &str) -> Result<Level, String> {
    match text {
        "strategic" => Ok(Level::Strategic),
        "tactical" => Ok(Level::Tactical),
        _ => Err(format!("`{text}` is not `strategic` or `tactical`")),
    }
}
