//! A workspace: a folder with jauge.toml, and what that says, with places in messages.

mod config;
mod error;
mod privacy;
mod sessions;
mod settings;

pub use config::{Config, FILES, Repeats, SourceConfig, TableConfig, WorkspaceConfig};
pub use error::WorkspaceError;
pub use privacy::{Address, PrivacyConfig};
pub use sessions::{GoalsConfig, HeartbeatConfig, Like, SessionsConfig};
pub use settings::{CONFIG_FILE, Settings};
