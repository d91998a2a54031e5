use std::path::PathBuf;

use clap::{Args, CommandFactory};

use crate::{args::Cli, error::CliError, file};

/// Write the manual: a page a command
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge man ~/.local/share/man/man1    then: man jauge, man jauge-ask, man jauge-kpi-list
  jauge man man && man -l man/jauge-load.1")]
pub(crate) struct Man {
    /// The folder to write into
    dir: PathBuf,
}

impl Man {
    pub(crate) fn run(self) -> Result<u8, CliError> {
        file::folder(&self.dir)?;
        clap_mangen::generate_to(Cli::command(), &self.dir).map_err(file::unwritable(&self.dir))?;
        Ok(0)
    }
}
