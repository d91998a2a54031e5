use clap::Args;
use jauge_core::{Workspace, store::Rebuilt};
use jauge_domain::{CommandMessage, LoadNote};

use crate::{error::CliError, io::Io};

/// Throw away and make anew what can be derived from what was received
#[derive(Args, Debug)]
#[command(
    long_about = "Throw away and make anew what can be derived from what was received.\n\n\
Each table is written anew: small data files become large ones, in the order of time, and files that the table does not \
need are removed; then sessions are derived anew. What a table says does not change, save that events older than `[privacy] keep` are taken \
out, with what follows from them, rejected rows of files as old, and all older versions and logs.",
    after_help = "\
Examples:
  jauge rebuild                   after `[sessions]` changed, or once in a while where many small files were loaded
  jauge load -q && jauge rebuild  events older than `[privacy] keep` go"
)]
pub(crate) struct Rebuild {}

impl Rebuild {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = Workspace::open(io.workspace()?)?;
        let rebuilt = workspace.rebuild(|| io.tell(CommandMessage::Waiting)).await?;
        if let Some((expired, cut)) = rebuilt.expired {
            io.tell(CommandMessage::Expired {
                rows: expired.events,
                rejects: expired.rejects,
                cut: format!("{cut:.0}"),
            });
        }
        for Rebuilt { table, before, after } in rebuilt.tables {
            io.tell(CommandMessage::Rewritten { table, before, after });
        }
        if let Some(done) = rebuilt.sessions {
            io.tell(LoadNote::DerivedAnew { days: done.days });
        }
        Ok(0)
    }
}
