use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clap::Args;
use jauge_core::settings::Settings;
use jauge_domain::{Message, ServeMessage};
use jauge_serve::{Loopback, Opener, ServedParts, Site, listen, serve};

use crate::{consent::with_environment, error::CliError, io::Io, plugins::agreed_plugins, recipes::with_recipes};

/// The port where none is named.
const PORT: u16 = 4748;

/// Serve the page live on this machine alone, read-only: objectives worst first, each KPI, the catalog, funnels, sources
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge serve                          http://127.0.0.1:4748/ until Ctrl-C
  jauge serve --open                   and a browser on it
  jauge serve ~/shop ~/blog            several workspaces: one overview, worst first
  jauge serve --port 0                 any port that is free; the address is written to standard output
  jauge serve --listen '[::1]:8080'

What a load brings is on the next page that is read. Nothing is written: sessions are those that `jauge load` derived.
Pages are as of the end of yesterday, as `jauge report` is. They have no password: addresses that others could reach are refused.")]
pub(crate) struct Serve {
    /// The workspaces' folders [default: the nearest parent with jauge.toml]
    #[arg(value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// The address to listen on, one of this machine alone, with a port or without
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    listen: String,
    /// The port to listen on; 0: any that is free [default: 4748]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Open the page in a browser
    #[arg(long)]
    open: bool,
}

impl Serve {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let dirs = if self.dirs.is_empty() { vec![io.workspace()?.root] } else { self.dirs };
        // What is wrong with a workspace at the start is told with its place.
        for dir in &dirs {
            io.workspace_in(dir)?;
        }
        let at: Loopback = self.listen.parse().map_err(CliError::told)?;
        let at = Loopback { port: self.port.or(at.port), ..at };
        let site = Site::new(dirs.into_iter().map(opener).collect(), io.locale()).map_err(CliError::of)?;
        let listener = listen(at, PORT).await.map_err(CliError::told)?;
        let url = format!("http://{}/", listener.local_addr()?);
        io.tell(ServeMessage::Serving);
        io.data(|out| writeln!(out, "{url}"))?;
        if self.open {
            browse(&url);
        }
        serve(site, listener).await?;
        Ok(0)
    }
}

/// Reads the files of the workspace in `dir` anew each time.
fn opener(dir: PathBuf) -> Opener {
    Box::new(move || -> Result<ServedParts, Message> { parts(&dir).map_err(|error| *error.message) })
}

fn parts(dir: &Path) -> Result<ServedParts, CliError> {
    let settings = with_recipes(with_environment(Settings::open(dir)?))?;
    let (packs, missing) = agreed_plugins(&settings)?.packs(&settings.config.workspace.packs);
    let troubles = missing.into_iter().map(|error| error.message()).collect();
    Ok(ServedParts { settings, packs, troubles })
}

/// Opens `url` in the user's browser. Where that cannot be done, the address was written.
fn browse(url: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(program);
    let _ = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
