//! Finds, verifies, isolates and calls plugins.
//!
//! A plugin is somebody else's code. It runs in a child process that has shut itself in before it loads the library, and what
//! it sends is checked value by value; so a bad plugin can end its own load, and nothing else.

// Every block says why it is sound.
#![allow(unsafe_code)]

mod add;
mod answer;
mod child;
mod crossing;
mod error;
mod facts;
mod found;
mod frame;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod image;
mod in_process;
mod library;
mod manifest;
mod plugins;
mod process;
mod remote;
mod sandbox;
mod scanned;
mod secrets;
mod settings;
mod table;

pub use add::Added;
pub use child::{CHILD_COMMAND, serve};
pub use error::PluginError;
pub use facts::{Facts, PackFacts, SourceFacts};
pub use found::{Found, Origin};
pub use manifest::{MANIFEST_FILE, Manifest};
pub use plugins::Plugins;
pub use sandbox::InForce;
pub use settings::PluginSettings;
