use clap::Args;
use jauge_core::{
    load::expire,
    sessions::derive_anew,
    store::{Rebuilt, Store},
};
use jauge_domain::{CommandMessage, LoadNote};
use jiff::{SignedDuration, Timestamp};

use crate::{error::CliError, io::Io};

/// Throw away and make anew what can be derived from what was received
#[derive(Args, Debug)]
#[command(long_about = "Throw away and make anew what can be derived from what was received.\n\n\
Each table is written anew: small data files become large ones, in the order of time, and files that no version of \
the table needs are removed; then visits are derived anew. What a table says does not change, save that events older than `[privacy] keep` are taken \
out.")]
pub(crate) struct Rebuild {}

impl Rebuild {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = io.workspace()?;
        let store = Store::open(workspace.store_dir())?;
        if let Some(keep) = workspace.config.privacy.keep {
            let cut = Timestamp::now() - SignedDuration::from_micros(keep.0);
            let rows = expire(&store, cut).await?;
            io.tell(CommandMessage::Expired { rows, cut: format!("{cut:.0}") });
        }
        for Rebuilt { table, before, after } in store.rebuild(|| io.tell(CommandMessage::Waiting)).await? {
            io.tell(CommandMessage::Rewritten { table, before, after });
        }
        if let Some(done) = derive_anew(&workspace, &store).await? {
            io.tell(LoadNote::DerivedAnew { days: done.days });
        }
        Ok(0)
    }
}
