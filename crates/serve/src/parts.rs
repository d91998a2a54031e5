//! What a workspace is made of before it is open.

use jauge_core::settings::Settings;
use jauge_domain::{KpiPack, Message};

/// A workspace as its files say it is now.
#[derive(Debug)]
pub struct ServedParts {
    /// What jauge.toml says.
    pub settings: Settings,
    /// The packs that its plugins bring.
    pub packs: Vec<KpiPack>,
    /// Why others cannot be used.
    pub troubles: Vec<Message>,
}

/// Reads a workspace's files: at the start, and when they have changed.
pub type Opener = Box<dyn Fn() -> Result<ServedParts, Message> + Send + Sync>;
