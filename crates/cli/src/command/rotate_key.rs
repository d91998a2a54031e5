use clap::Args;
use jauge_core::Workspace;
use jauge_domain::CommandMessage;

use crate::{error::CliError, io::Io};

/// Give new rows their pseudonyms under a new key
#[derive(Args, Debug)]
#[command(
    long_about = "Give new rows their pseudonyms under a new key.\n\n\
Rows that are there keep the pseudonyms they have, so that a visitor who comes again is another one from now on. The keys of before are \
kept: `jauge forget` finds a visitor by what the source calls it under each of them, and rows that were loaded before \
are still recognised.",
    after_help = "\
Example:
  jauge rotate-key    once a year, where `[privacy] hash` names columns"
)]
pub(crate) struct RotateKey {}

impl RotateKey {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = Workspace::open(io.workspace()?)?;
        workspace.rotate_key(|| io.tell(CommandMessage::Waiting)).await?;
        io.tell(CommandMessage::KeyRotated);
        Ok(0)
    }
}
