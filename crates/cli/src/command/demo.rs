use std::path::PathBuf;

use clap::Args;
use jauge_core::{load::Options, store::Store, workspace::Workspace};
use jauge_domain::{Grain, Period, Question, When};
use jauge_report::write_answers;
use jiff::Timestamp;

use super::{load::load_all, open};
use crate::{demo, error::CliError, io::Io};

/// Make an example shop: write its exports, load them, ask
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  jauge demo shop && cd shop && jauge ask revenue --by country --period all")]
pub(crate) struct Demo {
    /// The folder to make
    #[arg(default_value = "jauge-demo")]
    dir: PathBuf,
    /// Another number makes another shop
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Demo {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        if self.dir.join("jauge.toml").exists() {
            let shown = self.dir.display();
            return Err(CliError::wrong(format!("`{shown}` is a workspace already")).help(format!(
                "ask it: jauge -w {shown} ask '*' --period all, or make the demo elsewhere: jauge demo DIR"
            )));
        }
        io.say(&format!("Writing thirteen months of a made-up shop's exports into {} …", self.dir.display()));
        demo::write_workspace(&self.dir)?;
        demo::write_site(&self.dir, self.seed, demo::VISITORS_PER_DAY)?;
        io.say("Loading them the ordinary way: jauge load");
        let workspace = Workspace::open(&self.dir)?;
        let store = Store::open(workspace.store_dir())?;
        let code = load_all(io, &workspace, &store, &workspace.config.sources, Options::default()).await?;
        let opened = open(workspace, io).await?;
        let period: Period =
            "2025".parse().map_err(|error: jauge_domain::CalendarError| CliError::wrong(error.to_string()))?;
        let ids = ["shop.visitors", "shop.orders", "shop.revenue", "shop.average_order_value", "shop.buyers_share"];
        let question = Question {
            kpis: opened.catalog.resolve(&ids.map(str::to_owned))?,
            when: When::Period(period),
            grain: Some(Grain::Month),
            ..Question::default()
        };
        io.say("\njauge ask visitors orders revenue average_order_value buyers_share --period 2025 --grain month");
        let answered = opened.ask(&question, Timestamp::now()).await?;
        let style = io.style(&opened, question.grain);
        io.data(|out| write_answers(out, &answered.answers, &style))?;
        io.say(&format!(
            "\nNext:\n  cd {}\n  jauge ask revenue --by country --period all --top 5\n  jauge ask orders --period 2025-12 \
             --grain day --compare year\n  jauge kpi list\n  jauge kpi explain '*' --period all\n  \
             jauge sql \"SELECT * FROM kpis('month')\"",
            self.dir.display()
        ));
        Ok(code)
    }
}
