use std::path::{Path, PathBuf};

use clap::Args;
use jauge_core::{
    judge::{Chosen, Judged, choose, evaluate, record_of},
    snapshot::Snapshot,
};
use jauge_domain::{CommandMessage, Evaluation, Level, Objective, Question};
use jauge_page::{Envelope, FunnelPart, LetterForm, ObjectiveCard, PageContent, letter, mail, page};
use jauge_report::{Format, Style, by_urgency};
use jauge_serve::{Cohorts, Gaps, Headlines, entered_funnels};
use jiff::ToSpan;

use super::{
    evaluate::{open_as_of, show_faults, show_problems},
    tell_spilled,
};
use crate::{
    error::CliError,
    exit::{self, NO_DATA},
    file,
    io::{FormatName, Io},
};

/// Write one page to open, forward and print, or a letter: how objectives stand, what changed, what to do next, what is missing
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge report                                  report.html in this folder: whole in itself, without scripts
  jauge report -o monday.html --locale fr
  jauge report --owner 'Ann Smith'              the same figures, fewer cards
  jauge report --level strategic
  jauge report --objective more-orders          one sheet to print and sign
  jauge report -o - > report.html
  jauge report --format md                      a letter: sentences, each number with the command that answers it
  jauge report --format txt | mail -s 'Monday' team@example.com
  jauge report --format eml --to team@example.com | sendmail -t -i    with the page attached

1: off track, missed or stale; 3: nothing to judge by and nothing answered.
Nothing is kept of what is judged here: `jauge evaluate` does that.")]
pub(crate) struct Report {
    /// The file to write; `-`: standard output [default: report.html, a letter goes to standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// As it stood at the end of this day; later events count as not there [default: yesterday]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Only what this person answers for
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Only objectives of this level: strategic or tactical
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// This objective alone, as a sheet to sign
    #[arg(long, value_name = "ID")]
    objective: Option<String>,
    /// With --format eml: who sends the mail
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    from: Option<String>,
    /// With --format eml: who gets the mail
    #[arg(long, value_name = "ADDRESS", value_parser = address, value_delimiter = ',')]
    to: Vec<String>,
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Letter(LetterForm),
    Mail,
}

impl Report {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let kind = self.kind(io)?;
        let settings = io.workspace()?;
        let as_of = settings.last_day(io.day(self.as_of.as_ref())?);
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
        let cohorts = if is_signed { Cohorts::default() } else { Cohorts::ask(&snapshot, now).await? };
        let funnels =
            if is_signed { Vec::new() } else { entered_funnels(&snapshot, &Question::default(), now, &mut gaps).await };
        let is_part = self.owner.is_some() || self.level.is_some() || is_signed;
        // Of some objectives the figures would be others than of all.
        let record = if is_part { None } else { record_of(&snapshot, &[], as_of).await? };
        tell_spilled(&snapshot, io);
        let content = PageContent {
            workspace: &snapshot.workspace.config.workspace.name,
            as_of,
            cards: self.cards(&snapshot, &evaluations, &objectives).await,
            record: record.as_ref(),
            headlines: headlines.of(&snapshot.catalog),
            cohorts: cohorts.of(&snapshot.catalog),
            funnels: funnels.iter().map(|(funnel, steps)| FunnelPart { funnel, steps }).collect(),
            gaps: gaps.said(&style.wording()),
            is_part,
            is_signed,
        };
        self.write(io, kind, &self.text(kind, &content, &style))?;
        Ok(exit_code(&content, wrong))
    }

    /// What is to be written.
    fn kind(&self, io: &Io) -> Result<Kind, CliError> {
        let kind = match io.format_name() {
            FormatName::Table => Kind::Page,
            FormatName::Md => Kind::Letter(LetterForm::Markdown),
            FormatName::Txt => Kind::Letter(LetterForm::Plain),
            FormatName::Eml => Kind::Mail,
            FormatName::Json
            | FormatName::Ndjson
            | FormatName::Csv
            | FormatName::List
            | FormatName::Xlsx
            | FormatName::Parquet
            | FormatName::Arrow
            | FormatName::Junit => return Err(CliError::told(CommandMessage::NoReportAs)),
        };
        if kind != Kind::Mail && (self.from.is_some() || !self.to.is_empty()) {
            return Err(CliError::told(CommandMessage::NotAMail));
        }
        Ok(kind)
    }

    fn text(&self, kind: Kind, content: &PageContent<'_>, style: &Style) -> String {
        match kind {
            Kind::Page => page(content, style),
            Kind::Letter(form) => letter(content, form, style),
            Kind::Mail => mail(content, &Envelope { from: self.from.clone(), to: self.to.clone() }, style),
        }
    }

    /// The objectives that were asked for: strategic ones first, of each level those that need somebody first.
    async fn cards<'a>(
        &self,
        snapshot: &'a Snapshot,
        evaluations: &'a [Evaluation],
        objectives: &'a [Objective],
    ) -> Vec<ObjectiveCard<'a>> {
        let card = |evaluation: &'a Evaluation| ObjectiveCard {
            evaluation,
            objective: objectives.iter().find(|one| one.id == evaluation.objective),
            kpi: evaluation.kpi.as_ref().and_then(|kpi| snapshot.catalog.kpis.get(kpi)),
            basis: None,
        };
        let cards = by_urgency(evaluations).into_iter().map(card);
        let mut cards: Vec<ObjectiveCard<'a>> = cards.filter(|card| self.is_asked(card)).collect();
        cards.sort_by_key(|card| level_of(card) != Level::Strategic);
        for card in &mut cards {
            if let Some(kpi) = card.kpi {
                card.basis = snapshot.basis(kpi).await;
            }
        }
        cards
    }

    fn is_asked(&self, card: &ObjectiveCard<'_>) -> bool {
        let owner = card.evaluation.owner.as_ref().map(|owner| owner.to_lowercase());
        self.level.is_none_or(|level| level == level_of(card))
            && self.owner.as_ref().is_none_or(|asked| owner == Some(asked.to_lowercase()))
    }

    fn write(&self, io: &Io, kind: Kind, text: &str) -> Result<(), CliError> {
        let path = match (&self.output, kind) {
            (Some(path), _) if path.as_os_str() != "-" => {
                file::write_named(path, text.as_bytes())?;
                path.as_path()
            }
            (None, Kind::Page) => {
                // Nobody named it: whatever is called that is replaced, no pipe is waited for.
                let path = Path::new("report.html");
                jauge_durable::replace(path, text.as_bytes()).map_err(file::unwritable(path))?;
                path
            }
            (Some(_), _) | (None, Kind::Letter(_) | Kind::Mail) => {
                return io.data(|out| out.write_all(text.as_bytes()));
            }
        };
        io.tell(CommandMessage::PageWritten { path: path.display().to_string() });
        Ok(())
    }
}

/// The gravest of what was judged and of what is wrong; that nothing could be said only where no KPI was answered either.
fn exit_code(content: &PageContent<'_>, wrong: [u8; 2]) -> u8 {
    let judged = content.cards.iter().map(|card| card.evaluation.exit_code());
    let answered = if content.headlines.is_empty() { NO_DATA } else { 0 };
    let wrong = wrong.into_iter().filter(|code| *code != 0);
    exit::of_all(judged.chain((!content.is_signed).then_some(answered)).chain(wrong))
}

/// The level of an objective is its KPI's; one with levels of its own is no step on the way.
fn level_of(card: &ObjectiveCard<'_>) -> Level {
    card.kpi.map_or(Level::Strategic, |kpi| kpi.level)
}

/// Usage errors are English, as clap's own.
fn level(text: &str) -> Result<Level, String> {
    match text {
        "strategic" => Ok(Level::Strategic),
        "tactical" => Ok(Level::Tactical),
        _ => Err(format!("`{text}` is not `strategic` or `tactical`")),
    }
}

/// An address as a header of a mail takes it: no name beside it, nothing that could end the line.
fn address(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_graphic() && !"()<>[]:;,\\\"".contains(c);
    let is_address =
        text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    if is_address && text.chars().all(is_plain) {
        return Ok(text.to_owned());
    }
    Err(format!("`{text}` is not an address such as team@example.com"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_brings_no_header_of_its_own() {
        assert_eq!(address("ann.b+x@mail.example.com").as_deref(), Ok("ann.b+x@mail.example.com"));
        for text in [
            "",
            "ann",
            "@example.com",
            "ann@",
            "a@b@c",
            "a@b.example\nBcc: c@d.example",
            "Ann <a@b.example>",
            "é@b.example",
        ] {
            assert!(address(text).is_err(), "{text}");
        }
    }
}
