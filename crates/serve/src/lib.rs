//! What pages show, asked of workspaces, and those pages served live.
//!
//! Serving only reads: a [`Site`] opens snapshots, each at one version of the store, and never brings sessions up to date. Whoever
//! is answered, is answered from one snapshot; a new one is opened once a load has landed, a definition has changed or a day has
//! ended. Pages are for this machine alone ([`Loopback`]).

mod address;
mod answer;
mod content;
mod edition;
mod guard;
mod pages;
mod parts;
mod route;
mod server;
mod site;
mod stamp;
mod state;

pub use address::Loopback;
pub use content::{Cohorts, Gaps, Headlines, entered_funnels};
pub use parts::{Opener, ServedParts};
pub use server::{listen, serve};
pub use site::Site;
