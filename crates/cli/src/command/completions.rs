use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{args::Cli, error::CliError, io::Io};

/// Completions of this command for a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  source <(jauge completions bash)
  jauge completions zsh > ~/.zfunc/_jauge
  jauge completions fish > ~/.config/fish/completions/jauge.fish")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "jauge", &mut script);
        io.data(|out: &mut dyn Write| out.write_all(&script))?;
        Ok(0)
    }
}
