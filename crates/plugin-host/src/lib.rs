//! Finds, verifies, isolates and calls plugins.
//!
//! A plugin is somebody else's code. It runs in a child process that has shut itself in before it loads the library, and what
//! it sends is checked value by value; so a bad plugin can end its own load, and nothing else.

// Every block says why it is sound.
#![allow(unsafe_code)]

mod add;
mod answer;
mod arrow_frame;
mod calls;
mod child;
mod crossing;
mod descriptors;
mod error;
mod facts;
mod found;
mod frame;
mod image;
mod in_process;
mod library;
mod manifest;
mod pieces;
mod plugins;
mod process;
mod remote;
mod said;
mod sandbox;
mod scanned;
mod secrets;
mod settings;
mod spawn;
mod table;
mod threads;
mod warden;

pub use add::Added;
pub use child::{CHILD_COMMAND, serve};
pub use error::PluginError;
pub use facts::{Facts, PackFacts, SourceFacts};
pub use found::{Found, Origin};
pub use manifest::{MANIFEST_FILE, Manifest};
pub use plugins::{Plugins, allows_unconfined};
pub use sandbox::InForce;
pub use settings::PluginSettings;
