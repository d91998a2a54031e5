//! Files that are in their place whole or not at all, also after the power failed.
//!
//! A file is written beside its place, brought to the disk, and put into its place in one step; then the folder is brought to
//! the disk, which is what remembers the name. Whoever reads at any moment, or after any loss of power, finds the old file,
//! the new one or none, and never a part of one.
//!
//! What lies in a folder that somebody else may have prepared is read by [`read_within`] and its like: no link of theirs leads out
//! of the folder, a pipe is not waited for, and nothing is read without end.

mod file;
mod folder;
mod read;

pub use file::{Aside, create, create_private, replace, replace_private, sync_file};
pub use folder::{make_folder, sync_folder};
pub use read::{read_own, read_text_within, read_within, within};
