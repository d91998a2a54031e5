use clap::{Subcommand, builder::NonEmptyStringValueParser};
use jauge_core::{Workspace, settings::is_reserved};
use jauge_domain::{CommandMessage, nearest};

use super::trust::says_yes;
use crate::{error::CliError, exit::CHECK_FAILED, io::Io};

/// Tables of your own
#[derive(Debug, Subcommand)]
#[command(after_help = "Example:\n  jauge table drop stock")]
pub(crate) enum Table {
    /// Take a table of your own out of the store, with all of its rows, so that another `select` can fill it
    #[command(
        long_about = "Take a table of your own out of the store, with all of its rows.\n\n\
What was loaded into it is forgotten: the next `jauge load` reads its files again, and its columns are found anew. The files are yours \
and are not touched.",
        after_help = "\
Examples:
  jauge table drop stock          asks first
  jauge table drop stock --yes    in a script; `jauge load` then fills it again"
    )]
    Drop {
        /// The table
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        name: String,
        /// Drop it without being asked
        #[arg(long)]
        yes: bool,
    },
}

impl Table {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let Self::Drop { name, yes } = self;
        drop_table(io, name, yes).await
    }
}

async fn drop_table(io: &Io, table: String, is_agreed: bool) -> Result<u8, CliError> {
    let settings = io.workspace_as_written()?;
    if is_reserved(&table) {
        return Err(CliError::told(CommandMessage::NotYourTable { table }));
    }
    let workspace = Workspace::open(settings)?;
    let own: Vec<String> = workspace.store().names()?.into_iter().filter(|name| !is_reserved(name)).collect();
    if !own.contains(&table) {
        let near = nearest(&table, own.iter().map(String::as_str)).map(str::to_owned);
        return Err(CliError::told(CommandMessage::NoTableToDrop { table, near }));
    }
    match is_agreed.then_some(true).or_else(|| says_yes(io, CommandMessage::AsksToDrop { table: table.clone() })) {
        Some(true) => {}
        Some(false) => {
            io.tell(CommandMessage::NotDropped { table });
            return Ok(CHECK_FAILED);
        }
        None => return Err(CliError::told(CommandMessage::DropUnasked { table })),
    }
    let dropped = workspace.drop_table(&table, || io.tell(CommandMessage::Waiting)).await?;
    if let Some(gone) = dropped {
        io.tell(CommandMessage::Dropped { table, rows: gone.rows, files: gone.files });
    }
    Ok(0)
}
