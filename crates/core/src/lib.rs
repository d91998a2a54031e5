//! The rooms behind the command: the workspace, its store, its catalog, and the ways `load` and `ask` through them.

pub mod ask;
pub mod catalog;
