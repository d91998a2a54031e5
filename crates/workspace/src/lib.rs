//! A workspace: a folder with jauge.toml, and what that says, with places in messages.

mod config;
mod error;
mod feasts;
mod hash_names;
mod leads;
mod like;
mod lines_of;
mod month_day;
mod orders;
mod powers;
mod privacy;
mod sessions;
mod settings;
mod table;
#[cfg(test)]
mod tests;
mod unanswered;

pub use config::{Config, FILES, Repeats, SourceConfig, WorkspaceConfig};
pub use error::{KeyFault, WorkspaceError};
pub use feasts::CalendarConfig;
pub use leads::{LeadsConfig, LeadsTruth};
pub use like::Recipes;
pub use month_day::{MonthDay, NotADayOfYear};
pub use orders::{OrdersConfig, Refunds, Waiting};
pub use privacy::{Address, PrivacyConfig};
pub use sessions::{GoalsConfig, HeartbeatConfig, Like, PassiveConfig, SessionsConfig};
pub use settings::{CONFIG_FILE, Settings};
pub use table::{TableConfig, is_reserved};
