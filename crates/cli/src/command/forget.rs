use clap::{Args, builder::NonEmptyStringValueParser};
use jauge_core::Workspace;
use jauge_domain::CommandMessage;

use crate::{error::CliError, io::Io};

/// Take everything of one visitor out of every table, for good
#[derive(Args, Debug)]
#[command(
    long_about = "Take everything of one visitor out of every table, for good.\n\n\
The data files are written anew without the visitor, rejected rows that quote it go, older versions of the tables, \
their logs and what `jauge repair` put aside are removed, and rows of the visitor are refused from then on, whatever file brings them. Killed in between, it is finished \
by the next command. Where nothing names the visitor, nothing is kept of it. The files that were loaded are yours: \
they are not touched.",
    after_help = "\
Examples:
  jauge forget u000042
  jauge sql \"SELECT DISTINCT visitor_id FROM events WHERE user_id = 'ann'\"     finds who it is"
)]
pub(crate) struct Forget {
    /// The visitor_id, as the source has it or as the store shows it
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    visitor: String,
    /// Refuse rows of the visitor from now on, even where there are none yet
    #[arg(long)]
    refuse: bool,
}

impl Forget {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = Workspace::open(io.workspace()?)?;
        let forgot = workspace.forget(&self.visitor, self.refuse).await?;
        match (forgot.is_refused, forgot.gone.is_empty()) {
            (false, _) => io.tell(CommandMessage::NothingToForget { visitor: self.visitor }),
            (true, true) => io.tell(CommandMessage::NothingLeft { visitor: self.visitor }),
            (true, false) => {}
        }
        for (table, rows) in forgot.gone {
            io.tell(CommandMessage::Forgotten { table, rows });
        }
        Ok(0)
    }
}
