use clap::Args;
use jauge_core::Workspace;
use jauge_domain::CommandMessage;

use crate::{error::CliError, io::Io};

/// Take everything of one visitor out of every table, for good
#[derive(Args, Debug)]
#[command(
    long_about = "Take everything of one visitor out of every table, for good.\n\n\
The data files are written anew without the visitor, older versions of them are removed, and rows of the visitor are \
refused from then on, whatever file brings them. The files that were loaded are yours: they are not touched.",
    after_help = "\
Examples:
  jauge forget u000042
  jauge sql \"SELECT DISTINCT visitor_id FROM events WHERE user_id = 'ann'\"     finds who it is"
)]
pub(crate) struct Forget {
    /// The visitor_id, as the source has it or as the store shows it
    visitor: String,
}

impl Forget {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = Workspace::open(io.workspace()?)?;
        let gone = workspace.forget(&self.visitor).await?;
        if gone.is_empty() {
            io.tell(CommandMessage::NothingToForget { visitor: self.visitor });
        }
        for (table, rows) in gone {
            io.tell(CommandMessage::Forgotten { table, rows });
        }
        Ok(0)
    }
}
