use std::path::PathBuf;

use clap::Args;
use jauge_core::{Workspace, judge, load::Options, settings::Settings, snapshot::Snapshot};
use jauge_demo::Plan;
use jauge_domain::{CalendarError, CommandMessage, Grain, Language, Question, When};
use jauge_report::{Label, Style, write_answers, write_evaluations, write_plot};
use jiff::{Timestamp, civil::Date};

use super::{evaluate::open_as_of, load::load_all, objective::write_schema, open};
use crate::{error::CliError, io::Io};

/// Make an example site of two years: write its exports, load them, ask, judge its objectives
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  jauge demo site && cd site && jauge ask revenue --by channel --period 2026-Q3 --compare year"
)]
pub(crate) struct Demo {
    /// The folder to make
    #[arg(default_value = "jauge-demo")]
    dir: PathBuf,
    /// Another number makes another site
    #[arg(long, default_value_t = Plan::default().seed)]
    seed: u64,
    /// About how many events the site's tracker saw in the two years
    #[arg(long, default_value_t = Plan::default().events, value_parser = clap::value_parser!(u32).range(20_000..))]
    events: u32,
}

const SHOWN: [&str; 6] = [
    "core.sessions",
    "ecommerce.orders",
    "ecommerce.revenue",
    "ecommerce.average_order_value",
    "ecommerce.purchase_conversion",
    "ecommerce.return_on_ad_spend",
];
const ASKED: &str = "jauge ask sessions orders revenue average_order_value purchase_conversion return_on_ad_spend --from 2025-11-01 --to 2026-10-31 --grain month";

/// The day that the demo's objectives are judged as of: each stands otherwise then.
const AS_OF: Date = jiff::civil::date(2026, 10, 15);

impl Demo {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let dir = self.dir.display().to_string();
        if self.dir.join("jauge.toml").exists() {
            return Err(CliError::told(CommandMessage::DemoThere { dir }));
        }
        // What is there may be the user's own, and links lead anywhere.
        let is_link = self.dir.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink());
        if is_link || std::fs::read_dir(&self.dir).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(CliError::told(CommandMessage::NotEmpty { dir }));
        }
        io.without_pager();
        io.tell(CommandMessage::DemoWriting { dir: dir.clone() });
        jauge_demo::write_workspace(&self.dir)?;
        write_schema(&self.dir)?;
        jauge_demo::write_site(&self.dir, Plan { seed: self.seed, events: self.events })?;
        let workspace = Workspace::open(io.workspace_in(&self.dir)?)?;
        io.tell(CommandMessage::DemoLoading);
        let settings = workspace.settings();
        let code = load_all(io, &workspace, &settings.config.sources, Options::default()).await?;
        let snapshot = open(settings.clone(), io).await?;
        let style = Style { grain: Some(Grain::Month), ..io.style(&snapshot, None) };
        show_kpis(io, &snapshot, &style).await?;
        let own = snapshot.workspace.config.workspace.language;
        show_objectives(io, &style, snapshot.workspace).await?;
        let next = io.wording().label(Label::Next);
        io.say(&format!("\n{next}\n  cd {dir}\n{}", commands(Some(style.language).filter(|asked| *asked != own))));
        Ok(code)
    }
}

async fn show_kpis(io: &Io, snapshot: &Snapshot, style: &Style) -> Result<(), CliError> {
    let period = "2025-11-01/2026-10-31".parse().map_err(|error: CalendarError| CliError::told(error))?;
    let mut question = Question {
        kpis: snapshot.catalog.resolve(&SHOWN.map(str::to_owned))?,
        when: When::Period(period),
        grain: Some(Grain::Month),
        ..Question::default()
    };
    io.say(&format!("\n{ASKED}"));
    let answered = snapshot.ask(&question, Timestamp::now()).await?;
    io.data(|out| write_answers(out, &answered.answers, style))?;
    question.kpis.retain(|kpi| kpi == "ecommerce.revenue");
    question.when = When::All;
    let answered = snapshot.ask(&question, Timestamp::now()).await?;
    io.data(|out| write_plot(out, "ecommerce.revenue", &answered.answers, style))
}

async fn show_objectives(io: &Io, style: &Style, workspace: Settings) -> Result<(), CliError> {
    let judge::Objectives { objectives, .. } = judge::read_objectives(&workspace.root)?;
    let snapshot = open_as_of(workspace, io, AS_OF).await?;
    io.say(&format!("\njauge evaluate --as-of {AS_OF}"));
    let judged = judge::evaluate(&snapshot, &objectives, style.language, AS_OF).await;
    io.data(|out| write_evaluations(out, &judged.evaluations, style))
}

/// What to try: commands that work as they stand, and whether their answers are in a language.
const NEXT: [(&str, bool); 9] = [
    ("jauge ask revenue --by channel --period 2026-Q3 --compare year", true),
    (
        "jauge ask leads.lead_conversion content.read_through support.first_reply_time --period 2026-Q2 --compare year",
        true,
    ),
    ("jauge ask --funnel purchase --period 2026-09 --by device_category", true),
    ("jauge kpi list", true),
    ("jauge kpi show purchase_conversion", true),
    ("jauge objective check", true),
    ("jauge evaluate --as-of 2026-10-15 --format md", true),
    (
        "jauge sql \"SELECT item_name, sum(quantity) AS sold FROM order_items GROUP BY 1 ORDER BY 2 DESC LIMIT 5\"",
        false,
    ),
    ("jauge sql", false),
];

/// The commands to try, a line each, in `language` where that is not the workspace's own.
fn commands(language: Option<Language>) -> String {
    let line = |(command, speaks): (&str, bool)| match language.filter(|_| speaks) {
        Some(language) => format!("  {command} --locale {}", language.code()),
        None => format!("  {command}"),
    };
    NEXT.map(line).join("\n")
}
