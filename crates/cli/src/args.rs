//! What the user typed.

use clap::Parser;

use crate::{command::Command, io::Everywhere};

/// Analytics for people who run a web site: events in, KPIs as plain SQL out.
#[derive(Debug, Parser)]
#[command(name = "jauge", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  jauge demo                                    an example shop, loaded and asked
  jauge init my-site && cd my-site              a workspace of your own
  jauge load                                    read the sources of jauge.toml
  jauge ask revenue orders --last 28d           two KPIs over the last 28 complete days
  jauge ask '*' --period 2026-Q1 --grain month  all KPIs, month by month

Exit codes: 0 fine, 1 a check failed, 2 the request or a file is wrong, 3 no data to judge by,
4 a source failed, 5 internal

The manual: `jauge man ~/.local/share/man/man1` writes a page a command for `man jauge`";

/// Reads the command line; help and mistakes end the program here.
pub(crate) fn parse() -> Cli {
    Cli::parse()
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;

    /// The commands below `command`, which is called `path`, whose help has no example.
    fn without_example(command: &Command, path: &str) -> Vec<String> {
        let has_example = command.get_after_help().is_some_and(|help| help.to_string().contains("Example"));
        let lacks = (!has_example).then(|| path.to_owned());
        let below = command.get_subcommands().filter(|below| !below.is_hide_set());
        let below = below.flat_map(|below| without_example(below, &format!("{path} {}", below.get_name())));
        lacks.into_iter().chain(below).collect()
    }

    #[test]
    fn the_help_of_every_command_has_an_example() {
        assert_eq!(without_example(&Cli::command(), "jauge"), Vec::<String>::new());
    }
}
