use std::sync::Arc;

use clap::Args;
use jauge_core::{Workspace, load::Options};
use jauge_domain::{Message, RepairMessage};

use crate::{
    command::load::{Progressing, derived, shown, stored_words},
    error::CliError,
    exit::{self, CHECK_FAILED},
    io::Io,
    plugins::Hosted,
};

/// Bring back what is readable of a damaged store, and load the rest again
#[derive(Args, Debug)]
#[command(
    long_about = "Bring back what is readable of a damaged store, and load the rest again.\n\n\
Files that cannot be read are put aside into `.jauge/damaged`. A table whose log leads nowhere is made anew out of its data \
files; sessions are derived anew; batches that lost rows are taken back and loaded again where the files they came from are still \
there, and otherwise keep the rows they have. A store that is whole is left as it is.",
    after_help = "\
Examples:
  jauge doctor --deep     says what is damaged, and changes nothing
  jauge repair            exits with 1 where something could not be brought back"
)]
pub(crate) struct Repair {}

impl Repair {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let settings = io.workspace()?;
        let connectors = Hosted::new(&settings)?;
        let watcher = Arc::new(Progressing::new(io));
        let repaired = Workspace::repair(settings.clone(), &connectors, watcher, stored_words).await?;
        if repaired.notes.is_empty() && repaired.missing.is_empty() {
            io.tell(RepairMessage::Whole);
        }
        // With what to do about each.
        repaired.notes.into_iter().for_each(|note| io.tell(Message::Several(vec![note])));
        let code = if repaired.missing.is_empty() { 0 } else { CHECK_FAILED };
        repaired.missing.into_iter().for_each(|missing| CliError::told(missing).show(io));
        let code = exit::of_all([code, derived(io, repaired.sessions)]);
        match repaired.loaded {
            Some(loaded) => Ok(exit::of_all([code, shown(io, &settings, loaded, Options::default())?])),
            None => Ok(code),
        }
    }
}
