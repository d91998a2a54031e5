use std::path::PathBuf;

use clap::Args;
use jauge_domain::CommandMessage;

use super::objective::write_schema;
use crate::{error::CliError, file::write, io::Io};

/// Make a workspace: a folder with a commented jauge.toml and a first KPI
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  jauge init my-site && cd my-site && jauge load && jauge ask '*' --period all")]
pub(crate) struct Init {
    /// The folder to make
    dir: PathBuf,
    /// A project type whose KPIs are wanted; can be given several times
    #[arg(long, value_name = "PACK")]
    pack: Vec<String>,
}

const EXAMPLE: &str = "\
time,event,visitor,page,value
2026-01-05 09:12:00,page_view,anna,/,
2026-01-05 09:12:40,page_view,anna,/lamps/7,
2026-01-05 09:14:10,purchase,anna,/checkout,49.90
2026-01-06 18:30:00,page_view,ben,/,
";

const KPI: &str = include_str!("init/revenue.sql");

impl Init {
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        let name = self.dir.file_name().and_then(|name| name.to_str()).unwrap_or("site").to_owned();
        let config = self.dir.join("jauge.toml");
        if config.exists() {
            return Err(CliError::told(CommandMessage::ConfigThere { path: config.display().to_string() }));
        }
        let packs = self.pack.iter().map(|pack| format!("{pack:?}")).collect::<Vec<_>>().join(", ");
        let text = include_str!("init/jauge.toml").replace("NAME", &name).replace("PACKS", &packs);
        write(&config, text)?;
        write(&self.dir.join("exports/example.csv"), EXAMPLE)?;
        write(&self.dir.join("queries/kpis/revenue.sql"), KPI.replace("NAME", &name))?;
        write(&self.dir.join("objectives/objectives.toml"), include_str!("init/objectives.toml"))?;
        write_schema(&self.dir)?;
        write(&self.dir.join(".gitignore"), "/.jauge/\n")?;
        io.tell(CommandMessage::Made { dir: self.dir.display().to_string() });
        Ok(0)
    }
}
