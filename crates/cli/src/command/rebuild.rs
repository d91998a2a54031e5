use clap::Args;
use jauge_core::{load::expire, sessions::derive_anew, store::Store};
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
            io.say(&format!("events: {} rows from before {cut:.0} are gone", expire(&store, cut).await?));
        }
        let time_of = |name: &str| workspace.table(name)?.time;
        for rebuilt in store.rebuild(time_of, || io.say("waiting for another jauge that is writing")).await? {
            io.say(&format!("{}: {} files became {}", rebuilt.table, rebuilt.before, rebuilt.after));
        }
        if let Some(done) = derive_anew(&workspace, &store).await? {
            io.say(&format!("visits: {} days derived anew", done.days));
        }
        Ok(0)
    }
}
