//! What happened on the site, session by session.

mod asides;
mod beside;
mod orders;
mod run;
mod season;
mod session;
mod state;
mod walk;

pub(crate) use beside::{Lead, Ticket};
pub(crate) use orders::{Line, Order};
pub(crate) use run::Watcher;
pub(crate) use season::{DESK_MONTHS, MONTHS, month, month_name};
pub use season::{FIRST_DAY, LAST_DAY};
pub(crate) use session::{Detail, Hit, Session};
pub(crate) use state::Site;

/// Which site is made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Another number makes another site.
    pub seed: u64,
    /// About how many events the tracker writes in the two years.
    pub events: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self { seed: 1, events: 400_000 }
    }
}
