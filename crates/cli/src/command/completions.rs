use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{args::Cli, error::CliError, io::Io};

/// The names of the workspace, where a shell can be told of them.
const NAMES_IN_BASH: &str = include_str!("completions/names.bash");
const NAMES_IN_FISH: &str = include_str!("completions/names.fish");

/// Completions of this command for a shell; in bash and fish of the workspace's KPIs, dimensions, funnels, sources and objectives, too
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
        match self.shell {
            Shell::Bash => script.extend_from_slice(NAMES_IN_BASH.as_bytes()),
            Shell::Fish => script.extend_from_slice(NAMES_IN_FISH.as_bytes()),
            _ => {}
        }
        io.data(|out: &mut dyn Write| out.write_all(&script))?;
        Ok(0)
    }
}
