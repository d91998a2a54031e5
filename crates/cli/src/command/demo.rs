use std::path::PathBuf;

use clap::Args;
use jauge_core::{judge, load::Options, settings::Settings, snapshot::Snapshot, store::Store};
use jauge_demo::Plan;
use jauge_domain::{Grain, Language, Period, Question, When};
use jauge_report::{Style, write_answers, write_evaluations, write_plot};
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
        if self.dir.join("jauge.toml").exists() {
            let shown = self.dir.display();
            return Err(CliError::wrong(format!("`{shown}` is a workspace already")).help(format!(
                "ask it: jauge -w {shown} ask '*' --period all, or make the demo elsewhere: jauge demo DIR"
            )));
        }
        io.say(&format!("Writing two years of a made-up site's exports into {} …", self.dir.display()));
        jauge_demo::write_workspace(&self.dir)?;
        write_schema(&self.dir)?;
        jauge_demo::write_site(&self.dir, Plan { seed: self.seed, events: self.events })?;
        io.say("Loading them the ordinary way: jauge load");
        let workspace = Settings::open(&self.dir)?;
        let store = Store::open(workspace.store_dir())?;
        let code = load_all(io, &workspace, &store, &workspace.config.sources, Options::default()).await?;
        let opened = open(workspace, io).await?;
        let style = Style { grain: Some(Grain::Month), ..io.style(&opened, None) };
        show_kpis(io, &opened, &style).await?;
        show_objectives(io, &style, opened.workspace).await?;
        io.say(&format!(
            "\n{}\n  cd {}\n{}",
            style.say("Next:", "À suivre :"),
            self.dir.display(),
            next(style.language)
        ));
        Ok(code)
    }
}

async fn show_kpis(io: &Io, opened: &Snapshot, style: &Style) -> Result<(), CliError> {
    let period: Period = "2025-11-01/2026-10-31"
        .parse()
        .map_err(|error: jauge_domain::CalendarError| CliError::wrong(error.to_string()))?;
    let mut question = Question {
        kpis: opened.catalog.resolve(&SHOWN.map(str::to_owned))?,
        when: When::Period(period),
        grain: Some(Grain::Month),
        ..Question::default()
    };
    io.say(&format!("\n{ASKED}"));
    let answered = opened.ask(&question, Timestamp::now()).await?;
    io.data(|out| write_answers(out, &answered.answers, style))?;
    question.kpis.retain(|kpi| kpi == "ecommerce.revenue");
    question.when = When::All;
    let answered = opened.ask(&question, Timestamp::now()).await?;
    io.data(|out| write_plot(out, "ecommerce.revenue", &answered.answers, style))
}

async fn show_objectives(io: &Io, style: &Style, workspace: Settings) -> Result<(), CliError> {
    let judge::Objectives { objectives, .. } = judge::read_objectives(&workspace.root)?;
    let opened = open_as_of(workspace, io, AS_OF).await?;
    io.say(&format!("\njauge evaluate --as-of {AS_OF}"));
    let judged = judge::evaluate(&opened, &objectives, style.language, AS_OF).await;
    io.data(|out| write_evaluations(out, &judged.evaluations, style))
}

/// What to try, each line a command that works as it stands.
fn next(language: Language) -> &'static str {
    match language {
        Language::En | Language::Qps => {
            "  jauge ask revenue --by channel --period 2026-Q3 --compare year
  jauge ask --funnel purchase --period 2026-09 --by device_category
  jauge kpi list
  jauge kpi show purchase_conversion
  jauge objective check
  jauge evaluate --as-of 2026-10-15 --format md
  jauge sql \"SELECT item_name, sum(quantity) AS sold FROM order_items GROUP BY 1 ORDER BY 2 DESC LIMIT 5\"
  jauge sql"
        }
        Language::Fr => {
            "  jauge ask revenue --by channel --period 2026-Q3 --compare year --locale fr
  jauge ask --funnel purchase --period 2026-09 --by device_category --locale fr
  jauge kpi list --locale fr
  jauge kpi show purchase_conversion --locale fr
  jauge objective check --locale fr
  jauge evaluate --as-of 2026-10-15 --format md --locale fr
  jauge sql \"SELECT item_name, sum(quantity) AS sold FROM order_items GROUP BY 1 ORDER BY 2 DESC LIMIT 5\"
  jauge sql"
        }
    }
}
