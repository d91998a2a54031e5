//! A workspace: a folder with jauge.toml, and what that says, with places in messages.

mod config;
mod error;
mod feasts;
mod hash_names;
mod like;
mod lines_of;
mod month_day;
mod orders;
mod powers;
mod privacy;
mod sessions;
mod settings;
#[cfg(test)]
mod tests;
mod unanswered;
mod views;

pub use config::{Config, FILES, KeyFault, Repeats, SourceConfig, TableConfig, WorkspaceConfig};
pub use error::WorkspaceError;
pub use feasts::CalendarConfig;
pub use like::Recipes;
pub use month_day::{MonthDay, NotADayOfYear};
pub use orders::{OrdersConfig, Refunds};
pub use privacy::{Address, PrivacyConfig};
pub use sessions::{GoalsConfig, HeartbeatConfig, Like, PassiveConfig, SessionsConfig};
pub use settings::{CONFIG_FILE, Settings};
