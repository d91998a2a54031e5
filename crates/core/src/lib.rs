//! The rooms behind the command: the workspace, its store, its catalog, and the ways `load` and `ask` through them.

pub mod ask;
pub mod catalog;
pub mod cells;
mod classify;
pub mod files;
mod functions;
mod funnel;
pub mod judge;
pub mod load;
pub mod opened;
mod session;
pub mod store;
pub mod tables;
pub mod visits;
pub mod workspace;
