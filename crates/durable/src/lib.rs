//! Files that are in their place whole or not at all, also after the power failed.
//!
//! A file is written beside its place, brought to the disk, and put into its place in one step; then the folder is brought to
//! the disk, which is what remembers the name. Whoever reads at any moment, or after any loss of power, finds the old file,
//! the new one or none, and never a part of one.

mod file;
mod folder;

pub use file::{Aside, create, create_private, replace, replace_private, sync_file};
pub use folder::{make_folder, sync_folder};
